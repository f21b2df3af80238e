"""A filled score workbook read back: rows of canonical inputs, every fault in its place."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from appraisal.book import Book, Entry
from appraisal.entry import clean_inputs
from appraisal.models import Assessment
from appraisal.sheets import score_columns as layout
from records.errors import Invalid
from records.importers import PlainRow, Reading
from records.reading import tables
from records.reading.files import Sheet, Workbook
from records.reading.names import normalise
from records.reading.numbers import CellValue
from records.reading.table_model import Row, Table

TRUE, FALSE = {"是", "yes", "y", "true", "1", "√"}, {"否", "no", "n", "false", "0"}
Sheets = Mapping[str, Assessment]


def read(workbook: Workbook, book: Book, sheets: Sheets) -> Reading:
    """Read either layout. `sheets` are the round's score sheets by centre code. Raises Invalid without any table."""
    reading = Reading()
    found = False
    for sheet in workbook.visible:
        columns = _matrix_of(sheet, book)
        if columns is not None:
            found = True
            _read_matrix(workbook, sheet, columns, book, sheets, reading)
        elif _centre_code(sheet):
            found = True
            _read_centre(workbook, sheet, book, sheets, reading)
    if not found:
        raise Invalid(
            _("没有找到评分表。请使用本轮次下载的工作簿填写，不要改动工作表名称和表头。"),
            code="no_score_sheet",
        )
    return reading


def _matrix_of(sheet: Sheet, book: Book) -> list[layout.MatrixColumn] | None:
    for category_id, category in book.categories.items():
        if normalise(sheet.name) == normalise(layout.sheet_name(category)):
            return layout.matrix_columns(book, category_id)
    return None


def _centre_code(sheet: Sheet) -> str:
    """The code on the line above the header of a centre's sheet, "" where there is none."""
    for row in sheet.rows[:5]:
        for cell in row:
            text = normalise(cell.text)
            if text.startswith(normalise(layout.CENTRE_LINE)):
                return text.removeprefix(normalise(layout.CENTRE_LINE))
    return ""


def _read_matrix(
    workbook: Workbook,
    sheet: Sheet,
    columns: list[layout.MatrixColumn],
    book: Book,
    sheets: Sheets,
    reading: Reading,
) -> None:
    table = tables.find(workbook, [layout.CENTRE, layout.NAME, *(column.column for column in columns)], sheet)
    by_entry: dict[int, list[layout.MatrixColumn]] = {}
    for column in columns:
        by_entry.setdefault(column.entry.indicator_id, []).append(column)
    seen: set[str] = set()
    for row in table.rows:
        code = row.text("centre")
        if not _known_once(row, code, sheets, seen):
            continue
        for parts in by_entry.values():
            _add(reading, _matrix_cell(row, code, parts))
    _close(table, reading)


def _known_once(row: Row, code: str, sheets: Sheets, seen: set[str]) -> bool:
    if code not in sheets:
        row.fault("centre", _("本轮次没有这个机构代码的评分表"))
        return False
    if code in seen:
        row.fault("centre", _("机构代码重复"))
        return False
    seen.add(code)
    return True


def _matrix_cell(row: Row, centre: str, columns: list[layout.MatrixColumn]) -> PlainRow | None:
    entry = columns[0].entry
    keys = {column.role if column.field is None else column.field.name: column.key for column in columns}
    return _plain(row, centre, entry, {field.name: row for field in entry.fields}, keys)


def _read_centre(workbook: Workbook, sheet: Sheet, book: Book, sheets: Sheets, reading: Reading) -> None:
    code = _centre_code(sheet)
    table = tables.find(workbook, list(layout.CENTRE_COLUMNS), sheet)
    if code not in sheets:
        raise Invalid(_("本轮次没有机构代码为“%(code)s”的评分表。") % {"code": code}, code="unknown_centre")
    by_code = {entry.spec.code: entry for entry in book.entries.values()}
    found: dict[str, dict[str, Row]] = {}
    for row in table.rows:
        _sort_in(row, by_code, found)
    for indicator, inputs in found.items():
        entry = by_code[indicator]
        first = next(iter(inputs.values()))
        keys = dict.fromkeys(inputs, "value") | {
            "na": "na",
            "ne": "ne",
            "reason": "reason",
            "source": "source",
        }
        plain = _plain(first, code, entry, inputs, keys)
        if plain is not None:
            plain |= {"date": _date(first), "seen": first.text("seen")}
        _add(reading, plain)
    _close(table, reading)


