"""Days as people type them into workbooks."""

import re
import unicodedata
from datetime import date, datetime

from django.utils.translation import gettext as _

from records.errors import Problem
from records.reading.numbers import NOT_ENTERED, ZERO_WIDTH, CellValue, Parsed, shown

DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?", re.ASCII)


def parse_date(value: CellValue, number_format: str = "") -> Parsed[date] | Problem:
    """A day: a date cell, or text such as 2026-03-01, 2026/3/1, 2026.3.1, 2026年3月1日.

    A time of day is refused, a number too: Excel's day numbers differ by workbook.
    """
    if value is None:
        return Parsed(None)
    if isinstance(value, datetime):
        midnight = value.time() == datetime.min.time()
        return Parsed(value.date()) if midnight else _refused(value)
    if isinstance(value, date):
        return Parsed(value)
    if isinstance(value, str):
        return _from_text(value)
    return _refused(value)


def _from_text(text: str) -> Parsed[date] | Problem:
    folded = unicodedata.normalize("NFKC", text.translate(ZERO_WIDTH)).strip()
    if folded in NOT_ENTERED:
        return Parsed(None, marked_as_text=True)
    found = DAY.fullmatch(folded)
    if found is None:
        return _refused(text)
    try:
        return Parsed(date(*map(int, found.groups())), marked_as_text=True)
    except ValueError:
        return _refused(text)


def _refused(value: object) -> Problem:
    return Problem(_("应为日期，如 2026-03-01"), shown(value))
