"""A balance, an opening and an entry of the fund explain themselves: by entries, documents, results, scores."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centres.roles import Role
from payroll.actions import budgets, corrections
from payroll.actions.budget_entries import BudgetEntry
from payroll.core.ledger import Account, shown
from payroll.models import LedgerEntry, ReleaseLine
from payroll.queries.ledger import by_centre, postings_of, sums
from payroll.queries.origins import OF_CENTRE, OF_COUNTY, Origin, centre_origin, closed_with, county_origin
from payroll.queries.statement import statement
from payroll.queries.vouchers import voucher
from tests.factories import UserFactory
from tests.harness.worlds import kept
from tests.payroll.world import NOW, Money

pytestmark = pytest.mark.django_db
ZERO = Decimal("0.00")


@kept
def money() -> Money:
    """Two months, a June part with a forfeit that is half taken back, awards, a closed year, a budget of the next."""
    made = Money(2)
    made.directors()
    made.budget("1200000", "600000")
    made.passed_on(made.received("500000", "province"), "500000")
    made.months(1, 2)
    made.results("june", "59.99", "88")
    june = made.release("june")
    made.results("june", "65", "88")
    corrections.correct_sheet(actor=made.finance, sheet_id=june.pk, cause="申诉成立", now=NOW)
    made.reverse(made.release("month", 3))
    made.results("june", "40", "88")
    corrections.correct_sheet(actor=made.finance, sheet_id=june.pk, cause="复查", now=NOW)
    made.results("year", "40", "88")
    made.award()
    made.close("余额结转")
    budgets.set_budgets(
        actor=made.finance, county=made.region, year=2027, now=NOW,
        entries=[BudgetEntry(made.centres[0], Decimal(1000), document="文")], unit_confirmed=True,
    )  # fmt: skip
    return made


def told(money: Money, name: str, year: int = 2026, until: int | None = None) -> Origin:
    return centre_origin(money.finance, money.centres[0], year, name, until=until)


def test_every_balance_is_the_ledger_s_and_the_sum_of_its_rows(money: Money) -> None:
    for year in (2026, 2027):
        for centre in money.centres:
            posted = by_centre(sums(postings_of(money.region, year))).get(centre.pk, {})
            for name, accounts in OF_CENTRE.items():
                found = centre_origin(money.finance, centre, year, name, until=None)
                wanted = sum((shown(one, posted.get(one, ZERO)) for one in accounts), ZERO)
                assert found.total == wanted, (year, name)
                assert sum((row.amount for row in found.rows), ZERO) == wanted
                assert sum((amount for _source, amount in found.sources), ZERO) == wanted
                assert not found.rows or found.rows[-1].after == wanted
        whole = sums(postings_of(money.region, year))
        for name in OF_COUNTY:
            amount = sum((one for place, one in whole.items() if place[0] == name), ZERO)
            assert county_origin(money.region, year, name).total == shown(Account(name), amount), name


def test_a_balance_after_any_entry_is_what_the_statement_says(money: Money) -> None:
    for row in statement(money.centres[0], 2026).rows:
        assert told(money, "left", until=row.number).total == row.left
        assert told(money, "paid", until=row.number).total == row.paid_so_far


def test_each_row_leads_to_what_it_rests_on(money: Money) -> None:
    code = money.centres[0].code
    lines = {line.sheet_id: line.pk for line in ReleaseLine.objects.filter(centre=money.centres[0])}
    for row in told(money, "paid").rows:
        assert row.url == reverse("payroll:line", args=[lines[row.sheet]])
    assert {row.kind for row in told(money, "paid").rows} == {"payment", "reversal"}
    assert told(money, "budget").rows[0].url == reverse("payroll:account", args=[code, 2026]) + "#decisions"
    assert {row.kind for row in told(money, "forfeited").rows} == {"payment", "correction"}
    assert all(row.url for name in OF_CENTRE for row in told(money, name).rows)


def test_an_opening_is_last_year_s_closing(money: Money) -> None:
    opening = told(money, "opening", 2027)
    [row] = opening.rows
    assert row.url == reverse("payroll:balance", args=[money.centres[0].code, 2026, "forward"])
    assert opening.total == told(money, "forward").total > 0
    closed = closed_with(money.centres[0], 2027)
    assert sum((one.amount for one in closed), ZERO) == opening.total
    [last] = told(money, "forward").rows
    assert last.url.endswith(f"{money.centres[0].code}/2026/balance/left/?until={last.number - 1}")
    for one in closed:
        name, until = re.findall(r"balance/(\w+)/\?until=(\d+)", one.url)[0]
        assert told(money, name, until=int(until)).total == one.amount
    assert closed_with(money.centres[0], 2026) == []


def test_an_entry_of_the_fund_names_its_results(money: Money) -> None:
    """June forfeited at 59.99; the appeal gave it back; the second result took it again; the award paid it out."""
    found = {}
    for row in county_origin(money.region, 2026, "fund").rows:
        told_ = voucher(LedgerEntry.objects.get(pk=row.entry))
        assert sum((one.amount for one in told_.causes), ZERO) == row.amount or row.kind == "closing"
        found.setdefault(row.kind, []).append(told_)
    payment = found["payment"][0].causes[0]
    assert (f"{payment.score:f}", payment.grade, f"{payment.share:f}") == ("59.99", "不合格", "50.00")
    back, again = (one.causes[0] for one in found["correction"])
    assert (f"{back.score:f}", back.amount < 0, f"{again.score:f}") == ("65.00", True, "40.00")
    assert "申诉成立" in found["correction"][0].documents[0].name
    assert (
        reverse("payroll:award", args=[found["award"][0].entry.award_id]) in found["award"][0].causes[0].url
    )
    assert found["closing"][0].documents[0].url.startswith("/money/vouchers/")


def test_a_reversal_names_what_it_undoes_and_both_lead_to_each_other(money: Money) -> None:
    entry = LedgerEntry.objects.get(kind="reversal")
    undone = voucher(entry)
    address = reverse("payroll:voucher", args=[entry.reverses_id])
    assert address in [one.url for one in undone.documents]
    back = voucher(LedgerEntry.objects.get(pk=entry.reverses_id))
    assert reverse("payroll:voucher", args=[entry.pk]) in [one.url for one in back.documents]


def test_every_amount_of_the_pages_is_a_link_that_opens(client: Client, money: Money) -> None:
    """Each amount above 0 of the account, the fund, the year and the receipts leads to a page that is there."""
    client.force_login(money.finance)
    code, centre = money.region.code, money.centres[0].code
    pages = [
        reverse("payroll:account", args=[centre, 2026]), reverse("payroll:account", args=[centre, 2027]),
        reverse("payroll:fund", args=[code, 2026]), reverse("payroll:accounts", args=[code, 2026]),
        reverse("payroll:receipts", args=[code, 2026]), reverse("payroll:fund", args=[code, 2027]),
        reverse("payroll:voucher", args=[LedgerEntry.objects.filter(kind="award").get().pk]),
    ]  # fmt: skip
    seen: set[str] = set()
    for page in pages:
        text = client.get(page).content.decode().split("<main", 1)[1]
        found = re.findall(r'href="([^"#?]+)[^"]*"[^>]*>-?[\d,]+\.\d\d<', text)
        assert found or page.endswith("2027/fund/"), page
        seen |= set(found)
    assert [one for one in seen if client.get(one).status_code != 200] == []


def test_a_director_is_told_of_the_own_centre_without_the_county_s_entries(
    client: Client, money: Money
) -> None:
    client.force_login(UserFactory(role=Role.DIRECTOR, centre=money.centres[0]))
    own = reverse("payroll:balance", args=[money.centres[0].code, 2026, "left"])
    page = client.get(own).content.decode()
    assert "/money/vouchers/" not in page
    assert "/money/lines/" in page
    other = reverse("payroll:balance", args=[money.centres[1].code, 2026, "left"])
    entry = LedgerEntry.objects.filter(kind="award").get()
    for address in (
        other,
        reverse("payroll:voucher", args=[entry.pk]),
        reverse("payroll:county-balance", args=[money.region.code, 2026, "fund"]),
        reverse("payroll:balance", args=[money.centres[0].code, 2026, "nonsense"]),
    ):
        assert client.get(address).status_code == 404, address
    for until in ("x", "9" * 30, "-1"):
        assert client.get(own, {"until": until}).status_code == 200
    client.force_login(money.finance)
    county = reverse("payroll:county-balance", args=[money.region.code, 2026, "fund"])
    assert client.get(county, {"source": "nobody"}).status_code == 404
    assert client.get(county, {"source": "county"}).status_code == 200


def test_as_many_queries_at_twice_the_entries(client: Client, money: Money) -> None:
    client.force_login(money.finance)
    address = reverse("payroll:balance", args=[money.centres[0].code, 2027, "left"])

    def queries() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    before = queries()
    for amount in (2000, 3000, 4000):
        budgets.set_budgets(
            actor=money.finance, county=money.region, year=2027, now=NOW,
            entries=[BudgetEntry(money.centres[0], Decimal(amount), reason="调整", document="文")], unit_confirmed=True,
        )  # fmt: skip
    assert queries() == before
