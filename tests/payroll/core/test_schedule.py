"""Instalments over revisions, skipped months and what was really paid."""

from decimal import Decimal

import pytest

from payroll.core.schedule import Decision, Past, decision_for, schedule
from payroll.core.subsidy import SubsidyParameters

RULES = SubsidyParameters()
A = Decimal("1234567.89")
FIRST = [Decision(1, A)]


def paid(last, amount="82304.53"):
    return {month: Decimal(amount) for month in range(1, last + 1)}


def test_equal_instalments_stay_equal_however_many_are_paid():
    """Worked example 15.4: spreading what is left anew each month would move a fen in month 4."""
    for months in range(12):
        made = schedule(FIRST, RULES, Past(paid(months)))
        assert made.instalments == (*[Decimal("82304.53")] * 11, Decimal("82304.48"))


def test_a_revision_counts_from_its_month():
    made = schedule([*FIRST, Decision(7, Decimal("1300000.00"))], RULES, Past(paid(6), Decimal("98765.43")))
    assert made.instalments[5:] == (Decimal("82304.53"), *[Decimal("91028.80")] * 5, Decimal("91028.82"))
    assert (made.plan.june_part, made.plan.year_end_part) == (Decimal("98765.43"), Decimal("161234.57"))


def test_a_revision_for_later_leaves_the_months_before_it():
    made = schedule([*FIRST, Decision(10, Decimal("1300000.00"))], RULES, Past(paid(6)))
    assert made.instalments[6:9] == (Decimal("82304.53"),) * 3
    assert sum(made.instalments) == Decimal("1040000.00")
    assert made.plans[8].budget == A
    assert made.plans[9].budget == Decimal("1300000.00")


def test_a_later_decision_stands_over_an_earlier_one_of_a_later_month():
    made = schedule(
        [*FIRST, Decision(10, Decimal(1)), Decision(8, Decimal("1300000.00"))], RULES, Past(paid(6))
    )
    assert made.plan.budget == Decimal("1300000.00")
    assert sum(made.instalments) == Decimal("1040000.00")


def test_a_correction_before_anything_is_paid_replaces():
    made = schedule([*FIRST, Decision(1, Decimal("1200.00"))], RULES, Past({}))
    assert made.instalments == (Decimal("80.00"),) * 12


def test_a_centre_that_begins_in_may_has_eight_instalments():
    made = schedule([Decision(5, Decimal("1200.00"))], RULES, Past(dict.fromkeys(range(1, 5), Decimal(0))))
    assert made.instalments == (*[Decimal("0.00")] * 4, *[Decimal("120.00")] * 8)
    assert made.plans[:4] == (None,) * 4


def test_a_month_without_a_line_is_spread_over_the_months_after_it():
    made = schedule(FIRST, RULES, Past({**paid(3), 4: Decimal(0)}))
    assert made.instalments[3] == 0
    assert sum(made.instalments) == Decimal("987654.31")
    assert made.instalments[4] == Decimal("92592.59")


def test_a_cut_below_what_was_paid_is_carried():
    cut = [*FIRST, Decision(7, Decimal("500000.00"))]
    made = schedule(cut, RULES, Past(paid(6)))
    assert made.instalments[6:] == (Decimal("0.00"),) * 6
    assert made.plan.carry == Decimal("400000.00") - Decimal("493827.18")
    recovered = schedule(cut, RULES, Past(paid(6), Decimal("40000.00"), Decimal("-40000.00")))
    assert recovered.plan.carry == Decimal("-53827.18")


def test_what_was_taken_back_returns_when_the_budget_rises_again():
    again = [*FIRST, Decision(7, Decimal("500000.00")), Decision(9, A)]
    months = {**paid(6), 7: Decimal(0), 8: Decimal(0)}
    made = schedule(again, RULES, Past(months, Decimal("40000.00"), Decimal("-40000.00")))
    assert sum(made.instalments) == Decimal("987654.31") + Decimal("40000.00")
    assert made.plan.carry == 0


def test_a_rise_after_december_is_carried_and_then_settled():
    late = [*FIRST, Decision(12, Decimal("1300000.00"))]
    months = {**paid(11), 12: Decimal("82304.48")}
    made = schedule(late, RULES, Past(months, Decimal("98765.43")))
    assert made.plan.carry == Decimal("1040000.00") - Decimal("987654.31")
    settled = schedule(late, RULES, Past(months, Decimal("98765.43"), made.plan.carry))
    assert settled.plan.carry == 0


def test_no_decision_is_refused():
    with pytest.raises(ValueError, match="at least one decision"):
        schedule([], RULES, Past({}))


@pytest.mark.parametrize(("month", "index"), [(1, None), (3, 0), (6, 0), (7, 2), (12, 2)])
def test_the_newest_decision_that_counts(month, index):
    assert decision_for([Decision(3, A), Decision(9, A), Decision(7, A)], month) == index
