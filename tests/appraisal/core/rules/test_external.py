"""external: score or value from another body, with its source."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.points import round_points
from appraisal.core.rules import RULES, rule_for
from tests.appraisal.core.rules.cases import cents, faults, messages, score, told, zh_steps

GIVEN: dict[str, Any] = {"body": "县疾控中心"}
HUNDRED = {**GIVEN, "their_full": "100"}
RATE: dict[str, Any] = {**GIVEN, "mode": "value", "subject": "疫苗接种率", "target": "95", "zero_point": "80"}


@pytest.mark.parametrize(
    ("params", "inputs", "expected"),
    [
        (GIVEN, {"points": "7.5"}, "7.50"),
        (GIVEN, {"points": "0"}, "0.00"),
        (GIVEN, {"points": "8"}, "8.00"),
        (HUNDRED, {"points": "93"}, "7.44"),
        (HUNDRED, {"points": "93.33"}, "7.47"),
        (RATE, {"numerator": "95", "denominator": "100"}, "8.00"),
        (RATE, {"numerator": "90", "denominator": "100"}, "5.33"),
        (RATE, {"numerator": "80", "denominator": "100"}, "0.00"),
        ({**RATE, "measure": "value"}, {"value": "87.5"}, "4.00"),
        (
            {**GIVEN, "mode": "value", "target": "10", "zero_point": "30", "direction": "lower"},
            {"numerator": "20", "denominator": "100"},
            "4.00",
        ),
        ({**GIVEN, "mode": "value", "target": "50"}, {"numerator": "1", "denominator": "4"}, "4.00"),
    ],
)
def test_points(params: dict[str, Any], inputs: dict[str, str], expected: str) -> None:
    assert str(told("external", params, "8", inputs).points) == expected


def test_more_than_the_body_can_give_is_refused() -> None:
    assert messages(score("external", GIVEN, "8", points="8.01"))[0][:2] == ("points", "error")
    assert messages(score("external", HUNDRED, "8", points="100.01"))[0][:2] == ("points", "error")
    assert messages(score("external", RATE, "8", numerator="1", denominator="0"))[0][0] == "denominator"
    assert score("external", GIVEN, "8").missing == ("points",)


def test_only_this_kind_needs_a_source() -> None:
    assert [kind for kind, rule in RULES.items() if rule.needs_source] == ["external"]


def test_its_inputs_come_from_a_file() -> None:
    for params in (GIVEN, RATE, {**RATE, "measure": "value"}):
        assert {field.source for field in rule_for("external").entry(params, Decimal(8))} == {"file"}


def test_only_a_value_is_measured() -> None:
    assert not hasattr(rule_for("external").bind(GIVEN, Decimal(8)).terms, "measure")
    assert rule_for("external").bind(RATE, Decimal(8)).terms.measure.ratio


@given(st.integers(1, 3000), st.integers(1, 20000), st.integers(0, 20000))
def test_a_score_is_converted(full: int, theirs: int, got: int) -> None:
    got = min(got, theirs)
    outcome = told("external", {**GIVEN, "their_full": cents(theirs)}, cents(full), {"points": cents(got)})
    assert outcome.points == round_points(Fraction(full * got, theirs * 100))


@given(st.integers(0, 15000), st.integers(0, 500))
def test_a_better_value_is_never_worth_less(value: int, more: int) -> None:
    params = {**RATE, "measure": "value"}
    less = told("external", params, "8", {"value": cents(value)}).points
    better = told("external", params, "8", {"value": cents(value + more)}).points
    assert less is not None
    assert better is not None
    assert less <= better


@pytest.mark.parametrize(
    ("params", "found"),
    [
        (GIVEN, []),
        (HUNDRED, []),
        (RATE, []),
        ({}, ["body"]),
        ({**GIVEN, "target": "95", "zero_point": "80"}, ["target", "zero_point"]),
        ({**RATE, "their_full": "100"}, ["their_full"]),
        ({**GIVEN, "mode": "value"}, ["target"]),
        ({**RATE, "zero_point": "95"}, ["zero_point"]),
        ({**RATE, "direction": "lower"}, ["zero_point"]),
        ({**GIVEN, "mode": "value", "target": "0"}, ["zero_point"]),
        ({**GIVEN, "mode": "guess"}, ["mode"]),
    ],
)
def test_faults(params: dict[str, Any], found: list[str]) -> None:
    assert faults("external", params) == found


@pytest.mark.parametrize(
    ("params", "zh", "en"),
    [
        (GIVEN, "由县疾控中心评定得分，满分 8 分。", "县疾控中心 gives the points, up to 8 points."),
        (
            HUNDRED,
            "由县疾控中心评定得分（满分 100 分），折算为满分 8 分计入。",
            "县疾控中心 gives a score of 100 points at most, converted to 8 points.",
        ),
        (
            RATE,
            "由县疾控中心提供数据：疫苗接种率≥95% 得满分 8 分；低于 95% 的，按（疫苗接种率 − 80%）÷（95% − 80%）× 8 计分，"
            "≤80% 不得分。",
            "Data supplied by 县疾控中心: Rate ≥ 95% earns full marks, 8 points; below it: (rate − 80%) ÷ (95% − 80%) × 8, "
            "nothing at ≤ 80%.",
        ),
    ],
)
def test_sentences(params: dict[str, Any], zh: str, en: str) -> None:
    sentence = rule_for("external").sentence(params, Decimal(8))
    assert (sentence.zh, sentence.en) == (zh, en)


def test_steps() -> None:
    assert zh_steps(told("external", HUNDRED, "8", {"points": "93"})) == [
        "数据由县疾控中心提供",
        "评定 93 分（满分 100 分）",
        "93 ÷ 100 × 8 = 7.44",
        "得分 7.44 分",
    ]
    assert len(zh_steps(told("external", GIVEN, "8", {"points": "7"}))) == 3
    assert zh_steps(told("external", RATE, "8", {"numerator": "19", "denominator": "20"}))[:2] == [
        "数据由县疾控中心提供",
        "疫苗接种率：19 ÷ 20 × 100% = 95%",
    ]