def _sort_in(row: Row, by_code: Mapping[str, Entry], found: dict[str, dict[str, Row]]) -> None:
    indicator, name = row.text("code"), row.text("input")
    if indicator not in by_code:
        row.fault("code", _("考核方案中没有这个指标编码"))
    elif name not in {field.name for field in by_code[indicator].fields}:
        row.fault("input", _("这个指标没有此录入项代码"))
    elif name in found.setdefault(indicator, {}):
        row.fault("input", _("同一录入项出现了两次"))
    else:
        found[indicator][name] = row


def _plain(
    first: Row, centre: str, entry: Entry, rows: Mapping[str, Row], keys: Mapping[str, str]
) -> PlainRow | None:
    """One cell's statement, or None where the file says nothing of it. Faults go to the table's problems."""
    raw: dict[str, CellValue] = {}
    formats: dict[str, str] = {}
    for field in entry.fields:
        if field.name in rows and field.name in keys:
            cell = rows[field.name].cell(keys[field.name])
            raw[field.name], formats[field.name] = cell.value, cell.number_format
    fields = [field for field in entry.fields if field.name in raw]
    inputs: dict[str, str] = {}
    for field in fields:
        cleaned = clean_inputs([field], {field.name: raw[field.name]}, formats)
        inputs |= cleaned.inputs
        for problem in cleaned.problems:
            rows[field.name].fault(keys[field.name], problem.message, problem.value)
    na, ne = (_flag(first, keys[mark]) if mark in keys else None for mark in ("na", "ne"))
    if na and ne:
        first.fault(keys["ne"], _("缺项与未提供佐证不能同时标注"))
    reason, source = (first.text(keys[name]) if name in keys else "" for name in ("reason", "source"))
    if not inputs and na is None and ne is None and not reason and not source:
        return None
    marks = {"na": na, "ne": ne, "reason": reason, "source": source, "at": _places(first, rows, keys, inputs)}
    return {"centre": centre, "indicator": entry.indicator_id, "inputs": inputs, **marks}


def _places(
    first: Row, rows: Mapping[str, Row], keys: Mapping[str, str], inputs: Mapping[str, str]
) -> dict[str, list[Any]]:
    """Sheet, row, column and header of what was entered, for faults that only the rule finds; "" for the cell itself."""
    spots = {name: rows[name].problem(keys[name], "") for name in inputs}
    spots[""] = first.problem(keys.get("ne", next(iter(keys.values()))), "")
    return {name: [one.sheet, one.row, one.column, one.header] for name, one in spots.items()}


def _flag(row: Row, key: str) -> bool | None:
    text = normalise(row.text(key)).lower()
    if text in TRUE:
        return True
    if text in FALSE:
        return False
    if text:
        row.fault(key, _("应填“是”或留空"))
    return None


def _date(row: Row) -> str:
    value = row.cell("date").value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = row.text("date")
    if text:
        try:
            return date.fromisoformat(text.replace("/", "-")).isoformat()
        except ValueError:
            row.fault("date", _("应为日期，如 2026-06-30"))
    return ""


def _add(reading: Reading, row: PlainRow | None) -> None:
    if row is not None:
        reading.rows.append(row)


def _close(table: Table, reading: Reading) -> None:
    reading.problems.extend(table.problems)
    reading.notes.extend(table.notes)


def rows_by_centre(rows: Iterable[PlainRow]) -> dict[str, list[dict[str, Any]]]:
    """The statements of a file by centre code."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["centre"], []).append(row)
    return found
