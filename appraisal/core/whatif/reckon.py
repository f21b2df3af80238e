"""Totals, ranks and grades of a base, through the cores that score, sum and grade the real rounds. RULES 3–5.

Without a change the result is the one that is kept and published: the order of steps is that of
`appraisal.grading`, and tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from appraisal.core.cells import CellResult, IndicatorSpec, score_cell
from appraisal.core.gates import GateMark
from appraisal.core.grading import Candidate, Grades, Grading, grade_all
from appraisal.core.points import exact, round_points
from appraisal.core.rules import Cohort
from appraisal.core.sheet import (
    CellEffect,
    KeptEffects,
    SheetOutcome,
    ceiling,
    effects_json,
    kept_outcome,
    read_effects,
    weighted_gates,
    with_zeroed,
)
from appraisal.core.totals import CategoryTotal, category_total, year_total
from appraisal.core.whatif.base import BLANK, YEAR, Base, Cells, RoundSheets

Results = Mapping[str, CellResult]
Amounts = Mapping[str, Decimal | None]
NO_EFFECTS = KeptEffects()
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One centre's sheet in one round, scored and summed."""

    results: Results
    effects: tuple[CellEffect, ...]
    outcome: SheetOutcome

    @property
    def total(self) -> Decimal | None:
        return self.outcome.total.value

    def kept(self) -> KeptEffects:
        """What acts beyond the cells, read as grading reads it from a stored sheet."""
        if not (self.outcome.effects or self.outcome.gates):
            return NO_EFFECTS
        return read_effects(effects_json(self.outcome))


@dataclass(frozen=True, slots=True)
class Line:
    """One centre before grading: its round totals by round, and what is graded."""

    key: str
    totals: Amounts
    candidate: Candidate

    @property
    def total(self) -> Decimal | None:
        return self.candidate.total

    @property
    def standing(self) -> str:
        return self.candidate.standing


Sheets = Mapping[str, Mapping[str, Sheet]]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A base worked out: sheets by round and centre, lines by centre, grades."""

    base: Base
    sheets: Sheets
    lines: Mapping[str, Line]
    grades: Grades

    def graded(self) -> dict[str, Grading]:
        return {one.key: one for one in self.grades.graded}


def reckon(base: Base, known: Reckoned | None = None) -> Reckoned:
    """Score, sum and grade a base. Cells that `known` (the same county before a change) has are not scored again."""
    sheets = {one.code: score_round(one, _known_round(known, one.code)) for one in base.rounds}
    lines = {key: line_of(base, sheets, key) for key in base.centres()}
    return Reckoned(base, sheets, lines, grades_of(base, lines))


def first_grades(found: Reckoned) -> Grades:
    """The grades of the year's first round by itself: they judge the first part of the holdback (RULES 9)."""
    first = found.base.rounds[0]
    alone = Base(first.code, (first,), found.base.decided)
    return grades_of(alone, {key: line_of(alone, found.sheets, key) for key in alone.centres()})


def grades_of(base: Base, lines: Mapping[str, Line]) -> Grades:
    candidates = [lines[key].candidate for key in lines]
    scheme = base.scheme
    return grade_all(candidates, scheme.bands, scheme.cap_percent, base.decided.get(base.kind, ()))


KnownRound = tuple[RoundSheets, Mapping[str, Sheet]]


def _known_round(known: Reckoned | None, code: str) -> KnownRound | None:
    current = known.base.round(code) if known else None
    return (current, known.sheets[code]) if known and current else None


def score_round(current: RoundSheets, known: KnownRound | None = None) -> dict[str, Sheet]:
    """Every sheet of a round by centre. Kinds that compare centres come last, over the values of all."""
    results: dict[str, dict[str, CellResult]] = {key: {} for key in current.cells}
    for _, spec in current.scheme.indicators():
        same = _same_spec(spec, known)
        cohort = _cohort(spec, current.cells) if spec.rule().rule.cohort else None
        for key, cells in current.cells.items():
            cell = cells.get(spec.code, BLANK)
            if same and known is not None and cohort is None:
                before, scored = known[0].cells.get(key), known[1].get(key)
                if before is not None and scored is not None and before.get(spec.code, BLANK) is cell:
                    results[key][spec.code] = scored.results[spec.code]
                    continue
            results[key][spec.code] = score_cell(spec, cell, explain=False, cohort=cohort)
    return {key: sheet_of(current, current.cells[key], results[key]) for key in current.cells}


def _same_spec(spec: IndicatorSpec, known: KnownRound | None) -> bool:
    return known is not None and known[0].indicator(spec.code) is spec


def _cohort(spec: IndicatorSpec, cells: Mapping[str, Cells]) -> Cohort:
    values = (score_cell(spec, one.get(spec.code, BLANK), explain=False).value for one in cells.values())
    return tuple(value for value in values if value is not None)


def sheet_of(current: RoundSheets, cells: Cells, results: Results) -> Sheet:
    """Sum one sheet from its results and what its cells do beyond their points."""
    effects = tuple(_effects(current, cells))
    return summed(current, results, effects)


