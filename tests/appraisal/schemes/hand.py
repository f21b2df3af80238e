"""A scheme workbook as the bounded reader hands it on, changed as by hand.

What is wrong with a cell doesn't depend on the file around it, and a file takes a second to change: most faults
are typed here. tests/records/reading tells how files become sheets, and some cases of each kind go through one.
"""

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from appraisal.sheets.scheme_import import SchemeReading, read_scheme
from records.reading.files import Sheet, Workbook, read_workbook


@cache
def _read(data: bytes) -> Workbook:
    return read_workbook(data)


class Hand:
    """One copy of a workbook. Rows and columns count from 1."""

    def __init__(self, data: bytes) -> None:
        self.book = deepcopy(_read(data))

    def __getitem__(self, name: str) -> Sheet:
        sheet = self.book.sheet(name)
        assert sheet is not None, name
        return sheet

    def type(self, name: str, row: int, column: int, value: object, percent: str = "") -> None:
        """A value as the reader tells it: every number is a float; `percent` is a format that shows per cent."""
        sheet = self[name]
        while len(sheet.raw) < row:
            sheet.raw.append([])
        cells = sheet.raw[row - 1]
        cells.extend([None] * (column - len(cells)))
        cells[column - 1] = float(value) if type(value) is int else value
        if percent:
            sheet.percents[row, column] = percent

    def put(self, name: str, place: str, value: object) -> None:
        """The same at a place such as B2."""
        letter, row = coordinate_from_string(place)
        self.type(name, row, column_index_from_string(letter), value)

    def read(self, name: str, row: int, column: int) -> Any:
        cells = self[name].raw[row - 1]
        return cells[column - 1] if column <= len(cells) else None

    def remove(self, name: str) -> None:
        self.book.sheets.remove(self[name])

    def delete_rows(self, name: str, first: int, count: int = 1) -> None:
        sheet = self[name]
        del sheet.raw[first - 1 : first - 1 + count]
        sheet.formulas = {
            (row - count * (row >= first), column)
            for row, column in sheet.formulas
            if not first <= row < first + count
        }

    def delete_column(self, name: str, place: int) -> None:
        sheet = self[name]
        for cells in sheet.raw:
            del cells[place - 1 : place]
        sheet.formulas = {
            (row, column - (column > place)) for row, column in sheet.formulas if column != place
        }

    def reading(self) -> SchemeReading:
        return read_scheme(self.book)


def saved(edit: Callable[[Any], object], data: bytes) -> SchemeReading:
    """A workbook after an edit in the file itself, as an office program would save it."""
    book = openpyxl.load_workbook(BytesIO(data))
    edit(book)
    buffer = BytesIO()
    book.save(buffer)
    return read_scheme(read_workbook(buffer.getvalue()))
