"""Kept totals: the sums on a sheet and on its categories, always those of a full recompute (DESIGN, Numbers)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from appraisal.book import Book
from appraisal.core.cells import CellResult
from appraisal.core.points import round_points
from appraisal.core.sheet import CellEffect, effects_json, sheet_outcome
from appraisal.core.totals import CategoryTotal as CoreTotal
from appraisal.core.totals import Total
from appraisal.models import Assessment, CategoryTotal, Score
from records.rows import update_rows

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class SheetTotals:
    """Everything kept of one sheet: category sums by category id, the total, how much is entered, effects as JSON."""

    categories: Mapping[int, CoreTotal]
    total: Total
    subtotal: Decimal
    entered: int
    effects: list[dict[str, Any]]


def kept_result(book: Book, indicator_id: int, points: Decimal | None, not_applicable: bool) -> CellResult:
    """A cell's result from what is stored of it: points, or 缺项; the rule isn't run again."""
    spec = book.entries[indicator_id].spec
    excluded = not_applicable and spec.na_mode == "exclude"
    state = "not_applicable" if not_applicable else ("unscored" if points is None else "scored")
    return CellResult(
        state=state,  # type: ignore[arg-type]
        points=points,
        full_marks=spec.full_marks,
        applicable_full=ZERO if excluded else spec.full_marks,
    )


def totals_of(
    book: Book, results: Mapping[str, CellResult], effects: Sequence[CellEffect] = ()
) -> SheetTotals:
    """Sum one sheet from its cells' results by indicator code and what its cells do beyond their points."""
    outcome = sheet_outcome(list(book.categories.values()), results, book.gates, effects)
    parts = outcome.categories
    return SheetTotals(
        categories=dict(zip(book.categories, parts, strict=True)),
        total=outcome.total,
        subtotal=round_points(sum((part.points + part.on_top for part in parts), ZERO)),
        entered=sum(part.scored + part.not_applicable for part in parts),
        effects=effects_json(outcome),
    )


def blank_effects(book: Book) -> list[dict[str, Any]]:
    """What is kept of a sheet in which nothing is entered yet: its gates, nothing got."""
    blank = {entry.spec.code: kept_result(book, pk, None, False) for pk, entry in book.entries.items()}
    return totals_of(book, blank).effects


def stored_effects(sheet_ids: Iterable[int], book: Book) -> dict[int, list[CellEffect]]:
    """What the cells of these sheets do beyond their points, in the order of the scheme (1 query where any can)."""
    found: dict[int, list[CellEffect]] = defaultdict(list)
    if not book.acting:
        return found
    rows = Score.objects.filter(
        assessment_id__in=list(sheet_ids),
        indicator_id__in=book.acting,
        not_applicable=False,
        no_evidence=False,
    )
    inputs = {(row[0], row[1]): row[2] for row in rows.values_list("assessment_id", "indicator_id", "inputs")}
    for pk in (pk for pk in book.entries if pk in book.acting):
        spec = book.entries[pk].spec
        for (sheet_id, indicator_id), given in inputs.items():
            if indicator_id == pk and (effect := spec.rule().effect(given)) is not None:
                found[sheet_id].append((spec.code, effect))
    return found


def stored_results(sheet_ids: Iterable[int], book: Book) -> dict[int, dict[str, CellResult]]:
    """The results of all cells of these sheets as stored (1 query), by sheet and indicator code."""
    found: dict[int, dict[str, CellResult]] = defaultdict(dict)
    rows = Score.objects.filter(assessment_id__in=list(sheet_ids)).values_list(
        "assessment_id", "indicator_id", "points", "not_applicable"
    )
    for sheet_id, indicator_id, points, not_applicable in rows.iterator(chunk_size=5000):
        code = book.entries[indicator_id].spec.code
        found[sheet_id][code] = kept_result(book, indicator_id, points, not_applicable)
    return found


def refresh_totals(
    sheet_ids: set[int], sheets: Mapping[int, Assessment], book: Book
) -> dict[int, Assessment]:
    """Recompute and store the kept totals of these (locked) sheets; return them. Constant number of queries."""
    results = stored_results(sheet_ids, book)
    effects = stored_effects(sheet_ids, book)
    fresh = {sheet_id: totals_of(book, results[sheet_id], effects[sheet_id]) for sheet_id in sheet_ids}
    _store_categories(fresh)
    for sheet_id, totals in fresh.items():
        sheet = sheets[sheet_id]
        sheet.total, sheet.subtotal, sheet.entered = totals.total.value, totals.subtotal, totals.entered
        sheet.effects = totals.effects
        sheet.version += 1
    touched = [sheets[sheet_id] for sheet_id in sheet_ids]
    update_rows(touched, ["total", "subtotal", "entered", "effects", "version"])
    return {sheet.pk: sheet for sheet in touched}


def _store_categories(fresh: Mapping[int, SheetTotals]) -> None:
    """Write the category sums that changed."""
    changed = []
    for row in CategoryTotal.objects.filter(assessment_id__in=list(fresh)):
        new = fresh[row.assessment_id].categories[row.category_id]
        entered = new.scored + new.not_applicable
        values = (new.points, new.on_top, new.applicable_full, entered)
        if (row.points, row.on_top, row.applicable_full, row.entered) != values:
            row.points, row.on_top, row.applicable_full, row.entered = values
            changed.append(row)
    update_rows(changed, ["points", "on_top", "applicable_full", "entered"])
