"""Indicators that compare centres (rank): their values over a round, and the points that follow from all of them.

Whoever saves one such cell moves the others': a place among 18 is a different place once the 19th is entered. Points
are therefore those among the values entered so far; a round can only be handed in when every cell has one.
"""

from collections.abc import Collection, Iterable, Mapping

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


def settle(book: Book, indicators: Collection[int], scores: Mapping[Key, Score]) -> dict[Key, CellResult]:
    """Give every cell of these columns the points it has among all; their sheets must be locked.

    `scores` hold all cells of the columns by sheet and indicator, as they are to be. Points are set in place, nothing
    is stored; returns the results.
    """
    results: dict[Key, CellResult] = {}
    for pk in indicators:
        entry, rows = book.entries[pk], [row for (_sheet, one), row in scores.items() if one == pk]
        cohort = _cohort(entry, rows)
        for row in rows:
            result = score_cell(entry.spec, cell_of(row), explain=False, cohort=cohort)
            results[row.assessment_id, pk], row.points = result, result.points
    return results
