"""A centre with money of last year and no budget of this one: seen wherever a balance stands, and explained."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appraisal.actions import schemes
from centres.roles import Role
from payroll import home
from payroll.actions import budgets, sheets
from payroll.actions.budget_entries import BudgetEntry
from payroll.models import LedgerPosting
from payroll.papers.statement import statement_paper
from payroll.papers.summary import summary_paper
from payroll.queries.balances import balance_of, centre_balances, nearest, years_with_money
from payroll.queries.year import current_year, year_page, years_of
from tests.factories import UserFactory
from tests.harness.worlds import kept
from tests.payroll.world import NOW, Money, faults

pytestmark = pytest.mark.django_db
D = Decimal
TODAY = date(2027, 1, 5)


def left_over(size: int) -> Money:
    """2026 closed with 720.00 left to each centre: of two months from November one was paid, nothing was judged."""
    money = Money(size)
    money.budget(*["1200"] * size, from_month=11)
    money.months(11, 11)
    money.close("考核未完成，结转下年")
    copy = schemes.copy_next_year(actor=money.leader, scheme_id=money.scheme.pk)
    schemes.activate(actor=money.leader, scheme_id=copy.pk, now=NOW)
    return money


def budgeted(money: Money, count: int) -> Money:
    """Of 2027 only the first centres have a budget."""
    entries = [BudgetEntry(one, D("1200")) for one in money.centres[:count]]
    budgets.set_budgets(actor=money.finance, county=money.region, year=2027, entries=entries, now=NOW)
    return money


@kept
def ended() -> Money:
    return left_over(2)


@kept
def opened(ended: Money) -> Money:
    return budgeted(ended, 1)


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"payroll:{name}", args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_year_counts_it_everywhere(opened: Money) -> None:
    money = opened
    found = {one.centre: (one.balance.opening, one.budgeted) for one in centre_balances(money.region, 2027)}
    assert found == {money.centres[0]: (D(720), True), money.centres[1]: (D(720), False)}
    year = year_page(money.region, 2027, TODAY)
    assert len(year.positions) == 1
    assert (year.balance.opening, year.balance.budget, year.balance.difference) == (D(1440), D(1200), 0)
    table = summary_paper(money.region, 2027).tables[2]
    assert table.column("卫生院") == [one.name for one in money.centres]
    assert table.column("上年结转") == [D(720), D(720)]
    assert statement_paper(money.centres[1], 2027).tables[0].column("余额") == [D(720)]
    assert faults() == []


def test_pages_show_and_explain_it(client: Client, opened: Money) -> None:
    money = opened
    other, code = money.centres[1], money.region.code
    client.force_login(money.finance)
    listed = page(client, "accounts", code, 2027)
    assert listed.count("本年无核定") == 1
    assert reverse("payroll:balance", args=[other.code, 2027, "opening"]) in listed
    assert "1,440.00" in page(client, "year", code, 2027)
    own = page(client, "account", other.code, 2027)
    assert "本年度没有核定补助" in own
    assert "720.00" in own
    told = page(client, "balance", other.code, 2027, "opening")
    assert reverse("payroll:balance", args=[other.code, 2026, "held"]) in told
    sheet = sheets.draft_sheet(
        actor=money.finance, county=money.region, year=2027, kind="month", month=1, now=NOW
    )
    assert [one["zh"] for one in sheet.left_out] == ["本年度没有核定补助，上年结转 720.00 元仍在账上"]
    director = UserFactory(role=Role.DIRECTOR, centre=other)
    client.force_login(director)
    assert "720.00" in page(client, "account", other.code, 2027)
    when = datetime(2027, 1, 5, 1, tzinfo=UTC)
    (card,) = home.cards(director, when)
    assert (card.context["year"], card.context["balance"].opening) == (2027, D(720))


def test_a_year_without_any_budget_has_its_page(client: Client, ended: Money) -> None:
    money = ended
    client.force_login(money.finance)
    told = page(client, "year", money.region.code, 2027)
    assert "1,440.00" in told
    assert "还没有核定补助" in told
    assert "1,440.00" in page(client, "accounts", money.region.code, 2027)
    assert current_year(money.region, TODAY) == 2027
    assert years_of(money.region, TODAY) == [2027, 2026]
    assert years_with_money(money.centres[0]) == [2027, 2026]


def test_a_closed_centre_in_debt_is_named_on_the_sheet() -> None:
    """It was overpaid and closed: no working centre any more, and still on the account and among those left out."""
    money = Money(2)
    money.budget("1200000", "1200", from_month=11)
    money.months(11, 11)
    money.budget("100000", None, from_month=12, reason="核减")
    money.centres[0].closed_on = date(2026, 12, 1)
    money.centres[0].save()
    money.months(12, 12)
    money.close("结转下年")
    copy = schemes.copy_next_year(actor=money.leader, scheme_id=money.scheme.pk)
    schemes.activate(actor=money.leader, scheme_id=copy.pk, now=NOW)
    entry = BudgetEntry(money.centres[1], D("1200"))
    budgets.set_budgets(actor=money.finance, county=money.region, year=2027, entries=[entry], now=NOW)
    owed = balance_of(money.centres[0], 2027)
    assert owed.carry == owed.opening == D(-380000)
    sheet = sheets.draft_sheet(
        actor=money.finance, county=money.region, year=2027, kind="month", month=1, now=NOW
    )
    assert [(one["code"], one["reason"]) for one in sheet.left_out] == [(money.centres[0].code, "no_budget")]
    assert f"上年结转 {owed.carry:,.2f} 元" in sheet.left_out[0]["zh"]
    assert faults() == []


def test_verify_names_what_must_not_stand_there(opened: Money, monkeypatch: pytest.MonkeyPatch) -> None:
    money = opened
    moved = LedgerPosting.objects.filter(entry__year=2027, centre=money.centres[1], account="carry")
    assert moved.count() == 1
    monkeypatch.setattr("payroll.verification.centre_balances", lambda county, year: _held(county, year))
    assert any("没有核定补助，账上却有拨付或留存" in fault for fault in faults())


def _held(county: object, year: int) -> list[object]:
    """As if what was carried were held."""
    found = centre_balances(county, year)  # type: ignore[arg-type]
    return [replace(one, balance=replace(one.balance, held=one.balance.carry, carry=D(0))) for one in found]


def test_the_number_of_queries_does_not_grow(client: Client, opened: Money) -> None:
    counts = []
    for money in (opened, budgeted(left_over(4), 2)):
        client.force_login(money.finance)
        with CaptureQueriesContext(connection) as found:
            page(client, "accounts", money.region.code, 2027)
            page(client, "year", money.region.code, 2027)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_which_year_is_shown_first() -> None:
    assert nearest([2027, 2026], date(2026, 12, 1)) == 2026
    assert nearest([2026, 2025], date(2027, 1, 1)) == 2026
    assert nearest([], date(2027, 1, 1)) == 2027
