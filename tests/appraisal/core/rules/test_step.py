"""step: units short of the target cost points. RULES 15.6 and every edge around it."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.points import round_points
from appraisal.core.rules import rule_for
from tests.appraisal.core.rules.cases import faults, points, score, zh_steps

LOWER = {"measure": "value", "target": "20", "unit": "1", "deduct": "2", "direction": "lower"}
HIGHER = {"measure": "value", "target": "95", "unit": "1", "deduct": "0.5"}
OF_TARGET = {"measure": "value", "target": "80", "unit": "5", "unit_kind": "percent_of_target", "deduct": "1"}
EARNS = {**HIGHER, "better_earns": "0.2", "maximum": "10.5"}


@pytest.mark.parametrize(
    ("broken", "expected"), [("floor", "6.00"), ("proportional", "5.16"), ("ceil", "4.00")]
)
def test_worked_example_6(broken: str, expected: str) -> None:
    assert points("step", {**LOWER, "broken_unit": broken}, "10", value="22.42") == expected
    ratio = {**LOWER, "measure": "ratio", "broken_unit": broken}
    assert points("step", ratio, "10", numerator="1121", denominator="5000") == expected


@pytest.mark.parametrize(
    ("params", "value", "expected"),
    [
        (HIGHER, "95", "10.00"),
        (HIGHER, "97", "10.00"),
        (HIGHER, "94.5", "9.75"),
        (HIGHER, "75", "0.00"),
        (HIGHER, "74", "0.00"),
        (HIGHER, "75.01", "0.01"),
        (LOWER, "20", "10.00"),
        (LOWER, "0", "10.00"),
        (LOWER, "25", "0.00"),
        (LOWER, "90", "0.00"),
        ({**LOWER, "minimum": "-4"}, "26", "-2.00"),
        ({**LOWER, "minimum": "-4"}, "27", "-4.00"),
        ({**LOWER, "minimum": "-4"}, "90", "-4.00"),
        ({**LOWER, "minimum": "4"}, "90", "4.00"),
        ({**HIGHER, "broken_unit": "floor"}, "94.01", "10.00"),
        ({**HIGHER, "broken_unit": "floor"}, "94", "9.50"),
        ({**HIGHER, "broken_unit": "ceil"}, "94.99", "9.50"),
        ({**HIGHER, "broken_unit": "ceil"}, "94", "9.50"),
        ({**HIGHER, "broken_unit": "ceil"}, "93.99", "9.00"),
        (OF_TARGET, "76", "9.00"),
        (OF_TARGET, "72", "8.00"),
        (OF_TARGET, "74", "8.50"),
        ({**OF_TARGET, "broken_unit": "floor"}, "72.01", "9.00"),
        ({**OF_TARGET, "broken_unit": "ceil"}, "71.99", "7.00"),
        (EARNS, "95", "10.00"),
        (EARNS, "96.5", "10.30"),
        (EARNS, "100", "10.50"),
        ({**EARNS, "broken_unit": "floor"}, "96.5", "10.20"),
        ({**EARNS, "broken_unit": "ceil"}, "95.01", "10.20"),
        ({**EARNS, "direction": "lower"}, "94", "10.20"),
        ({**EARNS, "direction": "lower"}, "96", "9.50"),
    ],
)
def test_points(params: dict[str, Any], value: str, expected: str) -> None:
    assert points("step", params, "10", value=value) == expected


def test_percentage_points_and_per_cent_of_the_target_differ() -> None:
    rate = {"target": "80", "unit": "5", "deduct": "1"}
    of_target = {**rate, "unit_kind": "percent_of_target"}
    assert points("step", rate, "10", numerator="76", denominator="100") == "9.20"
    assert points("step", of_target, "10", numerator="76", denominator="100") == "9.00"


def test_a_whole_unit_is_not_broken_by_division() -> None:
    """(1 − 0.7) ÷ 0.1 is 3.0000000000000004 in binary floats, and 12.5 ÷ 12.5 % exactly one unit."""
    params = {"target": "100", "unit": "12.5", "deduct": "1", "broken_unit": "floor"}
    assert points("step", params, "10", numerator="7", denominator="8") == "9.00"
    ceiling = {**params, "broken_unit": "ceil"}
    assert points("step", ceiling, "10", numerator="7", denominator="8") == "9.00"
    tenths = {"measure": "value", "target": "1", "unit": "0.1", "deduct": "1", "broken_unit": "floor"}
    assert points("step", tenths, "10", value="0.7") == "7.00"


HUNDREDTHS = st.integers(0, 20000)


@given(
    full=st.integers(1, 3000),
    target=st.integers(1, 20000),
    value=HUNDREDTHS,
    unit=st.integers(1, 2000),
    deduct=st.integers(1, 500),
    floor_at=st.integers(-3000, 0),
    earns=st.one_of(st.none(), st.integers(1, 300)),
    broken=st.sampled_from(["floor", "proportional", "ceil"]),
    of_target=st.booleans(),
    lower=st.booleans(),
)
def test_against_the_definition(
    full: int, target: int, value: int, unit: int, deduct: int, floor_at: int, earns: int | None, broken: str,
    of_target: bool, lower: bool,
) -> None:  # fmt: skip
    def cents(number: int) -> str:
        return f"{Decimal(number) / 100:f}"

    params: dict[str, Any] = {
        "measure": "value", "target": cents(target), "unit": cents(unit), "deduct": cents(deduct),
        "direction": "lower" if lower else "higher", "broken_unit": broken, "minimum": cents(floor_at),
        "unit_kind": "percent_of_target" if of_target else "points",
    }  # fmt: skip
    if earns is not None:
        params |= {"better_earns": cents(earns), "maximum": cents(full + 200)}
    gap = Fraction(target - value if not lower else value - target, 100)
    size = abs(gap) / Fraction(target, 100) * 100 if of_target else abs(gap)
    units = {"floor": floor, "proportional": Fraction, "ceil": ceil}[broken](size / Fraction(unit, 100))
    change = -Fraction(deduct, 100) * units if gap > 0 else Fraction(earns or 0, 100) * units
    most = Fraction(full + (200 if earns is not None else 0), 100)
    expected = round_points(min(max(Fraction(full, 100) + change, Fraction(floor_at, 100)), most))
    assert points("step", params, cents(full), value=cents(value)) == str(expected)


@pytest.mark.parametrize(
    ("params", "found"),
    [
        (HIGHER, []),
        (EARNS, []),
        ({}, ["target", "unit", "deduct"]),
        ({**HIGHER, "unit": "0"}, ["unit"]),
        ({**HIGHER, "unit": "-1"}, ["unit"]),
        ({**HIGHER, "deduct": "0"}, ["deduct"]),
        ({**HIGHER, "minimum": "9.99"}, []),
        ({**HIGHER, "minimum": "10"}, ["minimum"]),
        ({**HIGHER, "minimum": "0.005"}, ["minimum"]),
        ({**EARNS, "maximum": "10.505"}, ["maximum"]),
        ({**HIGHER, "maximum": "10"}, []),
        ({**HIGHER, "maximum": "9"}, ["maximum"]),
        ({**HIGHER, "maximum": "11"}, ["maximum"]),
        ({**EARNS, "maximum": "10"}, ["maximum"]),
        ({**EARNS, "maximum": ""}, ["maximum"]),
        ({**EARNS, "better_earns": "0"}, ["better_earns"]),
        ({**HIGHER, "minimum": "12", "maximum": "11"}, ["minimum", "maximum"]),
        ({**HIGHER, "target": "0"}, []),
        ({**OF_TARGET, "target": "0"}, ["target"]),
        ({**HIGHER, "broken_unit": "round"}, ["broken_unit"]),
        ({**HIGHER, "unit_kind": "percent"}, ["unit_kind"]),
        ({**HIGHER, "direction": "up"}, ["direction"]),
    ],
)
def test_faults(params: dict[str, Any], found: list[str]) -> None:
    assert faults("step", params) == found


@pytest.mark.parametrize(
    ("params", "zh"),
    [
        (
            {"target": "95", "unit": "1", "deduct": "0.5", "subject": "得分率"},
            "得分率≥95% 得满分 10 分；每低 1 个百分点扣 0.5 分（不足 1 个百分点的按比例扣），扣完为止。",
        ),
        (
            {**LOWER, "broken_unit": "ceil", "minimum": "-4", "value_unit": "元"},
            "实际值≤20 元得满分 10 分；每高 1 元扣 2 分（不足 1 元的按 1 元扣），可倒扣，最低 −4 分。",
        ),
        (
            {**OF_TARGET, "broken_unit": "floor", "minimum": "2"},
            "实际值≥80% 得满分 10 分；每低目标值的 5% 扣 1 分（不足目标值的 5% 的不扣），最低得 2 分。",
        ),
        (
            EARNS,
            "实际值≥95% 得满分 10 分；每低 1 个百分点扣 0.5 分（不足 1 个百分点的按比例扣），扣完为止；"
            "每高 1 个百分点加 0.2 分（计法同上），最高得 10.5 分。",
        ),
    ],
)
def test_sentences(params: dict[str, Any], zh: str) -> None:
    assert rule_for("step").sentence(params, Decimal(10)).zh == zh


def test_a_floor_below_one_point_is_still_a_floor() -> None:
    assert (
        rule_for("step").sentence({**HIGHER, "minimum": "0.5"}, Decimal(10)).zh.endswith("，最低得 0.5 分。")
    )


def test_sentence_in_english() -> None:
    assert rule_for("step").sentence({**EARNS, "direction": "lower"}, Decimal(10)).en == (
        "Value ≤ 95% earns full marks, 10 points; each 1 percentage point above it costs 0.5 points "
        "(broken units count pro rata), down to 0; each 1 percentage point below it earns 0.2 points "
        "(counted alike), 10.5 points at the most."
    )


def test_steps_of_a_shortfall() -> None:
    assert zh_steps(score("step", {**LOWER, "broken_unit": "ceil"}, "10", value="22.42")) == [
        "实际值：22.42%",
        "高于目标值 20%，相差 2.42 个百分点",
        "2.42 ÷ 1 = 2.42 个单位，不足一个单位按一个单位计 → 3",
        "10 − 2 × 3 = 4",
        "得分 4.00 分",
    ]


def test_steps_of_a_floor() -> None:
    assert zh_steps(score("step", LOWER, "10", value="30")) == [
        "实际值：30%",
        "高于目标值 20%，相差 10 个百分点",
        "10 ÷ 1 = 10 个单位",
        "10 − 2 × 10 = −10",
        "−10 分低于下限，按 0 分计",
        "得分 0.00 分",
    ]


def test_steps_of_a_bonus_over_the_cap() -> None:
    assert zh_steps(score("step", EARNS, "10", value="98.5")) == [
        "实际值：98.5%",
        "高于目标值 95%，相差 3.5 个百分点",
        "3.5 ÷ 1 = 3.5 个单位，不足一个单位按比例计",
        "10 + 0.2 × 3.5 = 10.7",
        "10.7 分高于上限，按 10.5 分计",
        "得分 10.50 分",
    ]


def test_steps_in_per_cent_of_the_target() -> None:
    outcome = score("step", {**OF_TARGET, "broken_unit": "floor"}, "10", value="75")
    assert zh_steps(outcome)[1:4] == [
        "低于目标值 80%，相差 5 个百分点（5 ÷ 80 × 100% = 6.25%）",
        "6.25 ÷ 5 = 1.25 个单位，不足一个单位不计 → 1",
        "10 − 1 × 1 = 9",
    ]
    assert outcome.steps[1].en == "5 percentage points below the target 80% (5 ÷ 80 × 100% = 6.25%)"


def test_steps_at_the_target() -> None:
    for params in (HIGHER, EARNS):
        assert zh_steps(score("step", params, "10", value="95"))[1:] == [
            "达到目标值 95%，得满分 10 分",
            "得分 10.00 分",
        ]


def test_steps_just_beyond_the_target() -> None:
    assert zh_steps(score("step", HIGHER, "10", value="95.5"))[1:] == [
        "达到目标值 95%，得满分 10 分",
        "得分 10.00 分",
    ]
    assert zh_steps(score("step", EARNS, "10", value="95.5"))[1] == "高于目标值 95%，相差 0.5 个百分点"
    lower = {**EARNS, "direction": "lower"}
    assert zh_steps(score("step", lower, "10", value="94.5"))[1] == "低于目标值 95%，相差 0.5 个百分点"


def test_limits() -> None:
    assert rule_for("step").bind(EARNS, Decimal(10)).limits.highest == Fraction(21, 2)
    assert rule_for("step").bind({**LOWER, "minimum": "-4"}, Decimal(10)).limits.lowest == -4
