"""XLSX workbooks. Runs in the child process.

Two readers: an inspection of the XML that refuses what is too large before anything is built of it, and
sees what values alone don't show (per cent formats, error cells, formulas without a stored result, merged
and hidden cells); then calamine for the values, which is an order of magnitude faster than openpyxl.
"""

import io
import posixpath
from datetime import date, time, timedelta
from typing import Any

import python_calamine

from records.reading.limits import Limits, RefusedFile
from records.reading.package import Package
from records.reading.sheet_xml import SheetInspection, number_formats, relationships, sheets_of


def read(data: bytes, limits: Limits) -> dict[str, Any]:
    package = Package(data, limits)
    inspected = inspect(package, limits)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [_sheet(workbook, name, hidden, seen) for name, hidden, seen in inspected]
    except (python_calamine.CalamineError, ValueError, OSError):
        raise RefusedFile("damaged") from None
    _check_text(sheets, limits)
    return {"kind": "xlsx", "sheets": sheets}


def inspect(package: Package, limits: Limits) -> list[tuple[str, bool, SheetInspection]]:
    """Every worksheet with its name, whether it is hidden, and what its XML shows."""
    _refuse_other_formats(package)
    book = package.get("xl/workbook.xml")
    if book is None:
        raise RefusedFile("not_workbook")
    targets = relationships(package.get("xl/_rels/workbook.xml.rels") or b"<x/>")
    formats = number_formats(package.get("xl/styles.xml") or b"<x/>")
    listed = sheets_of(book)
    if len(listed) > limits.sheets:
        raise RefusedFile("sheets", limit=limits.sheets)
    if len({name for name, _hidden, _key in listed}) != len(listed):
        raise RefusedFile("damaged")
    found = []
    for name, hidden, key in listed:
        part = package.get(posixpath.normpath(posixpath.join("/xl", targets.get(key, ""))).lstrip("/"))
        if part is not None and b"chartsheet" not in part[:600]:
            found.append((name, hidden, SheetInspection(name, part, formats, limits)))
    return found


def _refuse_other_formats(package: Package) -> None:
    names = {name.lower() for name in package.names()}
    content_types = package.get("[Content_Types].xml") or b""
    if any(name.endswith("vbaproject.bin") for name in names) or b"macroEnabled" in content_types:
        raise RefusedFile("macro")
    if "xl/workbook.bin" in names:
        raise RefusedFile("xlsb")
    if "mimetype" in names or "content.xml" in names:
        raise RefusedFile("ods")
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise RefusedFile("not_workbook")


def _sheet(
    workbook: python_calamine.CalamineWorkbook, name: str, hidden: bool, seen: SheetInspection
) -> dict[str, Any]:
    rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    plain = [[_plain(value) for value in row] for row in rows]
    for row, column, code in seen.errors:
        _put(plain, row, column, {"e": code})
    return {
        "name": name,
        "hidden": hidden,
        "rows": [_trimmed(row) for row in plain],
        "percents": seen.percents,
        "formulas": seen.empty_formulas,
        "merged": seen.merged,
        "hidden_rows": seen.hidden_rows,
        "hidden_columns": seen.hidden_columns,
    }


def _plain(value: Any) -> Any:
    """A value as JSON carries it; dates and times as {"d": ISO text}."""
    if value == "" or value is None:
        return None
    if isinstance(value, date | time):
        return {"d": value.isoformat()}
    if isinstance(value, timedelta):
        return {"d": str(value)}
    return value


def _put(rows: list[list[Any]], row: int, column: int, value: Any) -> None:
    while len(rows) < row:
        rows.append([])
    cells = rows[row - 1]
    cells.extend([None] * (column - len(cells)))
    cells[column - 1] = value


def _trimmed(row: list[Any]) -> list[Any]:
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return row[:end]


def _check_text(sheets: list[dict[str, Any]], limits: Limits) -> None:
    total = 0
    for sheet in sheets:
        for number, row in enumerate(sheet["rows"], 1):
            for index, value in enumerate(row):
                if isinstance(value, str):
                    total += len(value)
                    if len(value) > limits.characters:
                        place = {"sheet": sheet["name"], "row": number, "column": index}
                        raise RefusedFile("characters", limit=limits.characters, **place)
        if total > limits.all_characters:
            raise RefusedFile("all_characters", limit=limits.all_characters)
