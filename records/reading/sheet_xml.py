"""What the XML of a workbook shows beyond its values. Runs in the child process.

Expat streams the parts; a document type declaration (entities) is refused, and so is a cell beyond the
limits, before anything is built of it. Namespaces are ignored: both dialects of OOXML and prefixed files
read the same.
"""

import re
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from records.reading.limits import Limits, RefusedFile

REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
PERCENT_IN_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|(%)')
BUILTIN_PERCENT = {9: "0%", 10: "0.00%"}
TRUE = {"1", "true", "on"}


def walk(
    part: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Feed one part to the handlers, with local names."""
    parser = expat.ParserCreate()

    def refuse(*_arguments: Any) -> None:
        raise RefusedFile("damaged")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text is not None:
        parser.buffer_text = True
        parser.CharacterDataHandler = text
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        raise RefusedFile("damaged") from None


def relationships(part: bytes) -> dict[str, str]:
    """Relationship id → target."""
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            found[attributes.get("Id", "")] = attributes.get("Target", "")

    walk(part, start)
    return found


def sheets_of(part: bytes) -> list[tuple[str, bool, str]]:
    """(name, hidden, relationship id) of every sheet, in order."""
    found: list[tuple[str, bool, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            key = next((value for k, value in attributes.items() if k.endswith(":id")), "")
            found.append((attributes.get("name", ""), attributes.get("state", "visible") != "visible", key))

    walk(part, start)
    return found


def number_formats(part: bytes) -> dict[str, str]:
    """Style index → number format, of the styles that show per cent."""
    custom: dict[str, str] = {}
    found: dict[str, str] = {}
    inside = [""]
    count = [0]

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            custom[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in {"cellXfs", "cellStyleXfs"}:
            inside[0] = name
        elif name == "xf" and inside[0] == "cellXfs":
            key = attributes.get("numFmtId", "0")
            code = custom.get(key) or BUILTIN_PERCENT.get(int(key) if key.isdecimal() else 0, "")
            if any(match.group(1) for match in PERCENT_IN_FORMAT.finditer(code)):
                found[str(count[0])] = code
            count[0] += 1

    walk(part, start)
    return found


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class SheetInspection:
    """One pass over a worksheet. Rows and columns are counted from 1, as in the file."""

    def __init__(self, name: str, part: bytes, formats: dict[str, str], limits: Limits) -> None:
        self.name, self.limits, self._formats = name, limits, formats
        self.percents: list[tuple[int, int, str]] = []
        self.errors: list[tuple[int, int, str]] = []
        self.empty_formulas: list[tuple[int, int]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self._row = self._column = 0
        self._cell: dict[str, str] = {}
        self._formula = self._filled = self._in_value = False
        self._text = ""
        walk(part, self._start, self._end, self._characters)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name == "v":
            self._in_value, self._text = True, ""
            self._within_limits()
        elif name in {"f", "is"}:
            self._formula = self._formula or name == "f"
            self._filled = self._filled or name == "is"
            self._within_limits()
        elif name == "row":
            self._start_row(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden", "").lower() in TRUE:
            self._hide_columns(attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isdecimal() and len(number) < 8 else self._row + 1
        self._column = 0
        if attributes.get("hidden", "").lower() in TRUE and len(self.hidden_rows) < self.limits.rows:
            self.hidden_rows.append(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = REFERENCE.fullmatch(attributes.get("r", ""))
        if place:
            self._column, self._row = column_number(place.group(1)), int(place.group(2))
        else:
            self._column += 1
        self._cell, self._formula, self._filled = attributes, False, False

    def _within_limits(self) -> None:
        if self._row > self.limits.rows:
            raise RefusedFile("rows", limit=self.limits.rows, sheet=self.name)
        if self._column > self.limits.columns:
            raise RefusedFile("columns", limit=self.limits.columns, sheet=self.name)

    def _characters(self, text: str) -> None:
        if self._in_value and len(self._text) < 64:
            self._text += text

    def _end(self, name: str) -> None:
        if name == "v":
            self._in_value = False
            self._filled = self._filled or bool(self._text.strip())
        elif name == "c":
            self._end_cell()

    def _end_cell(self) -> None:
        kind = self._cell.get("t", "n")
        if self._formula and not self._filled and kind != "str":
            self.empty_formulas.append((self._row, self._column))
        elif kind == "e" and self._filled:
            self.errors.append((self._row, self._column, self._text.strip()[:20]))
        elif self._filled and kind == "n" and self._cell.get("s", "0") in self._formats:
            self.percents.append((self._row, self._column, self._formats[self._cell.get("s", "0")]))
        self._text = ""

    def _merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        start, end = REFERENCE.fullmatch(first), REFERENCE.fullmatch(last or first)
        if start and end and len(self.merged) < self.limits.rows:
            corner = int(start.group(2)), column_number(start.group(1))
            self.merged.append((*corner, int(end.group(2)), column_number(end.group(1))))

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isdecimal() and last.isdecimal():
            end = min(int(last[:6]), self.limits.columns)
            self.hidden_columns.extend(range(int(first[:6]), end + 1))
