"""The money of a scenario: by payroll's own core, against the sheets that were really paid, and by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import money_hook
from appraisal.money_hook import MoneyCase, money_of
from payroll import whatif
from payroll.core.subsidy import SubsidyParameters, plan
from payroll.models import ReleaseLine
from tests.payroll.world import A, Money

D = Decimal


@pytest.mark.django_db
def test_worked_example_of_the_rules() -> None:
    """RULES 15.4: J = 98,765.43, half of it forfeited is 49,382.72; D waits for the year."""
    county = Money(1)
    county.budget(A)
    code = county.centres[0].code
    (june,) = money_of(county.region, 2026, [MoneyCase(first={code: D(50)}, year=None)])
    assert june[code] == money_hook.Moved(D("987654.31"), D("49382.71"), D("49382.72"), D("148148.15"))


@pytest.mark.django_db
def test_two_cases_side_by_side_and_shares_of_their_own() -> None:
    county = Money(2)
    county.budget("120000", None)
    code, other = (centre.code for centre in county.centres)
    fails, passes = {code: D(50), other: D(50)}, {code: D(0)}
    cases = [
        MoneyCase(first=fails, year=fails),
        MoneyCase(first=passes, year=fails),
        MoneyCase(first={}, year=fails, monthly=D(50), first_share=D(10)),
        MoneyCase(first={}, year={}),
    ]
    found = money_of(county.region, 2026, cases)
    assert [set(one) for one in found] == [{code}] * 4
    assert [one[code].forfeited for one in found] == [D("12000.00"), D("7200.00"), D("30000.00"), D("0.00")]
    assert [one[code].monthly for one in found] == [
        D("96000.00"),
        D("96000.00"),
        D("60000.00"),
        D("96000.00"),
    ]
    assert found[3][code].held == D("24000.00")


@pytest.mark.django_db
def test_the_same_as_what_was_paid() -> None:
    county = Money(2)
    county.budget("1234567.89", "777777.77")
    county.results("june", "90", "50")
    county.release("june")
    lines = {line.centre_code: line for line in ReleaseLine.objects.filter(sheet__kind="june")}
    shares = {code: line.forfeit_percent for code, line in lines.items()}
    (found,) = money_of(county.region, 2026, [MoneyCase(first=shares, year=None)])
    for code, line in lines.items():
        assert (found[code].released, found[code].forfeited) == (line.amount, line.forfeited)


@pytest.mark.django_db
def test_without_budgets_there_is_no_money() -> None:
    county = Money(1)
    assert money_of(county.region, 2026, [MoneyCase(first={}, year={})]) == [{}]


def test_nobody_reckons_without_payroll(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(money_hook, "_reckoners", [])
    assert money_of(None, 2026, [MoneyCase(first={}, year={})] * 2) == [{}, {}]  # type: ignore[arg-type]
    money_hook.register(whatif.reckon)
    assert money_hook._reckoners == [whatif.reckon]


PERCENT = st.integers(0, 10000).map(lambda n: D(n).scaleb(-2))
GRADE = st.none() | PERCENT


@given(fen=st.integers(0, 10**12), monthly=PERCENT, share=PERCENT, june=GRADE, year=GRADE)
def test_every_fen_is_somewhere(
    fen: int, monthly: Decimal, share: Decimal, june: Decimal | None, year: Decimal | None
) -> None:
    budget = D(fen).scaleb(-2)
    own = plan(budget, SubsidyParameters(monthly_percent=monthly, june_part_percent=share))
    first, second = ({} if one is None else {"A": one} for one in (june, year))
    moved = whatif._moved(own, "A", MoneyCase(first=first, year=second))
    assert moved.monthly + moved.released + moved.forfeited + moved.held == budget
