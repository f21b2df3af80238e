"""The answer to a save: each cell as it now stands, why where it wasn't saved, and the fresh sums."""

from collections.abc import Mapping
from typing import Any

from django.db.models import prefetch_related_objects

from appraisal.actions.scores import CellOutcome, Saving
from appraisal.book import Book, book_for
from appraisal.cohorts import cohorts_of
from appraisal.core.rules import Cohort
from appraisal.models import Score
from appraisal.queries.grid import cell_data, details, row_of, sheet_data, short_form, sums_of

Json = dict[str, Any]
Cohorts = Mapping[int, Cohort]


def saving_data(saving: Saving) -> Json:
    """Outcomes in the order of the changes and the sheets that changed.

    No query; 1 where cells are in conflict, 1 where centres are compared.
    """
    book = book_for(saving.round.scheme)
    named = {outcome.change.indicator_id for outcome in saving.outcomes}
    cohorts = cohorts_of(saving.round, book) if named & book.cohorts else {}
    cells = (one.score for one in saving.outcomes if one.verdict == "conflict" and one.score is not None)
    prefetch_related_objects(list(cells), "updated_by")
    return {
        "outcomes": [_outcome(outcome, book, cohorts) for outcome in saving.outcomes],
        "moved": [_moved(score, book, cohorts) for score in saving.moved],
        "sheets": [sheet_data(sheet, sums_of(saving.sums[pk]), book) for pk, sheet in saving.sheets.items()],
    }


def _moved(score: Score, book: Book, cohorts: Cohorts) -> list[Any]:
    """A cell whose points others moved: sheet, indicator, and the cell as it now stands."""
    entry, cohort = book.entries[score.indicator_id], cohorts.get(score.indicator_id)
    cell = cell_data(row_of(score), entry, detailed=True, cohort=cohort)
    return [score.assessment_id, score.indicator_id, cell]


def _outcome(outcome: CellOutcome, book: Book, cohorts: Cohorts) -> Json:
    answer: Json = {"verdict": outcome.verdict, "cell": None, "problems": []}
    if outcome.problems:
        answer["problems"] = [
            {"where": problem.where, "value": problem.value, "message": str(problem.message)}
            for problem in outcome.problems
        ]
    if outcome.score is not None:
        answer["cell"] = _cell(outcome, outcome.score, book, cohorts)
    if outcome.verdict == "conflict" and outcome.score is not None:
        answer |= _who(outcome.score)
    return answer


def _cell(outcome: CellOutcome, score: Score, book: Book, cohorts: Cohorts) -> list[Any] | None:
    """The cell as stored. `outcome.result` belongs to the change, so it counts only where that was saved."""
    entry, cohort = book.entries[score.indicator_id], cohorts.get(score.indicator_id)
    if outcome.verdict != "saved" or outcome.result is None:
        return cell_data(row_of(score), entry, detailed=True, cohort=cohort)
    return [*short_form(row_of(score)), *details(outcome.result, entry, cohort)]


def _who(score: Score) -> Json:
    return {
        "by": str(score.updated_by) if score.updated_by else "",
        "at": score.updated_at.isoformat() if score.updated_at else "",
    }
