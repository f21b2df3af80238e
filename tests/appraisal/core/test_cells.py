"""One cell: unscored, invalid, scored or not applicable; RULES 3, modifiers."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from appraisal.core.cells import NA_MODES, CellInput, score_cell
from tests.appraisal.core.build import indicator

RATE = {"kind": "linear", "params": {"target": "90"}}


def test_a_scored_cell() -> None:
    result = score_cell(indicator(**RATE), CellInput({"numerator": "45", "denominator": "100"}))
    assert (result.state, result.points, result.value) == ("scored", Decimal("2.50"), Fraction(45))
    assert (result.full_marks, result.applicable_full, result.lost) == (5, 5, Decimal("2.50"))
    assert result.complete
    assert result.steps[-1].zh == "得分 2.50 分"


def test_without_steps_nothing_else_changes() -> None:
    cell = CellInput({"numerator": "45", "denominator": "100"})
    bare = score_cell(indicator(**RATE), cell, explain=False)
    assert (bare.points, bare.steps) == (Decimal("2.50"), ())


def test_a_missing_input_leaves_it_unscored() -> None:
    result = score_cell(indicator(**RATE), CellInput({"numerator": "45"}))
    assert (result.state, result.points, result.lost, result.missing) == (
        "unscored",
        None,
        None,
        ("denominator",),
    )
    assert result.applicable_full == 5
    assert not result.complete


def test_a_wrong_input_makes_it_invalid_even_where_another_is_missing() -> None:
    result = score_cell(indicator(**RATE), CellInput({"numerator": "x"}))
    assert (result.state, result.points, result.missing) == ("invalid", None, ("denominator",))
    assert [problem.input for problem in result.problems] == ["numerator"]


def test_a_warning_does_not_stop_it() -> None:
    result = score_cell(indicator(**RATE), CellInput({"numerator": "3", "denominator": "2"}))
    assert (result.state, result.points) == ("scored", Decimal("5.00"))
    assert [problem.severity for problem in result.problems] == ["warning"]


@pytest.mark.parametrize(
    ("spec", "inputs", "reason", "needed"),
    [
        ({}, {"points": "4.99"}, "", True),
        ({}, {"points": "4.99"}, "  ", True),
        ({}, {"points": "4.99"}, "缺记录", False),
        ({}, {"points": "5"}, "", False),
        ({}, {}, "", False),
        ({"kind": "yes_no"}, {"answer": "no"}, "", True),
        ({"kind": "yes_no"}, {"answer": "yes"}, "", False),
        (RATE, {"numerator": "1", "denominator": "2"}, "", False),
    ],
)
def test_a_reason_is_due_below_full_marks_where_a_person_judges(
    spec: dict[str, Any], inputs: dict[str, str], reason: str, needed: bool
) -> None:
    assert score_cell(indicator(**spec), CellInput(inputs, reason=reason)).needs_reason is needed


def test_not_applicable_as_full_marks() -> None:
    result = score_cell(indicator(na_mode="full"), CellInput(not_applicable=True, reason="未开展"))
    assert (result.state, result.points, result.applicable_full) == ("not_applicable", Decimal("5.00"), 5)
    assert result.complete
    assert [step.zh for step in result.steps] == ["缺项：按满分 5.00 分计"]
    assert not result.needs_reason


def test_not_applicable_left_out() -> None:
    result = score_cell(indicator(na_mode="exclude"), CellInput(not_applicable=True))
    assert (result.state, result.points, result.applicable_full) == ("not_applicable", None, 0)
    assert result.complete
    assert [step.zh for step in result.steps] == ["缺项：不计入，按其余指标折算"]
    assert result.needs_reason


def test_not_applicable_where_it_is_forbidden() -> None:
    result = score_cell(indicator(), CellInput({"points": "5"}, not_applicable=True))
    assert (result.state, result.points, result.applicable_full) == ("invalid", None, 5)
    assert [problem.input for problem in result.problems] == ["not_applicable"]
    assert not result.complete


def test_not_applicable_comes_before_whatever_was_entered() -> None:
    cell = CellInput({"points": "nonsense"}, not_applicable=True)
    assert score_cell(indicator(na_mode="full"), cell).points == 5


def test_points_below_zero_count_only_where_the_rule_says_so() -> None:
    kinds = [{"code": "a", "name": "空项", "deduct": "3"}]
    spec = {"kind": "count", "params": {"kinds": kinds, "may_go_negative": True}}
    result = score_cell(indicator(**spec), CellInput({"count.a": "4"}))
    assert (result.points, result.lost) == (Decimal("-7.00"), Decimal("12.00"))


def test_the_rule_is_bound_once_and_does_not_touch_equality() -> None:
    spec, twin = indicator(**RATE), indicator(**RATE)
    assert spec.rule() is spec.rule()
    assert spec == twin
    assert hash(spec) == hash(twin)
    assert [field.name for field in spec.entry()] == ["numerator", "denominator"]
    assert spec.sentence().zh.startswith("比率≥90% 得满分 5 分")


def test_a_faulty_rule_can_not_score() -> None:
    with pytest.raises(ValueError, match="target"):
        score_cell(indicator(kind="linear"), CellInput())


def test_modes_have_labels() -> None:
    assert list(NA_MODES) == ["forbidden", "full", "exclude"]
