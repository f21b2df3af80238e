"""When the stages of a round end: dates as people plan them, moments as the clock has them (invariant 22)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from appraisal.core.deadlines import after_working_days, end_of, is_open, last_day
from appraisal.models import Extension, Round
from appraisal.workdays import workdays_of
from records.errors import Conflict, Invalid

ZONE = ZoneInfo(settings.TIME_ZONE)
Stage = Extension.Stage
# The column that holds the last day of a stage; the notice's holds a moment.
COLUMNS: Mapping[str, str] = {
    Stage.SELF_ASSESSMENT: "self_due_on",
    Stage.SCORING: "due_on",
    Stage.REVIEW: "review_due_on",
    Stage.NOTICE: "notice_ends_at",
    Stage.REPORT: "report_due_on",
}


# Beyond these a day is a slip of the key, and the last of the calendar has no midnight after it.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)

# The stages whose last day still means something, by the state a round is in.
AHEAD = {
    "draft": ("self_assessment", "scoring", "submitted", "final"),
    "self_assessment": ("self_assessment", "scoring", "submitted", "final"),
    "scoring": ("scoring", "submitted", "final"),
    "submitted": ("submitted", "final"),
    "reviewed": ("final",),
    "notice": ("notice", "final"),
    "final": ("final",),
}


@dataclass(frozen=True, slots=True)
class NoticeEnd:
    """When a notice opened now would end, and what is to be said of the calendar behind it."""

    last_on: date
    ends_at: datetime
    note: str


def due_on(current: Round, stage: str) -> date | None:
    """The last day of a stage, inclusive; None where none is set."""
    if stage == Stage.NOTICE:
        ends_at = current.notice_ends_at
        return None if ends_at is None else last_day(ends_at, ZONE)
    day: date | None = getattr(current, COLUMNS[stage]) if stage in COLUMNS else None
    return day


def ends_at(day: date) -> datetime:
    return end_of(day, ZONE)


def plausible(day: date | None) -> None:
    """Raises Invalid for a day that nobody means."""
    if day is not None and not FIRST_DAY <= day <= LAST_DAY:
        raise Invalid(_("日期应在2000年至2100年之间。"), code="day")


def is_over(current: Round, stage: str, now: datetime) -> bool:
    """Whether a stage's last day has passed; one without a last day never ends by itself."""
    day = due_on(current, stage)
    return day is not None and not is_open(ends_at(day), now)


def notice_end(current: Round, now: datetime) -> NoticeEnd:
    """The end of a notice opened now: the round's working days after today (1 query)."""
    calendar = workdays_of(current.county)
    today = now.astimezone(ZONE).date()
    try:
        last = after_working_days(today, current.notice_days, calendar.is_workday)
    except ValueError as error:
        raise Conflict(_("工作日历中连续60天没有工作日，请先更正。"), code="calendar") from error
    return NoticeEnd(last, ends_at(last), calendar.note)
