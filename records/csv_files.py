"""CSV files that Excel opens right and that run nothing."""

import csv
import io
from collections.abc import Iterable, Sequence

# Excel and WPS take a CSV cell that starts so for a formula, quoted or not.
ACTIVE = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with its mark. A text that would run as a formula gets an apostrophe before it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(headers)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    return f"'{text}" if text.startswith(ACTIVE) else text
