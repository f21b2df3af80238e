"""Working days and the ends of windows: half-open, to the midnight after the last day (invariant 22, RULES 6).

A window of days ends at the first moment of the day after its last one: [opening, end). The day on which a notice
opens isn't counted; the first day counted is the next (民法典 第二百零一条).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo

IsWorkday = Callable[[date], bool]
DAY = timedelta(days=1)
# No calendar has a longer row of days off; a count that finds none has been given a wrong one.
LONGEST_BREAK = 60


def after_working_days(opened: date, count: int, is_workday: IsWorkday) -> date:
    """Return the last day of `count` working days after the day of opening. ValueError for none or no workday."""
    if count < 1:
        raise ValueError("a window has at least one working day")
    day, left, idle = opened, count, 0
    while left:
        day += DAY
        idle += 1
        if is_workday(day):
            left, idle = left - 1, 0
        if idle > LONGEST_BREAK:
            raise ValueError(f"no working day in the {LONGEST_BREAK} days before {day}")
    return day


def end_of(last_day: date, zone: tzinfo) -> datetime:
    """The moment a window whose last day this is has ended: that midnight, no longer part of it."""
    return datetime.combine(last_day + DAY, time.min, tzinfo=zone)


def last_day(ends_at: datetime, zone: tzinfo) -> date:
    """The last day of a window that ends at this moment: the inverse of `end_of`."""
    return (ends_at.astimezone(zone) - timedelta(microseconds=1)).date()


def is_open(ends_at: datetime | None, now: datetime) -> bool:
    """Whether a window still lasts; one without an end lasts for ever."""
    return ends_at is None or now < ends_at
