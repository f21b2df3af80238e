"""Days as people write them; anything that could mean something else is refused."""

from datetime import date, datetime, time

import pytest

from records.errors import Problem
from records.reading.dates import parse_date
from records.reading.numbers import CellError, Parsed

DAY = date(2026, 6, 30)


@pytest.mark.parametrize("cell", [DAY, datetime(2026, 6, 30)])  # noqa: DTZ001 – as a workbook gives it
def test_date_cells(cell):
    assert parse_date(cell) == Parsed(DAY)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-06-30",
        "2026/6/30",
        "2026.6.30",
        "2026年6月30日",
        "20260630",
        " ２０２６－０６－３０ ",
        "2026-6-30\u200b",
    ],
)
def test_written_days(typed):
    assert parse_date(typed) == Parsed(DAY, marked_as_text=True)


@pytest.mark.parametrize("typed", [None, "", " ", "-", "—", "/", "无"])
def test_nothing_entered(typed):
    assert parse_date(typed) == Parsed(None)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "2026-02-29",
            "2026-13-01",
            "2026-6",
            "6/30/2026",
            "30.06.2026",
            "2026-06-30 08:00",
            "6月30日",
            "昨天",
        ),
        *("1899-12-31", "2200-01-01", "٢٠٢٦-٠٦-٣٠", "2026-06/30x"),
        *(46203, 46203.0, True, datetime(2026, 6, 30, 8), time(8), CellError("#N/A")),  # noqa: DTZ001
    ],
)
def test_anything_else_is_refused(typed):
    answer = parse_date(typed)
    assert isinstance(answer, Problem)
    assert "2026-06-30" in str(answer.message)
