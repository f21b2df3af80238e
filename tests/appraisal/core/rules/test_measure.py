"""A measured quantity: a value, or a rate from numerator and denominator."""

from decimal import Decimal
from fractions import Fraction

import pytest

from appraisal.core.rules import rule_for
from appraisal.core.rules.measure import number
from tests.appraisal.core.rules.cases import faults, points, score, zh_steps

RATE = {"target": "100"}
VALUE = {"target": "30", "measure": "value", "value_unit": "元", "subject": "次均费用"}


def test_a_rate_is_exact() -> None:
    assert score("linear", RATE, "10", numerator="2", denominator="3").value == Fraction(200, 3)
    assert score("linear", RATE, "10", numerator="0.1", denominator="0.3").value == Fraction(100, 3)


def test_a_denominator_of_zero_can_not_be_scored() -> None:
    outcome = score("linear", RATE, "10", numerator="0", denominator="0")
    assert outcome.points is None
    assert outcome.missing == ()
    assert [(one.input, one.severity) for one in outcome.problems] == [("denominator", "error")]
    assert "缺项" in outcome.problems[0].message.zh


def test_a_rate_over_hundred_is_looked_at_and_used_as_it_is() -> None:
    outcome = score("linear", RATE, "10", numerator="3", denominator="2")
    assert (outcome.points, outcome.value) == (Decimal("10.00"), 150)
    assert [(one.input, one.severity) for one in outcome.problems] == [("numerator", "warning")]
    assert score("linear", RATE, "10", numerator="2", denominator="2").problems == ()


def test_a_rate_over_hundred_can_be_usual() -> None:
    outcome = score("linear", {**RATE, "over_hundred": "usual"}, "10", numerator="3", denominator="2")
    assert (outcome.points, outcome.value, outcome.problems) == (Decimal("10.00"), 150, ())


def test_a_rate_over_hundred_can_be_cut() -> None:
    lower = {"target": "50", "zero_point": "200", "direction": "lower", "over_hundred": "cap"}
    outcome = score("linear", lower, "9", numerator="3", denominator="2")
    assert (outcome.value, outcome.points) == (100, Decimal("6.00"))
    assert [one.severity for one in outcome.problems] == ["warning"]
    assert zh_steps(outcome)[:2] == ["比率：3 ÷ 2 × 100% = 150%", "超过 100%，按 100% 计"]
    assert len(zh_steps(score("linear", lower, "9", numerator="2", denominator="2"))) == 3
    bound = rule_for("linear").bind(lower, Decimal(9))
    assert bound.score({"numerator": "3", "denominator": "2"}, explain=False).points == Decimal("6.00")


def test_a_rate_over_hundred_can_be_refused() -> None:
    outcome = score("linear", {**RATE, "over_hundred": "refuse"}, "10", numerator="3", denominator="2")
    assert outcome.points is None
    assert [(one.input, one.severity) for one in outcome.problems] == [("numerator", "error")]
    assert (
        points("linear", {**RATE, "over_hundred": "refuse"}, "10", numerator="2", denominator="2") == "10.00"
    )


def test_a_value_has_its_own_unit_and_no_denominator() -> None:
    outcome = score("linear", VALUE, "10", value="15")
    assert (outcome.points, outcome.value) == (Decimal("5.00"), 15)
    assert zh_steps(outcome)[0] == "次均费用：15 元"
    assert outcome.steps[0].en == "Value: 15 yuan"
    (field,) = rule_for("linear").entry(VALUE, Decimal(10))
    assert (field.name, field.unit, field.label.zh, field.label.en) == ("value", "元", "次均费用", "Value")


def test_a_value_may_exceed_hundred_whatever_rates_do() -> None:
    params = {**VALUE, "target": "300", "over_hundred": "cap"}
    assert points("linear", params, "10", value="150") == "5.00"
    assert score("linear", params, "10", value="150").problems == ()


def test_labels_name_numerator_and_denominator() -> None:
    params = {**RATE, "numerator_label": "合格病历数", "denominator_label": "抽查病历数"}
    assert [field.label.zh for field in rule_for("linear").entry(params, Decimal(10))] == [
        "合格病历数",
        "抽查病历数",
    ]
    assert [field.label.zh for field in rule_for("linear").entry(RATE, Decimal(10))] == ["分子", "分母"]
    assert [field.label.en for field in rule_for("linear").entry(RATE, Decimal(10))] == [
        "Numerator",
        "Denominator",
    ]


@pytest.mark.parametrize("params", [{"measure": "guess"}, {"over_hundred": "ignore"}])
def test_unknown_choices(params: dict[str, str]) -> None:
    assert faults("linear", {**RATE, **params}) == list(params)


def test_one_percentage_point_is_singular() -> None:
    def english(unit: str) -> str:
        return rule_for("step").sentence({"target": "95", "unit": unit, "deduct": "1"}, Decimal(10)).en

    assert "each 1 percentage point below" in english("1")
    assert "each 2 percentage points below" in english("2")


def test_a_choice_is_no_number() -> None:
    with pytest.raises(TypeError):
        number({"answer": "yes"}, "answer")
