"""A release sheet from draft to payment in the browser, by three people; the budget table with a mistake in it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from payroll.models import Budget, ReleaseSheet
from tests.payroll.world import Money

pytestmark = pytest.mark.django_db(transaction=True)
Login = Callable[[Page, str], None]


@pytest.fixture
def money() -> Money:
    made = Money(2)
    made.budget("1200000", "600000")
    return made


def sign(page: Page, dialog: str, button: str) -> None:
    """Open a dialog, and press its button."""
    page.locator(f'[data-dialog="{dialog}"]').click()
    page.locator(f"dialog#{dialog}").get_by_role("button", name=button).click()


def test_three_people_release_a_month(page: Page, login: Login, money: Money) -> None:
    login(page, money.finance.username)
    page.goto(f"/money/county/{money.region.code}/2026/")
    page.get_by_role("row", name="1月按月拨付").get_by_role("button", name="生成草稿").click()
    expect(page.locator("h1")).to_have_text("2026年1月按月拨付")
    address = page.url
    expect(page.locator('[data-dialog="review"]')).to_have_count(0)
    login(page, money.leader.username)
    page.goto(address)
    sign(page, "review", "复核通过")
    expect(page.locator(".page-title .badge").first).to_have_text("已复核")
    login(page, money.payer.username)
    page.goto(address)
    sign(page, "pay", "确认拨付")
    expect(page.locator(".page-title")).to_contain_text("卫拨〔2026〕1号")
    page.get_by_role("link", name="80,000.00").last.click()
    expect(page.locator("ol.steps")).to_contain_text("本次实拨：80,000.00 元")
    assert ReleaseSheet.objects.get().state == "paid"


def test_a_mistyped_budget_stays_on_the_screen(page: Page, login: Login, money: Money, faults) -> None:  # type: ignore[no-untyped-def]
    faults.allow("422")
    login(page, money.finance.username)
    page.goto(f"/money/county/{money.region.code}/2026/budgets/")
    first = page.locator("input.amount").first
    first.fill("13000oo")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("tr.is-wrong .error")).to_be_visible()
    expect(first).to_have_value("13000oo")
    first.fill("1,300,000")
    page.get_by_label("理由").fill("年中追加")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".notes")).to_contain_text("调整 1 家")
    assert str(Budget.objects.get(centre=money.centres[0]).amount) == "1300000.00"


def test_nothing_scrolls_sideways_on_a_phone(phone: Page, login: Login, money: Money) -> None:
    money.release("month", 1)
    sheet = ReleaseSheet.objects.get()
    login(phone, money.finance.username)
    base, line = f"/money/county/{money.region.code}/2026/", sheet.lines.all()[0]
    pages = [base, f"{base}budgets/", f"{base}accounts/", f"{base}budgets/{line.centre_code}/"]
    pages += [
        f"/money/sheets/{sheet.pk}/",
        f"/money/lines/{line.pk}/",
        f"/money/centre/{line.centre_code}/2026/",
    ]
    for address in pages:
        phone.goto(address)
        wide = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, address
