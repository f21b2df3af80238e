"""Points: exact inside (Fraction), on the 0.01 grid outside (Decimal), half up in between.

Shape: points are Decimal with exactly two places; the database keeps them as integer hundredths.
Source: RULES 4; SAFETY "Reading".
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import gcd

Number = Fraction | Decimal | int

# The one form in which numbers travel as text: plain ASCII, no exponent, no plus, no thousands mark.
CANONICAL = re.compile(r"(-?)(0|[1-9][0-9]{0,11})(?:\.([0-9]{1,6}))?")


class Exact(Fraction):
    """A Fraction whose arithmetic is written out, a third of the time of the inherited one on Python 3.11.

    That one asks first what kind of number the other is, and checks anew what it makes of the two. Whatever meets an
    Exact in +, −, × or ÷ becomes one; a float is refused, since it has no numerator. A Decimal compares itself. Equal to
    the Fraction of the same value, and hashed alike.
    """

    __slots__ = ()
    # The slots themselves in place of the properties around them.
    numerator: int = Fraction._numerator  # type: ignore[attr-defined]
    denominator: int = Fraction._denominator  # type: ignore[attr-defined]

    def __add__(self, other: Fraction | int) -> Exact:  # type: ignore[override]
        bottom, others = self.denominator, other.denominator
        return _made(self.numerator * others + other.numerator * bottom, bottom * others)

    def __sub__(self, other: Fraction | int) -> Exact:  # type: ignore[override]
        bottom, others = self.denominator, other.denominator
        return _made(self.numerator * others - other.numerator * bottom, bottom * others)

    def __rsub__(self, other: Fraction | int) -> Exact:  # type: ignore[override]
        return -(self - other)

    def __mul__(self, other: Fraction | int) -> Exact:  # type: ignore[override]
        return _made(self.numerator * other.numerator, self.denominator * other.denominator)

    def __truediv__(self, other: Fraction | int) -> Exact:  # type: ignore[override]
        return _ratio(self.numerator * other.denominator, self.denominator * other.numerator)

    def __rtruediv__(self, other: Fraction | int) -> Exact:  # type: ignore[override]
        return _ratio(other.numerator * self.denominator, other.denominator * self.numerator)

    __radd__ = __add__  # type: ignore[assignment]
    __rmul__ = __mul__  # type: ignore[assignment]

    def __neg__(self) -> Exact:
        return _made(-self.numerator, self.denominator)

    def __abs__(self) -> Exact:
        return _made(abs(self.numerator), self.denominator)

    def __lt__(self, other: Number) -> bool:  # type: ignore[override]
        if isinstance(other, Decimal):
            return NotImplemented
        return self.numerator * other.denominator < other.numerator * self.denominator

    def __le__(self, other: Number) -> bool:  # type: ignore[override]
        if isinstance(other, Decimal):
            return NotImplemented
        return self.numerator * other.denominator <= other.numerator * self.denominator

    def __gt__(self, other: Number) -> bool:  # type: ignore[override]
        if isinstance(other, Decimal):
            return NotImplemented
        return self.numerator * other.denominator > other.numerator * self.denominator

    def __ge__(self, other: Number) -> bool:  # type: ignore[override]
        if isinstance(other, Decimal):
            return NotImplemented
        return self.numerator * other.denominator >= other.numerator * self.denominator

    def __eq__(self, other: object) -> bool:
        if type(other) is Exact or type(other) is int:
            return self.numerator == other.numerator and self.denominator == other.denominator
        return super().__eq__(other)

    __hash__ = Fraction.__hash__


_new = object.__new__


def _made(top: int, bottom: int) -> Exact:
    """top ÷ bottom in lowest terms; bottom above 0."""
    number, shared = _new(Exact), gcd(top, bottom) if bottom != 1 else 1
    if shared != 1:
        top, bottom = top // shared, bottom // shared
    number._numerator, number._denominator = top, bottom  # type: ignore[attr-defined]
    return number


def _lowest(top: int, bottom: int) -> Exact:
    """top ÷ bottom, which share no factor; bottom above 0."""
    number = _new(Exact)
    number._numerator, number._denominator = top, bottom  # type: ignore[attr-defined]
    return number


def _ratio(top: int, bottom: int) -> Exact:
    if bottom == 0:
        raise ZeroDivisionError(f"{top} ÷ 0")
    return _made(-top, -bottom) if bottom < 0 else _made(top, bottom)


ZERO, HUNDRED = Exact(0), Exact(100)


def exact(number: Number) -> Fraction:
    """Return the number as an Exact. Raises TypeError for float and bool, ValueError for NaN, infinity."""
    kind = type(number)
    if kind is Exact:
        return number  # type: ignore[return-value]  # mypy doesn't follow `kind`
    if kind is Decimal and number.is_finite():  # type: ignore[union-attr]
        return _lowest(*number.as_integer_ratio())
    if isinstance(number, bool) or not isinstance(number, Fraction | Decimal | int):
        raise TypeError(f"{number!r} is not an exact number")
    if isinstance(number, Decimal) and not number.is_finite():
        raise ValueError(f"{number} is not a finite number")
    return Exact(number)


def parse_number(text: str) -> Fraction | None:
    """Read a canonical number ("93.5", "-3", "0.05"); None for anything else."""
    found = CANONICAL.fullmatch(text)
    if found is None:
        return None
    sign, whole, part = found.groups(default="")
    return _made(int(sign + whole + part), 10 ** len(part))


def to_hundredths(points: Decimal) -> int:
    """Return points as integer hundredths: 85.00 → 8500. Raises ValueError off the 0.01 grid."""
    top, bottom = points.as_integer_ratio()
    if 100 % bottom:
        raise ValueError(f"{points} has more than two decimal places")
    return top * (100 // bottom)


# The same few thousand points stand in the cells of a county over and over.
@lru_cache(maxsize=65536)
def from_hundredths(hundredths: int) -> Decimal:
    """Return integer hundredths as points with two places: 8500 → 85.00."""
    return Decimal(hundredths).scaleb(-2)


def round_points(number: Number) -> Decimal:
    """Round half up (a tie goes away from zero) to 0.01. The only place where points are rounded.

    Integer arithmetic throughout: 84.996 → 85.00, 84.992 → 84.99, −0.005 → −0.01.
    """
    value = exact(number)
    size = (abs(value.numerator) * 200 + value.denominator) // (value.denominator * 2)
    return from_hundredths(-size if value.numerator < 0 else size)


def on_grid(number: Number) -> bool:
    """True where the number needs no more than two decimal places."""
    return 100 % exact(number).denominator == 0
