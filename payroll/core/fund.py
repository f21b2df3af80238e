"""The reward fund 绩效考核奖励基金 and the awards out of it: forfeits in, awards out, the rest brought forward.

The award pool is a share of the fund, split among directors by the weight of their centre's grade, spare fen to the
largest remainders. Source: RULES 9 (awards), 篇1 八(二)(三).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from payroll.core.money import from_fen, percent_of, split_by_weights, to_fen, with_commas
from payroll.core.subsidy import ZERO
from payroll.core.text import Text

NOBODY = Text("没有可以奖励的院长", "no director can be awarded")


@dataclass(frozen=True, slots=True)
class Fund:
    """A county's fund of one year in yuan: `left` = brought + forfeits − awards − forward."""

    brought: Decimal = ZERO
    forfeits: Decimal = ZERO
    awards: Decimal = ZERO
    forward: Decimal = ZERO

    @property
    def left(self) -> Decimal:
        come = to_fen(self.brought) + to_fen(self.forfeits)
        return from_fen(come - to_fen(self.awards) - to_fen(self.forward))


@dataclass(frozen=True, slots=True)
class AwardShare:
    """One director's award in yuan and how it came about."""

    weight: Decimal
    amount: Decimal
    step: Text


def award_pool(fund: Decimal, percent: Decimal) -> Decimal:
    """The share of the fund that is awarded, half up to the fen. ValueError below 0 or beyond 100 per cent."""
    if to_fen(fund) < 0 or not 0 <= percent <= 100:
        raise ValueError(f"{percent} % of a fund of {fund} can't be awarded")
    return percent_of(fund, percent)


def award_shares(pool: Decimal, weights: Sequence[Decimal]) -> list[AwardShare]:
    """Split the pool by weights; the shares add up to it. Raises ValueError where no weight is above 0."""
    whole = sum(weights, Decimal(0))
    return [
        AwardShare(weight, amount, _step(pool, weight, whole, amount))
        for weight, amount in zip(weights, split_by_weights(pool, weights), strict=True)
    ]


def _step(pool: Decimal, weight: Decimal, whole: Decimal, amount: Decimal) -> Text:
    sum_ = f"{with_commas(pool)} × {_plain(weight)} ÷ {_plain(whole)} = {with_commas(amount)}"
    zh = f"{sum_} 元（余下的分按最大余数分配）"
    return Text(zh, f"{sum_} yuan (spare fen to the largest remainders)")


def _plain(number: Decimal) -> str:
    shown = f"{number:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
