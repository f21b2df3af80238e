"""Indicators that compare centres (rank): their values over a round, and the points that follow from all of them.

Whoever saves one such cell moves the others': a place among 18 is a different place once the 19th is entered. Points
are therefore those among the values entered so far; a round can only be handed in when every cell has one.
"""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from appraisal.book import Book, Entry
from appraisal.core.cells import CellInput, CellResult, score_cell
from appraisal.core.rules import Cohort
from appraisal.models import Round, Score

Key = tuple[int, int]


def cell_of(score: Score) -> CellInput:
    """What a stored cell holds, as the core takes it."""
    return CellInput(score.inputs, score.not_applicable, score.reason, score.no_evidence)


def cohorts_of(current: Round, book: Book) -> Mapping[int, Cohort]:
    """The values of all centres by indicator, of those that compare them (1 query, none where no kind does)."""
    if not book.cohorts:
        return {}
    return {pk: _cohort(book.entries[pk], rows) for pk, rows in _columns(current, book.cohorts).items()}


def _columns(current: Round, indicators: Collection[int]) -> dict[int, list[Score]]:
    found: dict[int, list[Score]] = {pk: [] for pk in indicators}
    rows = Score.objects.filter(assessment__round=current, indicator_id__in=indicators)
    for row in rows.order_by("assessment_id"):
        found[row.indicator_id].append(row)
    return found


def _cohort(entry: Entry, rows: Iterable[Score]) -> Cohort:
    values = (score_cell(entry.spec, cell_of(row), explain=False).value for row in rows)
    return tuple(value for value in values if value is not None)


def settle(
    current: Round, book: Book, indicators: Collection[int], changed: Mapping[Key, Score]
) -> tuple[dict[Key, CellResult], list[tuple[Score, Decimal | None]]]:
    """Give every cell of these columns the points it has among all (1 query); the sheets must be locked.

    `changed` are rows being saved, by sheet and indicator, with their new inputs; their points are set in place.
    Returns the results of those, and the other rows whose points moved, with the points before, not yet stored.
    """
    results: dict[Key, CellResult] = {}
    moved = []
    for pk, kept in _columns(current, indicators).items():
        entry = book.entries[pk]
        rows = [changed.get((row.assessment_id, pk), row) for row in kept]
        cohort = _cohort(entry, rows)
        for row in rows:
            key = (row.assessment_id, pk)
            result = score_cell(entry.spec, cell_of(row), explain=False, cohort=cohort)
            if key in changed:
                results[key] = result
            elif row.points != result.points:
                moved.append((row, row.points))
            row.points = result.points
    return results, moved
