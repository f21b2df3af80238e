"""CSV files: decoding without guessing. Runs in the child process.

BOM, else strict UTF-8, else strict GB18030; a byte that fits none is refused with its place, never replaced.
Whether the guess was right is proven by the header, which must match word for word (`tables.py`).
"""

import codecs
import csv
import io
from typing import Any

from records.reading.limits import Limits, RefusedFile

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read(data: bytes, limits: Limits) -> dict[str, Any]:
    text, encoding = decode(data)
    if "\0" in text:
        raise RefusedFile("binary")
    if len(text) > limits.all_characters:
        raise RefusedFile("all_characters", limit=limits.all_characters)
    rows = _rows(text, limits)
    sheet = {"name": "", "hidden": False, "rows": rows}
    return {"kind": "csv", "encoding": encoding, "sheets": [sheet]}


def decode(data: bytes) -> tuple[str, str]:
    """The text and the encoding it was in."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            candidates = [encoding]
            break
    else:
        candidates = ["utf-8", "gb18030"]
    for encoding in candidates:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
    raise RefusedFile("encoding", row=line)


def _rows(text: str, limits: Limits) -> list[list[str]]:
    csv.field_size_limit(limits.characters * 4 + 16)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = "\t" if "\t" in first and "," not in first else ","
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            _check(row, len(rows) + 1, limits)
            rows.append(row)
    except csv.Error:
        raise RefusedFile("csv", row=reader.line_num) from None
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _check(row: list[str], number: int, limits: Limits) -> None:
    if number > limits.rows and any(row):
        raise RefusedFile("rows", limit=limits.rows, sheet="")
    if any(row[limits.columns :]):
        raise RefusedFile("columns", limit=limits.columns, sheet="")
    for index, cell in enumerate(row):
        if len(cell) > limits.characters:
            raise RefusedFile("characters", limit=limits.characters, sheet="", row=number, column=index)
