"""The ledger behind budgets and payments: what each posts, by source, and that every account says the same."""

from decimal import Decimal

import pytest

from appraisal.actions import schemes
from payroll.actions import budgets
from payroll.actions.budget_entries import BudgetEntry, Portion
from payroll.core.ledger import Account
from payroll.models import LedgerEntry
from payroll.queries.balances import centre_balances
from payroll.queries.ledger import books_of, postings_of_entry
from payroll.queries.positions import parameters, positions
from records.errors import Invalid
from tests.factories import CentreFactory, CountyFactory, plain_scheme
from tests.payroll.world import NOW, Money, accounts, faults, sources

pytestmark = pytest.mark.django_db
D = Decimal


def test_a_budget_is_due_and_held_by_source() -> None:
    money = Money(1)
    sources(money, {"county": "600000", "province": "400000"})
    books = books_of(money.region, 2026)
    key = money.centres[0].pk
    assert books.of(Account.BUDGET, key) == {"county": D("-600000.00"), "province": D("-400000.00")}
    assert books.of(Account.DUE, key) == {"county": D("480000.00"), "province": D("320000.00")}
    assert books.of(Account.HELD, key) == {"county": D("120000.00"), "province": D("80000.00")}
    assert faults() == []


def test_a_budget_without_sources_is_the_countys_and_keeps_its_shares() -> None:
    money = Money(1)
    money.budget("100")
    assert books_of(money.region, 2026).of(Account.BUDGET, money.centres[0].pk) == {"county": D("-100.00")}
    sources(money, {"county": "60", "province": "40"}, reason="省级下达")
    money.budget("200", reason="追加")
    found = books_of(money.region, 2026).of(Account.BUDGET, money.centres[0].pk)
    assert found == {"county": D("-120.00"), "province": D("-80.00")}
    assert faults() == []


def test_the_same_total_from_other_sources_is_a_change() -> None:
    money = Money(1)
    sources(money, {"county": "100"})
    money.release("month", 1)
    sources(money, {"province": "100"}, reason="改由省级承担")
    books = books_of(money.region, 2026)
    assert books.of(Account.CARRY, money.centres[0].pk) == {"county": D("-6.67"), "province": D("6.67")}
    assert faults() == []


@pytest.mark.parametrize(
    ("parts", "amount"),
    [
        ([Portion("county", D(60)), Portion("county", D(40))], "100"),
        ([Portion("moon", D(100))], "100"),
        ([Portion("county", D(99))], "100"),
        ([Portion("county", D(-1)), Portion("province", D(101))], "100"),
        ([Portion("county", D(100), "字" * 81)], "100"),
    ],
)
def test_faulty_sources(parts: list[Portion], amount: str) -> None:
    money = Money(1)
    entry = BudgetEntry(money.centres[0], D(amount), portions=tuple(parts))
    with pytest.raises(Invalid) as caught:
        budgets.set_budgets(actor=money.finance, county=money.region, year=2026, entries=[entry], now=NOW)
    assert caught.value.problems
    assert not LedgerEntry.objects.exists()


def test_a_payment_moves_each_fen_once() -> None:
    money = Money(1)
    sources(money, {"county": "600000", "province": "400000"})
    money.results("june", "59.99")
    money.release("month", 1)
    money.release("june")
    assert accounts(money) == {
        "budget": "-1000000.00", "due": "733333.33", "held": "120000.00", "paid": "106666.67",
        "forfeited": "40000.00", "fund": "40000.00", "fund_in": "-40000.00", "bank": "-106666.67",
        "outlay": "106666.67",
    }  # fmt: skip
    assert faults() == []


def test_a_payment_that_moves_nothing_has_its_entry() -> None:
    money = Money(1)
    money.budget("0")
    sheet = money.release("month", 1)
    entry = LedgerEntry.objects.get(sheet=sheet)
    assert [one.amount for one in postings_of_entry(entry)] == [0, 0]
    assert faults() == []


def test_a_budget_before_its_scheme_is_held_until_the_year_has_one() -> None:
    county = CountyFactory()
    money = Money(1, scheme=plain_scheme(county, state="draft"))
    money.budget("1200")
    assert accounts(money) == {"budget": "-1200.00", "held": "1200.00"}
    schemes.activate(actor=money.leader, scheme_id=money.scheme.pk, now=NOW)
    money.draft("month", 1)
    assert accounts(money) == {"budget": "-1200.00", "due": "960.00", "held": "240.00"}
    assert LedgerEntry.objects.filter(kind="arrange").count() == 1


def test_other_centres_of_the_county_stay_as_they_are() -> None:
    money = Money(2)
    money.budget("1200", "2400")
    CentreFactory(county=money.region)
    money.months(1, 3)
    found = positions(money.region, 2026, parameters(money.scheme))
    ledger = [one.balance for one in centre_balances(money.region, 2026)]
    assert [f"{one.paid:f}" for one in ledger] == ["240.00", "480.00"]
    assert ledger == [one.planned for one in found]
