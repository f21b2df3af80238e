"""Workbooks for tests, as bytes."""

import io
import zipfile
from collections.abc import Callable

import openpyxl

SHEET = "xl/worksheets/sheet1.xml"


def book(rows, *, title="评分", change: Callable | None = None) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    return saved(workbook)


def saved(workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes], method=zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def with_sheet(sheet_data: str, head: str = "", tail: str = "") -> bytes:
    """A workbook whose first sheet's XML is given."""
    parts = parts_of(book([[1]]))
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts[SHEET] = (
        f'<worksheet xmlns="{namespace}">{head}<sheetData>{sheet_data}</sheetData>{tail}</worksheet>'.encode()
    )
    return packed(parts)
