"""composite: several rules under one indicator, each with a cap of its own. RULES 3, worked example 15.7.

sum: points = Σ points of the parts; their full marks add up to the indicator's (a part that only adds has none).
shared: all parts deduct from the same marks: points = full − Σ (part full − part points), 扣完为止 (not below 0)
or down to a floor below 0. A part's full marks are then the most that it may cost; the indicator's by default.

Inputs are called "part.input", so that two parts of one kind don't meet. Kinds that act beyond a cell (rank, veto,
factor) and composites themselves can't be parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from appraisal.core.points import ZERO, from_hundredths
from appraisal.core.rules.base import Bound, Limits, Raw, Rule, Trace, hold
from appraisal.core.rules.composite_parameters import BEYOND_A_CELL, FLOOR, MODE, SHARED, parts_parameter
from appraisal.core.rules.composite_words import (
    clause,
    deduction_step,
    marks_clause,
    opening,
    prefixed,
    sum_step,
    total_step,
)
from appraisal.core.rules.inputs import EntryField, Problem, Values
from appraisal.core.rules.parameters import Fault, Params, Settings, part_place
from appraisal.core.text import Text, join, plain


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its rule ready to score; `names` are its inputs as the cell calls them and as its rule does."""

    code: str
    name: str
    full: Fraction
    bound: Bound[Any]
    names: tuple[tuple[str, str], ...]

    def own(self, values: Values) -> Values:
        return {short: values[long] for long, short in self.names if long in values}


@dataclass(frozen=True, slots=True)
class CompositeTerms:
    """`floor` None means none but those of the parts."""

    full: Fraction
    shared: bool
    parts: tuple[Part, ...]
    floor: Fraction | None


