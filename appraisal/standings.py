"""What grading works on and answers with: a field of subjects, each before grading, and all of them graded."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from appraisal.core.gates import GateMark
from appraisal.core.grading import Grades
from appraisal.core.rules import CeilingEffect
from appraisal.core.text import Text
from appraisal.models import GradeBand, Level, Publication, Round, RoundKind, Scheme, TieDecision
from centres.models import Centre, Region, Staff


@dataclass(frozen=True, slots=True)
class Field:
    """Who is appraised together: the county's centres or hospitals, or one centre's staff or clinics."""

    level: str = "centre"
    centre: Centre | None = None

    @classmethod
    def of(cls, row: Round | Publication | TieDecision) -> "Field":
        return cls(row.level, row.centre)


@dataclass(frozen=True, slots=True)
class Standing:
    """One subject before grading: totals by round, the total that is graded, and the steps that led to it.

    `key` is an institution's code, or a member of staff's id.
    """

    centre: Centre
    staff: Staff | None
    key: str
    standing: str
    totals: Mapping[str, Decimal | None]
    total: Decimal | None
    tie_breaks: tuple[Decimal | None, ...]
    steps: tuple[Text, ...]
    ceilings: tuple[CeilingEffect, ...] = ()
    gates: tuple[GateMark, ...] = ()

    @property
    def subject(self) -> Centre | Staff:
        return self.staff or self.centre

    @property
    def june(self) -> Decimal | None:
        return self.totals.get("june")

    @property
    def december(self) -> Decimal | None:
        return self.totals.get("december")

    @property
    def others(self) -> dict[str, Decimal | None]:
        """The totals of rounds other than June and December."""
        return {kind: total for kind, total in self.totals.items() if kind not in {"june", "december"}}


@dataclass(frozen=True, slots=True)
class Standings:
    """A graded set: what publishing stores and what a preview shows."""

    county: Region
    field: Field
    year: int
    kind: str
    scheme: Scheme
    rounds: Mapping[str, Round]
    bands: Sequence[GradeBand]
    rows: Sequence[Standing]
    grades: Grades

    @property
    def day(self) -> date:
        """The day whose directors bear the result: the last of June, of the year, or of the month (RULES 8)."""
        if self.kind == Publication.Kind.YEAR:
            return date(self.year, 12, 31)
        month = RoundKind.month(self.kind)
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def bears_director(self) -> bool:
        """A centre's grade is its director's (篇1 五(一)); nobody else's is."""
        return self.field.level == Level.CENTRE
