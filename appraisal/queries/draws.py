"""Reads around draws: what the registers offer as a frame, the list of a round, one record, what verify repeats."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from appraisal.core import sampling
from appraisal.core.rules.drawn import STRUCTURE
from appraisal.core.rules.sample import RECORDS
from appraisal.models import Assessment, Draw, DrawReplacement, Round, Score
from centres.models import Staff


def frame_of(current: Round, sheet: Assessment | None, kind: str) -> tuple[str, ...]:
    """The register's entries: a centre's staff by number and name, or the round's subjects by code and name."""
    if kind == Draw.Kind.CENTRES:
        sheets = current.assessments.select_related("centre", "staff")
        return tuple(f"{one.subject.code} {one.subject.name}" for one in sheets)
    if kind == Draw.Kind.STAFF and sheet is not None:
        staff = Staff.objects.filter(centre=sheet.centre_id, ended_on__isnull=True).order_by("number")
        return tuple(f"{one.number} {one.name}" for one in staff)
    return ()


def draws_of(current: Round) -> Sequence[Draw]:
    """The draws of a round, newest first (1 query)."""
    rows = Draw.objects.filter(round=current).select_related(
        "round", "assessment__centre", "assessment__staff", "drawn_by", "indicator"
    )
    return list(rows.defer("frame"))


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the drawn list: its number, who holds it now, and whom it held before."""

    number: int
    label: str
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A draw as its page and its document show it. `records` are the current list, one a line, for a cell."""

    draw: Draw
    places: Sequence[Place]
    replacements: Sequence[DrawReplacement]
    reserves: int
    same: bool
    lines: str
    strange: Sequence[str]
    entered: int

    @property
    def frame_size(self) -> int:
        return len(self.draw.frame)


def record_of(draw: Draw) -> Record:
    """Repeat a draw from what is kept of it, and lay its replacements over it (2 queries)."""
    replacements = list(draw.replacements.select_related("by").order_by("ordinal"))
    places = [[label] for label in draw.result]
    for one in replacements:
        next(place for place in places if place[-1] == one.out).append(one.new)
    shown = [Place(n, held[-1], tuple(held[:-1])) for n, held in enumerate(places, start=1)]
    current = [place.label for place in shown]
    entered = _entered(draw)
    return Record(
        draw=draw,
        places=shown,
        replacements=replacements,
        reserves=len(draw.frame) - draw.size - len(replacements),
        same=list(sampling.draw(draw.seed, draw.frame, draw.size)) == draw.result,
        lines="\n".join(STRUCTURE.sub(" ", label) for label in current),
        strange=[record for record in entered if record not in {STRUCTURE.sub(" ", one) for one in current}],
        entered=len(entered),
    )


def _entered(draw: Draw) -> list[str]:
    """The records that the cell of the draw's indicator lists (1 query where there is one)."""
    if draw.indicator_id is None or draw.assessment_id is None:
        return []
    score = Score.objects.filter(assessment=draw.assessment_id, indicator=draw.indicator_id).first()
    texts = [value for name, value in score.inputs.items() if name.split(".")[-1] == RECORDS] if score else []
    return [line.partition(":")[0].strip() for text in texts for line in text.split("\n") if line.strip()]


def not_repeated() -> Iterator[str]:
    """Every draw whose record doesn't give its list again, or whose replacements aren't the next of the order."""
    for draw in Draw.objects.select_related("round__county").prefetch_related("replacements"):
        replaced = sorted(draw.replacements.all(), key=lambda one: one.ordinal)
        try:
            fresh = list(sampling.draw(draw.seed, draw.frame, draw.size))
            order = sampling.ordered(draw.seed, draw.frame)[draw.size :]
            sampling.with_replacements(fresh, [(one.out, one.new) for one in replaced])
            fine = fresh == draw.result and [one.new for one in replaced] == list(order[: len(replaced)])
        except ValueError:
            fine = False
        if not fine:
            yield f"{draw.round.county} {draw.round} {draw}"
