"""One cell: an indicator of the scheme with what was entered for one centre in one round.

A cell is unscored (something is missing), invalid (something is wrong), scored, or not applicable (缺项).
Only the last two let a sheet be submitted. Source: RULES 3, modifiers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from appraisal.core.points import round_points
from appraisal.core.rules import Bound, Cohort, EntryField, Outcome, Params, Problem, rule_for
from appraisal.core.text import Text

NaMode = Literal["full", "exclude", "forbidden"]
CellState = Literal["unscored", "scored", "not_applicable", "invalid"]
NA_MODES: Mapping[str, Text] = {
    "forbidden": Text("不得缺项", "never"),
    "full": Text("缺项得满分", "full marks"),
    "exclude": Text("缺项不计，按比例折算", "left out, the rest scaled up"),
}
NO_POINTS = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorSpec:
    """One indicator of a scheme. `full_marks` are points; `params` JSON data of the rule `kind`.

    `full_marks` are 0 where the kind carries none (a veto, a bonus on top). `needs_evidence` lets a cell be
    marked as lacking evidence, which earns 0 with a remark.

    `revenue_basis` names the revenue an indicator rests on ("drug", "examination", "test", "consumables"),
    "" for none. `bands` are the names of the scheme's grades by code, for words alone.
    """

    code: str
    name: str
    full_marks: Decimal
    kind: str
    params: Params = field(hash=False)
    na_mode: NaMode = "forbidden"
    revenue_basis: str = ""
    needs_evidence: bool = False
    bands: Mapping[str, str] = field(default_factory=dict, hash=False, repr=False, compare=False)
    _bound: Bound[Any] | None = field(default=None, init=False, repr=False, compare=False)

    def rule(self) -> Bound[Any]:
        """Return the rule ready to score; made once. Raises ValueError where the parameters are faulty."""
        if self._bound is None:
            bound = rule_for(self.kind).bind(self.params, self.full_marks).called(self.bands)
            object.__setattr__(self, "_bound", bound)
        assert self._bound is not None  # noqa: S101  (set just above)
        return self._bound

    def entry(self) -> tuple[EntryField, ...]:
        return self.rule().entry

    def sentence(self) -> Text:
        return self.rule().sentence()


class CellInput(NamedTuple):
    """What was entered: inputs by field name as canonical strings, the marks 缺项 and 未提供佐证, and a reason."""

    inputs: Mapping[str, str] = MappingProxyType({})
    not_applicable: bool = False
    reason: str = ""
    no_evidence: bool = False


class CellResult(NamedTuple):
    """What a cell is worth. A tuple, as everything made once a cell: a frozen dataclass takes eight times as long.

    `points` is None where the cell is unscored, invalid, or not applicable and left out.
    `applicable_full` is what the cell adds to the marks that could be earned: 0 where it is left out.
    """

    state: CellState
    points: Decimal | None
    full_marks: Decimal
    applicable_full: Decimal
    value: Fraction | None = None
    steps: tuple[Text, ...] = ()
    needs_reason: bool = False
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def complete(self) -> bool:
        return self.state in {"scored", "not_applicable"}

    @property
    def lost(self) -> Decimal | None:
        """Points below full marks; None where nothing was scored, negative where a bonus was earned."""
        return None if self.points is None else round_points(self.full_marks - self.points)


def score_cell(
    spec: IndicatorSpec, cell: CellInput, *, explain: bool = True, cohort: Cohort | None = None
) -> CellResult:
    """Score one cell. 缺项 comes first, then 未提供佐证: whatever else was entered is kept but not used.

    `cohort` holds the values of all centres for a kind that compares them; without it such a cell is unscored.
    """
    if cell.not_applicable:
        return _not_applicable(spec, cell)
    if cell.no_evidence:
        return _no_evidence(spec, cell)
    rule = spec.rule()
    outcome = rule.score(cell.inputs, explain=explain, cohort=cohort)
    below = outcome.points is not None and outcome.points < spec.full_marks
    return CellResult(
        state=_state(outcome),
        points=outcome.points,
        full_marks=spec.full_marks,
        applicable_full=spec.full_marks,
        value=outcome.value,
        steps=outcome.steps,
        needs_reason=below and rule.judged and not cell.reason.strip(),
        missing=outcome.missing,
        problems=outcome.problems,
    )


def _state(outcome: Outcome) -> CellState:
    if outcome.problems and outcome.errors:
        return "invalid"
    return "unscored" if outcome.points is None else "scored"


def _not_applicable(spec: IndicatorSpec, cell: CellInput) -> CellResult:
    if spec.na_mode == "forbidden":
        message = Text("本指标不得标注缺项。", "This indicator can't be marked as not applicable.")
        return _left_open(spec, Problem("not_applicable", message))
    full = round_points(spec.full_marks)
    excluded = spec.na_mode == "exclude"
    if excluded:
        step = Text("缺项：不计入，按其余指标折算", "Not applicable: left out, the rest is scaled up")
    else:
        step = Text(f"缺项：按满分 {full} 分计", f"Not applicable: counts as full marks, {full} points")
    return CellResult(
        state="not_applicable",
        points=None if excluded else full,
        full_marks=spec.full_marks,
        applicable_full=NO_POINTS if excluded else spec.full_marks,
        steps=(step,),
        needs_reason=not cell.reason.strip(),
    )


def _no_evidence(spec: IndicatorSpec, cell: CellInput) -> CellResult:
    """0 points with the remark that no evidence was given, whatever the value would earn (RULES 3)."""
    if not spec.needs_evidence:
        message = Text("本指标不要求佐证材料。", "This indicator asks for no evidence.")
        return _left_open(spec, Problem("no_evidence", message))
    step = Text("未提供佐证材料，该项不得分", "No evidence was given: nothing is earned")
    return CellResult(
        state="scored",
        points=NO_POINTS,
        full_marks=spec.full_marks,
        applicable_full=spec.full_marks,
        steps=(step,),
        needs_reason=not cell.reason.strip(),
    )


def _left_open(spec: IndicatorSpec, problem: Problem) -> CellResult:
    return CellResult(
        state="invalid",
        points=None,
        full_marks=spec.full_marks,
        applicable_full=spec.full_marks,
        problems=(problem,),
    )
