"""The registry, and what holds for every kind of rule alike."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from appraisal.core.rules import RULES, EntryField, Limits, Outcome, Parameter, Problem, Rule, rule_for
from appraisal.core.rules.base import Raw, Trace
from appraisal.core.rules.inputs import Values
from appraisal.core.rules.measure import number
from appraisal.core.rules.parameters import Settings
from appraisal.core.text import Text

SOUND: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "points": ({"step": "0.5"}, {"points": "4.5"}),
    "yes_no": ({"partial_points": "2"}, {"answer": "partly"}),
    "linear": ({"target": "95", "zero_point": "60"}, {"numerator": "47", "denominator": "60"}),
    "step": ({"target": "95", "unit": "1", "deduct": "0.5"}, {"numerator": "90", "denominator": "100"}),
    "count": ({"kinds": [{"code": "late", "name": "迟报", "deduct": "0.5"}]}, {"count.late": "1"}),
    "tier": (
        {"bands": [{"to": "60", "points": "0"}, {"from": "60", "points": "10"}]},
        {"numerator": "1", "denominator": "2"},
    ),
    "composite": (
        {
            "parts": [
                {"code": "a", "name": "甲", "kind": "points", "full_marks": "4"},
                {
                    "code": "b",
                    "name": "乙",
                    "kind": "yes_no",
                    "full_marks": "6",
                    "params": {"expected": "no"},
                },
            ]
        },
        {"a.points": "3.5", "b.answer": "no"},
    ),
}
FULL = Decimal(10)


def test_the_kinds_of_this_engine() -> None:
    assert list(RULES) == ["points", "yes_no", "linear", "step", "count", "tier", "rank", "composite"]
    assert set(SOUND) == set(RULES)
    with pytest.raises(KeyError):
        rule_for("magic")


def test_the_registry_can_not_be_changed() -> None:
    with pytest.raises(TypeError):
        RULES["magic"] = RULES["points"]  # type: ignore[index]


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_rule_scores_and_explains(kind: str) -> None:
    params, inputs = SOUND[kind]
    assert RULES[kind].check(params, FULL) == []
    outcome = RULES[kind].score(params, FULL, inputs)
    assert outcome.points is not None
    assert outcome.points.as_tuple().exponent == -2
    assert outcome.steps[-1].zh.startswith("得分 ")
    assert all(step.zh and step.en for step in outcome.steps)


# Inputs that reach every way a kind can compute.
BONUS = {"target": "90", "bonus_unit": "1", "bonus_per_unit": "1", "bonus_max": "2"}
WAYS: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    *[(kind, params, inputs) for kind, (params, inputs) in SOUND.items()],
    *[("linear", BONUS, {"numerator": rate, "denominator": "100"}) for rate in ("0", "45", "90", "95")],
    *[("step", SOUND["step"][0], {"numerator": rate, "denominator": "100"}) for rate in ("0", "95", "99")],
    ("tier", SOUND["tier"][0] | {"measure": "value"}, {"value": "60"}),
    ("count", SOUND["count"][0], {"count.late": "0"}),
    ("count", SOUND["count"][0], {"count.late": "99"}),
]


@pytest.mark.parametrize(("kind", "params", "inputs"), WAYS)
def test_without_steps_the_result_is_the_same(
    kind: str, params: dict[str, Any], inputs: dict[str, str]
) -> None:
    bound = RULES[kind].bind(params, FULL)
    told, bare = bound.score(inputs), bound.score(inputs, explain=False)
    assert bare.steps == ()
    assert (bare.points, bare.value, bare.problems) == (told.points, told.value, told.problems)


@pytest.mark.parametrize("kind", SOUND)
def test_a_missing_input_is_unscored_and_named(kind: str) -> None:
    params, inputs = SOUND[kind]
    for name in inputs:
        rest = {key: value for key, value in inputs.items() if key != name}
        assert RULES[kind].score(params, FULL, rest) == Outcome(None, missing=(name,))


@pytest.mark.parametrize("kind", SOUND)
def test_the_fields_are_those_of_the_inputs(kind: str) -> None:
    params, inputs = SOUND[kind]
    assert [field.name for field in RULES[kind].entry(params, FULL)] == list(inputs)


@pytest.mark.parametrize("kind", SOUND)
def test_a_sentence_in_both_languages(kind: str) -> None:
    sentence = RULES[kind].sentence(SOUND[kind][0], FULL)
    assert sentence.zh.endswith("。")
    assert sentence.en.endswith(".")
    assert "  " not in sentence.zh + sentence.en


@pytest.mark.parametrize("kind", SOUND)
@pytest.mark.parametrize("full", ["0", "-1", "10.005"])
def test_full_marks_are_positive_and_on_the_grid(kind: str, full: str) -> None:
    found = RULES[kind].check(SOUND[kind][0], Decimal(full))
    assert [fault.path for fault in found] == ["full_marks"]


@pytest.mark.parametrize("kind", SOUND)
def test_a_faulty_rule_is_never_scored(kind: str) -> None:
    params, inputs = SOUND[kind]
    with pytest.raises(ValueError, match=f"{kind}: surprise"):
        RULES[kind].score({**params, "surprise": "1"}, FULL, inputs)


def every_parameter(parameters: tuple[Parameter, ...]) -> list[Parameter]:
    return [*parameters, *(column for one in parameters for column in one.columns)]


@pytest.mark.parametrize("kind", SOUND)
def test_parameters_are_enough_to_draw_a_form(kind: str) -> None:
    rule = RULES[kind]
    assert rule.kind == kind
    assert rule.name.zh
    assert rule.about.en
    for parameter in every_parameter(rule.parameters):
        assert parameter.label.zh
        assert parameter.label.en
        assert bool(parameter.choices) == (parameter.type == "choice")
        assert bool(parameter.columns) == (parameter.type in {"rows", "parts"})
        assert bool(parameter.kinds) == (parameter.type == "parts")
        codes = [choice.code for choice in parameter.choices]
        assert parameter.type != "choice" or parameter.required or parameter.default in codes


class Halved(Rule[Fraction]):
    """A kind of one's own: what a new file has to bring, and no more."""

    kind = "halved"
    name = about = Text("减半", "halved")

    def terms(self, settings: Settings, full: Fraction) -> Fraction:
        return full

    def fields(self, terms: Fraction) -> tuple[EntryField, ...]:
        return (EntryField(name="n", type="number", label=self.name),)

    def limits(self, terms: Fraction) -> Limits:
        return Limits(Fraction(0), terms)

    def compute(self, terms: Fraction, values: Values, trace: Trace) -> Raw:
        return Raw(number(values, "n") / 2)

    def describe(self, terms: Fraction) -> Text:
        return Text("减半。", "Halved.")


def test_a_new_kind_is_one_class() -> None:
    outcome = Halved().score({}, FULL, {"n": "0.01"})
    assert (outcome.points, outcome.steps[-1].zh) == (
        Decimal("0.01"),
        "得分 0.005，四舍五入保留两位小数，为 0.01 分",
    )
    assert Halved().score({}, FULL, {"n": "99"}).points == 10


def test_only_errors_stop_a_score() -> None:
    warning, error = Problem("a", Text("", ""), "warning"), Problem("b", Text("", ""))
    assert Outcome(None, problems=(warning, error)).errors == (error,)


def test_judged_kinds_ask_for_a_reason() -> None:
    assert [kind for kind, rule in RULES.items() if rule.judged] == ["points", "yes_no"]
