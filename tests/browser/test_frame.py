"""The frame in a browser: theme, menu on a phone, admin under the content policy, nothing sideways.

The `page` fixture fails a test on any console error, policy violation or request to another host.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from centres.models import Centre, DirectorTerm, Post, Staff
from centres.roles import Role
from tests.factories import CentreFactory, CountyFactory, UserFactory

Login = Callable[[Page, str], None]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def centre(transactional_db: None) -> Centre:
    county = CountyFactory()
    centre = CentreFactory(county=county, name="𠅤塘乡卫生院")
    post = Post.objects.create(county=county, name="全科医师", position_coefficient=1)
    staff = Staff.objects.create(centre=centre, number="001", name="买买提·艾力", post=post)
    DirectorTerm.objects.create(centre=centre, staff=staff, started_on="2026-01-01")
    UserFactory(username="clerk", role=Role.CLERK, county=county)
    UserFactory(username="admin", role=Role.SYSADMIN)
    return centre


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_theme_changes_at_once_and_stays(page: Page, login: Login, centre: Centre) -> None:
    login(page, "clerk")
    page.goto("/")
    light = background(page)
    page.get_by_title("明暗").click()
    page.get_by_role("button", name="深色").click()
    assert background(page) != light
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.goto("/admin/")
    assert background(page) != light


def test_the_language_switch(page: Page, centre: Centre) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="简体中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")


def test_signing_in_and_out_by_keyboard(page: Page, centre: Centre) -> None:
    page.goto("/accounts/login/")
    page.keyboard.type("clerk")
    page.keyboard.press("Tab")
    page.keyboard.type("Pass-word-2026")
    page.keyboard.press("Enter")
    expect(page.get_by_text("接下来要做")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.locator("summary", has_text="测试clerk").press("Enter")
    page.get_by_role("button", name="退出登录").press("Enter")
    expect(page.get_by_label("用户名")).to_be_visible()


def test_menus_close_by_escape_and_elsewhere(page: Page, login: Login, centre: Centre) -> None:
    login(page, "clerk")
    page.goto("/")
    menu = page.locator("details.menu").last
    menu.locator("summary").click()
    expect(page.get_by_text("修改密码")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("修改密码")).to_be_hidden()
    menu.locator("summary").click()
    page.locator("h1").click()
    expect(page.get_by_text("修改密码")).to_be_hidden()


def test_the_side_bar_on_a_phone(phone: Page, login: Login, centre: Centre) -> None:
    login(phone, "clerk")
    phone.goto("/")
    expect(phone.locator("#sidebar")).to_be_hidden()
    phone.get_by_role("button", name="菜单").click()
    expect(phone.locator("#sidebar")).to_be_visible()
    phone.keyboard.press("Escape")
    expect(phone.locator("#sidebar")).to_be_hidden()
    phone.get_by_role("button", name="菜单").click()
    phone.get_by_role("link", name="乡镇卫生院", exact=True).click()
    expect(phone.locator("h1")).to_have_text("乡镇卫生院")


CLERK_PAGES = [
    "/",
    "/accounts/password/",
    "/accounts/second-factor/",
    "/accounts/sessions/",
    "/admin/",
    "/admin/centres/",
    "/admin/centres/centre/",
    "/admin/centres/centre/?q=nothing",
    "/admin/centres/centre/add/",
    "/admin/centres/centre/{pk}/change/",
    "/admin/centres/centre/{pk}/history/",
    "/admin/centres/staff/",
    "/admin/centres/staff/import/",
    "/admin/centres/staff/export/",
    "/admin/centres/directorterm/",
    "/admin/centres/directorterm/{term}/delete/",
    "/admin/centres/centrealias/",
    "/records/import/centres",
]
ADMIN_PAGES = [
    "/",
    "/centres/accounts/",
    "/centres/accounts/new/",
    "/centres/accounts/{user}/",
    "/centres/accounts/{user}/edit/",
    "/admin/centres/region/",
    "/admin/centres/user/",
]


@pytest.mark.parametrize("size", ["desk", "handset"])
def test_no_page_scrolls_sideways_or_breaks_the_policy(
    page: Page, phone: Page, login: Login, centre: Centre, size: str
) -> None:
    shown = page if size == "desk" else phone
    keys = {
        "pk": centre.pk,
        "term": DirectorTerm.objects.get().pk,
        "user": UserFactory(role=Role.LEADER, county=centre.county).pk,
    }
    wide = {}
    for username, addresses in (("clerk", CLERK_PAGES), ("admin", ADMIN_PAGES)):
        login(shown, username)
        for address in addresses:
            shown.goto(address.format(**keys))
            if sideways := shown.evaluate(WIDER):
                wide[address] = sideways
    assert wide == {}


def test_an_account_is_made_and_closed(page: Page, login: Login, centre: Centre) -> None:
    login(page, "admin")
    page.goto("/centres/accounts/new/")
    page.get_by_label("用户名").fill("lijun")
    page.get_by_label("姓名").fill("李珺")
    page.get_by_label("角色").select_option("director")
    expect(page.get_by_label("管辖区划")).to_be_hidden()
    page.get_by_label("所属卫生院").fill(f"{centre.code} {centre.name}")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#first-password")).to_have_text(page.locator("#first-password").inner_text())
    page.get_by_role("link", name="完成").click()
    page.wait_for_load_state()
    page.get_by_role("button", name="停用账号").click()
    page.get_by_label("理由").fill("调离")
    page.get_by_role("dialog").get_by_role("button", name="停用").click()
    expect(page.locator("h1 + .badge").or_(page.locator(".page-title .badge").first)).to_have_text("已停用")