class CompositeRule(Rule[CompositeTerms]):
    kind = "composite"
    name = Text("组合", "Composite")
    about = Text(
        "一个指标含几个子项，各用一种规则、各有上限：各子项得分相加，或各子项在同一分值内扣分。",
        "Several rules under one indicator, each with a cap: their points add up, or all deduct from the same marks.",
    )

    def __init__(self, leaves: Mapping[str, Rule[Any]]) -> None:
        """`leaves` are all other kinds; those that act within a cell may be parts."""
        self.leaves = {kind: rule for kind, rule in leaves.items() if kind not in BEYOND_A_CELL}
        self.parts = parts_parameter(self.leaves)
        self.parameters = (MODE, self.parts, FLOOR)

    def is_judged(self, terms: CompositeTerms) -> bool:
        return any(part.bound.judged for part in terms.parts)

    def wants_source(self, terms: CompositeTerms) -> bool:
        return any(part.bound.needs_source for part in terms.parts)

    def carries_marks(self, params: Params) -> bool:
        parts = params.get("parts")
        if params.get("mode") == SHARED or not isinstance(parts, list) or not parts:
            return True
        return any(not isinstance(part, Mapping) or self._carries(part) for part in parts)

    def terms(self, settings: Settings, full: Fraction) -> CompositeTerms:
        shared = settings.text("mode") == SHARED
        floor = settings.optional("floor")
        parts = tuple(self._part(row, full, shared) for row in settings.rows("parts"))
        return CompositeTerms(full, shared, parts, ZERO if shared and floor is None else floor)

    def _part(self, row: Settings, full: Fraction, shared: bool) -> Part:
        own = self._full(row, full, shared) or ZERO
        bound = self.leaves[row.text("kind")].bind(row.params(), _points(own))
        names = tuple((f"{row.text('code')}.{field.name}", field.name) for field in bound.entry)
        return Part(row.text("code"), row.text("name"), own, bound, names)

    def _full(self, row: Settings, full: Fraction, shared: bool) -> Fraction | None:
        """The full marks of a part; None where they are due and weren't given."""
        given = row.optional("full_marks")
        if given is not None:
            return given
        if not self._carries(row.data):
            return ZERO
        return full if shared else None

    def _carries(self, part: Mapping[str, Any]) -> bool:
        rule, params = self.leaves.get(str(part.get("kind"))), part.get("params") or {}
        return rule is None or not isinstance(params, Mapping) or rule.carries_marks(params)

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        found = [*self._repeated(settings), *self._part_faults(settings, full)]
        return found or [*self._sum_faults(settings, full)]

    def _repeated(self, settings: Settings) -> Iterator[Fault]:
        """A code or a name that stands twice: inputs and explanations would be taken for each other."""
        for column in ("code", "name"):
            seen: set[str] = set()
            for number, row in enumerate(settings.rows("parts")):
                if row.text(column) in seen:
                    word = "代码" if column == "code" else "名称"
                    message = Text(f"子项{word}重复。", f"This {column} is used by another part.")
                    yield self._fault(number, row, column, message, row.text(column))
                seen.add(row.text(column))

    def _part_faults(self, settings: Settings, full: Fraction) -> Iterator[Fault]:
        shared = settings.text("mode") == SHARED
        most = full - (settings.optional("floor") or 0)
        for number, row in enumerate(settings.rows("parts")):
            own = self._full(row, full, shared)
            if own is None:
                message = Text("各子项得分相加时必须填写。", "Required where the points of the parts add up.")
                yield self._fault(number, row, "full_marks", message)
                continue
            if shared and own > most:
                message = Text(f"最多扣 {plain(most)} 分。", f"It can't cost more than {plain(most)}.")
                yield self._fault(number, row, "full_marks", message, plain(own))
            yield from self._own_faults(number, row, own)

    def _own_faults(self, number: int, row: Settings, own: Fraction) -> Iterator[Fault]:
        """What the part's own rule finds, seen from outside."""
        for fault in self.leaves[row.text("kind")].check(row.params(), _points(own)):
            if fault.path == "full_marks":
                yield self._fault(number, row, "full_marks", fault.message, fault.value)
            else:
                yield fault.within(f"parts[{number}].params", part_place(self.parts, number, row.data))

    def _sum_faults(self, settings: Settings, full: Fraction) -> Iterator[Fault]:
        if settings.text("mode") == SHARED:
            return
        total = sum((self._full(row, full, False) or ZERO for row in settings.rows("parts")), ZERO)
        if total != full:
            got, want = plain(total), plain(full)
            zh = f"各子项满分合计 {got} 分，应等于指标满分 {want} 分。"
            yield self.fault("parts", Text(zh, f"The parts add up to {got} marks, not {want}."), total)

    def _fault(self, number: int, row: Settings, column: str, message: Text, value: str = "") -> Fault:
        label = next(one.label for one in self.parts.columns if one.name == column)
        place = part_place(self.parts, number, row.data)
        place += Text(f" {label.zh}（{column}）", f", {label.en} ({column})")
        return Fault(f"parts[{number}].{column}", place, message, value)

    def fields(self, terms: CompositeTerms) -> tuple[EntryField, ...]:
        return tuple(
            prefixed(part.code, part.name, field) for part in terms.parts for field in part.bound.entry
        )

    def limits(self, terms: CompositeTerms) -> Limits:
        lowest: Fraction | None = (
            sum((part.full for part in terms.parts), ZERO) if not terms.shared else terms.full
        )
        highest = terms.full
        for part in terms.parts:
            low = part.bound.limits.lowest
            lowest = None if lowest is None or low is None else lowest + low - part.full
            highest += part.bound.limits.highest - part.full
        if terms.floor is not None:
            lowest = terms.floor if lowest is None else max(lowest, terms.floor)
        return Limits(lowest, highest)

    def objections(self, terms: CompositeTerms, values: Values) -> tuple[Problem, ...]:
        found: list[Problem] = []
        for part in terms.parts:
            for problem in part.bound.rule.objections(part.bound.terms, part.own(values)):
                message = Text(f"{part.name}：", f"{part.name}: ") + problem.message
                found.append(Problem(f"{part.code}.{problem.input}", message, problem.severity))
        return tuple(found)

    def compute(self, terms: CompositeTerms, values: Values, trace: Trace) -> Raw:
        got = [_points_of(part, terms.shared, values, trace) for part in terms.parts]
        if not terms.shared:
            points = sum(got, ZERO)
            _tell(trace, got, points)
            return Raw(points)
        changes = [points - part.full for part, points in zip(terms.parts, got, strict=True)]
        points = terms.full + sum(changes, ZERO)
        _tell(trace, [terms.full, *(change for change in changes if change)], points)
        return Raw(points)

    def describe(self, terms: CompositeTerms) -> Text:
        clauses = join(
            clause(
                number, part.name, marks_clause(part.full, terms.full, terms.shared), part.bound.sentence()
            )
            for number, part in enumerate(terms.parts, start=1)
        )
        return opening(terms.full, terms.floor, terms.shared) + clauses + Text("。", ".")


def _tell(trace: Trace, numbers: list[Fraction], points: Fraction) -> None:
    if trace is not None:
        trace.append(total_step(numbers, points))


def _points(full: Fraction) -> Decimal:
    """Full marks as the rules take them; they are on the grid, or a fault said so."""
    hundredths = full * 100
    return from_hundredths(hundredths.numerator) if hundredths.denominator == 1 else Decimal(plain(full))


def _points_of(part: Part, shared: bool, values: Values, trace: Trace) -> Fraction:
    """The exact points of one part within its own cap and floor, explained under its name."""
    own: Trace = None if trace is None else []
    raw = part.bound.rule.compute(part.bound.terms, part.own(values), own)
    points = hold(raw.points, part.bound.limits, own)
    if trace is not None:
        name = Text(f"{part.name}：", f"{part.name}: ")
        trace += [name + step for step in own or ()]
        trace.append(name + (deduction_step(part.full - points) if shared else sum_step(points, part.full)))
    return points
