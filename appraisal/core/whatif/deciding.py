"""What decides ranks. RULES 14.

An indicator decides a rank where two centres would change places without it: once left out of everybody's sheet
(the rest scaled up), once with full marks for everybody.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import lcm
from operator import itemgetter

from appraisal.core.cells import IndicatorSpec
from appraisal.core.points import ZERO, exact, round_points, to_hundredths
from appraisal.core.whatif.altered import Altered, half_up
from appraisal.core.whatif.base import YEAR, Base
from appraisal.core.whatif.reckon import Reckoned, weights_of

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Weight:
    """How much one indicator decides. `spread` is between the best and the worst centre, in points (of the year:
    weighted by round).

    `removed` and `levelled` count the pairs of centres, of `pairs`, that would change places without it and with full
    marks for all.
    """

    code: str
    name: str
    full_marks: Decimal
    spread: Decimal
    removed: int
    levelled: int
    pairs: int

    @property
    def share(self) -> Fraction:
        """Per cent of pairs that change places one way or the other, the larger of the two."""
        return Fraction(max(self.removed, self.levelled) * 100, self.pairs) if self.pairs else Fraction(0)


class Field:
    """The sheets that count for each centre, ready to be altered, with their weights; `before` are graded totals."""

    def __init__(self, found: Reckoned) -> None:
        self.found = found
        graded = {key: line.total for key, line in found.lines.items() if line.standing == "graded"}
        self.before = {key: to_hundredths(total) for key, total in graded.items() if total is not None}
        self.weights = _whole_weights(found.base)
        self.sheets = {key: self._sheets(key) for key in found.lines}

    def _sheets(self, key: str) -> list[tuple[int, Altered | None]]:
        """By round that counts for a centre; None where a sheet is missing or has something open."""
        found = []
        for one in self.found.base.rounds:
            if key not in one.exempt and self.weights[one.code]:
                sheet = self.found.sheets[one.code].get(key)
                whole = sheet is not None and sheet.total is not None
                found.append((self.weights[one.code], Altered(one, sheet) if whole and sheet else None))
        return found

    def total(self, key: str, totals: Iterable[int | None]) -> int | None:
        """A centre's total from those of the rounds that count, in hundredths: as `year_total`."""
        value = weights = 0
        for (weight, _sheet), one in zip(self.sheets[key], totals, strict=True):
            if one is None:
                return None
            value, weights = value + weight * one, weights + weight
        return half_up(value, weights) if weights else None

    def levelled(self, key: str, code: str) -> int | None:
        return self.total(key, [one.levelled(code) if one else None for _weight, one in self.sheets[key]])

    def without(self, key: str, code: str) -> int | None:
        return self.total(key, [one.without(code) if one else None for _weight, one in self.sheets[key]])

    def points(self, key: str, code: str) -> Fraction | None:
        """Points of one indicator; of a year the rounds' points weighted like the totals."""
        got = whole = 0
        for weight, one in self.sheets[key]:
            points = one.points.get(code) if one else None
            if points is not None:
                got, whole = got + weight * points, whole + weight
        return (ZERO + got) / (whole * 100) if whole else None


def deciding(found: Reckoned) -> list[Weight]:
    """Every indicator of the grading scheme with what it decides, the most deciding first."""
    field = Field(found)
    weights = [_weight(field, spec) for _, spec in found.base.scheme.indicators()]
    return sorted(weights, key=lambda one: (-one.share, -one.spread, one.code))


def _whole_weights(base: Base) -> dict[str, int]:
    """The weights of the rounds as whole numbers in their ratio, 0 for a round that doesn't count."""
    known = weights_of(base) if base.kind == YEAR else {base.rounds[-1].code: Decimal(1)}
    found = {one.code: exact(known.get(one.code, NOTHING)) for one in base.rounds}
    whole = lcm(*(one.denominator for one in found.values()))
    return {code: (one * whole).numerator for code, one in found.items()}


def _weight(field: Field, spec: IndicatorSpec) -> Weight:
    before = field.before
    got = [value for key in before if (value := field.points(key, spec.code)) is not None]
    return Weight(
        code=spec.code,
        name=spec.name,
        full_marks=spec.full_marks,
        spread=round_points(max(got) - min(got)) if got else NOTHING,
        removed=_flips(before, {key: field.without(key, spec.code) for key in before}),
        levelled=_flips(before, {key: field.levelled(key, spec.code) for key in before}),
        pairs=len(before) * (len(before) - 1) // 2,
    )


def _flips(before: Mapping[str, int], after: Mapping[str, int | None]) -> int:
    """Pairs whose order is turned round: one strictly ahead before, the other strictly ahead after.

    Centres come in from the last to the first, equal ones together; those behind are kept in the order of after.
    """
    moved = sorted((before[key], value) for key, value in after.items() if value is not None)
    count, behind = 0, list[int]()
    for _old, equal in groupby(moved, key=itemgetter(0)):
        new = [value for _before, value in equal]
        count += sum(len(behind) - bisect_right(behind, value) for value in new)
        for value in new:
            insort(behind, value)
    return count
