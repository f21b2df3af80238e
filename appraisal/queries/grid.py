"""What the score grid shows: the columns of a scheme, and the cells and sums of some sheets.

The number of queries doesn't depend on how many centres or indicators there are. A cell travels in a short
form, `[version, points, inputs, mark, reason, source, date]`, or null while nobody has touched it: most of a
page of 4,000 cells is cells.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from appraisal.book import Book, Entry, book_for
from appraisal.cohorts import cohorts_of
from appraisal.core.cells import CellInput, CellResult, score_cell
from appraisal.core.rules import Choice, Cohort, EntryField
from appraisal.core.text import unit_text
from appraisal.models import Assessment, CategoryTotal, Round, Score, subject_code
from appraisal.queries.cell_figures import figure_words, speaks
from appraisal.queries.effects import effects_data

Json = dict[str, Any]


class Row(NamedTuple):
    """The columns of a cell that are read, in the order of the short form."""

    sheet_id: int
    indicator_id: int
    version: int
    points: Decimal | None
    inputs: dict[str, str]
    not_applicable: bool
    reason: str
    source: str
    source_date: date | None
    no_evidence: bool

    @property
    def mark(self) -> int:
        """0, 1 for 缺项, 2 for 未提供佐证."""
        return 2 if self.no_evidence else int(self.not_applicable)


COLUMNS = (
    "assessment_id", "indicator_id", "version", "points", "inputs", "not_applicable", "reason", "source", "source_date",
    "no_evidence",
)  # fmt: skip


def grid_data(current: Round, sheets: Sequence[Assessment], *, detailed: bool = False) -> Json:
    """Columns, sheets and cells for the page (3 queries when the scheme's book is at hand, 1 more for ranks).

    `detailed` adds to each cell the rate it measures and its warnings: for the sheet of one centre.
    """
    book = book_for(current.scheme)
    cohorts = cohorts_of(current, book)
    rows = {(row.sheet_id, row.indicator_id): row for row in _rows([sheet.pk for sheet in sheets])}
    sums = category_sums([sheet.pk for sheet in sheets])
    return {
        "categories": columns(book),
        "sheets": [sheet_data(sheet, sums[sheet.pk], book) | _identity(sheet) for sheet in sheets],
        "cells": [
            [
                cell_data(rows.get((sheet.pk, pk)), entry, detailed=detailed, cohort=cohorts.get(pk))
                for pk, entry in book.entries.items()
            ]
            for sheet in sheets
        ],
    }


def sheets_of(current: Round) -> QuerySet[Assessment]:
    """The sheets of a round in the order of the subjects' codes."""
    return Assessment.objects.filter(round=current).select_related("centre", "staff").order_by(subject_code())


def _rows(sheet_ids: Sequence[int]) -> Iterable[Row]:
    """The touched cells of these sheets (1 query)."""
    touched = Score.objects.filter(assessment_id__in=sheet_ids, version__gt=0)
    return (Row(*values) for values in touched.values_list(*COLUMNS).iterator(chunk_size=5000))


def category_sums(sheet_ids: Sequence[int]) -> Mapping[int, dict[int, list[Any]]]:
    """Points, entered cells and applicable full marks by sheet and category (1 query)."""
    found: dict[int, dict[int, list[Any]]] = defaultdict(dict)
    rows = CategoryTotal.objects.filter(assessment_id__in=sheet_ids)
    for sheet, category, points, entered, full in rows.values_list(
        "assessment_id", "category_id", "points", "entered", "applicable_full"
    ):
        found[sheet][category] = [_text(points), entered, _text(full)]
    return found


def sums_of(rows: Iterable[CategoryTotal]) -> dict[int, list[Any]]:
    """The same of one sheet from rows at hand."""
    return {row.category_id: [_text(row.points), row.entered, _text(row.applicable_full)] for row in rows}


def _identity(sheet: Assessment) -> Json:
    url = reverse("appraisal:sheet", args=[sheet.round_id, sheet.subject.code])
    return {"code": sheet.subject.code, "name": sheet.subject.name, "url": url}


def sheet_data(sheet: Assessment, sums: Mapping[int, list[Any]], book: Book) -> Json:
    """A sheet's kept totals, points as text with 2 places, and what acts on it beyond its cells."""
    return {
        "id": sheet.pk,
        "version": sheet.version,
        "total": None if sheet.total is None else _text(sheet.total),
        "subtotal": _text(sheet.subtotal),
        "entered": sheet.entered,
        "cells": sheet.cells,
        "sums": sums,
        "effects": effects_data(sheet.effects, book, complete=sheet.total is not None),
    }


def _text(points: Decimal) -> str:
    return f"{points:.2f}"


def columns(book: Book) -> list[Json]:
    """The categories with their indicators, each with its rule in words and the inputs of a cell."""
    by_category: dict[int, list[Json]] = defaultdict(list)
    for entry in book.entries.values():
        by_category[entry.category_id].append(_column(entry))
    return [
        {
            "id": pk,
            "code": category.code,
            "name": category.name,
            "full": _text(category.full_marks),
            "indicators": by_category[pk],
        }
        for pk, category in book.categories.items()
    ]


def _column(entry: Entry) -> Json:
    spec = entry.spec
    bound = spec.rule()
    return {
        "id": entry.indicator_id,
        "category": entry.category_id,
        "code": spec.code,
        "name": spec.name,
        "full": _text(spec.full_marks),
        "kind": spec.kind,
        "sentence": bound.sentence().in_(language()),
        "na": spec.na_mode,
        "evidence": spec.needs_evidence,
        "cohort": bound.rule.cohort,
        "source": bound.needs_source,
        "judged": bound.judged,
        "measured": hasattr(bound.terms, "measure") or bound.needs_source or _taken_over(entry),
        "fields": [_field(field, group) for field, group in _grouped(entry)],
    }


def _taken_over(entry: Entry) -> bool:
    return any(field.source != "entered" for field in entry.fields)


# Between the name of a composite's part and the label of an input of it.
PART_SIGN = " · "


def _grouped(entry: Entry) -> Iterable[tuple[EntryField, str]]:
    """Each input with the name of the part it belongs to; "" where the rule has no parts."""
    names = {part.code: part.name for part in getattr(entry.spec.rule().terms, "parts", ())}
    for field in entry.fields:
        yield field, names.get(field.name.split(".")[0], "")


def _field(field: EntryField, group: str) -> Json:
    label = field.label.in_(language())
    return {
        "name": field.name,
        "type": field.type,
        "label": label,
        "group": group,
        "short": label.removeprefix(group + PART_SIGN) if group else label,
        "from": field.source,
        "unit": unit_text(field.unit).in_(language()),
        "min": f"{field.minimum:f}",
        "max": "" if field.maximum is None else f"{field.maximum:f}",
        "places": field.places,
        "step": "" if field.step is None else f"{field.step:f}",
        "expected": field.expected.in_(language()),
        "choices": [_choice(choice) for choice in field.choices],
        "when": list(field.needed_when or ()),
    }


# What people type for an answer beside its label; a workbook of another office is pasted as it is.
ANSWERS = {"yes": ("y", "√", "有", "1"), "no": ("n", "×", "x", "没有", "0"), "partly": ("p", "部分符合")}


def _choice(choice: Choice) -> Json:
    spellings = {choice.label.zh.lower(), choice.label.en.lower(), *ANSWERS.get(choice.code, ())}
    return {"code": choice.code, "label": choice.label.in_(language()), "also": sorted(spellings)}


def cell_data(
    row: Row | None, entry: Entry, *, detailed: bool, cohort: Cohort | None = None
) -> list[Any] | None:
    """The short form of a cell; `detailed` scores it once more for the rate it measures and its warnings.

    A cell whose points alone don't speak (a place, a factor) always comes in detail.
    """
    if row is None:
        return None
    if not detailed and not speaks(entry):
        return short_form(row)
    cell = CellInput(row.inputs, row.not_applicable, row.reason, row.no_evidence)
    return short_form(row) + details(score_cell(entry.spec, cell, explain=False), entry, cohort)


def short_form(row: Row) -> list[Any]:
    return [
        row.version,
        None if row.points is None else _text(row.points),
        row.inputs,
        row.mark,
        row.reason,
        row.source,
        row.source_date.isoformat() if row.source_date else "",
    ]


def details(result: CellResult, entry: Entry, cohort: Cohort | None = None) -> list[Any]:
    """What a cell measures in words ("" where nothing) and its warnings."""
    words = figure_words(result, entry, cohort)
    return [words, [problem.message.in_(language()) for problem in result.problems]]


def row_of(score: Score) -> Row:
    return Row(*(getattr(score, name) for name in COLUMNS))


def changed_sheets(current: Round, seen: Mapping[int, int]) -> list[Json]:
    """Sheets that aren't at the version seen any more, with all their touched cells (1 query, or 3, 4 with ranks)."""
    sheets = [sheet for sheet in sheets_of(current) if seen.get(sheet.pk, sheet.version) != sheet.version]
    if not sheets:
        return []
    book = book_for(current.scheme)
    cohorts = cohorts_of(current, book)
    cells: dict[int, list[Any]] = defaultdict(list)
    for row in _rows([sheet.pk for sheet in sheets]):
        entry, cohort = book.entries[row.indicator_id], cohorts.get(row.indicator_id)
        cells[row.sheet_id].append([row.indicator_id, cell_data(row, entry, detailed=True, cohort=cohort)])
    sums = category_sums([sheet.pk for sheet in sheets])
    return [sheet_data(sheet, sums[sheet.pk], book) | {"cells_changed": cells[sheet.pk]} for sheet in sheets]


def language() -> str:
    return get_language() or "zh-hans"
