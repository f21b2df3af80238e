"""What a new version of a round changed against the one it supersedes."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from appraisal.book import Book, book_for
from appraisal.cell_words import entered_words
from appraisal.models import Assessment, ReopenRequest, Round, Score, subject_code, subject_name

Cell = tuple[dict[str, str], bool, str, Decimal | None, bool]
Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class CellDifference:
    """One changed cell: what was entered, why, and what it earned, before and after."""

    code: str
    centre: str
    indicator: str
    old_entered: str
    new_entered: str
    old_reason: str
    new_reason: str
    old_points: Decimal | None
    new_points: Decimal | None


@dataclass(frozen=True, slots=True)
class Differences:
    """Changed totals as (centre, old, new), and changed cells."""

    totals: list[tuple[str, Decimal | None, Decimal | None]]
    cells: list[CellDifference]


def permit_of(superseded: Round) -> ReopenRequest | None:
    """The request by which a round was reopened, with who asked and who permitted."""
    used = ReopenRequest.objects.filter(round=superseded, state=ReopenRequest.State.USED)
    return used.select_related("asked_by", "decided_by", "spot_check").first()


def differences(old: Round, new: Round) -> Differences:
    """Compare two versions cell by cell (4 queries beside the scheme's book)."""
    return Differences(list(_totals(old, new)), list(_cells(old, new)))


def moved_totals(old: Round, new: Round) -> list[tuple[str, Decimal | None, Decimal | None]]:
    """The totals that differ, as (centre, old, new) by name (2 queries)."""
    return list(_totals(old, new))


def _totals(old: Round, new: Round) -> Iterator[tuple[str, Decimal | None, Decimal | None]]:
    before, after = (
        dict(Assessment.objects.filter(round=one).values_list(subject_name(), "total")) for one in (old, new)
    )
    for centre in sorted({*before, *after}):
        if before.get(centre) != after.get(centre):
            yield centre, before.get(centre), after.get(centre)


def _cells(old: Round, new: Round) -> Iterator[CellDifference]:
    book = book_for(new.scheme)
    order = {indicator_id: number for number, indicator_id in enumerate(book.entries)}
    before, after = _read(old), _read(new)
    for key in sorted({*before, *after}, key=lambda key: (key[0], order[key[2]])):
        if before.get(key) != after.get(key):
            yield _difference(book, key, before.get(key), after.get(key))


def _difference(book: Book, key: Key, old: Cell | None, new: Cell | None) -> CellDifference:
    entry = book.entries[key[2]]
    empty: Cell = ({}, False, "", None, False)
    was, becomes = old or empty, new or empty
    return CellDifference(
        code=key[0],
        centre=key[1],
        indicator=f"{entry.spec.code} {entry.spec.name}",
        old_entered=entered_words(entry, was[0], not_applicable=was[1], no_evidence=was[4]),
        new_entered=entered_words(entry, becomes[0], not_applicable=becomes[1], no_evidence=becomes[4]),
        old_reason=was[2],
        new_reason=becomes[2],
        old_points=was[3],
        new_points=becomes[3],
    )


def _read(one: Round) -> dict[Key, Cell]:
    rows = Score.objects.filter(assessment__round=one).values_list(
        subject_code("assessment__"),
        subject_name("assessment__"),
        "indicator_id",
        "inputs",
        "not_applicable",
        "reason",
        "points",
        "no_evidence",
    )
    return {
        (row[0], row[1], row[2]): (row[3], row[4], row[5], row[6], row[7])
        for row in rows.iterator(chunk_size=5000)
    }
