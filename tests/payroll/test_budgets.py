"""Budgets: entered, revised, refused; each change a decision that is added (RULES 9)."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centres.roles import Role
from payroll.actions.budget_entries import BudgetEntry
from payroll.actions.budgets import set_budgets
from payroll.models import Budget, BudgetRevision
from records.errors import Invalid, NotAllowed
from records.models import AuditEntry
from tests.factories import CentreFactory, County, UserFactory
from tests.payroll.world import NOW, Money

pytestmark = pytest.mark.django_db


def save(money: Money, *entries: BudgetEntry, confirmed: bool = False) -> list[str]:
    """Save and return each entry's verdict."""
    changes = set_budgets(
        actor=money.finance,
        county=money.region,
        year=2026,
        entries=entries,
        now=NOW,
        unit_confirmed=confirmed,
    )
    return [one.verdict for one in changes]


def entry(money: Money, amount: str, index: int = 0, **values: object) -> BudgetEntry:
    return BudgetEntry(money.centres[index], Decimal(amount), **values)  # type: ignore[arg-type]


def faults(money: Money, *entries: BudgetEntry) -> list[str]:
    """The messages with which entries are refused; nothing may be kept of them."""
    before = list(BudgetRevision.objects.order_by("pk").values_list("pk", "amount"))
    with pytest.raises(Invalid) as caught:
        save(money, *entries)
    assert list(BudgetRevision.objects.order_by("pk").values_list("pk", "amount")) == before
    return [str(problem.message) for problem in caught.value.problems]


def test_a_first_budget_and_a_revision_are_two_decisions() -> None:
    money = Money(2)
    assert save(money, entry(money, "900000"), entry(money, "800000", 1)) == ["new", "new"]
    assert save(money, entry(money, "950000.50", reason="追加", from_month=7, document="〔2026〕9号")) == [
        "changed"
    ]
    budget = Budget.objects.get(centre=money.centres[0])
    assert (budget.amount, budget.version) == (Decimal("950000.50"), 2)
    rows = budget.revisions.order_by("number").values_list("number", "amount", "from_month", "reason")
    assert list(rows) == [(1, Decimal("900000.00"), 1, ""), (2, Decimal("950000.50"), 7, "追加")]
    trail = AuditEntry.objects.filter(action="budget.set", object_id=str(budget.pk)).order_by("sequence")
    assert [row.new["amount"] for row in trail] == ["900000.00", "950000.50"]
    assert trail[1].old["amount"] == "900000.00"
    assert trail[1].reason == "〔2026〕9号；追加"


def test_the_same_again_is_no_change() -> None:
    money = Money(1)
    save(money, entry(money, "900000"))
    assert save(money, entry(money, "900000.00")) == ["same"]
    assert BudgetRevision.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "调整预算须写明理由"),
        ({"reason": "  "}, "调整预算须写明理由"),
        ({"reason": "追加" * 101}, "理由不超过200字"),
        ({"reason": "追加", "document": "文" * 81}, "文号不超过80字"),
        ({"reason": "追加", "from_month": 13}, "起始月份应为1–12"),
        ({"reason": "追加", "expected_version": 0}, "已被他人更改"),
    ],
)
def test_a_faulty_revision_is_refused(values: dict[str, object], message: str) -> None:
    money = Money(1)
    save(money, entry(money, "900000"))
    assert any(message in fault for fault in faults(money, entry(money, "950000", **values)))


@pytest.mark.parametrize("amount", ["-0.01", "100000000000"])
def test_an_impossible_amount_is_refused(amount: str) -> None:
    money = Money(1)
    assert any("金额应不小于0" in fault for fault in faults(money, entry(money, amount)))


def test_one_fault_keeps_all_entries_out_and_every_fault_is_told() -> None:
    money = Money(2)
    foreign = BudgetEntry(CentreFactory(), Decimal(1))
    found = faults(money, entry(money, "1"), entry(money, "2"), entry(money, "-1", 1), foreign)
    assert sorted(found) == sorted(
        ["同一卫生院出现多次", "同一卫生院出现多次", "金额应不小于0，且小于1000亿元", "不是本县的卫生院"]
    )


def test_months_signed_already_cannot_be_decided_on() -> None:
    money = Money(1)
    save(money, entry(money, "900000"))
    money.months(1, 2)
    money.review(money.draft("month", 3))
    found = faults(money, entry(money, "950000", reason="追加", from_month=3))
    assert found == ["3月及以前的拨付单已复核或拨付，只能从以后的月份起"]
    save(money, entry(money, "950000", reason="追加"))
    assert BudgetRevision.objects.get(number=2).from_month == 4


def test_after_december_a_decision_still_counts_from_december() -> None:
    money = Money(1)
    save(money, entry(money, "900000"))
    money.months(1, 12)
    save(money, entry(money, "950000", reason="追加"))
    assert BudgetRevision.objects.get(number=2).from_month == 12


def test_after_the_year_end_part_nothing_changes() -> None:
    money = Money(1)
    save(money, entry(money, "900000"))
    for kind, total in (("june", "90"), ("year", "90")):
        money.results(kind, total)
    money.release("june")
    money.release("year_end")
    found = faults(money, entry(money, "950000", reason="追加"))
    assert found == ["年终部分已兑现，本年度预算不能再调整"]


class TestUnits:
    """A factor of 10,000 against what is known stops (SAFETY, Reading: Money)."""

    def test_against_the_own_budget(self) -> None:
        money = Money(1)
        save(money, entry(money, "900000"))
        assert "相差千倍以上" in faults(money, entry(money, "90.00", reason="调整"))[0]
        assert "相差千倍以上" in faults(money, entry(money, "9000000000", reason="调整"))[0]
        assert save(money, entry(money, "90.00", reason="核实"), confirmed=True) == ["changed"]

    def test_against_last_year(self) -> None:
        money = Money(1)
        set_budgets(
            actor=money.finance, county=money.region, year=2025, entries=[entry(money, "800000")], now=NOW
        )
        assert "800,000.00" in faults(money, entry(money, "90"))[0]

    def test_against_the_other_centres(self) -> None:
        money = Money(4)
        entries = [entry(money, "900000", index) for index in range(3)]
        assert "相差千倍以上" in faults(money, *entries, entry(money, "90", 3))[0]
        save(money, *entries)
        assert "相差千倍以上" in faults(money, entry(money, "9000000000", 3))[0]

    def test_a_cut_to_nothing_is_no_mistake_of_units(self) -> None:
        money = Money(1)
        save(money, entry(money, "900000"))
        assert save(money, entry(money, "0", reason="撤销")) == ["changed"]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.FINANCE])
def test_only_finance_enters_budgets(role: Role) -> None:
    county = County(1)
    actor = UserFactory(role=role, county=county.region)
    with pytest.raises(NotAllowed):
        set_budgets(actor=actor, county=county.region, year=2026, entries=[], now=NOW)


def test_the_number_of_queries_does_not_grow() -> None:
    counts = []
    for size in (3, 6):
        money = Money(size)
        with CaptureQueriesContext(connection) as queries:
            save(money, *(entry(money, "900000", index) for index in range(size)))
        counts.append(len(queries))
    assert counts[0] == counts[1]
