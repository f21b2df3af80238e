"""Money: exact to the fen. Yuan are Decimal with two places, fen are int, shares are Fraction in between.

`round_fen` is the only place that rounds, half up (a tie goes away from zero). Parts always add up to the
whole. Source: RULES 9, 12 and worked example 15.8; DESIGN "Numbers".
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

Number = Fraction | Decimal | int
WAN = 10_000


def exact(number: Number) -> Fraction:
    """Return the number as a Fraction. Raises TypeError for float and bool, ValueError for NaN, infinity."""
    _refuse_inexact(number)
    return Fraction(number)


def _refuse_inexact(number: Number) -> None:
    if isinstance(number, bool) or not isinstance(number, Fraction | Decimal | int):
        raise TypeError(f"{number!r} is not an exact amount")
    if isinstance(number, Decimal) and not number.is_finite():
        raise ValueError(f"{number} is not a finite amount")


def to_fen(yuan: Number) -> int:
    """Return yuan as fen: 12.34 → 1234. Raises ValueError for a broken fen."""
    _refuse_inexact(yuan)
    numerator, denominator = yuan.as_integer_ratio()
    fen, broken = divmod(numerator * 100, denominator)
    if broken:
        raise ValueError(f"{yuan} yuan is not a whole number of fen")
    return fen


def from_fen(fen: int) -> Decimal:
    """Return fen as yuan with two places: 1234 → 12.34. Built from digits, so no context can round it."""
    digits = tuple(int(digit) for digit in str(abs(fen)))
    return Decimal((int(fen < 0), digits, -2))


def fen_half_up(yuan: Number) -> int:
    """Return yuan as whole fen, half up."""
    value = exact(yuan)
    size = (abs(value.numerator) * 200 + value.denominator) // (value.denominator * 2)
    return -size if value.numerator < 0 else size


def round_fen(yuan: Number) -> Decimal:
    """Round yuan half up to the fen: 49,382.715 → 49,382.72, −0.005 → −0.01."""
    return from_fen(fen_half_up(yuan))


def percent_of(yuan: Decimal, percent: Decimal) -> Decimal:
    """Return `percent` per cent of an amount, half up to the fen."""
    return round_fen(exact(yuan) * exact(percent) / 100)


def split_equal(total: Decimal, parts: int) -> tuple[Decimal, ...]:
    """Split into equal parts, each total ÷ parts half up; the last takes the remainder.

    Where a few fen over many parts would leave the last one on the other side of zero (0.06 over 12), the
    parts are cut down to the fen instead. Raises ValueError without a part.
    """
    if parts < 1:
        raise ValueError("an amount can't be split into no parts")
    fen = to_fen(total)
    sign, size = (-1 if fen < 0 else 1), abs(fen)
    each = (2 * size + parts) // (2 * parts)
    if each * (parts - 1) > size:
        each = size // parts
    last = size - each * (parts - 1)
    return tuple(from_fen(sign * one) for one in (*[each] * (parts - 1), last))


def split_by_weights(total: Decimal, weights: Sequence[Number]) -> tuple[Decimal, ...]:
    """Split by weights: each share cut to the fen, spare fen to the largest remainders, ties to the earlier
    row.

    Raises ValueError for a negative weight or where no weight is above zero.
    """
    shares = [exact(weight) for weight in weights]
    whole = sum(shares, Fraction(0))
    if whole <= 0 or any(share < 0 for share in shares):
        raise ValueError("weights must not be negative and must not all be zero")
    fen = to_fen(total)
    sign, size = (-1 if fen < 0 else 1), abs(fen)
    ideal = [size * share / whole for share in shares]
    cut = [share.numerator // share.denominator for share in ideal]
    order = sorted(range(len(cut)), key=lambda row: (cut[row] - ideal[row], row))
    for row in order[: size - sum(cut)]:
        cut[row] += 1
    return tuple(from_fen(sign * one) for one in cut)


def with_commas(yuan: Decimal) -> str:
    """Write yuan with thousands commas and two places: 1,234,567.89; −0.50 as -0.50."""
    fen = to_fen(yuan)
    whole, part = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{part:02d}"


def in_wan(yuan: Decimal, places: int = 2) -> str:
    """Write an amount in 万元, half up to `places` decimals: 1,234,567.89 → 123.46. For reading only."""
    value = exact(yuan) * 10**places / WAN
    size = (abs(value.numerator) * 2 + value.denominator) // (value.denominator * 2)
    whole, part = divmod(size, 10**places)
    tail = f".{part:0{places}d}" if places else ""
    return f"{'-' if value < 0 and size else ''}{whole:,}{tail}"


def from_wan(wan: Decimal | int) -> Decimal:
    """Return 万元 as yuan: 123.456789 → 1,234,567.89. Raises ValueError for a broken fen."""
    return from_fen(to_fen(exact(wan) * WAN))
