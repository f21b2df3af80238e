"""Which source each fen comes from: what is taken, moved or arranged is split over sources, exactly.

A share is never larger than what its source has left, so no source goes below 0 and the last fen of a source is taken
with the last fen of the whole. Amounts are yuan by source, Decimal on the fen. Source: RULES 9.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from payroll.core.money import from_fen, split_by_weights, to_fen
from payroll.core.subsidy import ZERO

BySource = dict[str, Decimal]
NOTHING: Mapping[str, Decimal] = {}


class NotThereError(ValueError):
    """What is asked for isn't what the sources have: the books and the plan don't fit each other."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a centre still has, by source: due by month, held for a result, 以前多(少)拨 carried."""

    due: BySource
    held: BySource
    carry: BySource


@dataclass(frozen=True, slots=True)
class Taken:
    """What one release line does, by source: `part` leaves the month or the holdback, `forfeited` of it goes to
    the fund, `applied` settles the carry, `paid` = part − forfeited + applied is paid.
    """

    part: BySource
    forfeited: BySource
    applied: BySource
    paid: BySource


def plus(*amounts: Mapping[str, Decimal]) -> BySource:
    """Sum by source."""
    names = sorted({name for one in amounts for name in one})
    return {name: from_fen(sum(to_fen(one.get(name, ZERO)) for one in amounts)) for name in names}


def minus(whole: Mapping[str, Decimal], part: Mapping[str, Decimal]) -> BySource:
    """Difference by source."""
    return plus(whole, {name: from_fen(-to_fen(amount)) for name, amount in part.items()})


def total(amounts: Mapping[str, Decimal]) -> Decimal:
    return from_fen(_fen(amounts.values()))


def take(amount: Decimal, left: Mapping[str, Decimal]) -> BySource:
    """Take an amount from what the sources have left, in proportion, spare fen to the largest remainders.

    Only sources above 0 give. Raises NotThereError where they have less than the amount, or for one below 0.
    """
    gives = {name: one for name, one in sorted(left.items()) if to_fen(one) > 0}
    if not 0 <= to_fen(amount) <= _fen(gives.values()):
        raise NotThereError(f"{amount} can't be taken from {dict(left)}")
    if not to_fen(amount):
        return {}
    shares = split_by_weights(amount, list(gives.values()))
    return {name: share for name, share in zip(gives, shares, strict=True) if to_fen(share)}


def arrange(left: Mapping[str, Decimal], *, due: Decimal, held: Decimal, carry: Decimal) -> Standing:
    """Lay the plan's totals over the sources, so that each source keeps what it has left.

    `left` is by source budget + opening − paid − forfeited …; its sum is due + held + carry. A source that paid more
    than it has now keeps that below 0 in its carry; `due` and `held` are never below 0. Raises NotThereError where
    the totals don't fit, or where there is no source to lay them over.
    """
    if (
        to_fen(due) < 0
        or to_fen(held) < 0
        or _fen(left.values()) != to_fen(due) + to_fen(held) + to_fen(carry)
    ):
        raise NotThereError(f"{due} + {held} + {carry} is not what is left: {dict(left)}")
    if not left and (to_fen(due) or to_fen(held)):
        raise NotThereError(f"there is no source to give {due} + {held}")
    carried = _carried(left, carry)
    rest = minus(left, carried)
    months = take(due, rest)
    return Standing(due=months, held=_without_zeros(minus(rest, months)), carry=_without_zeros(carried))


def _carried(left: Mapping[str, Decimal], carry: Decimal) -> BySource:
    """The carry by source: first what a source overpaid, then the rest over those that have something."""
    below = {name: amount for name, amount in left.items() if to_fen(amount) < 0}
    above = {name: amount for name, amount in left.items() if to_fen(amount) > 0}
    rest = from_fen(to_fen(carry) - _fen(below.values()))
    if to_fen(rest) >= 0:
        return plus(below, take(rest, above))
    weights = above or {name: Decimal(1) for name in sorted(left)}
    shares = split_by_weights(rest, list(weights.values()))
    return plus(below, dict(zip(weights, shares, strict=True)))


def take_line(
    part_left: Mapping[str, Decimal],
    carry: Mapping[str, Decimal],
    *,
    part: Decimal,
    forfeited: Decimal,
    applied: Decimal,
    ahead: Mapping[str, Decimal] = NOTHING,
) -> Taken:
    """Split a release line over the sources. `part_left` is the account that `part` leaves; `ahead` stands in the
    carry below 0 until its own part is judged, and takes nothing from what is owed now.

    Raises NotThereError for a part, a forfeit or a settled carry that isn't there.
    """
    parts = take(part, part_left)
    gone = take(forfeited, parts)
    rest = minus(parts, gone)
    if to_fen(applied) >= 0:
        back = take(applied, plus(carry, ahead))
    else:
        kept = take(from_fen(-to_fen(applied)), rest)
        back = {name: from_fen(-to_fen(one)) for name, one in kept.items()}
    return Taken(parts, gone, back, _without_zeros(plus(rest, back)))


def _without_zeros(amounts: Mapping[str, Decimal]) -> BySource:
    return {name: amount for name, amount in amounts.items() if to_fen(amount)}


def _fen(amounts: Iterable[Decimal]) -> int:
    return sum(to_fen(amount) for amount in amounts)
