"""Years that leave every plain road: pages open on them, acts refuse or settle them, and nothing is lost to the fen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from appraisal.actions import schemes
from centres.models import Centre, Region, User
from payroll.actions import budgets, corrections, reversals, sheets
from payroll.actions.budget_entries import BudgetEntry
from payroll.models import AwardLine, BudgetRevision, ReleaseSheet, SubsidyYear
from payroll.queries.corrections import outstanding
from records.errors import Conflict, Invalid
from tests.payroll.world import NOW, Money, accounts, amounts, faults, figures, line_of, sources

pytestmark = pytest.mark.django_db
D = Decimal
PAGES = ("year", "accounts", "budgets", "budgets-xlsx", "receipts", "fund", "closing", "reconciliations")
FILES = ("summary-xlsx", "fund-xlsx")


def opened(client: Client, user: User, region: Region, year: int, centre: Centre | None) -> dict[str, int]:
    """The status of every page and workbook of a county's year, and of a centre's."""
    client.force_login(user)
    places = {name: [region.code, year] for name in (*PAGES, *FILES)}
    if user.can("budget.edit"):
        places["allocation"] = [region.code, year]
    if centre is not None:
        places |= {"account": [centre.code, year], "statement-xlsx": [centre.code, year]}
        places |= {"budget": [region.code, year, centre.code]}
    found = {
        name: client.get(reverse(f"payroll:{name}", args=args)).status_code for name, args in places.items()
    }
    for name in (
        ("budget", "opening", "due", "held", "carry", "returned", "forward", "left") if centre else ()
    ):
        address = reverse("payroll:balance", args=[centre.code, year, name])  # type: ignore[union-attr]
        found[f"balance {name}"] = client.get(address).status_code
    return {name: status for name, status in found.items() if status != 200}


def of_sheets(client: Client, county: Region) -> dict[str, int]:
    """The same of the newest sheet of each kind, and of its last line."""
    newest = {sheet.kind: sheet for sheet in ReleaseSheet.objects.filter(county=county).order_by("pk")}
    found = {}
    for sheet in newest.values():
        for name in ("sheet", "sheet-xlsx"):
            found[f"{name} {sheet}"] = client.get(reverse(f"payroll:{name}", args=[sheet.pk])).status_code
        line = sheet.lines.order_by("-ordinal")[0]
        found[f"line {line}"] = client.get(reverse("payroll:line", args=[line.pk])).status_code
    return {name: status for name, status in found.items() if status != 200}


def test_pages_of_nothing(client: Client) -> None:
    """No scheme, no budget; and budgets without a scheme."""
    bare, year = Money(1), 2030
    assert opened(client, bare.leader, bare.region, year, bare.centres[0]) == {}
    entry = BudgetEntry(bare.centres[0], D("1200000"))
    budgets.set_budgets(actor=bare.finance, county=bare.region, year=year, entries=[entry], now=NOW)
    assert accounts(bare, year) == {"budget": "-1200000.00", "held": "1200000.00"}
    assert opened(client, bare.finance, bare.region, year, bare.centres[0]) == {}
    with pytest.raises(Conflict) as caught:
        sheets.draft_sheet(actor=bare.finance, county=bare.region, year=year, kind="month", month=1, now=NOW)
    assert caught.value.code == "no_scheme"
    bare.close("没有方案，全部结转", year)
    assert accounts(bare, year + 1) == {"opening": "-1200000.00", "carry": "1200000.00"}
    assert opened(client, bare.finance, bare.region, year + 1, bare.centres[0]) == {}
    assert faults() == []


@pytest.mark.parametrize("year", [1000, 9999])
def test_years_far_off_have_pages_and_no_money(client: Client, year: int) -> None:
    money = Money(1)
    assert opened(client, money.finance, money.region, year, money.centres[0]) == {}
    entry = BudgetEntry(money.centres[0], D("1"))
    for far in (year, 1999, 2100):
        with pytest.raises(Invalid) as caught:
            budgets.set_budgets(actor=money.finance, county=money.region, year=far, entries=[entry], now=NOW)
        assert caught.value.code == "no_such_year"
    assert not SubsidyYear.objects.filter(county=money.region).exists()


@pytest.mark.parametrize("year", [0, 999, 10000])
def test_what_is_no_year_has_no_page(client: Client, year: int) -> None:
    money = Money(1)
    client.force_login(money.finance)
    with pytest.raises(NoReverseMatch):
        reverse("payroll:year", args=[money.region.code, year])
    assert client.get(f"/money/county/{money.region.code}/{year}/budgets/").status_code == 404


def test_a_budget_of_nothing_with_money_of_last_year(client: Client) -> None:
    """0.00 approved, 720.00 brought forward: paid out with the first month, the chart has no line to stand on."""
    money = Money(2)
    money.budget("1200", "1200", from_month=11)
    money.months(11, 11)
    money.close("考核未完成，结转下年")
    copy = schemes.copy_next_year(actor=money.leader, scheme_id=money.scheme.pk)
    schemes.activate(actor=money.leader, scheme_id=copy.pk, now=NOW)
    entries = [BudgetEntry(money.centres[0], D("0")), BudgetEntry(money.centres[1], D("1200"))]
    budgets.set_budgets(
        actor=money.finance, county=money.region, year=2027, entries=entries, now=NOW, unit_confirmed=True
    )
    sheet = _pay(money, 2027, 1)
    assert amounts(sheet) == ["720.00", "800.00"]
    assert opened(client, money.finance, money.region, 2027, money.centres[0]) == {}
    assert of_sheets(client, money.region) == {}
    assert faults() == []


def _pay(money: Money, year: int, month: int) -> ReleaseSheet:
    made = sheets.draft_sheet(
        actor=money.finance, county=money.region, year=year, kind="month", month=month, now=NOW
    )
    return money.pay(money.review(made))


def test_closed_and_merged_centres_in_mid_year(client: Client) -> None:
    """Two close in December, one into another: paid until then, judged, then given back; no award for a closed office."""
    money = Money(4)
    money.directors()
    money.budget("1200000", "600000", "600000", "600000", from_month=11)
    money.months(11, 11)
    money.results("june", "59", "90", "90", None)
    money.release("june")
    for index in (1, 2):
        money.centres[index].closed_on = date(2026, 12, 1)
    money.centres[2].merged_into = money.centres[0]
    for index in (1, 2):
        money.centres[index].save()
    money.months(12, 12)
    money.results("year", "75", "95", None, "80")
    money.release("year_end")
    money.award()
    assert set(AwardLine.objects.values_list("centre__code", flat=True)) == {
        money.centres[0].code, money.centres[3].code,
    }  # fmt: skip
    money.close("停用收回")
    assert opened(client, money.finance, money.region, 2026, money.centres[1]) == {}
    assert of_sheets(client, money.region) == {}
    assert faults() == []


def test_more_than_one_reversal_of_a_period(client: Client) -> None:
    money = Money(2)
    sources(money, {"county": "600000", "province": "600000.01"}, {"county": "0.07"})
    before = accounts(money)
    for turn in range(3):
        sheet = money.release("month", 1)
        assert sheet.sequence == turn + 1
        money.reverse(sheet, key=f"reverse-{turn:04d}")
        assert accounts(money) == before
    with pytest.raises(Conflict):
        reversals.reverse_sheet(
            actor=money.leader, sheet_id=sheet.pk, reason="再冲", key="reverse-9999", now=NOW
        )
    money.months(1, 2)
    assert opened(client, money.leader, money.region, 2026, money.centres[1]) == {}
    assert of_sheets(client, money.region) == {}
    assert faults() == []


def test_a_june_result_that_changed_after_the_year_end_judged_it() -> None:
    """No June sheet was paid: the year-end sheet judged both parts. A later June version corrects it all the same."""
    money = Money(1)
    money.budget("1000000")
    money.results("june", None)
    money.results("year", "80")
    assert outstanding(money.region, 2026) == []
    sheet = money.release("year_end")
    assert figures(line_of(sheet, money.centres[0]))["forfeited"] == "0.00"
    money.results("june", "59", now=NOW + timedelta(days=2))
    assert [(one.pk, newer.kind) for one, newer in outstanding(money.region, 2026)] == [(sheet.pk, "june")]
    with pytest.raises(Invalid):
        corrections.correct_sheet(actor=money.finance, sheet_id=sheet.pk, cause=" ", now=NOW)
    made = corrections.correct_sheet(actor=money.finance, sheet_id=sheet.pk, cause="申诉更正", now=NOW)
    assert made.cause == "上半年考核结果第2版更正：申诉更正"
    assert made.lines.get().change == D("-40000.00")
    assert outstanding(money.region, 2026) == []
    assert faults() == []


def test_money_of_two_counties_never_meets(client: Client) -> None:
    money, other = Money(2), Money(1)
    money.budget("1200000", "600000")
    other.budget("900000")
    money.months(1, 2)
    other.months(1, 1)
    client.force_login(other.finance)
    for name in PAGES:
        assert client.get(reverse(f"payroll:{name}", args=[money.region.code, 2026])).status_code == 404
    assert accounts(other)["paid"] == "60000.00"
    assert BudgetRevision.objects.filter(budget__county=other.region).count() == 1
