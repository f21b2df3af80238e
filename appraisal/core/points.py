"""Points: exact inside (Fraction), on the 0.01 grid outside (Decimal), half up in between.

Shape: points are Decimal with exactly two places; the database keeps them as integer hundredths.
Source: RULES 4; SAFETY "Reading".
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

Number = Fraction | Decimal | int

# The one form in which numbers travel as text: plain ASCII, no exponent, no plus, no thousands mark.
CANONICAL = re.compile(r"(-?)(0|[1-9][0-9]{0,11})(?:\.([0-9]{1,6}))?")


def exact(number: Number) -> Fraction:
    """Return the number as a Fraction. Raises TypeError for float and bool, ValueError for NaN, infinity."""
    if isinstance(number, bool) or not isinstance(number, Fraction | Decimal | int):
        raise TypeError(f"{number!r} is not an exact number")
    if isinstance(number, Decimal) and not number.is_finite():
        raise ValueError(f"{number} is not a finite number")
    return Fraction(number)


def parse_number(text: str) -> Fraction | None:
    """Read a canonical number ("93.5", "-3", "0.05"); None for anything else."""
    found = CANONICAL.fullmatch(text)
    if found is None:
        return None
    sign, whole, part = found.groups(default="")
    return Fraction(int(sign + whole + part), 10 ** len(part))


def less(one: Fraction, other: Fraction) -> bool:
    """one < other. Several times as fast as the operator, which first asks what kind of number the other is."""
    return one.numerator * other.denominator < other.numerator * one.denominator


def to_hundredths(points: Decimal) -> int:
    """Return points as integer hundredths: 85.00 → 8500. Raises ValueError off the 0.01 grid."""
    scaled = exact(points) * 100
    if scaled.denominator != 1:
        raise ValueError(f"{points} has more than two decimal places")
    return scaled.numerator


def from_hundredths(hundredths: int) -> Decimal:
    """Return integer hundredths as points with two places: 8500 → 85.00."""
    return Decimal(hundredths).scaleb(-2)


def round_points(number: Number) -> Decimal:
    """Round half up (a tie goes away from zero) to 0.01. The only place where points are rounded.

    Integer arithmetic throughout: 84.996 → 85.00, 84.992 → 84.99, −0.005 → −0.01.
    """
    value = number if isinstance(number, Fraction) else exact(number)
    size = (abs(value.numerator) * 200 + value.denominator) // (value.denominator * 2)
    return from_hundredths(-size if value.numerator < 0 else size)


def on_grid(number: Number) -> bool:
    """True where the number needs no more than two decimal places."""
    return 100 % exact(number).denominator == 0
