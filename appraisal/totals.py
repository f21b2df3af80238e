"""Kept totals: the sums on a sheet and on its categories, always those of a full recompute (DESIGN, Numbers)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from appraisal.book import Book
from appraisal.core.cells import CellResult
from appraisal.core.points import from_hundredths, round_points
from appraisal.core.sheet import (
    CellEffect,
    effects_json,
    kept_outcome,
    sheet_outcome,
    with_zeroed,
)
from appraisal.core.totals import CategorySpec, Total, category_total
from appraisal.core.totals import CategoryTotal as CoreTotal
from appraisal.models import Assessment, CategoryTotal, Score
from records.rows import Columns, fetch, marks, update_rows

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
    inputs: dict[int, dict[int, Any]] = defaultdict(dict)
    for sheet_id, indicator_id, given in rows.values_list("assessment_id", "indicator_id", "inputs"):
        inputs[sheet_id][indicator_id] = given
    for sheet_id, own in inputs.items():
        if effects := _effects(book, own):
            found[sheet_id] = effects
    return found


def _effects(book: Book, inputs: Mapping[int, Any]) -> list[CellEffect]:
    """What the cells of one sheet do beyond their points, in the order of the scheme; `inputs` by indicator, of those
    that are judged by what was entered.
    """
    acting = [
        (book.entries[pk].spec, inputs[pk]) for pk in book.entries if pk in book.acting and pk in inputs
    ]
    return [
        (spec.code, effect) for spec, given in acting if (effect := spec.rule().effect(given)) is not None
    ]


def stored_results(sheet_ids: Iterable[int], book: Book) -> dict[int, dict[str, CellResult]]:
    """The results of all cells of these sheets as stored (1 query), by sheet and indicator code.

    What is stored alike of one indicator is one result: most cells of a county's.
    """
    alike: dict[tuple[int, int | None, bool], tuple[str, CellResult]] = {}
    found: dict[int, dict[str, CellResult]] = defaultdict(dict)
    ids = list(sheet_ids)
    columns = "assessment_id, indicator_id, points, not_applicable"
    statement = f"SELECT {columns} FROM appraisal_score WHERE assessment_id IN ({marks(ids)})"  # noqa: S608
    for sheet_id, indicator_id, hundredths, absent in fetch(statement, ids) if ids else ():
        known = alike.get((indicator_id, hundredths, absent))
        if known is None:
            points = None if hundredths is None else from_hundredths(hundredths)
            result = kept_result(book, indicator_id, points, absent)
            known = book.entries[indicator_id].spec.code, result
            alike[indicator_id, hundredths, absent] = known
        found[sheet_id][known[0]] = known[1]
    return found


CATEGORY = Columns(
    CategoryTotal, "id", "assessment", "category", "points", "on_top", "applicable_full", "entered"
)
CategoryRows = Mapping[int, Sequence[CategoryTotal]]


def read_categories(sheet_ids: Collection[int]) -> dict[int, list[CategoryTotal]]:
    """The kept category sums of these sheets by sheet (1 query)."""
    found: dict[int, list[CategoryTotal]] = {sheet_id: [] for sheet_id in sheet_ids}
    where = f"WHERE assessment_id IN ({marks(sheet_ids)})"
    statement = f"SELECT {CATEGORY.sql()} FROM appraisal_categorytotal {where}"  # noqa: S608
    for row in CATEGORY.rows(fetch(statement, list(sheet_ids)) if sheet_ids else ()):
        found[row.assessment_id].append(row)
    return found


def refresh_totals(
    sheets: Collection[Assessment], cells: Iterable[Score], kept: CategoryRows, book: Book
) -> None:
    """Sum the touched categories anew and store what changed. All was read since the sheets were locked.

    `cells` are all the cells of the categories that were touched, as they are now; the sums of the other
    categories stand. 2 queries, whatever the number of sheets.
    """
    results: dict[int, dict[str, CellResult]] = defaultdict(dict)
    cells_of: dict[int, list[Score]] = defaultdict(list)
    touched: set[tuple[int, int]] = set()
    for cell in cells:
        cells_of[cell.assessment_id].append(cell)
        entry = book.entries[cell.indicator_id]
        result = kept_result(book, cell.indicator_id, cell.points, cell.not_applicable)
        results[cell.assessment_id][entry.spec.code] = result
        touched.add((cell.assessment_id, entry.category_id))
    changed = []
    for sheet in sheets:
        effects, own = _effects(book, _inputs(cells_of[sheet.pk])), results[sheet.pk]
        effective = with_zeroed(own, effects)
        for row in kept[sheet.pk]:
            if (sheet.pk, row.category_id) in touched:
                total = category_total(book.categories[row.category_id], effective)
                changed += [row] if _put(row, total) else []
        _sum_up(sheet, kept[sheet.pk], book, effects, effective)
    update_rows(changed, ["points", "on_top", "applicable_full", "entered"])
    update_rows(list(sheets), ["total", "subtotal", "entered", "effects", "version"])


def _inputs(cells: Iterable[Score]) -> dict[int, Any]:
    return {cell.indicator_id: cell.inputs for cell in cells if not (cell.not_applicable or cell.no_evidence)}


def _put(row: CategoryTotal, new: CoreTotal) -> bool:
    """Lay fresh sums into a kept row; whether they differ."""
    sums = (new.points, new.on_top, new.applicable_full, new.scored + new.not_applicable)
    if (row.points, row.on_top, row.applicable_full, row.entered) == sums:
        return False
    row.points, row.on_top, row.applicable_full, row.entered = sums
    return True


def _sum_up(
    sheet: Assessment,
    kept: Sequence[CategoryTotal],
    book: Book,
    effects: Sequence[CellEffect],
    results: Mapping[str, CellResult],
) -> None:
    """The sums of a sheet from those of its categories, in the order of the scheme."""
    sums = {row.category_id: row for row in kept}
    parts = [_part(sums[pk], category) for pk, category in book.categories.items()]
    outcome = kept_outcome(parts, results, book.gates, effects)
    sheet.total, sheet.effects = outcome.total.value, effects_json(outcome)
    sheet.subtotal = round_points(sum((part.points + part.on_top for part in parts), ZERO))
    sheet.entered = sum(row.entered for row in kept)
    sheet.version += 1


def _part(row: CategoryTotal, category: CategorySpec) -> CoreTotal:
    """A kept sum as the core sees it; which of the entered cells are 缺项 makes no difference to a total."""
    return CoreTotal(
        code=category.code,
        points=row.points,
        full_marks=category.full_marks,
        applicable_full=row.applicable_full,
        on_top=row.on_top,
        weight_percent=category.weight_percent,
        scored=row.entered,
        open=len(category.indicators) - row.entered,
    )
