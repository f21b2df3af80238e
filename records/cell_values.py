"""Values of the cells we write: what a cell can hold, and about how wide it shows."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

# wan: 万元, where a fen is the sixth decimal; blanks in the place of idle zeros keep the points below each other.
Kind = Literal["text", "points", "money", "wan", "rate", "count", "date"]
Value = str | Decimal | int | date | None

MOST_CHARACTERS = 32_767
HEADER_LINE, HEADER_ROOM = 15, 6  # points
NUMBER_FORMATS = {
    "text": "@",
    "points": "0.00",
    "money": "#,##0.00",
    "wan": "#,##0.00????",
    "rate": "0.00%",
    "count": "0",
    "date": "yyyy-mm-dd",
}


def checked(text: str) -> str:
    """The text, which Excel can hold. ValueError beyond 32,767 characters: XlsxWriter would drop it
    silently.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"a cell holds at most {MOST_CHARACTERS} characters, not {len(text)}")
    return text


def as_number(value: Value) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError(f"{value!r} is no Decimal and no int")
    return Decimal(value)


def shown(kind: Kind, value: Value) -> str:
    """About what the cell will show, for the width of its column."""
    if value is None:
        return ""
    if kind == "money" and isinstance(value, Decimal | int):
        return f"{value:,.2f}"
    if kind == "wan" and isinstance(value, Decimal | int):
        return f"{value:,f}"
    return str(value)


def display_width(text: str) -> int:
    """Columns that the text takes: wide characters count two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def broadest(text: str) -> int:
    """Columns that the longest line takes."""
    return max((display_width(line) for line in text.split("\n")), default=0)


def header_height(headers: Sequence[str], widths: Sequence[int]) -> int:
    """The height of a row of headers in points: two lines, or as many as the longest takes in its column."""
    lines = [
        sum(-(-max(display_width(line), 1) // width) for line in header.split("\n"))
        for header, width in zip(headers, widths, strict=True)
    ]
    return max([30, *(HEADER_LINE * one + HEADER_ROOM for one in lines if one > 1)])
