"""Units in which a county reads its money: 元, or 万元 with as many decimals as keep every fen (RULES 12).

Nothing is rounded: an amount is the same in both units, or a workbook can't hold it and it is refused.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from payroll.core.money import to_fen


class Unit(StrEnum):
    """The unit as it is written in a header."""

    YUAN = "元"
    WAN = "万元"


# Decimals that always stand, and those that keep a fen.
LEAST, MOST = 2, {Unit.YUAN: 2, Unit.WAN: 6}
FIGURE_SPACE = "\u2007"
# A cell of a workbook is a binary number: beyond 15 digits it would come back as another one.
DIGITS = 15


def in_unit(yuan: Decimal, unit: Unit) -> Decimal:
    """Yuan as that many units, exactly: 1,234,567.89 is 123.456789 万元. ValueError for a broken fen."""
    fen = to_fen(yuan)
    return Decimal((int(fen < 0), tuple(int(digit) for digit in str(abs(fen))), -MOST[unit]))


def with_unit(yuan: Decimal, unit: Unit) -> str:
    """Write an amount in its unit with thousands commas, idle zeros beyond the second decimal left out."""
    whole, part = f"{in_unit(yuan, unit):,f}".split(".")
    return f"{whole}.{part.rstrip('0').ljust(LEAST, '0')}"


def aligned(yuan: Decimal, unit: Unit) -> str:
    """The same for a column on paper: blanks of a digit's width keep the decimal points below each other."""
    text = with_unit(yuan, unit)
    return text + FIGURE_SPACE * (MOST[unit] - len(text.rpartition(".")[2]))


def writable(yuan: Decimal, unit: Unit) -> Decimal:
    """The amount for a cell of a workbook. Raises ValueError where the cell couldn't hold every digit of it."""
    if len(str(abs(to_fen(yuan))).rstrip("0")) > DIGITS:
        raise ValueError(f"{yuan} has more than {DIGITS} digits")
    return in_unit(yuan, unit)
