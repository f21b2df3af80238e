"""The answer to a save: each cell as it now stands, why where it wasn't saved, and the fresh sums."""

from typing import Any

from django.db.models import prefetch_related_objects

from appraisal.actions.scores import CellOutcome, Saving
from appraisal.book import Book, book_for
from appraisal.models import Score
from appraisal.queries.grid import cell_data, details, row_of, sheet_data, sums_of

Json = dict[str, Any]


def saving_data(saving: Saving) -> Json:
    """Outcomes in the order of the changes and the sheets that changed (no query; 1 where cells are in conflict)."""
    book = book_for(saving.round.scheme)
    cells = (one.score for one in saving.outcomes if one.verdict == "conflict" and one.score is not None)
    prefetch_related_objects(list(cells), "updated_by")
    return {
        "outcomes": [_outcome(outcome, book) for outcome in saving.outcomes],
        "moved": [_moved(score, book) for score in saving.moved],
        "sheets": [sheet_data(sheet, sums_of(saving.sums[pk])) for pk, sheet in saving.sheets.items()],
    }


def _moved(score: Score, book: Book) -> list[Any]:
    """A cell whose points others moved: sheet, indicator, and the cell as it now stands."""
    cell = cell_data(row_of(score), book.entries[score.indicator_id], detailed=True)
    return [score.assessment_id, score.indicator_id, cell]


def _outcome(outcome: CellOutcome, book: Book) -> Json:
    answer: Json = {"verdict": outcome.verdict, "cell": None, "problems": []}
    if outcome.problems:
        answer["problems"] = [
            {"where": problem.where, "value": problem.value, "message": str(problem.message)}
            for problem in outcome.problems
        ]
    if outcome.score is not None:
        answer["cell"] = _cell(outcome, outcome.score, book)
    if outcome.verdict == "conflict" and outcome.score is not None:
        answer |= _who(outcome.score)
    return answer


def _cell(outcome: CellOutcome, score: Score, book: Book) -> list[Any] | None:
    """The cell as stored. `outcome.result` belongs to the change, so it counts only where that was saved."""
    entry = book.entries[score.indicator_id]
    if outcome.verdict != "saved" or outcome.result is None:
        return cell_data(row_of(score), entry, detailed=True)
    return [*(cell_data(row_of(score), entry, detailed=False) or []), *details(outcome.result, entry)]


def _who(score: Score) -> Json:
    return {
        "by": str(score.updated_by) if score.updated_by else "",
        "at": score.updated_at.isoformat() if score.updated_at else "",
    }
