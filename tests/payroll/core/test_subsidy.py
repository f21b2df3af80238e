"""The year's subsidy: worked example 15.4, and one identity that holds whatever happened; RULES 9."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payroll.core.money import from_fen, to_fen
from payroll.core.subsidy import Plan, SubsidyParameters, holdback_part, plan, revise, settle

SHARES = SubsidyParameters()
BUDGET = Decimal("1234567.89")


def months(amount: str, *numbers: int) -> dict[int, Decimal]:
    return {number: Decimal(amount) for number in numbers}


def fen(*amounts: Decimal) -> int:
    return sum(to_fen(amount) for amount in amounts)


def balance(made: Plan) -> int:
    return fen(*made.instalments, made.june_part, made.year_end_part, made.carry) - fen(made.recovered)


def test_worked_example_4() -> None:
    made = plan(BUDGET, SHARES)
    assert made.monthly_part == Decimal("987654.31")
    assert made.instalments == (*[Decimal("82304.53")] * 11, Decimal("82304.48"))
    assert (made.holdback, made.june_part, made.year_end_part) == (
        Decimal("246913.58"),
        Decimal("98765.43"),
        Decimal("148148.15"),
    )
    assert (made.carry, made.recovered) == (0, 0)


def test_worked_example_4_june_failed() -> None:
    judged = holdback_part(Decimal("98765.43"), Decimal(50))
    assert (judged.forfeited, judged.released) == (Decimal("49382.72"), Decimal("49382.71"))
    assert [step.zh for step in judged.steps] == [
        "扣减并入奖励基金：98,765.43 × 50% = 49,382.72 元",
        "兑现：98,765.43 − 49,382.72 = 49,382.71 元",
    ]


def test_worked_example_4_revised_after_month_6() -> None:
    made = revise(Decimal("1300000.00"), SHARES, paid=months("82304.53", 1, 2, 3, 4, 5, 6))
    assert made.monthly_part == Decimal("1040000.00")
    assert made.instalments[:6] == (Decimal("82304.53"),) * 6
    assert made.instalments[6:] == (*[Decimal("91028.80")] * 5, Decimal("91028.82"))
    assert (made.holdback, made.june_part, made.year_end_part) == (260000, 104000, 156000)
    assert made.carry == 0


def test_a_plan_explains_itself() -> None:
    assert [step.zh for step in plan(BUDGET, SHARES).steps] == [
        "按月拨付部分：1,234,567.89 × 80% = 987,654.31 元（四舍五入到分）",
        "余下 987,654.31 元分 12 个月拨付：每月 82,304.53 元，最后一个月 82,304.48 元",
        "留存部分：1,234,567.89 − 987,654.31 = 246,913.58 元",
        "六月部分：246,913.58 × 40% = 98,765.43 元（四舍五入到分）",
        "年终部分：余额 148,148.15 元",
    ]


def test_a_june_part_once_judged_stays_and_the_year_end_part_takes_the_rest() -> None:
    made = revise(Decimal(1300000), SHARES, june_part=Decimal("98765.43"))
    assert (made.june_part, made.year_end_part, made.carry) == (Decimal("98765.43"), Decimal("161234.57"), 0)
    assert "六月部分已兑现，仍为 98,765.43 元" in [step.zh for step in made.steps]


def test_a_june_part_above_the_new_holdback_is_carried() -> None:
    made = revise(Decimal(400000), SHARES, june_part=Decimal("98765.43"))
    assert made.holdback == 80000
    assert (made.june_part, made.year_end_part, made.carry) == (Decimal("98765.43"), 0, Decimal("-18765.43"))
    assert sum(made.instalments) == 320000


def test_an_overpaid_monthly_part_is_carried_and_nothing_more_is_paid() -> None:
    made = revise(Decimal(500000), SHARES, paid=months("100000", 1, 2, 3, 4, 5))
    assert made.instalments == (*[Decimal(100000)] * 5, *[Decimal(0)] * 7)
    assert made.carry == -100000
    assert made.steps[-1].zh == "以前多拨调整：-100,000.00 元，在以后各期结清"


def test_exactly_the_new_monthly_part_paid_leaves_no_carry() -> None:
    made = revise(Decimal(500000), SHARES, paid=months("80000", 1, 2, 3, 4, 5))
    assert (made.carry, sum(made.instalments)) == (0, 400000)


def test_both_overpayments_are_carried_together() -> None:
    made = revise(Decimal(100000), SHARES, paid=months("100000", 1), june_part=Decimal(30000))
    assert made.carry == -20000 - 10000


def test_what_was_taken_back_is_not_taken_twice() -> None:
    once = {"paid": months("100000", 1, 2, 3, 4, 5), "recovered": Decimal(60000)}
    assert revise(Decimal(500000), SHARES, **once).carry == -40000  # type: ignore[arg-type]
    all_back = {"paid": months("100000", 1, 2, 3, 4, 5), "recovered": Decimal(100000)}
    settled = revise(Decimal(500000), SHARES, **all_back)  # type: ignore[arg-type]
    assert (settled.carry, sum(settled.instalments)) == (0, 500000)
    assert "已通过调整收回 100,000.00 元" in [step.zh for step in settled.steps]


def test_what_was_taken_back_too_much_is_given_back_over_the_months_left() -> None:
    made = revise(Decimal(600000), SHARES, paid=months("100000", 1, 2, 3, 4, 5), recovered=Decimal(100000))
    assert sum(made.instalments[5:]) == 80000
    assert made.carry == 0


def test_an_increase_after_the_last_month_is_carried_as_a_shortfall() -> None:
    paid = months("80000", *range(1, 13))
    made = revise(Decimal(1300000), SHARES, paid=paid)
    assert (made.instalments, made.carry) == (tuple(paid.values()), 80000)
    assert made.steps[-1].zh == "以前少拨补拨：80,000.00 元，在以后各期结清"
    assert len([step for step in made.steps if "余下" in step.zh]) == 0


def test_a_shortfall_of_a_few_fen_is_still_a_shortfall() -> None:
    made = revise(Decimal("1200000.01"), SHARES, paid=months("80000", *range(1, 13)))
    assert made.carry == Decimal("0.01")
    assert made.steps[-1].zh.startswith("以前少拨补拨：0.01 元")


def test_months_are_taken_by_number_even_where_one_was_left_out() -> None:
    made = revise(Decimal(150000), SHARES, paid={3: Decimal(20000), 1: Decimal(10000)})
    assert made.instalments[:3] == (10000, 9000, 20000)
    assert made.instalments[3:] == (Decimal(9000),) * 9


@pytest.mark.parametrize(
    ("budget", "more"),
    [
        ("-0.01", {}),
        ("1", {"paid": {0: Decimal(1)}}),
        ("1", {"paid": {13: Decimal(1)}}),
        ("1", {"paid": {1: Decimal("-0.01")}}),
        ("1", {"recovered": Decimal("-0.01")}),
        ("0.005", {}),
    ],
)
def test_the_impossible_is_refused(budget: str, more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"not|fen|instalment"):
        revise(Decimal(budget), SHARES, **more)


def test_a_budget_of_nothing() -> None:
    made = plan(Decimal(0), SHARES)
    assert (balance(made), made.carry, set(made.instalments)) == (0, 0, {Decimal(0)})


@pytest.mark.parametrize(
    "shares",
    [
        {"monthly_percent": Decimal("100.01")},
        {"monthly_percent": Decimal("-0.01")},
        {"june_part_percent": Decimal(101)},
        {"months": 0},
    ],
)
def test_shares_outside_their_range(shares: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"share in per cent|one instalment"):
        SubsidyParameters(**shares)


def test_shares_at_the_ends_of_their_range() -> None:
    whole = plan(
        BUDGET, SubsidyParameters(monthly_percent=Decimal(100), june_part_percent=Decimal(0), months=1)
    )
    assert (whole.instalments, whole.holdback) == ((BUDGET,), 0)
    none = plan(BUDGET, SubsidyParameters(monthly_percent=Decimal(0), june_part_percent=Decimal(100)))
    assert (set(none.instalments), none.june_part, none.year_end_part) == ({Decimal(0)}, BUDGET, 0)


MONEY = st.integers(0, 10**10).map(from_fen)
PERCENT = st.decimals(0, 100, places=2)


@given(MONEY, PERCENT, PERCENT, st.integers(1, 24))
def test_a_fresh_plan_adds_up(budget: Decimal, monthly: Decimal, june: Decimal, count: int) -> None:
    made = plan(budget, SubsidyParameters(monthly_percent=monthly, june_part_percent=june, months=count))
    assert fen(*made.instalments) == fen(made.monthly_part)
    assert fen(made.june_part, made.year_end_part) == fen(made.holdback)
    assert fen(made.monthly_part, made.holdback) == fen(budget)
    assert made.carry == 0
    exact = Fraction(to_fen(budget)) * Fraction(monthly) / 100
    assert abs(to_fen(made.monthly_part) - exact) <= Fraction(1, 2)


@given(
    MONEY,
    st.dictionaries(st.integers(1, 12), MONEY, max_size=12),
    st.one_of(st.none(), MONEY),
    MONEY,
)
def test_the_identity_holds_whatever_happened(
    budget: Decimal, paid: dict[int, Decimal], june: Decimal | None, recovered: Decimal
) -> None:
    made = revise(budget, SHARES, paid=paid, june_part=june, recovered=recovered)
    assert balance(made) == to_fen(budget)
    assert all(made.instalments[month - 1] == amount for month, amount in paid.items())
    assert min(*made.instalments, made.june_part, made.year_end_part) >= 0
    assert made.june_part == (june if june is not None else made.june_part)
    if made.carry > 0:
        assert len(paid) == 12


@given(MONEY, st.integers(0, 12))
def test_revising_to_the_same_budget_moves_no_part(budget: Decimal, done: int) -> None:
    first = plan(budget, SHARES)
    paid = {month: first.instalments[month - 1] for month in range(1, done + 1)}
    again = revise(budget, SHARES, paid=paid, june_part=first.june_part)
    assert fen(*again.instalments) == fen(first.monthly_part)
    assert (again.june_part, again.year_end_part, again.carry) == (first.june_part, first.year_end_part, 0)


def test_a_revision_spreads_anew_so_it_is_made_once_and_kept() -> None:
    """What is left after two months of 17.30 is 17.31 a month: asking again each month would drift by a fen."""
    first = plan(Decimal("259.56"), SHARES)
    paid = {1: first.instalments[0], 2: first.instalments[1]}
    assert first.instalments[2] == Decimal("17.30")
    assert revise(first.budget, SHARES, paid=paid).instalments[2] == Decimal("17.31")


@given(MONEY, PERCENT)
def test_a_judged_part_adds_up(part: Decimal, share: Decimal) -> None:
    judged = holdback_part(part, share)
    assert fen(judged.released, judged.forfeited) == to_fen(part)
    assert judged.forfeited >= 0
    assert judged.released >= 0
    assert abs(to_fen(judged.forfeited) - Fraction(to_fen(part)) * Fraction(share) / 100) <= Fraction(1, 2)


@pytest.mark.parametrize(("part", "share"), [("1", "100.01"), ("1", "-0.01"), ("-0.01", "50")])
def test_a_part_that_can_not_be_judged(part: str, share: str) -> None:
    with pytest.raises(ValueError, match="a part is not negative"):
        holdback_part(Decimal(part), Decimal(share))


def test_shares_are_written_without_trailing_zeros() -> None:
    assert "× 12.5% =" in holdback_part(Decimal(100), Decimal("12.50")).steps[0].zh
    assert "× 100% =" in holdback_part(Decimal(100), Decimal(100)).steps[0].zh
    assert "× 50% =" in holdback_part(Decimal(100), Decimal("5E+1")).steps[0].zh


@pytest.mark.parametrize(
    ("due", "carry", "paid", "applied", "left"),
    [
        ("150000", "-100000", "50000", "-100000", "0"),
        ("150000", "-150000", "0", "-150000", "0"),
        ("150000", "-150000.01", "0", "-150000", "-0.01"),
        ("0", "-5", "0", "0", "-5"),
        ("150000", "80000", "230000", "80000", "0"),
        ("150000", "0", "150000", "0", "0"),
    ],
)
def test_a_carry_against_a_release(due: str, carry: str, paid: str, applied: str, left: str) -> None:
    done = settle(Decimal(due), Decimal(carry))
    assert (done.paid, done.applied, done.left) == (Decimal(paid), Decimal(applied), Decimal(left))


def test_a_release_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="due is not negative"):
        settle(Decimal("-0.01"), Decimal(0))


def test_a_carry_is_settled_over_the_releases_that_follow() -> None:
    """A budget cut in June: the carry meets the June part, then the year-end part, and the year adds up."""
    made = revise(Decimal(500000), SHARES, paid=months("90000", 1, 2, 3, 4, 5))
    june = settle(made.june_part, made.carry)
    year_end = settle(made.year_end_part, june.left)
    assert (made.carry, june.applied, year_end.applied, year_end.left) == (-50000, -40000, -10000, 0)
    received = [*made.instalments, june.paid, year_end.paid]
    assert sum(received) == 500000
