"""Means and shares of points, rounded half up to 0.01. Division happens here and never in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from appraisal.core.points import ZERO, exact, round_points

# A mean of fewer tells one centre what another one got.
FEWEST = 3


def mean(points: Sequence[Decimal]) -> Decimal | None:
    """Return the mean on the 0.01 grid; None of nothing."""
    if not points:
        return None
    return round_points(sum((exact(one) for one in points), ZERO) / len(points))


def public_mean(points: Sequence[Decimal]) -> Decimal | None:
    """Return the mean as others may see it: None where fewer than FEWEST stand behind it."""
    return mean(points) if len(points) >= FEWEST else None


def percent(points: Decimal, full: Decimal) -> Decimal | None:
    """Return points as per cent of full marks, on the 0.01 grid; None where nothing applies."""
    if full == 0:
        return None
    return round_points(exact(points) * 100 / exact(full))
