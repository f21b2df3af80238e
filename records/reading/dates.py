"""The one parser for dates of workbooks and CSV files."""

import re
import unicodedata
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from records.errors import Problem
from records.reading.numbers import NOT_ENTERED, ZERO_WIDTH, CellError, CellValue, Parsed, shown

WRITTEN = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)")
PACKED = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
YEARS = range(1900, 2200)


def parse_date(value: CellValue, number_format: str = "") -> Parsed[date] | Problem:
    """A day: a date cell, or 2026-06-30, 2026/6/30, 2026.6.30, 2026年6月30日, 20260630 as text.

    A number is refused: nobody can tell a day's serial number from any other number.
    """
    if value is None:
        return Parsed(None)
    if isinstance(value, datetime):
        # A time of day beside the date is no date that somebody typed.
        return _within(value.date(), value) if value.time() == time(0) else _refused(value)
    if isinstance(value, date):
        return _within(value, value)
    if not isinstance(value, str):
        return _refused(value.code if isinstance(value, CellError) else value)
    text = unicodedata.normalize("NFKC", value.translate(ZERO_WIDTH)).strip()
    return Parsed(None) if text in NOT_ENTERED else _from_text(text, value)


def _from_text(text: str, typed: str) -> Parsed[date] | Problem:
    found = WRITTEN.fullmatch(text) or PACKED.fullmatch(text)
    parts = [int(part) for part in found.groups() if part] if found else []
    try:
        return _within(date(*parts), typed, as_text=True)
    except (TypeError, ValueError):
        return _refused(typed)


def _within(day: date, typed: object, *, as_text: bool = False) -> Parsed[date] | Problem:
    return Parsed(day, marked_as_text=as_text) if day.year in YEARS else _refused(typed)


def _refused(typed: object) -> Problem:
    return Problem(_("应为日期，如 2026-06-30"), shown(typed))
