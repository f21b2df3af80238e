"""A source's money over the centres by a standard: so much a head, or a whole sum by heads, exact to the fen.

Heads are whole numbers of staff or of population. Source: RULES 9 (sources of the year's subsidy).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from payroll.core.money import round_fen, split_by_weights, to_fen, with_commas
from payroll.core.text import Text


@dataclass(frozen=True, slots=True)
class Share:
    """What one centre gets, in yuan, and how it came about."""

    amount: Decimal
    step: Text


def by_standard(standard: Decimal, heads: Sequence[int]) -> list[Share]:
    """`standard` yuan a head, each centre rounded half up to the fen. ValueError below 0."""
    if standard < 0 or any(one < 0 for one in heads):
        raise ValueError("a standard and heads are not negative")
    return [_share(round_fen(standard * one), f"{standard:f} × {one}") for one in heads]


def by_total(total: Decimal, heads: Sequence[int]) -> list[Share]:
    """The whole sum by heads, spare fen to the largest remainders: the shares add up to it.

    Raises ValueError for a sum below 0, and where nobody has a head.
    """
    if to_fen(total) < 0:
        raise ValueError("an allocated sum is not negative")
    whole = sum(heads)
    shares = split_by_weights(total, list(heads))
    return [
        _share(amount, f"{with_commas(total)} × {one} ÷ {whole}")
        for amount, one in zip(shares, heads, strict=True)
    ]


def _share(amount: Decimal, sum_: str) -> Share:
    return Share(amount, Text(f"{sum_} = {with_commas(amount)} 元", f"{sum_} = {with_commas(amount)} yuan"))
