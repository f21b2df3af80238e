"""The header of a table: found, matched with the columns asked for, its units read."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from records.errors import Problem
from records.reading.files import Sheet
from records.reading.names import column_letter, normalise
from records.reading.numbers import shown
from records.reading.table_model import Column, Table

SEARCHED_ROWS = 20
UNIT_LINE = re.compile(r"单位[:：](万元|元)")
UNIT_IN_HEADER = re.compile(r"(.*)\((万元|元)\)")
SERIAL = "序号"


def header_row(sheet: Sheet, columns: Sequence[Column], exact: bool) -> int:
    """The row, of the first 20, that has most of the required headers; 0 when none has half of them."""
    required = [column for column in columns if column.required]
    best, best_row = 0, 0
    for number in range(1, min(SEARCHED_ROWS, len(sheet.raw)) + 1):
        names = {name for _column, name in _header_names(sheet, number, columns, exact)}
        found = sum(any(column.named(name, exact=exact) for name in names) for column in required)
        if found > best:
            best, best_row = found, number
    return best_row if best * 2 >= len(required) and best else 0


def _header_names(sheet: Sheet, number: int, columns: Sequence[Column], exact: bool) -> list[tuple[int, str]]:
    """(column number, header) of a row; a unit in brackets is taken off where a column has units."""
    names = []
    for place in range(1, len(sheet.raw[number - 1]) + 1):
        text = sheet.cell(number, place).text
        name = text if exact else normalise(text)
        bare = UNIT_IN_HEADER.fullmatch(normalise(text))
        if bare and any(column.units and column.named(bare.group(1), exact=exact) for column in columns):
            name = bare.group(1)
        if name:
            names.append((place, name))
    return names


def match_header(table: Table, columns: Sequence[Column], exact: bool) -> None:
    names = _header_names(table.sheet, table.header_row, columns, exact)
    seen: set[str] = set()
    unknown = []
    for place, name in names:
        column = next((column for column in columns if column.named(name, exact=exact)), None)
        key = column.key if column else name
        if key in seen:
            _fault_header(table, place, _("表头重复，请删去或改名"))
        elif column:
            table.places[key] = place
            table.headers[key] = table.sheet.cell(table.header_row, place).text
        elif normalise(name) != SERIAL:
            unknown.append(table.sheet.cell(table.header_row, place).text)
        seen.add(key)
    for column in columns:
        if column.required and column.key not in table.places:
            table.problems.add(
                Problem(_("缺少“%(header)s”列") % {"header": column.header}).at(
                    sheet=table.sheet.name, row=table.header_row
                )
            )
    if unknown:
        table.notes.append(_("以下各列不认识，没有读取：%(names)s。") % {"names": "、".join(unknown)})


def _fault_header(table: Table, place: int, message: str) -> None:
    table.problems.add(
        Problem(message, shown(table.sheet.cell(table.header_row, place).text)).at(
            sheet=table.sheet.name, row=table.header_row, column=column_letter(place)
        )
    )


def read_units(table: Table, columns: Sequence[Column]) -> None:
    above = _unit_above(table)
    for column in columns:
        if not column.units or column.key not in table.places:
            continue
        in_header = UNIT_IN_HEADER.fullmatch(normalise(table.headers[column.key]))
        unit = in_header.group(2) if in_header else above
        if unit in column.units:
            table.units[column.key] = unit
            table.notes.append(_("“%(header)s”按 %(unit)s 读取。") % {"header": column.header, "unit": unit})
        else:
            expected = _("表头须注明单位，如“%(example)s”") % {
                "example": f"{column.header}（{column.units[0]}）"
            }
            _fault_header(table, table.places[column.key], expected)


def _unit_above(table: Table) -> str:
    for number in range(1, table.header_row):
        for place in range(1, len(table.sheet.raw[number - 1]) + 1):
            found = UNIT_LINE.search(normalise(table.sheet.cell(number, place).text))
            if found:
                return found.group(1)
    return ""
