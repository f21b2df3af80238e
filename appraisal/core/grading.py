"""Grades and ranks: bands by score, the cap on the top band, ties, vetoes. Source: RULES 5; 篇1 七.

Bands are half-open on the 0.01 grid and a floor is inclusive. At most floor(n × cap %) candidates take the
top band. The same serves the year and a single round, centres and staff.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Literal

from appraisal.core.bands import GradeBand, grade_for
from appraisal.core.points import exact
from appraisal.core.text import Text, plain

Key = tuple[tuple[bool, Decimal], ...]
Standing = Literal["graded", "incomplete", "exempt"]

TOP_CAP = "top_cap"
TIE_MOVED = "tie_moved"
TIE_DECIDED = "tie_decided"
CEILING = "ceiling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One centre (or member of staff) to be graded.

    `total` decides the grade; `tie_breaks` follow in order (December total, public health, satisfaction …;
    None is last).
    `ceiling` is the code of the best band a veto or gate still allows, "" for none, `ceiling_reason` its
    reason.
    """

    key: str
    total: Decimal | None
    tie_breaks: tuple[Decimal | None, ...] = ()
    standing: Standing = "graded"
    ceiling: str = ""
    ceiling_reason: Text = field(default_factory=lambda: Text("一票否决", "veto"))

    @property
    def score(self) -> Decimal:
        """The total of a candidate that has one. Raises ValueError where it is missing: that is never 0."""
        if self.total is None:
            raise ValueError(f"{self.key} has no total")
        return self.total

    @property
    def order(self) -> Key:
        marks = (self.total, *self.tie_breaks)
        return tuple((mark is not None, mark if mark is not None else Decimal(0)) for mark in marks)


