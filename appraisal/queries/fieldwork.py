"""What was seen on site of each centre against the round's minima (RULES 7); a constant number of queries."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import get_language

from appraisal.core.fieldwork import Minima, Seen, shortfalls
from appraisal.models import (
    Assessment,
    CountyMinima,
    FieldMinima,
    FieldWaiver,
    Level,
    Round,
    SurveyAnswer,
    Symposium,
    subject_code,
)
from appraisal.queries.exempted import exempted_sheets
from centres.models import Staff


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One centre: what was seen, what is still short (in words), and the leader's word where there is one.

    `carried` is how many of the answers an earlier version of the round recorded.
    """

    sheet: Assessment
    seen: Seen
    wanted_staff: int
    short: Sequence[str]
    waiver: FieldWaiver | None
    symposium: Symposium | None
    carried: int

    @property
    def blocks(self) -> bool:
        return bool(self.short) and self.waiver is None


def minima_of(current: Round) -> Minima | None:
    """The minima that hold in a round, None where none are asked (1 query)."""
    row = FieldMinima.objects.filter(round=current).order_by("-pk").first()
    return Minima(row.households, row.staff_percent, row.patients) if row else None


def county_minima(current: Round) -> CountyMinima | None:
    """What the round's county asks of every new round, and who set it (1 query)."""
    rows = CountyMinima.objects.filter(county=current.county_id).select_related("set_by")
    return rows.order_by("-pk").first()


def field_rows(current: Round) -> list[FieldRow]:
    """The centres of a round that are not exempt, by code (5 queries). Only rounds of centres have them."""
    if current.level != Level.CENTRE:
        return []
    minima = minima_of(current)
    sheets = list(
        Assessment.objects.filter(round=current)
        .exclude(pk__in=exempted_sheets(current))
        .select_related("centre", "staff", "field_waiver__by")
        .order_by(subject_code())
    )
    (answers, carried), staff, symposia = _answers(current), _staff(sheets), _symposia(current)
    return [
        _row(sheet, minima, answers, carried[sheet.pk], staff, symposia.get(sheet.pk)) for sheet in sheets
    ]


def _row(
    sheet: Assessment,
    minima: Minima | None,
    answers: Counter[tuple[int, str]],
    carried: int,
    staff: dict[int, int],
    symposium: Symposium | None,
) -> FieldRow:
    asked, came = answers[(sheet.pk, SurveyAnswer.Who.PATIENT)], symposium.patients if symposium else 0
    seen = Seen(
        households=answers[(sheet.pk, SurveyAnswer.Who.HOUSEHOLD)],
        staff=symposium.staff if symposium else 0,
        # A patient of the symposium may have filled in a form too: nobody is counted twice.
        patients=max(asked, came),
        staff_of=staff.get(sheet.centre_id, 0) or sheet.centre.staff_count,
    )
    language = get_language() or "zh-hans"
    short = [one.in_(language) for one in shortfalls(seen, minima)] if minima else []
    waiver = getattr(sheet, "field_waiver", None)
    wanted = minima.staff(seen.staff_of) if minima else 0
    return FieldRow(sheet, seen, wanted, short, waiver, symposium, carried)


def _answers(current: Round) -> tuple[Counter[tuple[int, str]], Counter[int]]:
    """Answers that count, by sheet and kind of person; a number counts once however many surveys asked it.

    Beside them, by sheet, how many of the answers come from an earlier version.
    """
    rows = SurveyAnswer.objects.filter(assessment__round=current, void__isnull=True)
    old = Count("pk", filter=Q(from_version__isnull=False))
    counted = list(
        rows.values("assessment", "who").annotate(n=Count("number", distinct=True), old=old).order_by()
    )
    carried: Counter[int] = Counter()
    for one in counted:
        carried[one["assessment"]] += one["old"]
    return Counter({(one["assessment"], one["who"]): one["n"] for one in counted}), carried


def _staff(sheets: Sequence[Assessment]) -> dict[int, int]:
    """Staff at work by centre, from the register."""
    rows = Staff.objects.filter(centre__in=[one.centre_id for one in sheets], ended_on__isnull=True)
    return dict(rows.values_list("centre").annotate(n=Count("pk")).order_by())


def _symposia(current: Round) -> dict[int, Symposium]:
    """The newest record of each sheet."""
    rows = Symposium.objects.filter(assessment__round=current).select_related("by").order_by("pk")
    return {one.assessment_id: one for one in rows}


def field_gaps(current: Round) -> list[tuple[str, str]]:
    """(centre, what is short) of every centre that holds the round back; nothing where no minima are set."""
    if not FieldMinima.objects.filter(Q(round=current)).exists():
        return []
    rows = [row for row in field_rows(current) if row.blocks]
    return [(row.sheet.subject.name, words) for row in rows for words in row.short]


def sheets_of(current: Round) -> list[Assessment]:
    """The sheets of a round by code, for a form to choose from (1 query)."""
    rows = Assessment.objects.filter(round=current).select_related("centre", "staff")
    return list(rows.order_by(subject_code()))
