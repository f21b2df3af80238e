"""range: full inside, each side with a step of its own."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.points import round_points
from appraisal.core.rules import rule_for
from tests.appraisal.core.rules.cases import cents, faults, score, told, zh_steps

SHARE: dict[str, Any] = {
    "measure": "value", "subject": "药占比", "low": "30", "high": "40",
    "low_unit": "1", "low_deduct": "0.5", "high_unit": "2", "high_deduct": "1.5",
}  # fmt: skip


@pytest.mark.parametrize(
    ("params", "value", "expected"),
    [
        (SHARE, "30", "10.00"),
        (SHARE, "40", "10.00"),
        (SHARE, "35.5", "10.00"),
        (SHARE, "29.99", "10.00"),  # 9.995 rounds half up
        (SHARE, "29.98", "9.99"),
        (SHARE, "29", "9.50"),
        (SHARE, "42", "8.50"),
        (SHARE, "43", "7.75"),
        (SHARE, "10", "0.00"),
        (SHARE, "9", "0.00"),
        (SHARE, "90", "0.00"),
        ({**SHARE, "minimum": "-2"}, "7", "-1.50"),
        ({**SHARE, "minimum": "-2"}, "0", "-2.00"),
        ({**SHARE, "minimum": "3"}, "0", "3.00"),
        ({**SHARE, "broken_unit": "floor"}, "43.99", "8.50"),
        ({**SHARE, "broken_unit": "floor"}, "28.01", "9.50"),
        ({**SHARE, "broken_unit": "ceil"}, "42.01", "7.00"),
        ({**SHARE, "broken_unit": "ceil"}, "42", "8.50"),
        ({**SHARE, "high": "30"}, "30", "10.00"),
    ],
)
def test_points(params: dict[str, Any], value: str, expected: str) -> None:
    outcome = told("range", params, "10", {"value": value})
    assert (str(outcome.points), outcome.value) == (expected, Fraction(value))


def test_a_rate_needs_a_denominator() -> None:
    rate = {**SHARE, "measure": "ratio"}
    assert told("range", rate, "10", {"numerator": "29", "denominator": "100"}).points == Decimal("9.5")
    assert score("range", rate, "10", numerator="1", denominator="0").points is None


@given(
    full=st.integers(1, 2000), low=st.integers(0, 5000), width=st.integers(0, 5000), value=st.integers(0, 12000),
    units=st.tuples(st.integers(1, 900), st.integers(1, 900)), costs=st.tuples(st.integers(1, 400), st.integers(1, 400)),
    broken=st.sampled_from(["floor", "proportional", "ceil"]), minimum=st.integers(-2000, 0),
)  # fmt: skip
def test_against_the_definition(
    full: int,
    low: int,
    width: int,
    value: int,
    units: tuple[int, int],
    costs: tuple[int, int],
    broken: str,
    minimum: int,
) -> None:
    params = {
        "measure": "value", "low": cents(low), "high": cents(low + width), "low_unit": cents(units[0]),
        "high_unit": cents(units[1]), "low_deduct": cents(costs[0]), "high_deduct": cents(costs[1]),
        "broken_unit": broken, "minimum": cents(minimum),
    }  # fmt: skip
    side = 0 if value < low else 1
    far = Fraction(max(low - value, value - low - width, 0), units[side])
    counted = {"floor": floor, "proportional": Fraction, "ceil": ceil}[broken](far)
    expected = round_points(max(Fraction(full) - counted * costs[side], Fraction(minimum)) / 100)
    assert told("range", params, cents(full), {"value": cents(value)}).points == expected


@given(st.integers(0, 10000), st.integers(0, 2000))
def test_farther_out_is_never_better(value: int, more: int) -> None:
    farther = value - more if value < 3500 else value + more
    near = told("range", SHARE, "10", {"value": cents(value)}).points
    far = told("range", SHARE, "10", {"value": cents(max(farther, 0))}).points
    assert near is not None
    assert far is not None
    assert far <= near


@pytest.mark.parametrize(
    ("params", "found"),
    [
        (SHARE, []),
        ({}, ["low", "high", "low_unit", "low_deduct", "high_unit", "high_deduct"]),
        ({**SHARE, "high": "29.9999"}, ["high"]),
        ({**SHARE, "high": "30"}, []),
        ({**SHARE, "low": "-1"}, ["low"]),
        ({**SHARE, "low_unit": "0"}, ["low_unit"]),
        ({**SHARE, "high_deduct": "0"}, ["high_deduct"]),
        ({**SHARE, "minimum": "10"}, ["minimum"]),
        ({**SHARE, "minimum": "9.99"}, []),
        ({**SHARE, "broken_unit": "half"}, ["broken_unit"]),
    ],
)
def test_faults(params: dict[str, Any], found: list[str]) -> None:
    assert faults("range", params) == found


def test_sentences() -> None:
    sentence = rule_for("range").sentence(SHARE, Decimal(10))
    assert sentence.zh == (
        "药占比在 30% 至 40% 之间得满分 10 分；低于下限的，每低 1 个百分点扣 0.5 分（不足 1 个百分点的按比例扣）；"
        "高于上限的，每高 2 个百分点扣 1.5 分（不足 2 个百分点的按比例扣）；扣完为止。"
    )
    assert sentence.en.startswith(
        "Value from 30% to 40% earns full marks, 10 points; each 1 percentage point below"
    )


def test_steps() -> None:
    assert zh_steps(told("range", SHARE, "10", {"value": "43"})) == [
        "药占比：43%",
        "高于上限 40%，相差 3 个百分点",
        "3 ÷ 2 = 1.5 个单位，不足一个单位按比例计",
        "10 − 1.5 × 1.5 = 7.75",
        "得分 7.75 分",
    ]
    assert zh_steps(told("range", SHARE, "10", {"value": "29"}))[1] == "低于下限 30%，相差 1 个百分点"
    assert zh_steps(told("range", SHARE, "10", {"value": "30"}))[1:] == [
        "在 30% 至 40% 之间，得满分 10 分",
        "得分 10.00 分",
    ]
