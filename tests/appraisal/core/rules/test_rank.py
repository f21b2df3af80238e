"""rank: places among all centres, ties share the better place, from a table or by a deduction a place."""

import itertools
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.rules import RULES

RANK = RULES["rank"]
VALUE = {"measure": "value", "value_unit": "元"}
TABLE = {"places": [{"to": "3", "points": "10"}, {"to": "6", "points": "8"}], "least": "5"}
PER_PLACE = {"per_place": "1.5", "least": "2"}
FULL = Decimal(10)


def points(params: dict[str, Any], value: int, others: list[int]) -> Decimal | None:
    bound = RANK.bind(VALUE | params, FULL)
    cohort = tuple(Fraction(one) for one in [value, *others])
    return bound.score({"value": str(value)}, cohort=cohort).points


@pytest.mark.parametrize(
    ("params", "value", "others", "expected"),
    [
        (TABLE, 9, [1, 2, 3], "10.00"),
        (TABLE, 3, [9, 8, 7], "8.00"),  # 4th
        (TABLE, 7, [9, 8, 7, 7], "10.00"),  # tied third
        (TABLE, 1, [9, 8, 7, 6, 5, 4], "5.00"),  # 7th: behind the table
        (PER_PLACE, 9, [], "10.00"),
        (PER_PLACE, 8, [9], "8.50"),
        (PER_PLACE, 1, [9, 8, 7, 6, 5, 4, 3], "2.00"),  # 10 − 10.5, held at the least
        (PER_PLACE | {"direction": "lower"}, 1, [9, 8], "10.00"),
        (PER_PLACE | {"direction": "lower"}, 9, [8, 8, 1], "5.50"),  # 4th
    ],
)
def test_worked_cases(params: dict[str, Any], value: int, others: list[int], expected: str) -> None:
    assert points(params, value, others) == Decimal(expected)


def test_without_the_others_a_cell_has_its_value_and_no_points() -> None:
    outcome = RANK.bind(VALUE | PER_PLACE, FULL).score({"value": "7"})
    assert (outcome.points, outcome.value, outcome.missing) == (None, Fraction(7), ())


def test_the_steps_say_place_and_tie() -> None:
    bound = RANK.bind(VALUE | PER_PLACE, FULL)
    cohort = (Fraction(9), Fraction(7), Fraction(7))
    steps = bound.score({"value": "7"}, cohort=cohort).steps
    assert [step.zh for step in steps[1:]] == [
        "在 3 个单位中列第 2 名（与其他 1 个单位并列）", "10 − 1.5 × 1 = 8.5", "得分 8.50 分",
    ]  # fmt: skip


def test_sentences() -> None:
    assert RANK.sentence(VALUE | TABLE | {"subject": "结余"}, FULL).zh == (
        "按结余由高到低在所有考核对象中的名次得分：第 1–3 名 10 分、第 4–6 名 8 分、其余 5 分，并列取较好名次。"
    )
    assert RANK.sentence(VALUE | PER_PLACE, FULL).en == (
        "Points by place among all appraised, Value from the highest: the first earns full marks, 10 points; each place"
        " behind costs 1.5 points, 2 points at the least; ties share the better place."
    )


@pytest.mark.parametrize(
    ("params", "path"),
    [
        ({}, "per_place"),
        (TABLE | {"per_place": "1"}, "per_place"),
        (PER_PLACE | {"least": "10"}, "least"),
        ({"places": [{"to": "3", "points": "9"}]}, "places[0].points"),
        ({"places": [{"to": "3", "points": "10"}, {"to": "3", "points": "8"}]}, "places[1].to"),
        ({"places": [{"to": "3", "points": "10"}, {"to": "4", "points": "10.5"}]}, "places[1].points"),
        (TABLE | {"least": "8.5"}, "places[1].points"),
    ],
)
def test_faults(params: dict[str, Any], path: str) -> None:
    assert [fault.path for fault in RANK.check(VALUE | params, FULL)] == [path]


@given(
    values=st.lists(st.integers(0, 50), min_size=2, max_size=20),
    direction=st.sampled_from(["higher", "lower"]),
)
def test_better_never_earns_less_and_equal_earns_equal(values: list[int], direction: str) -> None:
    earned = []
    for place, value in enumerate(values):
        others = values[:place] + values[place + 1 :]
        earned.append((value, points(PER_PLACE | {"direction": direction}, value, others)))
    ordered = sorted(earned, key=lambda pair: pair[0] if direction == "higher" else -pair[0])
    for (low, less), (high, more) in itertools.pairwise(ordered):
        assert less is not None
        assert more is not None
        assert less <= more
        assert (low == high) <= (less == more)


def test_the_value_stays_beside_the_points() -> None:
    assert RANK.bind(VALUE | TABLE, FULL).score({"value": "9"}, cohort=(Fraction(9), Fraction(1))).value == 9


@pytest.mark.parametrize(
    ("rows", "zh", "en"),
    [
        ([("3", "10"), ("3", "8")], "名次应逐行增大。", "Places must grow from row to row."),
        (
            [("3", "10"), ("4", "11")],
            "得分不应高于前一档或满分。",
            "Must not exceed the row above or the full marks.",
        ),
        ([("3", "10"), ("4", "4")], "不应低于最低得分。", "Must not be below the least points."),
        ([("3", "9")], "第一档应得满分。", "The first row must earn the full marks."),
    ],
)
def test_what_is_wrong_with_a_table(rows: list[tuple[str, str]], zh: str, en: str) -> None:
    places = [{"to": last, "points": earned} for last, earned in rows]
    (fault,) = RANK.check(VALUE | {"places": places, "least": "5"}, FULL)
    assert (fault.message.zh, fault.message.en) == (zh, en)
