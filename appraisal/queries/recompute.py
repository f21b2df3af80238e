"""Every cell of a round scored again from what was entered."""

from collections.abc import Iterator
from decimal import Decimal
from json import JSONDecoder

from appraisal.book import book_for
from appraisal.cohorts import cohorts_of
from appraisal.core.cells import CellInput, score_cell
from appraisal.core.points import from_hundredths
from appraisal.models import Assessment, Round, subject_name
from records.rows import fetch

Drift = tuple[str, Decimal | None, Decimal | None]
CELLS = """
    SELECT assessment_id, indicator_id, inputs, not_applicable, reason, no_evidence, points FROM appraisal_score
    WHERE assessment_id IN (SELECT id FROM appraisal_assessment WHERE round_id = %s)
"""


def recomputed_cells(current: Round) -> Iterator[Drift]:
    """Yield (place, stored points, recomputed points) of each cell that differs, one round in memory at a time.

    Read as the database has them, hundredths and JSON: the ORM's converters take a quarter of the whole. What was
    entered alike for one indicator scores alike, and is scored once: a third of a county's cells (the reason
    bears no points).
    """
    book = book_for(current.scheme)
    cohorts = cohorts_of(current, book)
    names: dict[int, str] = {}
    alike: dict[tuple[object, ...], Decimal | None] = {}
    read = JSONDecoder().raw_decode
    for sheet_id, indicator_id, inputs, unused, reason, no_evidence, hundredths in fetch(CELLS, [current.pk]):
        entered = (indicator_id, inputs, unused, no_evidence)
        if entered not in alike:
            cell = CellInput(read(inputs)[0], unused, reason, no_evidence)
            cohort = cohorts.get(indicator_id)
            spec = book.entries[indicator_id].spec
            alike[entered] = score_cell(spec, cell, explain=False, cohort=cohort).points
        points = None if hundredths is None else from_hundredths(hundredths)
        if alike[entered] != points:
            names = names or _names(current)
            yield f"{names[sheet_id]} {book.entries[indicator_id].spec.code}", points, alike[entered]


def _names(current: Round) -> dict[int, str]:
    """The subjects by sheet, asked for when the first of their cells differs."""
    return dict(Assessment.objects.filter(round=current).values_list("pk", subject_name()))