@dataclass(frozen=True, slots=True)
class Remark:
    """Why a grade is not the one of the score. `code` is stable, `text` is printed."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """The grade of one candidate: by score, and final after cap, ties and ceiling."""

    key: str
    rank: int
    total: Decimal
    by_score: str
    grade: str
    remarks: tuple[Remark, ...]
    steps: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades:
    """Grades of a county: `graded` by rank (ties in the order given), `ungraded` keys, and the cap in
    numbers.

    `undecided` holds each tied group that straddles the cap without a decision on record (at most one).
    """

    graded: tuple[Grading, ...]
    ungraded: tuple[str, ...]
    places: int
    taken: int
    undecided: tuple[tuple[str, ...], ...]


def rank(candidates: Sequence[Candidate]) -> dict[str, int]:
    """Return competition ranks (1, 2, 2, 4) by total, then tie-breaks; without a total there is none."""
    ordered = _ordered([candidate for candidate in candidates if candidate.total is not None])
    ranks: dict[str, int] = {}
    place = 1
    for _, group in groupby(ordered, key=lambda candidate: candidate.order):
        members = list(group)
        ranks.update((member.key, place) for member in members)
        place += len(members)
    return ranks


def places_for(count: int, cap_percent: Decimal) -> int:
    """Return floor(count × cap %), in integers: 4 → 0, 7 → 1, 12 → 2, 18 → 3 at 20 %."""
    share: Fraction = count * exact(cap_percent) / 100
    return share.numerator // share.denominator


def grade_all(
    candidates: Sequence[Candidate],
    bands: Sequence[GradeBand],
    cap_percent: Decimal,
    decided_order: Sequence[str] = (),
) -> Grades:
    """Grade all candidates of a county together.

    `decided_order` is a leader's recorded order, best first; it parts a tie at the cap only where it names
    every tied candidate, so a decision taken before another joined the tie is not used. Raises ValueError
    for repeated keys, uneven tie-breaks, an unknown ceiling, fewer than two bands, or a total below every
    floor.
    """
    table = _Table(tuple(sorted(bands, key=lambda band: band.floor, reverse=True)))
    _refuse_malformed(candidates, table)
    graded = [one for one in candidates if one.standing == "graded" and one.total is not None]
    places = places_for(len(graded), cap_percent)
    cut = _share_out(_ordered([one for one in graded if table.may_top(one)]), places, decided_order)
    ranks = rank(graded)
    counts = Text(
        f"参加定等 {len(graded)} 个，优秀名额 {places} 个",
        f"{len(graded)} graded, {places} places in the top band",
    )
    return Grades(
        graded=tuple(_grading(one, ranks[one.key], table, cut, counts) for one in _ordered(graded)),
        ungraded=tuple(one.key for one in candidates if one.key not in ranks),
        places=places,
        taken=len(cut.chosen),
        undecided=cut.undecided,
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """Bands from the best to the worst."""

    bands: tuple[GradeBand, ...]

    def position(self, code: str) -> int:
        return next(place for place, band in enumerate(self.bands) if band.code == code)

    def may_top(self, candidate: Candidate) -> bool:
        """True where the score reaches the top band and no veto or gate forbids it."""
        return candidate.score >= self.bands[0].floor and candidate.ceiling in {"", self.bands[0].code}


@dataclass(frozen=True, slots=True)
class _Cut:
    """Who took a top place, who was moved down with a tied group, and who was parted by decision."""

    chosen: frozenset[str]
    moved: frozenset[str]
    decided: frozenset[str]
    undecided: tuple[tuple[str, ...], ...]


def _ordered(candidates: Sequence[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda candidate: candidate.order, reverse=True)


def _share_out(top: Sequence[Candidate], places: int, decided_order: Sequence[str]) -> _Cut:
    """Give the top places by order; stop at the first group of equals that does not fit."""
    chosen: list[str] = []
    for _, group in groupby(top, key=lambda candidate: candidate.order):
        keys = [member.key for member in group]
        left = places - len(chosen)
        if len(keys) <= left:
            chosen.extend(keys)
            continue
        if left == 0 or len(keys) == 1:
            break
        return _part(chosen, keys, left, decided_order)
    return _Cut(frozenset(chosen), frozenset(), frozenset(), ())


def _part(chosen: list[str], tied: list[str], left: int, decided_order: Sequence[str]) -> _Cut:
    """Part a tied group that straddles the cap: by the recorded order, else the whole group moves down."""
    if not set(tied) <= set(decided_order):
        return _Cut(frozenset(chosen), frozenset(tied), frozenset(), (tuple(tied),))
    order = [key for key in decided_order if key in tied]
    return _Cut(frozenset([*chosen, *order[:left]]), frozenset(), frozenset(tied), ())


def _grading(candidate: Candidate, place: int, table: _Table, cut: _Cut, counts: Text) -> Grading:
    by_score = grade_for(candidate.score, table.bands)
    position, remarks = table.position(by_score), []
    if table.may_top(candidate):
        remarks = _top_remarks(candidate, cut)
        position = 0 if candidate.key in cut.chosen else 1
    elif candidate.ceiling and table.position(candidate.ceiling) > position:
        position = table.position(candidate.ceiling)
        remarks = [Remark(CEILING, candidate.ceiling_reason)]
    final = table.bands[position]
    return Grading(
        key=candidate.key,
        rank=place,
        total=candidate.score,
        by_score=by_score,
        grade=final.code,
        remarks=tuple(remarks),
        steps=_steps(candidate.score, place, table, by_score, final, remarks, counts),
    )


def _top_remarks(candidate: Candidate, cut: _Cut) -> list[Remark]:
    remarks = []
    if candidate.key in cut.moved:
        remarks.append(Remark(TIE_MOVED, TEXTS[TIE_MOVED]))
    elif candidate.key not in cut.chosen:
        remarks.append(Remark(TOP_CAP, TEXTS[TOP_CAP]))
    if candidate.key in cut.decided:
        remarks.append(Remark(TIE_DECIDED, TEXTS[TIE_DECIDED]))
    return remarks


TEXTS = {
    TOP_CAP: Text("因优秀比例限制", "moved down by the cap on the top grade"),
    TIE_MOVED: Text(
        "因优秀比例限制（并列且超出名额，整组调整）",
        "moved down by the cap on the top grade, with the whole tied group",
    ),
    CEILING: Text("因一票否决或评优门槛限制", "held down by a veto or a gate"),
    TIE_DECIDED: Text("并列，经负责人决定", "tied; decided on record by the leader"),
}


def _steps(
    total: Decimal,
    place: int,
    table: _Table,
    by_score: str,
    final: GradeBand,
    remarks: list[Remark],
    counts: Text,
) -> tuple[Text, ...]:
    band = table.bands[table.position(by_score)]
    name, span = band.name, _span(table, band)
    steps = [
        Text(f"总分 {total} 分，第 {place} 名", f"Total {total}, rank {place}"),
        Text(f"按分值为{name.zh}（{span.zh}）", f"By score: {name.en} ({span.en})"),
    ]
    if band is table.bands[0]:
        steps.append(counts)
    steps.extend(remark.text for remark in remarks)
    steps.append(Text(f"等次：{final.name.zh}", f"Grade: {final.name.en}"))
    return tuple(steps)


def _span(table: _Table, band: GradeBand) -> Text:
    place = table.position(band.code)
    if place == 0:
        return Text(f"≥{plain(band.floor)} 分", f"≥ {plain(band.floor)}")
    above = plain(table.bands[place - 1].floor)
    if place == len(table.bands) - 1:
        return Text(f"<{above} 分", f"< {above}")
    return Text(f"≥{plain(band.floor)} 分且 <{above} 分", f"≥ {plain(band.floor)} and < {above}")


def _refuse_malformed(candidates: Sequence[Candidate], table: _Table) -> None:
    codes = {band.code for band in table.bands}
    if len(table.bands) < 2 or len(codes) != len(table.bands):
        raise ValueError("grading needs at least two bands, each with a code of its own")
    if len({candidate.key for candidate in candidates}) != len(candidates):
        raise ValueError("two candidates share a key")
    if len({len(candidate.tie_breaks) for candidate in candidates}) > 1:
        raise ValueError("all candidates need the same tie-breaks")
    unknown = {candidate.ceiling for candidate in candidates} - codes - {""}
    if unknown:
        raise ValueError(f"no such grade band: {', '.join(sorted(unknown))}")
