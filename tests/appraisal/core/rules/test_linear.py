"""linear: pro rata between zero point and target, with an optional bonus beyond."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.points import round_points
from appraisal.core.rules import rule_for
from tests.appraisal.core.rules.cases import faults, points, score, zh_steps

HIGHER = {"measure": "value", "target": "95", "zero_point": "60"}
LOWER = {"measure": "value", "target": "20", "zero_point": "40", "direction": "lower"}
BONUS = {**HIGHER, "bonus_unit": "1", "bonus_per_unit": "0.1", "bonus_max": "0.4"}


@pytest.mark.parametrize(
    ("params", "value", "expected"),
    [
        (HIGHER, "95", "10.00"),
        (HIGHER, "99", "10.00"),
        (HIGHER, "94.99", "10.00"),
        (HIGHER, "94.98", "9.99"),
        (HIGHER, "77.5", "5.00"),
        (HIGHER, "60.01", "0.00"),
        (HIGHER, "60.02", "0.01"),
        (HIGHER, "60", "0.00"),
        (HIGHER, "3", "0.00"),
        (LOWER, "20", "10.00"),
        (LOWER, "0", "10.00"),
        (LOWER, "25", "7.50"),
        (LOWER, "40", "0.00"),
        (LOWER, "41", "0.00"),
        ({"measure": "value", "target": "85"}, "0", "0.00"),
        ({"measure": "value", "target": "85"}, "42.5", "5.00"),
        (BONUS, "95", "10.00"),
        (BONUS, "96.5", "10.15"),
        (BONUS, "99", "10.40"),
        (BONUS, "100", "10.40"),
        (BONUS, "94", "9.71"),
        ({**BONUS, "bonus_unit": "2"}, "98", "10.15"),
    ],
)
def test_points(params: dict[str, Any], value: str, expected: str) -> None:
    assert points("linear", params, "10", value=value) == expected


@given(
    full=st.integers(1, 5000),
    target=st.integers(0, 20000),
    zero=st.integers(0, 20000),
    value=st.integers(0, 20000),
)
def test_against_the_definition(full: int, target: int, zero: int, value: int) -> None:
    if target == zero:
        return
    params = {
        "measure": "value",
        "target": f"{Decimal(target) / 100:f}",
        "zero_point": f"{Decimal(zero) / 100:f}",
        "direction": "higher" if target > zero else "lower",
    }
    share = Fraction(value - zero, target - zero)
    expected = round_points(Fraction(full, 100) * min(max(share, Fraction(0)), Fraction(1)))
    got = points("linear", params, str(Decimal(full) / 100), value=f"{Decimal(value) / 100:f}")
    assert got == str(expected)


@pytest.mark.parametrize(
    ("params", "found"),
    [
        (HIGHER, []),
        (LOWER, []),
        (BONUS, []),
        ({**HIGHER, "zero_point": "95"}, ["zero_point"]),
        ({**HIGHER, "zero_point": "96"}, ["zero_point"]),
        ({**HIGHER, "direction": "lower"}, ["zero_point"]),
        ({**LOWER, "direction": "higher"}, ["zero_point"]),
        ({"measure": "value", "target": "0"}, ["zero_point"]),
        ({}, ["target"]),
        ({**HIGHER, "bonus_unit": "1"}, ["bonus_per_unit", "bonus_max"]),
        ({**HIGHER, "bonus_unit": "1", "bonus_max": "1"}, ["bonus_per_unit"]),
        ({**BONUS, "bonus_unit": "0"}, ["bonus_unit"]),
        ({**BONUS, "bonus_max": "0.125"}, ["bonus_max"]),
    ],
)
def test_faults(params: dict[str, Any], found: list[str]) -> None:
    assert faults("linear", params) == found


def test_limits_hold_the_bonus() -> None:
    limits = rule_for("linear").bind(BONUS, Decimal(10)).limits
    assert (limits.lowest, limits.highest) == (0, Fraction(104, 10))
    assert rule_for("linear").bind(HIGHER, Decimal(10)).limits.highest == 10


@pytest.mark.parametrize(
    ("params", "zh"),
    [
        (
            {**HIGHER, "measure": "ratio", "subject": "接种率"},
            "接种率≥95% 得满分 10 分；低于 95% 的，按（接种率 − 60%）÷（95% − 60%）× 10 计分，≤60% 不得分。",
        ),
        ({"target": "85"}, "比率≥85% 得满分 10 分；低于 85% 的，按比率 ÷ 85% × 10 计分。"),
        (
            {**LOWER, "value_unit": "元"},
            "实际值≤20 元得满分 10 分；高于 20 元的，按（40 元 − 实际值）÷（40 元 − 20 元）× 10 计分，≥40 元不得分。",
        ),
        (
            BONUS,
            "实际值≥95% 得满分 10 分；低于 95% 的，按（实际值 − 60%）÷（95% − 60%）× 10 计分，≤60% 不得分；"
            "优于目标值每 1 个百分点加 0.1 分，按比例计，最多加 0.4 分。",
        ),
    ],
)
def test_sentences(params: dict[str, Any], zh: str) -> None:
    assert rule_for("linear").sentence(params, Decimal(10)).zh == zh


def test_sentence_in_english() -> None:
    assert rule_for("linear").sentence(BONUS, Decimal(10)).en == (
        "Value ≥ 95% earns full marks, 10 points; below it: (value − 60%) ÷ (95% − 60%) × 10, nothing at ≤ 60%; "
        "each 1 percentage point beyond the target adds 0.1 points, pro rata, at most 0.4 points."
    )


def test_steps_beyond_the_target_without_a_bonus() -> None:
    assert zh_steps(score("linear", HIGHER, "10", value="97"))[1:] == [
        "达到目标值 95%，得满分 10 分",
        "得分 10.00 分",
    ]


@pytest.mark.parametrize(
    ("value", "steps"),
    [
        (
            "100",
            [
                "实际值：100%",
                "达到目标值 95%，得满分 10 分",
                "优于目标值 5 个百分点，加 0.4 分",
                "得分 10.40 分",
            ],
        ),
        ("95", ["实际值：95%", "达到目标值 95%，得满分 10 分", "得分 10.00 分"]),
        ("60", ["实际值：60%", "未优于零分点 60%，不得分", "得分 0.00 分"]),
        (
            "94",
            [
                "实际值：94%",
                "未达到目标值，按比例计分：34 ÷ 35 × 10 ≈ 9.7143",
                "得分 ≈ 9.7143，四舍五入保留两位小数，为 9.71 分",
            ],
        ),
    ],
)
def test_steps(value: str, steps: list[str]) -> None:
    assert zh_steps(score("linear", BONUS, "10", value=value)) == steps
