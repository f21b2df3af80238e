"""The county's working days: the national calendar with its make-up days, and the county's own days above it (RULES 6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import chinese_calendar
from django.utils.translation import gettext as _

from appraisal.models import OwnDay
from centres.models import Region

SATURDAY = 5


@dataclass(slots=True)
class Workdays:
    """Which days are worked. `guessed` are the years asked about that the national calendar doesn't know.

    A year's holidays are announced in the November before it, so a count that runs into the next year may rest on
    Monday to Friday alone; whoever shows the result says so with `note`.
    """

    own: Mapping[date, bool] = field(default_factory=dict)
    guessed: set[int] = field(default_factory=set)

    def is_workday(self, day: date) -> bool:
        if day in self.own:
            return self.own[day]
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            self.guessed.add(day.year)
            return day.weekday() < SATURDAY

    @property
    def note(self) -> str:
        """What is to be said beside a date that rests on a guess; "" where none does."""
        years = "、".join(str(year) for year in sorted(self.guessed))
        if not years:
            return ""
        return _("%(years)s年的节假日安排尚未收录，按周一至周五推算；可由局领导在工作日历中补充。") % {
            "years": years
        }


def workdays_of(county: Region) -> Workdays:
    """The county's calendar (1 query)."""
    return Workdays(dict(OwnDay.objects.filter(county=county).values_list("day", "works")))