def summed(current: RoundSheets, results: Results, effects: tuple[CellEffect, ...]) -> Sheet:
    effective = with_zeroed(results, effects)
    sums = [scaled(current, category_total(category, effective)) for category in current.scheme.categories]
    return Sheet(results, effects, kept_outcome(sums, effective, current.scheme.gates, effects))


def scaled(current: RoundSheets, total: CategoryTotal) -> CategoryTotal:
    """A category whose marks a scenario changed: its sums × the factor, half up to 0.01; others as they are."""
    factor = current.scales.get(total.code)
    if factor is None:
        return total
    return replace(
        total,
        points=round_points(exact(total.points) * factor),
        full_marks=round_points(exact(total.full_marks) * factor),
        applicable_full=round_points(exact(total.applicable_full) * factor),
    )


def _effects(current: RoundSheets, cells: Cells) -> list[CellEffect]:
    found: list[CellEffect] = []
    for _, spec in current.scheme.indicators():
        rule = spec.rule()
        cell = cells.get(spec.code, BLANK)
        if not rule.rule.acts or cell.not_applicable or cell.no_evidence:
            continue
        effect = rule.effect(cell.inputs)
        if effect is not None:
            found.append((spec.code, effect))
    return found


def line_of(base: Base, sheets: Sheets, key: str) -> Line:
    """One centre's line of a round or a year, from its sheets."""
    return _year_line(base, sheets, key) if base.kind == YEAR else _round_line(base, sheets, key)


def _round_line(base: Base, sheets: Sheets, key: str) -> Line:
    current = base.rounds[-1]
    sheet = sheets[current.code].get(key)
    total = sheet.total if sheet else None
    standing = "exempt" if key in current.exempt else ("graded" if total is not None else "incomplete")
    totals = {current.code: total}
    sums = tie_sums(current, sheet)
    kept = sheet.kept() if sheet else NO_EFFECTS
    wanted = total if standing == "graded" else None
    return Line(key, totals, _candidate(base, key, wanted, standing, totals, sums, [kept], kept.gates))


def _year_line(base: Base, sheets: Sheets, key: str) -> Line:
    own = {one.code: sheets[one.code].get(key) for one in base.rounds}
    totals = {code: sheet.total if sheet else None for code, sheet in own.items()}
    weights = weights_of(base)
    exempt = [one.code for one in base.rounds if key in one.exempt]
    total = year_total(totals, weights, exempt).value
    counted = [one for one in base.rounds if one.code not in exempt and one.code in weights]
    kept = [sheet.kept() if (sheet := own[one.code]) else NO_EFFECTS for one in counted]
    shares = [exact(weights.get(one.code, ZERO)) for one in counted]
    gates = weighted_gates(list(zip(kept, shares, strict=True)))
    standing = "graded" if total is not None else "incomplete"
    sums = _weighted_sums(base, own, weights, exempt)
    shown = {code: None if code in exempt else value for code, value in totals.items()}
    return Line(key, shown, _candidate(base, key, total, standing, totals, sums, kept, gates))


def weights_of(base: Base) -> dict[str, Decimal]:
    """The weights of the rounds that the base has and that count, in its order."""
    known = {one.code: one.weight_percent for one in base.scheme.rounds}
    return {one.code: known[one.code] for one in base.rounds if known.get(one.code, ZERO) > 0}


def _weighted_sums(
    base: Base, own: Mapping[str, Sheet | None], weights: Mapping[str, Decimal], exempt: Sequence[str]
) -> Amounts:
    parts = {one.code: tie_sums(one, own[one.code]) for one in base.rounds}
    roles = {role for sums in parts.values() for role in sums}
    return {
        role: year_total({code: sums.get(role) for code, sums in parts.items()}, weights, exempt).value
        for role in roles
    }


def tie_sums(current: RoundSheets, sheet: Sheet | None) -> Amounts:
    """Comparable points of the categories that part equal totals, summed by their role."""
    sums: dict[str, Decimal | None] = {}
    if sheet is None:
        return sums
    for category, total in zip(current.scheme.categories, sheet.outcome.categories, strict=True):
        if not category.tie_break:
            continue
        share, known = total.comparable, sums.get(category.tie_break)
        sums[category.tie_break] = share if known is None else (known if share is None else known + share)
    return sums


def _candidate(
    base: Base,
    key: str,
    total: Decimal | None,
    standing: str,
    totals: Amounts,
    sums: Amounts,
    kept: Sequence[KeptEffects],
    gates: Sequence[GateMark],
) -> Candidate:
    known = {**totals, **sums}
    ceilings = tuple(effect for one in kept for effect in one.ceilings)
    best, why = ceiling(base.scheme.bands, ceilings, gates)
    found = Candidate(
        key=key,
        total=total,
        tie_breaks=tuple(_on_grid(known.get(name)) for name in base.scheme.tie_breaks),
        standing=standing,  # type: ignore[arg-type]  # one of the core's three
        ceiling=best,
    )
    return found if why is None else replace(found, ceiling_reason=why)


def _on_grid(value: Decimal | None) -> Decimal | None:
    return None if value is None else round_points(value)
