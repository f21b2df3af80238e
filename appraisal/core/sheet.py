"""One score sheet as a whole: category sums, the total, and what acts beyond single cells. Source: RULES 3, 4, 5.

Vetoes zero items or hold the grade down, gates hold the grade down, factors scale the score. Each is said in the
steps; the points of a cell that a veto zeroes stay visible in the cell itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from appraisal.core.bands import GradeBand
from appraisal.core.cells import NO_POINTS, CellResult
from appraisal.core.gates import GateMark, GateSpec, gate_mark
from appraisal.core.points import ZERO
from appraisal.core.rules.effects import CeilingEffect, Effect, FactorEffect, ZeroItems
from appraisal.core.text import Text, join
from appraisal.core.totals import ONE, CategorySpec, CategoryTotal, Total, category_total, round_total

Json = dict[str, Any]
# What a cell did beyond its points, with the code of its indicator.
CellEffect = tuple[str, Effect]


@dataclass(frozen=True, slots=True)
class SheetOutcome:
    """Sums, total, and the marks behind each gate; `effects` as the cells gave them."""

    categories: tuple[CategoryTotal, ...]
    total: Total
    gates: tuple[GateMark, ...]
    effects: tuple[CellEffect, ...]


def sheet_outcome(
    categories: Sequence[CategorySpec],
    results: Mapping[str, CellResult],
    gates: Sequence[GateSpec] = (),
    effects: Sequence[CellEffect] = (),
) -> SheetOutcome:
    """Sum one sheet. `results` by indicator code; `effects` of its cells, in the order of the scheme."""
    effective = with_zeroed(results, effects)
    return kept_outcome([category_total(one, effective) for one in categories], effective, gates, effects)


def kept_outcome(
    sums: Sequence[CategoryTotal],
    results: Mapping[str, CellResult],
    gates: Sequence[GateSpec],
    effects: Sequence[CellEffect],
) -> SheetOutcome:
    """The same from category sums at hand. `results` need to hold the cells behind gates only, zeroed ones at 0."""
    factor, text = whole_factor(effects)
    return SheetOutcome(
        categories=tuple(sums),
        total=round_total(sums, factor, text),
        gates=tuple(gate_mark(gate, results) for gate in gates),
        effects=tuple(effects),
    )


def with_zeroed(results: Mapping[str, CellResult], effects: Iterable[CellEffect]) -> Mapping[str, CellResult]:
    """The results with every item that a veto zeroes at 0 points; a deduction below 0 stays."""
    zeroed = {code for _, effect in effects if isinstance(effect, ZeroItems) for code in effect.codes}
    if not zeroed:
        return results
    return {
        code: result._replace(points=NO_POINTS)
        if code in zeroed and result.points is not None and result.points > 0
        else result
        for code, result in results.items()
    }


def whole_factor(effects: Iterable[CellEffect]) -> tuple[Fraction, Text | None]:
    """The product of all factors, and their words; 1 and None where there is none."""
    factors = [effect for _, effect in effects if isinstance(effect, FactorEffect)]
    if not factors:
        return ONE, None
    product = ONE
    for one in factors:
        product *= one.factor
    return product, join([one.text for one in factors], "、", ", ")


def effects_json(outcome: SheetOutcome) -> list[Json]:
    """What is kept with a sheet so that it can be graded without its cells: strings only, in a fixed order."""
    found: list[Json] = []
    for code, effect in outcome.effects:
        row: Json = {"indicator": code, "text": effect.text.as_json()}
        if isinstance(effect, ZeroItems):
            row |= {"kind": "zero", "codes": list(effect.codes)}
        elif isinstance(effect, CeilingEffect):
            row |= {"kind": "ceiling", "band": effect.band}
        else:
            row |= {"kind": "factor", "factor": str(effect.factor)}
        found.append(row)
    for mark in outcome.gates:
        figures = {"got": str(mark.got), "full": str(mark.full), "percent": f"{mark.percent:f}"}
        found.append({"kind": "gate", "name": mark.name, **figures})
    return found


@dataclass(frozen=True, slots=True)
class KeptEffects:
    """`effects_json` read back: what grading needs of one sheet."""

    factor: Fraction = ONE
    factor_text: Text | None = None
    ceilings: tuple[CeilingEffect, ...] = ()
    zeroed: tuple[Text, ...] = ()
    gates: tuple[GateMark, ...] = ()


def read_effects(kept: Iterable[Json]) -> KeptEffects:
    """Read what `effects_json` wrote."""
    rows = list(kept)
    factors = [
        (row["indicator"], FactorEffect(Fraction(row["factor"]), _text(row)))
        for row in rows
        if row["kind"] == "factor"
    ]
    factor, words = whole_factor(factors)
    return KeptEffects(
        factor=factor,
        factor_text=words,
        ceilings=tuple(CeilingEffect(row["band"], _text(row)) for row in rows if row["kind"] == "ceiling"),
        zeroed=tuple(_text(row) for row in rows if row["kind"] == "zero"),
        gates=tuple(_gate(row) for row in rows if row["kind"] == "gate"),
    )


def _text(row: Json) -> Text:
    return Text(row["text"]["zh"], row["text"]["en"])


def _gate(row: Json) -> GateMark:
    return GateMark(row["name"], Fraction(row["got"]), Fraction(row["full"]), Decimal(row["percent"]))


def weighted_gates(parts: Sequence[tuple[KeptEffects, Fraction]]) -> tuple[GateMark, ...]:
    """The gates of a year: each round's rate × its weight. A gate of which nothing applied in a round skips it."""
    found: dict[str, list[tuple[GateMark, Fraction]]] = {}
    for kept, weight in parts:
        for mark in kept.gates:
            found.setdefault(mark.name, []).append((mark, weight))
    return tuple(_weighted(name, marks) for name, marks in found.items())


def _weighted(name: str, marks: Sequence[tuple[GateMark, Fraction]]) -> GateMark:
    counted = [(mark, weight) for mark, weight in marks if mark.rate is not None]
    got = sum(((mark.rate or ZERO) * weight for mark, weight in counted), ZERO)
    full = sum((weight * 100 for _, weight in counted), ZERO)
    return GateMark(name, got, full, marks[-1][0].percent)


def ceiling(
    bands: Sequence[GradeBand], ceilings: Iterable[CeilingEffect], gates: Iterable[GateMark]
) -> tuple[str, Text | None]:
    """The best band still allowed ("" for all) and why, from `bands` in any order.

    A failed gate bars the top band; a veto names its own, "" being the worst. Raises ValueError for an unknown band.
    """
    ordered = sorted(bands, key=lambda band: band.floor, reverse=True)
    codes = [band.code for band in ordered]
    found = [(codes.index(one.band) if one.band else len(codes) - 1, one.text) for one in ceilings]
    found += [(1, mark.text()) for mark in gates if not mark.passed]
    if not found:
        return "", None
    lowest = max(place for place, _ in found)
    return codes[lowest], join([text for place, text in found if place == lowest])
