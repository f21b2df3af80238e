"""Every cell of a round scored again from what was entered."""

from collections.abc import Iterator
from decimal import Decimal

from appraisal.book import book_for
from appraisal.cohorts import cohorts_of
from appraisal.core.cells import CellInput, score_cell
from appraisal.models import Round, Score, subject_name

Drift = tuple[str, Decimal | None, Decimal | None]


def recomputed_cells(current: Round) -> Iterator[Drift]:
    """Yield (place, stored points, recomputed points) of each cell that differs, in bounded memory."""
    book = book_for(current.scheme)
    rows = Score.objects.filter(assessment__round=current).values_list(
        subject_name("assessment__"),
        "indicator_id",
        "points",
        "inputs",
        "not_applicable",
        "reason",
        "no_evidence",
    )
    cohorts = cohorts_of(current, book)
    for centre, indicator_id, points, *held in rows.iterator(chunk_size=5000):
        spec = book.entries[indicator_id].spec
        cohort = cohorts.get(indicator_id)
        fresh = score_cell(spec, CellInput(*held), explain=False, cohort=cohort).points
        if fresh != points:
            yield f"{centre} {spec.code}", points, fresh
