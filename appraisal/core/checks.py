"""A spot check's comparison: points given again beside the county's, per centre and in all. Source: RULES 6.

*Decision*: a centre is within tolerance when the difference of its drawn points is at most so many per cent of
their full marks; single cells may differ both ways, and each is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from appraisal.core.points import exact, round_points


@dataclass(frozen=True, slots=True)
class Pair:
    """One drawn cell: centre, indicator, full marks, the county's points and those given again (None: not yet).

    A cell that the county had as not applicable has no points to compare and isn't here.
    """

    centre: str
    indicator: str
    full: Decimal
    county: Decimal
    again: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """Again less the county's: below zero where the county gave more."""
        if self.again is None:
            return None
        return round_points(exact(self.again) - exact(self.county))


@dataclass(frozen=True, slots=True)
class CentreDifference:
    """Sums over a centre's drawn cells; `percent` of the full marks, half up to 2 places; `within` the tolerance."""

    centre: str
    full: Decimal
    county: Decimal
    again: Decimal
    difference: Decimal
    percent: Decimal
    within: bool


def differences(pairs: Sequence[Pair], tolerance: Decimal) -> list[CentreDifference]:
    """Each centre's sums, in the order in which centres first appear. `tolerance` in per cent, inclusive.

    Raises ValueError while a cell has no points yet: missing is never zero.
    """
    if missing := [pair for pair in pairs if pair.again is None]:
        raise ValueError(f"{len(missing)} cells have no points yet")
    groups: dict[str, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(pair.centre, []).append(pair)
    return [_sum(centre, group, tolerance) for centre, group in groups.items()]


def _sum(centre: str, group: Sequence[Pair], tolerance: Decimal) -> CentreDifference:
    full = sum((exact(pair.full) for pair in group), Fraction(0))
    county = sum((exact(pair.county) for pair in group), Fraction(0))
    again = sum((exact(pair.again or Decimal(0)) for pair in group), Fraction(0))
    share = abs(again - county) * 100 / full if full else Fraction(0)
    return CentreDifference(
        centre=centre,
        full=round_points(full),
        county=round_points(county),
        again=round_points(again),
        difference=round_points(again - county),
        percent=round_points(share),
        within=share <= exact(tolerance),
    )
