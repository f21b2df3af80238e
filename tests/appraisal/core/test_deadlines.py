"""Working days and half-open ends; the edges are where a day or a second decides."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.deadlines import after_working_days, end_of, is_open, last_day

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


def weekday(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("opened", "count", "last"),
    [
        (date(2026, 7, 6), 5, date(2026, 7, 13)),  # Monday: Tuesday to next Monday
        (date(2026, 7, 3), 5, date(2026, 7, 10)),  # Friday: Monday to Friday
        (date(2026, 7, 4), 5, date(2026, 7, 10)),  # Saturday: the same
        (date(2026, 7, 3), 1, date(2026, 7, 6)),
    ],
)
def test_the_day_of_opening_is_not_counted(opened: date, count: int, last: date) -> None:
    assert after_working_days(opened, count, weekday) == last


def test_a_holiday_puts_the_end_off_and_a_make_up_day_brings_it_forward() -> None:
    off, on = {date(2026, 7, 7)}, {date(2026, 7, 11)}

    def worked(day: date) -> bool:
        return day in on or (weekday(day) and day not in off)

    assert after_working_days(date(2026, 7, 6), 5, worked) == date(2026, 7, 13)
    assert after_working_days(date(2026, 7, 6), 4, worked) == date(2026, 7, 11)


@pytest.mark.parametrize("count", [0, -1])
def test_a_window_has_a_day(count: int) -> None:
    with pytest.raises(ValueError, match="at least one working day"):
        after_working_days(date(2026, 7, 6), count, weekday)


def test_a_calendar_without_work_is_found_out() -> None:
    with pytest.raises(ValueError, match="no working day in the 60 days"):
        after_working_days(date(2026, 7, 6), 1, lambda _day: False)


@given(DAYS, st.integers(min_value=1, max_value=60))
def test_so_many_days_are_worked_and_the_last_is_one_of_them(opened: date, count: int) -> None:
    last = after_working_days(opened, count, weekday)
    days = [opened + timedelta(days=number) for number in range(1, (last - opened).days + 1)]
    assert sum(map(weekday, days)) == count
    assert weekday(last)


@given(DAYS)
def test_the_last_day_comes_back_from_the_end(day: date) -> None:
    assert last_day(end_of(day, SHANGHAI), SHANGHAI) == day


def test_the_end_is_the_midnight_of_shanghai_and_no_longer_part_of_it() -> None:
    end = end_of(date(2026, 7, 10), SHANGHAI)
    assert end == datetime(2026, 7, 10, 16, 0, tzinfo=UTC)
    assert is_open(end, end - timedelta(microseconds=1))
    assert not is_open(end, end)
    assert is_open(None, end)
