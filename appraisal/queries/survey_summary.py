"""What one centre's surveys and its symposium come to in a round: the facts of its summary 调查汇总 (RULES 7, 12)."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from appraisal.core.fieldwork import Minima
from appraisal.core.surveys import Form, Outcome, outcome, read_form
from appraisal.models import Assessment, Survey, SurveyAnswer, Symposium
from appraisal.queries.fieldwork import FieldRow, field_rows, minima_of


@dataclass(frozen=True, slots=True)
class SurveyPart:
    """One survey's answers about the centre; `counts` by kind of people, all kinds in their order."""

    survey: Survey
    form: Form
    outcome: Outcome
    counts: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class SurveySummary:
    """A sheet's surveys that have answers, what was seen on site against the minima, and the day of the last entry.

    `fingerprint` is over the answers that count and the symposium.
    """

    sheet: Assessment
    parts: Sequence[SurveyPart]
    row: FieldRow | None
    minima: Minima | None
    dated: date
    fingerprint: str


def has_summary(sheet: Assessment) -> bool:
    """Whether there is anything to sum up (2 queries at most)."""
    answers = SurveyAnswer.objects.filter(assessment=sheet, void__isnull=True)
    return answers.exists() or Symposium.objects.filter(assessment=sheet).exists()


def survey_summary(sheet: Assessment) -> SurveySummary:
    """Everything of one sheet (a constant number of queries). Meant for a sheet that has something to sum up."""
    answers = list(SurveyAnswer.objects.filter(assessment=sheet, void__isnull=True).order_by("pk"))
    given: dict[int, list[SurveyAnswer]] = defaultdict(list)
    for one in answers:
        given[one.survey_id].append(one)
    surveys = Survey.objects.filter(pk__in=given).order_by("pk")
    row = next((one for one in field_rows(sheet.round) if one.sheet.pk == sheet.pk), None)
    held = row.symposium if row else None
    moments = [one.at for one in answers] + ([held.at] if held else [])
    return SurveySummary(
        sheet=sheet,
        parts=[_part(survey, given[survey.pk]) for survey in surveys],
        row=row,
        minima=minima_of(sheet.round),
        dated=timezone.localdate(max(moments, default=sheet.round.opened_at)),
        fingerprint=_fingerprint(answers, held),
    )


def _part(survey: Survey, answers: Sequence[SurveyAnswer]) -> SurveyPart:
    form, counted = read_form(survey.form), Counter(one.who for one in answers)
    counts = [(str(label), counted[who]) for who, label in SurveyAnswer.Who.choices]
    return SurveyPart(survey, form, outcome(form, [one.answers for one in answers]), counts)


def _fingerprint(answers: Sequence[SurveyAnswer], held: Symposium | None) -> str:
    lines = [
        f"{one.survey_id}\t{one.who}\t{one.number}\t{one.version}\t{json.dumps(one.answers, sort_keys=True)}"
        for one in answers
    ]
    if held is not None:
        lines.append(f"{held.held_on}\t{held.staff}\t{held.patients}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
