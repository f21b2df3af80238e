"""Amounts in words (人民币大写), as banks write them. Source: RULES 12, 15.8.

Ends in 整 at yuan; writes 零 for skipped places within the yuan, for a missing jiao before fen, and between
yuan and jiao where the yuan digit is 0 (107,000.53 → 壹拾万柒仟元零伍角叁分).
"""

from __future__ import annotations

from decimal import Decimal

from payroll.core.money import to_fen

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
YI = 100_000_000
WAN = 10_000
# 9,999 万亿 is as far as the words go.
LIMIT_FEN = 10**18


def in_words(yuan: Decimal) -> str:
    """Write yuan in words: 1,409.50 → 壹仟肆佰零玖元伍角; a negative amount begins with 负.

    Raises TypeError for anything but a Decimal, ValueError for a broken fen or from 10^16 yuan on.
    """
    if not isinstance(yuan, Decimal):
        raise TypeError("an amount in words is made from a Decimal")
    fen = to_fen(yuan)
    if abs(fen) >= LIMIT_FEN:
        raise ValueError(f"{yuan} is too large to be written in words")
    whole, part = divmod(abs(fen), 100)
    return ("负" if fen < 0 else "") + _amount(whole, *divmod(part, 10))


def _amount(yuan: int, jiao: int, fen: int) -> str:
    if not jiao and not fen:
        return f"{_number(yuan) or '零'}元整"
    head = f"{_number(yuan)}元" if yuan else ""
    gap = "零" if yuan and (yuan % 10 == 0 or not jiao) else ""
    tail = (f"{DIGITS[jiao]}角" if jiao else "") + (f"{DIGITS[fen]}分" if fen else "")
    return head + gap + tail


def _number(number: int) -> str:
    """Write a whole number; "" for 0."""
    for unit, name in ((YI, "亿"), (WAN, "万")):
        if number >= unit:
            high, low = divmod(number, unit)
            gap = "零" if 0 < low < unit // 10 else ""
            return f"{_number(high)}{name}{gap}{_number(low)}"
    return _below_wan(number)


def _below_wan(number: int) -> str:
    """Write 0 … 9999, with one 零 for each run of zeros inside."""
    words, skipped = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if skipped and words else "") + DIGITS[digit] + PLACES[place]
        skipped = not digit
    return words
