"""Kept totals: the sums on a sheet and on its categories, always those of a full recompute (DESIGN, Numbers)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from appraisal.book import Book
from appraisal.core.cells import CellResult
from appraisal.core.points import round_points
from appraisal.core.totals import CategorySpec, Total, category_total, round_total
from appraisal.core.totals import CategoryTotal as CoreTotal
from appraisal.models import Assessment, CategoryTotal, Score
from records.rows import Columns, fetch, marks, update_rows

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class SheetTotals:
    """Everything kept of one sheet: category sums by category id, the total, and how much is entered."""

    categories: Mapping[int, CoreTotal]
    total: Total
    subtotal: Decimal
    entered: int


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


def totals_of(book: Book, results: Mapping[str, CellResult]) -> SheetTotals:
    """Sum one sheet from its cells' results by indicator code."""
    categories = {pk: category_total(category, results) for pk, category in book.categories.items()}
    parts = list(categories.values())
    return SheetTotals(
        categories=categories,
        total=round_total(parts),
        subtotal=round_points(sum((part.points for part in parts), ZERO)),
        entered=sum(part.scored + part.not_applicable for part in parts),
    )


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


CATEGORY = Columns(CategoryTotal, "id", "assessment", "category", "points", "applicable_full", "entered")
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
    touched: set[tuple[int, int]] = set()
    for cell in cells:
        entry = book.entries[cell.indicator_id]
        result = kept_result(book, cell.indicator_id, cell.points, cell.not_applicable)
        results[cell.assessment_id][entry.spec.code] = result
        touched.add((cell.assessment_id, entry.category_id))
    changed = []
    for sheet in sheets:
        for row in kept[sheet.pk]:
            if (sheet.pk, row.category_id) in touched:
                total = category_total(book.categories[row.category_id], results[sheet.pk])
                changed += [row] if _put(row, total) else []
        _sum_up(sheet, kept[sheet.pk], book)
    update_rows(changed, ["points", "applicable_full", "entered"])
    update_rows(list(sheets), ["total", "subtotal", "entered", "version"])


def _put(row: CategoryTotal, new: CoreTotal) -> bool:
    """Lay fresh sums into a kept row; whether they differ."""
    sums = (new.points, new.applicable_full, new.scored + new.not_applicable)
    if (row.points, row.applicable_full, row.entered) == sums:
        return False
    row.points, row.applicable_full, row.entered = sums
    return True


def _sum_up(sheet: Assessment, kept: Sequence[CategoryTotal], book: Book) -> None:
    """The sums of a sheet from those of its categories, in the order of the scheme."""
    sums = {row.category_id: row for row in kept}
    parts = [_part(sums[pk], category) for pk, category in book.categories.items()]
    sheet.total = round_total(parts).value
    sheet.subtotal = round_points(sum((part.points for part in parts), ZERO))
    sheet.entered = sum(row.entered for row in kept)
    sheet.version += 1


def _part(row: CategoryTotal, category: CategorySpec) -> CoreTotal:
    """A kept sum as the core sees it; which of the entered cells are 缺项 makes no difference to a total."""
    return CoreTotal(
        code=category.code,
        points=row.points,
        full_marks=category.full_marks,
        applicable_full=row.applicable_full,
        scored=row.entered,
        open=len(category.indicators) - row.entered,
    )
