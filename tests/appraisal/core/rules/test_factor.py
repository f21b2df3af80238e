"""factor: the whole score times a coefficient. Appendix 30."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.rules import FactorEffect, rule_for
from tests.appraisal.core.rules.cases import cents, faults, score, told, zh_steps

RATE: dict[str, Any] = {"subject": "居民满意度"}
VALUE = {**RATE, "measure": "value"}
COEFFICIENT = {**VALUE, "value_unit": "系数", "least": "0.8", "most": "1.2"}


def factor(params: dict[str, Any], **inputs: str) -> Fraction:
    effect = rule_for("factor").bind(params, Decimal(0)).effect(inputs)
    assert isinstance(effect, FactorEffect)
    return effect.factor


@pytest.mark.parametrize(
    ("params", "inputs", "expected"),
    [
        (RATE, {"numerator": "92", "denominator": "100"}, "0.92"),
        (RATE, {"numerator": "1", "denominator": "3"}, "1/3"),
        (RATE, {"numerator": "0", "denominator": "3"}, "0"),
        (RATE, {"numerator": "4", "denominator": "3"}, "1"),
        ({**RATE, "most": "1.1"}, {"numerator": "105", "denominator": "100"}, "1.05"),
        ({**RATE, "over_hundred": "cap", "most": "1.1"}, {"numerator": "105", "denominator": "100"}, "1"),
        ({**RATE, "least": "0.8"}, {"numerator": "79", "denominator": "100"}, "0.8"),
        (VALUE, {"value": "92.55"}, "0.9255"),
        (COEFFICIENT, {"value": "1.15"}, "1.15"),
        (COEFFICIENT, {"value": "1.21"}, "1.2"),
        (COEFFICIENT, {"value": "0.5"}, "0.8"),
    ],
)
def test_coefficients(params: dict[str, Any], inputs: dict[str, str], expected: str) -> None:
    assert factor(params, **inputs) == Fraction(expected)
    assert str(told("factor", params, "0", inputs).points) == "0.00"


def test_nothing_acts_without_a_denominator() -> None:
    bound = rule_for("factor").bind(RATE, Decimal(0))
    assert bound.effect({"numerator": "1", "denominator": "0"}) is None
    assert bound.effect({"numerator": "1"}) is None
    assert score("factor", RATE, "0", numerator="1", denominator="0").points is None


@given(st.integers(0, 30000), st.integers(0, 150), st.integers(1, 150), st.integers(0, 100))
def test_it_stays_between_its_bounds_and_grows_with_the_value(
    value: int, least: int, span: int, more: int
) -> None:
    params = {**VALUE, "least": cents(least), "most": cents(least + span)}
    got = factor(params, value=cents(value))
    assert Fraction(least, 100) <= got <= Fraction(least + span, 100)
    assert got <= factor(params, value=cents(value + more))
    told("factor", params, "0", {"value": cents(value)})


@pytest.mark.parametrize(
    ("params", "full", "found"),
    [
        (RATE, "0", []),
        (RATE, "5", ["full_marks"]),
        ({**RATE, "least": "1.0001"}, "0", ["most"]),
        ({**RATE, "least": "1"}, "0", []),
        ({**RATE, "most": "0"}, "0", ["most"]),
        ({**RATE, "least": "-1"}, "0", ["least"]),
    ],
)
def test_faults(params: dict[str, Any], full: str, found: list[str]) -> None:
    assert faults("factor", params, full) == found


def test_sentences() -> None:
    sentence = rule_for("factor").sentence({**RATE, "least": "0.8"}, Decimal(0))
    assert sentence.zh == "总分乘以居民满意度，系数最低 0.8、最高 1；本项不占分。"
    assert sentence.en == (
        "The total is multiplied by 居民满意度, a coefficient from 0.8 to 1; no marks of its own."
    )
    assert "multiplied by the rate," in rule_for("factor").sentence({}, Decimal(0)).en


def test_steps_and_the_reason() -> None:
    assert zh_steps(told("factor", RATE, "0", {"numerator": "92", "denominator": "100"})) == [
        "居民满意度：92 ÷ 100 × 100% = 92%",
        "总分系数 = 0.92",
        "得分 0.00 分",
    ]
    assert (
        zh_steps(told("factor", COEFFICIENT, "0", {"value": "0.5"}))[1] == "总分系数 0.5 低于下限，按 0.8 计"
    )
    assert (
        zh_steps(told("factor", COEFFICIENT, "0", {"value": "1.5"}))[1] == "总分系数 1.5 高于上限，按 1.2 计"
    )
    effect = rule_for("factor").bind(RATE, Decimal(0)).effect({"numerator": "92", "denominator": "100"})
    assert isinstance(effect, FactorEffect)
    assert (effect.text.zh, effect.text.en) == (
        "总分 × 0.92（居民满意度 92%）",
        "total × 0.92 (居民满意度 92%)",
    )
