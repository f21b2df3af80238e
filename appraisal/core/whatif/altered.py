"""Totals with one indicator altered, by arithmetic on the sums of a sheet: what the sensitivity view asks 20,000 times.

An indicator is left out (its marks and points gone, the rest scaled up) or levelled (full marks for everybody). The
totals are those that the cores give for sheets so altered, to the last digit; tests hold the two against each other.
All sums are whole hundredths.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from appraisal.core.points import ZERO, Exact, exact, to_hundredths
from appraisal.core.rules.effects import FactorEffect, ZeroItems
from appraisal.core.sheet import CellEffect, whole_factor
from appraisal.core.totals import CategorySpec
from appraisal.core.whatif.base import RoundSheets
from appraisal.core.whatif.reckon import Sheet, summed

MOST = 10000


class Sums(NamedTuple):
    """Marks got, declared and applicable, and points on top, of a category, of a sheet, or of one cell."""

    points: int = 0
    full: int = 0
    applicable: int = 0
    on_top: int = 0

    def plus(self, other: Sums) -> Sums:
        return Sums(
            self.points + other.points,
            self.full + other.full,
            self.applicable + other.applicable,
            self.on_top + other.on_top,
        )

    def negative(self) -> Sums:
        return Sums(-self.points, -self.full, -self.applicable, -self.on_top)


class Altered:
    """One sheet of a round, complete. `total` is its total as it stands."""

    def __init__(self, current: RoundSheets, sheet: Sheet) -> None:
        self.current, self.sheet = current, sheet
        self.total = None if sheet.total is None else to_hundredths(sheet.total)
        self.factor = exact(whole_factor(sheet.effects)[0])
        self.zeroed = {
            code for _, effect in sheet.effects if isinstance(effect, ZeroItems) for code in effect.codes
        }
        self.cells: dict[str, tuple[int, Sums, int]] = {}
        # Points of each indicator as the cell has them.
        self.points: dict[str, int | None] = {}
        self.sums = [self._category(place, one) for place, one in enumerate(current.scheme.categories)]
        categories = current.scheme.categories
        self.scales = [current.scales.get(one.code) for one in categories]
        self.shown = [self._scaled(place, one) for place, one in enumerate(self.sums)]
        self.all = Sums(*(sum(column) for column in zip(*self.shown, strict=True)))
        given = [one.weight_percent for one in categories]
        self.weights = [None if one is None else exact(one) for one in given]
        self.weighted = any(one is not None for one in given)

    def _category(self, place: int, category: CategorySpec) -> Sums:
        found = Sums()
        for spec in category.indicators:
            result, full = self.sheet.results[spec.code], to_hundredths(spec.full_marks)
            points = None if result.points is None else to_hundredths(result.points)
            got = self._counted(spec.code, points or 0)
            own = Sums(got, full, to_hundredths(result.applicable_full)) if full else Sums(on_top=got)
            # What full marks would add; what earns more, and what doesn't apply, stays.
            gain = 0 if points is None or points >= full else self._counted(spec.code, full) - got
            self.cells[spec.code], self.points[spec.code] = (place, own, gain), points
            found = found.plus(own)
        return found

    def _counted(self, code: str, points: int) -> int:
        return 0 if points > 0 and code in self.zeroed else points

    def levelled(self, code: str) -> int | None:
        """The total with full marks for one indicator, in hundredths."""
        place, own, gain = self.cells.get(code, (0, Sums(), 0))
        if not gain:
            return self.total
        return self._total(place, Sums(on_top=gain) if not own.full else Sums(points=gain), self.factor)

    def without(self, code: str) -> int | None:
        """The total with one indicator left out, with what it does to others; None where nothing is left."""
        if code not in self.cells:
            return self.total
        place, own, _gain = self.cells[code]
        factor = self.factor
        done = [effect for name, effect in self.sheet.effects if name == code]
        if any(isinstance(effect, ZeroItems) for effect in done):
            return self._summed_without(code)
        if any(isinstance(effect, FactorEffect) for effect in done):
            factor = exact(whole_factor([one for one in self.sheet.effects if one[0] != code])[0])
        return self._total(place, own.negative(), factor)

    def _total(self, place: int, more: Sums, factor: Fraction) -> int | None:
        """The total with `more` in one category, held in [0, 100]; None where nothing applies."""
        if self.scales[place] is not None:
            new = self._scaled(place, self.sums[place].plus(more))
            more = new.plus(self.shown[place].negative())
        whole = self.all.plus(more)
        if whole.applicable <= 0:
            return None
        if self.weighted:
            top, bottom = self._by_weight(place, self.shown[place].plus(more))
        else:
            top, bottom = whole.points, whole.applicable
        if whole.on_top:
            top, bottom = top * whole.full + whole.on_top * bottom, bottom * whole.full
        top, bottom = top * MOST * factor.numerator, bottom * factor.denominator
        return min(max(half_up(top, bottom), 0), MOST)

    def _by_weight(self, place: int, new: Sums) -> tuple[int, int]:
        """Each part's rate × its weight, over the weights of the parts of which something applies."""
        value = base = ZERO
        for number, weight in enumerate(self.weights):
            part = new if number == place else self.shown[number]
            if weight is not None and part.applicable > 0:
                value += Exact(part.points, part.applicable) * weight
                base += weight
        value /= base
        return value.numerator, value.denominator

    def _scaled(self, place: int, own: Sums) -> Sums:
        """As `reckon.scaled`: sums of a category whose marks a scenario changed."""
        factor = self.scales[place]
        if factor is None:
            return own
        top, bottom = factor.numerator, factor.denominator
        points, full, applicable = (half_up(one * top, bottom) for one in own[:3])
        return Sums(points, full, applicable, own.on_top)

    def _summed_without(self, code: str) -> int | None:
        """A veto that zeroes others is taken out with what it does: the sheet is summed anew."""
        effects: tuple[CellEffect, ...] = tuple(one for one in self.sheet.effects if one[0] != code)
        results = {name: one for name, one in self.sheet.results.items() if name != code}
        categories = tuple(
            replace(one, indicators=tuple(part for part in one.indicators if part.code != code))
            for one in self.current.scheme.categories
        )
        bare = replace(self.current, scheme=replace(self.current.scheme, categories=categories))
        total = summed(bare, results, effects).total
        return None if total is None else to_hundredths(total)


def half_up(top: int, bottom: int) -> int:
    """top ÷ bottom to the nearest whole, a tie away from zero; bottom above 0."""
    size = (2 * abs(top) + bottom) // (2 * bottom)
    return -size if top < 0 else size
