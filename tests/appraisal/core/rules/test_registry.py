"""The registry, and what holds for every kind of rule alike."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from appraisal.core.rules import (
    RULES,
    EntryField,
    FactorEffect,
    Limits,
    Outcome,
    Parameter,
    Problem,
    Rule,
    rule_for,
)
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
    "checklist": (
        {
            "items": [
                {"code": "box", "name": "设有意见箱", "deduct": "1"},
                {"code": "notice", "name": "公示", "deduct": "3", "partial_from": "1", "partial_to": "2"},
            ]
        },
        {"item.box": "no", "item.notice": "1.5"},
    ),
    "quota": (
        {
            "required": "6", "deduct": "2", "earn": "0.2", "bonus_cap": "2",
            "extras": [{"code": "v", "name": "价值较高", "earn": "0.5", "cap": "5"}],
        },
        {"count": "9", "extra.v": "1"},
    ),
    "range": (
        {"low": "30", "high": "40", "low_unit": "1", "low_deduct": "1", "high_unit": "1", "high_deduct": "1"},
        {"numerator": "29", "denominator": "100"},
    ),
    "growth": ({"unit": "10", "deduct": "1"}, {"current": "80", "base": "100"}),
    "sample": (
        {"size": "2", "defects": [{"code": "blank", "name": "有空项", "deduct": "1"}]},
        {"records": "1: blank×2\n2"},
    ),
    "survey": ({"target": "80", "least_answers": "10"}, {"answers": "10", "satisfied": "7"}),
    "external": ({"body": "县疾控中心", "their_full": "100"}, {"points": "93"}),
    "bonus": ({"kinds": [{"code": "m", "name": "适宜技术", "earn": "2", "cap": "4"}]}, {"case.m": "1"}),
    "veto": ({"event": "医疗事故"}, {"answer": "yes", "document": "卫发〔2026〕8号"}),
    "rank": ({"per_place": "0.5"}, {"numerator": "9", "denominator": "10"}),
    "factor": ({"subject": "居民满意度"}, {"numerator": "92", "denominator": "100"}),
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
}  # fmt: skip
FULL = Decimal(10)
# Values of all centres, for a kind that compares them.
AMONG = (Fraction(95), Fraction(90), Fraction(80))


def full_of(kind: str) -> Decimal:
    """Full marks for the sound example: none where the kind carries no marks."""
    return FULL if RULES[kind].carries_marks(SOUND[kind][0]) else Decimal(0)


def test_the_kinds_of_this_engine() -> None:
    assert list(RULES) == [
        "points", "yes_no", "linear", "step", "count", "tier", "checklist", "quota", "range", "growth",
        "sample", "survey", "external", "bonus", "veto", "factor", "rank", "composite",
    ]  # fmt: skip
    assert set(SOUND) == set(RULES)
    with pytest.raises(KeyError):
        rule_for("magic")


def test_the_registry_can_not_be_changed() -> None:
    with pytest.raises(TypeError):
        RULES["magic"] = RULES["points"]  # type: ignore[index]


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_rule_scores_and_explains(kind: str) -> None:
    params, inputs = SOUND[kind]
    assert RULES[kind].check(params, full_of(kind)) == []
    outcome = RULES[kind].bind(params, full_of(kind)).score(inputs, cohort=AMONG)
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
    bound = RULES[kind].bind(params, full_of(kind))
    told, bare = bound.score(inputs, cohort=AMONG), bound.score(inputs, explain=False, cohort=AMONG)
    assert bare.steps == ()
    assert (bare.points, bare.value, bare.problems) == (told.points, told.value, told.problems)


@pytest.mark.parametrize("kind", SOUND)
def test_a_missing_input_is_unscored_and_named(kind: str) -> None:
    params, inputs = SOUND[kind]
    for name in inputs:
        rest = {key: value for key, value in inputs.items() if key != name}
        assert RULES[kind].score(params, full_of(kind), rest) == Outcome(None, missing=(name,))


@pytest.mark.parametrize("kind", SOUND)
def test_the_fields_are_those_of_the_inputs(kind: str) -> None:
    params, inputs = SOUND[kind]
    assert [field.name for field in RULES[kind].entry(params, full_of(kind))] == list(inputs)


@pytest.mark.parametrize("kind", SOUND)
def test_a_sentence_in_both_languages(kind: str) -> None:
    sentence = RULES[kind].sentence(SOUND[kind][0], full_of(kind))
    assert sentence.zh.endswith("。")
    assert sentence.en.endswith(".")
    assert "  " not in sentence.zh + sentence.en


@pytest.mark.parametrize("kind", SOUND)
@pytest.mark.parametrize("full", ["0", "-1", "10.005"])
def test_full_marks_are_positive_and_on_the_grid(kind: str, full: str) -> None:
    found = RULES[kind].check(SOUND[kind][0], Decimal(full))
    unmarked = full_of(kind) == 0
    assert [fault.path for fault in found] == ([] if unmarked and full == "0" else ["full_marks"])


@pytest.mark.parametrize("kind", [kind for kind in SOUND if full_of(kind) == 0])
def test_a_kind_without_marks_refuses_any(kind: str) -> None:
    (fault,) = RULES[kind].check(SOUND[kind][0], FULL)
    assert (fault.path, fault.message.zh, fault.value) == ("full_marks", "本规则不占满分，满分应为 0。", "10")


@pytest.mark.parametrize("kind", [kind for kind in SOUND if kind not in {"veto", "factor"}])
def test_most_kinds_do_nothing_beyond_their_points(kind: str) -> None:
    assert RULES[kind].bind(SOUND[kind][0], FULL).effect(SOUND[kind][1]) is None


@pytest.mark.parametrize("kind", SOUND)
def test_a_faulty_rule_is_never_scored(kind: str) -> None:
    params, inputs = SOUND[kind]
    with pytest.raises(ValueError, match=f"{kind}: surprise"):
        RULES[kind].score({**params, "surprise": "1"}, full_of(kind), inputs)


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


class Unsure(Halved):
    """Objects to 1 as an error, to 2 as not yet enough, to 3 as a warning."""

    def objections(self, terms: Fraction, values: Values) -> tuple[Problem, ...]:
        severity = {1: "error", 2: "open", 3: "warning"}.get(int(number(values, "n")))
        return (Problem("n", Text("说明", "why"), severity),) if severity else ()  # type: ignore[arg-type]

    def effect(self, terms: Fraction, values: Values) -> FactorEffect:
        return FactorEffect(number(values, "n"), self.name)


@pytest.mark.parametrize(
    ("entered", "points", "errors", "acts"),
    [("1", None, 1, False), ("2", None, 0, False), ("3", "1.50", 0, True), ("4", "2.00", 0, True)],
)
def test_an_open_question_leaves_a_cell_unscored_but_right(
    entered: str, points: str | None, errors: int, acts: bool
) -> None:
    bound = Unsure().bind({}, FULL)
    outcome = bound.score({"n": entered})
    assert (outcome.points, len(outcome.errors)) == (None if points is None else Decimal(points), errors)
    assert len(outcome.problems) == (entered != "4")
    assert (bound.effect({"n": entered}) is not None) is acts


def test_a_cell_that_is_not_read_has_no_effect() -> None:
    bound = Unsure().bind({}, FULL)
    assert bound.effect({}) is None
    assert bound.effect({"n": "x"}) is None
    assert bound.effect({"n": "4"}) == FactorEffect(Fraction(4), Halved.name)


def test_judged_kinds_ask_for_a_reason() -> None:
    assert [kind for kind, rule in RULES.items() if rule.judged] == ["points", "yes_no", "checklist"]
