"""Kept totals against their cells (invariant 26)."""

from appraisal.book import Book, book_for
from appraisal.models import Assessment, CategoryTotal, Round
from appraisal.totals import SheetTotals, stored_effects, stored_results, totals_of

Sums = dict[int, tuple[object, object, object, int]]


def drifted_sheets(current: Round) -> list[str]:
    """Names of the subjects whose kept sums differ from a recompute of the stored cells (3 queries; 4 with vetoes)."""
    book = book_for(current.scheme)
    sheets = list(Assessment.objects.filter(round=current).select_related("centre", "staff"))
    results = stored_results([sheet.pk for sheet in sheets], book)
    effects = stored_effects([sheet.pk for sheet in sheets], book)
    kept = _kept_sums(current)
    fresh = {sheet.pk: totals_of(book, results.get(sheet.pk, {}), effects[sheet.pk]) for sheet in sheets}
    return [
        sheet.subject.name
        for sheet in sheets
        if _differs(sheet, kept.get(sheet.pk, {}), fresh[sheet.pk], book)
    ]


def _kept_sums(current: Round) -> dict[int, Sums]:
    kept: dict[int, Sums] = {}
    rows = CategoryTotal.objects.filter(assessment__round=current).values_list(
        "assessment_id", "category_id", "points", "on_top", "applicable_full", "entered"
    )
    for sheet_id, category_id, points, on_top, applicable, entered in rows:
        kept.setdefault(sheet_id, {})[category_id] = (points, on_top, applicable, entered)
    return kept


def _differs(sheet: Assessment, kept: Sums, fresh: SheetTotals, book: Book) -> bool:
    sums: Sums = {
        pk: (part.points, part.on_top, part.applicable_full, part.scored + part.not_applicable)
        for pk, part in fresh.categories.items()
    }
    whole = (fresh.total.value, fresh.subtotal, fresh.entered, len(book.entries), fresh.effects)
    return kept != sums or (sheet.total, sheet.subtotal, sheet.entered, sheet.cells, sheet.effects) != whole
