"""survey: rate or mean of the survey through linear or step, never below the minimum of answers. Appendix 17."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.points import round_points
from appraisal.core.rules import rule_for
from tests.appraisal.core.rules.cases import cents, faults, messages, score, told, zh_steps

STEPS: dict[str, Any] = {
    "subject": "群众满意率", "least_answers": "10", "scoring": "step", "target": "80", "unit": "1", "deduct": "0.5",
}  # fmt: skip
SHARE: dict[str, Any] = {"least_answers": "10", "target": "90", "zero_point": "60"}
MEAN: dict[str, Any] = {"statistic": "mean", "least_answers": "10", "target": "90"}


@pytest.mark.parametrize(
    ("params", "answers", "second", "expected"),
    [
        (STEPS, "10", "8", "3.00"),
        (STEPS, "10", "10", "3.00"),
        (STEPS, "100", "79", "2.50"),
        (STEPS, "100", "75", "0.50"),
        (STEPS, "100", "74", "0.00"),
        (STEPS, "10", "0", "0.00"),
        ({**STEPS, "minimum": "-1"}, "10", "0", "-1.00"),
        ({**STEPS, "broken_unit": "floor"}, "200", "157", "2.50"),
        ({**STEPS, "broken_unit": "ceil"}, "200", "159", "2.50"),
        (SHARE, "10", "9", "3.00"),
        (SHARE, "100", "75", "1.50"),
        (SHARE, "10", "6", "0.00"),
        (SHARE, "10", "5", "0.00"),
        (MEAN, "10", "90", "3.00"),
        (MEAN, "12", "45", "1.50"),
        ({**MEAN, "scale": "5", "target": "4.5"}, "12", "3.6", "2.40"),
        ({**MEAN, "scoring": "step", "unit": "1", "deduct": "1"}, "12", "88.5", "1.50"),
    ],
)
def test_points(params: dict[str, Any], answers: str, second: str, expected: str) -> None:
    name = "mean" if params.get("statistic") == "mean" else "satisfied"
    assert str(told("survey", params, "3", {"answers": answers, name: second}).points) == expected


@pytest.mark.parametrize(("answers", "open_"), [("9", True), ("0", True), ("10", False)])
def test_too_few_answers_leave_the_cell_open(answers: str, open_: bool) -> None:
    outcome = score("survey", STEPS, "3", answers=answers, satisfied="0")
    assert (outcome.points is None, outcome.errors) == (open_, ())
    if open_:
        message = f"答卷 {answers} 份，少于规定的 10 份，暂不计分。"
        assert messages(outcome) == [("answers", "open", message)]


def test_one_answer_is_the_least_by_default() -> None:
    params = {"target": "80"}
    assert score("survey", params, "3", answers="0", satisfied="0").points is None
    assert told("survey", params, "3", {"answers": "1", "satisfied": "1"}).points == 3


def test_more_satisfied_than_answered_is_refused() -> None:
    outcome = score("survey", STEPS, "3", answers="9", satisfied="10")
    assert messages(outcome) == [("satisfied", "error", "满意份数不得大于答卷份数。")]


def test_a_mean_stays_on_its_scale() -> None:
    assert messages(score("survey", MEAN, "3", answers="10", mean="100.01"))[0][0] == "mean"
    five = {**MEAN, "scale": "5", "target": "4"}
    assert messages(score("survey", five, "3", answers="10", mean="5.01"))[0][0] == "mean"
    assert told("survey", five, "3", {"answers": "10", "mean": "5"}).points == 3


def test_missing_inputs_are_named() -> None:
    assert score("survey", STEPS, "3").missing == ("answers", "satisfied")
    assert score("survey", MEAN, "3", answers="10").missing == ("mean",)


def test_the_fields_are_filled_by_the_survey() -> None:
    for params in (STEPS, MEAN):
        assert {field.source for field in rule_for("survey").entry(params, Decimal(3))} == {"survey"}
    answers, mean = rule_for("survey").entry(MEAN, Decimal(3))
    assert (answers.type, answers.unit, mean.maximum, mean.label.zh) == ("count", "份", 100, "满意度平均分")


@given(
    full=st.integers(1, 2000), answers=st.integers(10, 300), share=st.integers(0, 300), target=st.integers(1, 10000),
    unit=st.integers(1, 900), deduct=st.integers(1, 300), stepped=st.booleans(),
)  # fmt: skip
def test_against_the_definition(
    full: int, answers: int, share: int, target: int, unit: int, deduct: int, stepped: bool
) -> None:
    satisfied = min(share, answers)
    params: dict[str, Any] = {"target": cents(target), "least_answers": "10"}
    if stepped:
        params |= {"scoring": "step", "unit": cents(unit), "deduct": cents(deduct)}

    def expected(number: int) -> Decimal:
        rate, goal = Fraction(number * 100, answers), Fraction(target, 100)
        if rate >= goal:
            return round_points(Fraction(full, 100))
        if not stepped:
            return round_points(Fraction(full, 100) * rate / goal)
        return round_points(
            max(
                Fraction(full, 100) - (goal - rate) / Fraction(unit, 100) * Fraction(deduct, 100), Fraction(0)
            )
        )

    inputs = {"answers": str(answers), "satisfied": str(satisfied)}
    outcome = told("survey", params, cents(full), inputs)
    assert outcome.points == expected(satisfied)
    assert outcome.value == Fraction(satisfied * 100, answers)
    if satisfied < answers:
        assert expected(satisfied + 1) >= expected(satisfied)


@pytest.mark.parametrize(
    ("params", "found"),
    [
        (STEPS, []),
        (SHARE, []),
        (MEAN, []),
        ({}, ["target"]),
        ({**STEPS, "unit": ""}, ["unit"]),
        ({"target": "80", "scoring": "step"}, ["unit", "deduct"]),
        ({**STEPS, "zero_point": "60"}, ["zero_point"]),
        ({**SHARE, "unit": "1", "deduct": "1", "minimum": "0"}, ["unit", "deduct", "minimum"]),
        ({**SHARE, "zero_point": "90"}, ["zero_point"]),
        ({**SHARE, "target": "0", "zero_point": ""}, ["target"]),
        ({**SHARE, "target": "100"}, []),
        ({**SHARE, "target": "100.01"}, ["target"]),
        ({**SHARE, "scale": "5"}, ["scale"]),
        ({**MEAN, "scale": "5"}, ["target"]),
        ({**MEAN, "scale": "5", "target": "5"}, []),
        ({**STEPS, "least_answers": "0"}, ["least_answers"]),
        ({**STEPS, "least_answers": "2.5"}, ["least_answers"]),
        ({**STEPS, "minimum": "10"}, ["minimum"]),
        ({**STEPS, "minimum": "9.99"}, []),
    ],
)
def test_faults(params: dict[str, Any], found: list[str]) -> None:
    assert faults("survey", params) == found


@pytest.mark.parametrize(
    ("params", "zh"),
    [
        (
            STEPS,
            "群众满意率≥80% 得满分 3 分；每低 1 个百分点扣 0.5 分（不足 1 个百分点的按比例扣），扣完为止；"
            "答卷不足 10 份的不计分。",
        ),
        (
            SHARE,
            "满意率≥90% 得满分 3 分；低于 90% 的，按（满意率 − 60%）÷（90% − 60%）× 3 计分，≤60% 不得分；"
            "答卷不足 10 份的不计分。",
        ),
        (
            MEAN,
            "满意度平均分≥90 分得满分 3 分；低于 90 分的，按满意度平均分 ÷ 90 分 × 3 计分；答卷不足 10 份的不计分。",
        ),
    ],
)
def test_sentences(params: dict[str, Any], zh: str) -> None:
    sentence = rule_for("survey").sentence(params, Decimal(3))
    assert sentence.zh == zh
    assert sentence.en.endswith("; not scored with fewer than 10 answers.")


def test_steps() -> None:
    assert zh_steps(told("survey", STEPS, "3", {"answers": "100", "satisfied": "79"})) == [
        "答卷 100 份（不少于 10 份）",
        "群众满意率：79 ÷ 100 × 100% = 79%",
        "低于目标值 80%，相差 1 个百分点",
        "1 ÷ 1 = 1 个单位",
        "3 − 0.5 × 1 = 2.5",
        "得分 2.50 分",
    ]
