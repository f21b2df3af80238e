"""Survey answers from a workbook, through the staged flow of records.imports: preview first, all lines or none."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.actions.surveys import Given, given_faults, take
from appraisal.core.surveys import read_form
from appraisal.field_access import is_open, survey_for
from appraisal.models import Assessment, Survey, SurveyAnswer
from appraisal.rights import admit, require_on
from appraisal.sheets import surveys as layout
from records.errors import Conflict, Problem
from records.importers import Change, Context, Diff, Importer, PlainRow, Reading, register
from records.reading.files import Workbook


class SurveyImporter(Importer):
    """A workbook of answers; a number that answered before with the same levels is no change."""

    kind = "survey"
    title = gettext_lazy("满意度调查答卷")
    help = gettext_lazy("每行一份答卷，不写姓名。留空的项目视为“不了解”；有一处错误则一份也不写入。")

    def authorise(self, user: Any, params: Mapping[str, str]) -> Context:
        admit(user, "score.enter")
        number = params.get("survey", "")
        survey = survey_for(user, int(number) if number.isascii() and number.isdigit() else 0)
        require_on(user, "score.enter", survey.round)
        if not is_open(survey.round):
            raise Conflict(_("轮次已提交，调查不能再改动。"), code="round_closed")
        return Context(survey.round.county.code, {"survey": survey.pk})

    def parse(self, workbook: Workbook, context: Context) -> Reading:
        survey = _survey(context)
        reading = layout.read(workbook, survey, _names(survey))
        form = read_form(survey.form)
        if not reading.problems:
            for row in reading.rows:
                reading.problems.extend(given_faults(form, _given(row)))
        if not reading.problems:
            _refuse_others(reading, survey)
        return reading

    def diff(self, rows: list[PlainRow], context: Context) -> Diff:
        survey, found = _survey(context), Diff()
        names, held = _names(survey), _held(survey)
        kinds = dict(SurveyAnswer.Who.choices)
        for row in rows:
            if _key(row) in held:
                found.unchanged += 1
                continue
            found.new += 1
            words = _("答 %(n)d 项") % {"n": len(row["answers"])}
            label = f"{names.get(row['code'], row['code'])} {kinds[row['who']]} {row['number']}"
            found.lines.append(Change(label, _("答卷"), "", words, "new"))
        found.sums = [(_("答卷份数"), f"{len(held)} → {len(held) + found.new}")]
        return found

    def apply(self, rows: list[PlainRow], actor: Any, context: Context) -> dict[str, Any]:
        survey = _survey(context)
        held = _held(survey)
        given = [_given(row) for row in rows if _key(row) not in held]
        now, way = timezone.now(), SurveyAnswer.Way.WORKBOOK
        take(actor=actor, survey_id=survey.pk, given=given, now=now, way=way)
        return {"saved": len(given)}

    def done_url(self, result: Mapping[str, Any], context: Context) -> str:
        return reverse("appraisal:survey", args=[context.params["survey"]])

    def downloads(self, context: Context) -> list[tuple[Any, str]]:
        address = reverse("appraisal:survey-template", args=[context.params["survey"]])
        return [(_("下载空白工作簿"), address)]


def _survey(context: Context) -> Survey:
    return Survey.objects.select_related("round__county", "round__centre").get(pk=context.params["survey"])


def _names(survey: Survey) -> dict[str, str]:
    sheets = Assessment.objects.filter(round=survey.round_id).select_related("centre", "staff")
    return {one.subject.code: one.subject.name for one in sheets}


def _given(row: PlainRow) -> Given:
    return Given(code=row["code"], who=row["who"], number=row["number"], answers=row["answers"])


def _key(row: PlainRow) -> tuple[str, str, str]:
    return row["code"], row["who"], row["number"]


def _held(survey: Survey) -> dict[tuple[str, str, str], dict[str, int]]:
    """The answers that count, by centre, kind and number (1 query)."""
    rows = SurveyAnswer.objects.filter(survey=survey, void__isnull=True)
    rows = rows.select_related("assessment__centre", "assessment__staff")
    return {(one.assessment.subject.code, one.who, one.number): one.answers for one in rows}


def _refuse_others(reading: Reading, survey: Survey) -> None:
    """A number that answered before with other levels: an answer isn't changed, it is voided first."""
    held = _held(survey)
    for row in reading.rows:
        kept = held.get(_key(row))
        if kept is not None and kept != row["answers"]:
            place = f"{row['code']} {row['number']}"
            reading.problems.add(Problem(_("已有不同的答卷；录错的请先作废"), "", place))


register(SurveyImporter())
