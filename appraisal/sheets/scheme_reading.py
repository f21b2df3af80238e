"""What reading the scheme workbook answers with, and finding the table of one sheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from appraisal.scheme_document import SchemeDocument
from appraisal.sheets import scheme_columns as layout
from appraisal.sheets.scheme_families import ParameterColumn
from appraisal.sheets.scheme_fields import Field
from appraisal.sheets.scheme_places import Places
from records.errors import Problem, Problems
from records.reading.files import Sheet, Workbook
from records.reading.names import normalise
from records.reading.tables import Column, Row, Table, find

# A header is looked for in so many rows, below titles if there are any.
HEADER_ROWS = 20


@dataclass(slots=True)
class SchemeReading:
    """What a workbook says. `document` is None where anything of it is faulty; `places` tell where things stand."""

    document: SchemeDocument | None = None
    places: Places = field(default_factory=Places)
    problems: Problems = field(default_factory=Problems)
    notes: list[str] = field(default_factory=list)


def table_of(
    reading: SchemeReading, workbook: Workbook, name: str, columns: Sequence[Column]
) -> Table | None:
    """The table of one sheet, or None and a problem where the sheet is missing."""
    sheet = workbook.sheet(name)
    if sheet is None:
        reading.problems.add(Problem(_("缺少工作表“%(name)s”") % {"name": name}))
        return None
    sheet = without_computed(sheet)
    table = find(Workbook(workbook.kind, [sheet], workbook.sha256), columns, sheet)
    reading.notes += [f"{name}：{note}" for note in table.notes]
    return table


def without_computed(sheet: Sheet) -> Sheet:
    """The sheet without its computed columns and lines: they are for the eye, stale or without a stored result."""
    names = {normalise(name) for name in layout.computed_headers()}
    places = [
        (row, place)
        for row, cells in enumerate(sheet.raw[:HEADER_ROWS], start=1)
        for place in range(1, len(cells) + 1)
        if normalise(sheet.cell(row, place).text) in names
    ]
    rows = {row for row, place in places if sheet.name == layout.HEAD}
    columns = {place for _row, place in places if sheet.name != layout.HEAD}
    raw = [
        [None if row in rows or place in columns else value for place, value in enumerate(cells, start=1)]
        for row, cells in enumerate(sheet.raw, start=1)
    ]
    formulas = {(row, place) for row, place in sheet.formulas if row not in rows and place not in columns}
    return replace(sheet, raw=raw, formulas=formulas)


def columns_of(fields: Sequence[Field]) -> list[Column]:
    """The columns to look for."""
    return [
        Column(one.name, one.header.zh, required=one.required, aliases=(one.header.en,))
        for one in fields
        if one.kind != "computed"
    ]


def parameter_columns(columns: Iterable[ParameterColumn]) -> list[Column]:
    return [Column(one.key, one.header.zh, required=False, aliases=(one.header.en,)) for one in columns]


def note_repeats(row: Row, key: str, value: Any, seen: dict[Any, int]) -> None:
    """Record a fault where a key was met before."""
    if value and value in seen:
        row.fault(key, _("与第%(row)d行重复") % {"row": seen[value]})
    elif value:
        seen[value] = row.number
