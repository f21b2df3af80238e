"""Grade bands: half-open on the 0.01 grid, a floor inclusive. Source: RULES 5; 篇1 七."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from appraisal.core.points import on_grid
from appraisal.core.rules.parameters import Fault
from appraisal.core.text import Text, plain

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeBand:
    """A grade: scores from `floor` (inclusive) up to the next floor.

    `below` is the exclusive upper end where a scheme states it: checked against the next floor, not used.
    `forfeit_percent` of a holdback part is forfeited; `award_weight` shares out the director's award.
    """

    code: str
    name: Text
    floor: Decimal
    below: Decimal | None = None
    forfeit_percent: Decimal = Decimal(0)
    award_weight: Decimal = Decimal(0)


def grade_for(points: Decimal, bands: Sequence[GradeBand]) -> str:
    """Return the code of the highest band whose floor `points` reaches.

    Points are on the 0.01 grid; a floor is inclusive: 85.00 earns the band that starts at 85.
    Source: 篇1 七. Raises ValueError when no floor is reached, so a gap is never a grade.
    """
    reached = [band for band in bands if points >= band.floor]
    if not reached:
        raise ValueError(f"{points} points reach no grade band")
    return max(reached, key=lambda band: band.floor).code


def check_bands(bands: Sequence[GradeBand]) -> list[Fault]:
    """Return faults: too few bands, repeated codes, floors off [0, 100), gaps, overlaps, wrong shares."""
    return list(_faults(bands))


def _faults(bands: Sequence[GradeBand]) -> Iterator[Fault]:
    if len(bands) < 2:
        yield Fault(
            "bands",
            Text("等次", "grades"),
            Text("至少需要两个等次。", "At least two are needed."),
            str(len(bands)),
        )
    for row, band in enumerate(bands):
        yield from _own_faults(row, band)
        if band.code in {other.code for other in bands[:row]}:
            yield _fault(row, band, "code", Text("代码重复。", "This code is used twice."), band.code)
    ordered = sorted(enumerate(bands), key=lambda pair: pair[1].floor)
    yield from _joint_faults(ordered)


def _own_faults(row: int, band: GradeBand) -> Iterator[Fault]:
    if not 0 <= band.floor < HUNDRED or not on_grid(band.floor):
        message = Text(
            "起点应不小于 0 且小于 100，小数不超过 2 位。",
            "A floor is from 0 to below 100, with at most 2 decimals.",
        )
        yield _fault(row, band, "floor", message, plain(band.floor))
    if not 0 <= band.forfeit_percent <= HUNDRED:
        message = Text("扣减比例应在 0 至 100% 之间。", "The forfeited share is from 0 to 100%.")
        yield _fault(row, band, "forfeit_percent", message, plain(band.forfeit_percent))
    if band.award_weight < 0:
        message = Text("奖励权数不得为负。", "The award weight must not be negative.")
        yield _fault(row, band, "award_weight", message, plain(band.award_weight))


def _joint_faults(ordered: Sequence[tuple[int, GradeBand]]) -> Iterator[Fault]:
    if ordered and ordered[0][1].floor > 0:
        message = Text(
            "最低等次应从 0 分起，否则留有空档。", "The lowest grade must start at 0, else it leaves a gap."
        )
        yield _fault(*ordered[0], "floor", message, plain(ordered[0][1].floor))
    for (_, lower), (row, upper) in pairwise(ordered):
        if lower.floor == upper.floor:
            message = Text(f"与“{lower.name.zh}”起点相同，重叠。", f"Overlaps “{lower.name.en}”: same floor.")
            yield _fault(row, upper, "floor", message, plain(upper.floor))
    for (row, lower), (_, upper) in pairwise(ordered):
        if lower.below is not None and lower.below != upper.floor:
            gap = lower.below < upper.floor
            zh, en = ("留有空档", "leaves a gap to") if gap else ("重叠", "overlaps")
            message = Text(f"上限与“{upper.name.zh}”的起点之间{zh}。", f"Its end {en} “{upper.name.en}”.")
            yield _fault(row, lower, "below", message, plain(lower.below))
    if ordered and ordered[-1][1].below is not None and ordered[-1][1].below <= HUNDRED:
        message = Text(
            "最高等次不应设上限，否则 100 分不在其中。", "The top grade must be open, else 100 is left out."
        )
        yield _fault(*ordered[-1], "below", message, plain(ordered[-1][1].below))


def _fault(row: int, band: GradeBand, column: str, message: Text, value: str) -> Fault:
    place = Text(f"等次 {band.name.zh} / {column}", f"grade {band.name.en} / {column}")
    return Fault(f"bands[{row}].{column}", place, message, value)
