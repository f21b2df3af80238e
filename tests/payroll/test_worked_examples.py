"""Worked example 4 of RULES 15 through the public actions: budgets, rounds, results, sheets."""

from decimal import Decimal

import pytest

from payroll.queries.balances import balance_of
from payroll.queries.positions import parameters, positions
from tests.payroll.world import A, Money, amounts, figures, line_of

pytestmark = pytest.mark.django_db


def test_a_fresh_year_pays_eighty_per_cent_in_twelve_months() -> None:
    money = Money(1)
    money.budget(A)
    paid = [amounts(sheet)[0] for sheet in money.months(1, 12)]
    assert paid == ["82304.53"] * 11 + ["82304.48"]
    (one,) = positions(money.region, 2026, parameters(money.scheme))
    plan = one.schedule.plan
    assert (plan.monthly_part, plan.holdback) == (Decimal("987654.31"), Decimal("246913.58"))
    assert (plan.june_part, plan.year_end_part) == (Decimal("98765.43"), Decimal("148148.15"))
    assert balance_of(money.centres[0], 2026).difference == 0


def test_a_june_failure_forfeits_half_of_its_part() -> None:
    """From the round's scores to the sheet: 59.99 is 不合格, and 49,382.72 goes to the reward fund."""
    money = Money(2)
    money.budget(A, "900000")
    opened = money.open("june")
    money.score(opened, ["59.99", "84.99"])
    money.publish(opened)
    sheet = money.release("june")
    line = line_of(sheet, money.centres[0])
    assert (line.grade_name, f"{line.score:f}", f"{line.forfeit_percent:f}") == ("不合格", "59.99", "50.00")
    expected = {"due": "98765.43", "forfeited": "49382.72", "adjustment": "0.00", "amount": "49382.71"}
    assert figures(line) == expected
    assert (sheet.total, sheet.forfeited) == (Decimal("49382.71") + 72000, Decimal("49382.72"))


def test_a_revision_after_month_six_spreads_over_the_months_left() -> None:
    money = Money(1)
    money.budget(A)
    money.months(1, 6)
    money.results("june", "59.99")
    money.release("june")
    money.budget("1300000.00", from_month=7, reason="年中追加")
    assert [amounts(sheet)[0] for sheet in money.months(7, 12)] == ["91028.80"] * 5 + ["91028.82"]
    (one,) = positions(money.region, 2026, parameters(money.scheme))
    assert one.schedule.plan.monthly_part == Decimal("1040000.00")
    assert one.schedule.plan.holdback == Decimal("260000.00")
    assert one.monthly_paid == Decimal("1040000.00")
    balance = balance_of(money.centres[0], 2026)
    assert balance.held == Decimal("260000.00") - Decimal("98765.43")
    assert balance.difference == 0
