"""The cores of what follows a year: failing years in a row, the last day of filing, a check's differences, the lives."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.checks import Pair, differences
from appraisal.core.lives import (
    CHECK,
    CHECK_STATES,
    FILING,
    FILING_STATES,
    RECTIFICATION,
    RECTIFICATION_STATES,
    REMOVAL,
    REMOVAL_STATES,
    pairs,
)
from appraisal.core.streaks import YearEnd, filing_due, streak
from appraisal.models import Filing, Rectification, RemovalCase, SpotCheck

A, B = ("s1", "甲"), ("s2", "乙")
# What was found in 2024, 2025 and 2026 (None: no result at all) → the years that count in 2026, and why it ends.
STREAKS = [
    ([None, None, (True, *A)], (2026,), "没有年度考核结果"),
    ([None, (True, *A), (True, *A)], (2026, 2025), "没有年度考核结果"),
    ([(True, *A), (True, *A), (True, *A)], (2026, 2025, 2024), "没有年度考核结果"),
    ([None, (True, *B), (True, *A)], (2026,), "院长已变更，重新计算"),
    ([(True, *A), (True, *B), (True, *A)], (2026,), "院长已变更，重新计算"),
    ([(True, *A), (False, *A), (True, *A)], (2026,), "合格以上"),
    ([(True, *A), (None, *A), (True, *A)], (2026,), "没有评定等次"),
    ([(True, *A), None, (True, *A)], (2026,), "没有年度考核结果"),
    ([None, (True, "", ""), (True, *A)], (2026,), "年末院长为空缺"),
    ([None, (True, "", ""), (True, "", "")], (2026,), "年末院长职务空缺"),
    ([None, (True, *A), (False, *A)], (), "没有被评为最低等次"),
    ([None, (True, *A), (None, *A)], (), "没有被评为最低等次"),
    ([None, (True, *A), None], (), "没有被评为最低等次"),
]


@pytest.mark.parametrize(("found", "counted", "said"), STREAKS)
def test_failing_years_count_under_one_director(found: list, counted: tuple[int, ...], said: str) -> None:
    years = [YearEnd(2024 + place, *one) for place, one in enumerate(found) if one is not None]
    answer = streak(years, 2026)
    assert answer.years == counted
    assert answer.removal == (len(counted) >= 2)
    assert said in answer.steps[-1].zh
    assert all(step.en for step in answer.steps)
    assert streak(list(reversed(years)), 2026) == answer


@pytest.mark.parametrize(
    ("year", "due"), [(2023, date(2024, 2, 29)), (2026, date(2027, 2, 28)), (2099, date(2100, 2, 28))]
)
def test_a_filing_is_due_at_the_end_of_february(year: int, due: date) -> None:
    assert filing_due(year) == due


def pair(centre: str, full: str, county: str, again: str | None) -> Pair:
    return Pair(centre, "1", Decimal(full), Decimal(county), None if again is None else Decimal(again))


@pytest.mark.parametrize(
    ("again", "percent", "within"),
    [
        ("95", "5.00", True),
        ("94.99", "5.01", False),
        ("100", "0.00", True),
        ("105", "5.00", True),
        ("105.01", "5.01", False),
    ],
)
def test_the_tolerance_is_met_on_its_edge(again: str, percent: str, within: bool) -> None:
    [one] = differences([pair("甲", "100", "100", again)], Decimal("5.00"))
    assert (one.percent, one.within) == (Decimal(percent), within)


def test_the_tolerance_is_held_against_the_exact_share_not_the_rounded_one() -> None:
    [one] = differences([pair("甲", "300.01", "100", "115.001".rstrip("1"))], Decimal("5.00"))
    assert (one.percent, one.within) == (Decimal("5.00"), True)
    [over] = differences([pair("甲", "299.99", "100", "115")], Decimal("5.00"))
    assert (over.percent, over.within) == (Decimal("5.00"), False)


def test_sums_stand_by_centre_and_differences_cancel_within_one() -> None:
    rows = [pair("乙", "10", "8", "6"), pair("甲", "10", "5", "5"), pair("乙", "10", "6", "8")]
    first, second = differences(rows, Decimal(0))
    assert (first.centre, first.full, first.county, first.again) == (
        "乙",
        Decimal("20.00"),
        Decimal("14.00"),
        Decimal("14.00"),
    )
    assert (first.difference, first.within) == (Decimal("0.00"), True)
    assert second.centre == "甲"
    assert [row.difference for row in rows] == [Decimal("-2.00"), Decimal("0.00"), Decimal("2.00")]


def test_a_missing_cell_is_never_zero() -> None:
    rows = [pair("甲", "10", "5", None)]
    assert rows[0].difference is None
    with pytest.raises(ValueError, match="1 cells have no points"):
        differences(rows, Decimal(5))


def test_no_marks_no_share() -> None:
    [one] = differences([pair("甲", "0", "0", "0")], Decimal(0))
    assert (one.percent, one.within) == (Decimal("0.00"), True)


points = st.integers(0, 10000).map(lambda n: Decimal(n).scaleb(-2))


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), points, points), min_size=1, max_size=12))
def test_the_sums_are_those_of_the_cells(rows: list[tuple[str, Decimal, Decimal]]) -> None:
    cells = [Pair(centre, "1", Decimal(100), county, again) for centre, county, again in rows]
    answer = differences(cells, Decimal(5))
    assert sum(one.difference for one in answer) == sum(cell.difference or 0 for cell in cells)
    for one in answer:
        assert one.within == (abs(Fraction(one.difference)) * 100 <= 5 * Fraction(one.full))


LIVES = [
    (RECTIFICATION, RECTIFICATION_STATES, Rectification),
    (REMOVAL, REMOVAL_STATES, RemovalCase),
    (CHECK, CHECK_STATES, SpotCheck),
    (FILING, FILING_STATES, Filing),
]


@pytest.mark.parametrize(("table", "states", "model"), LIVES)
def test_the_tables_speak_of_the_models_states(table: tuple, states: dict, model: type) -> None:
    assert {key: text.zh for key, text in states.items()} == {
        value: str(name) for value, name in model.State.choices
    }  # type: ignore[attr-defined]
    assert {one.target for one in table} | {source for one in table for source in one.sources} <= set(states)
    assert all(source != target for source, target in pairs(table))
