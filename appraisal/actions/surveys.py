"""Surveys: beginning one, taking answers, voiding a mistaken one, and putting the figures into a cell (RULES 7)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from appraisal.access import round_for
from appraisal.actions.scores import CellChange, Saving, save_cells
from appraisal.core.surveys import Form, answer_faults, read_form
from appraisal.field_access import answer_for, is_open, survey_for, survey_sheet_for
from appraisal.locks import take_round
from appraisal.models import (
    MAX_REASON,
    MAX_SOURCE,
    Assessment,
    Indicator,
    Round,
    Score,
    Survey,
    SurveyAnswer,
    SurveyForm,
    SurveyUse,
    SurveyVoid,
)
from appraisal.queries.surveys import inputs_for, outcome_of
from appraisal.rights import admit, require_on
from appraisal.survey_forms import shipped
from centres.models import User
from records import audit
from records.errors import Conflict, Invalid, Problem

NUMBER = re.compile(r"[0-9A-Za-z一-鿿-]{1,24}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answer as it was taken: whose (kind and number, no name), and the level of each item answered."""

    code: str
    who: str
    number: str
    answers: Mapping[str, int]


def start(*, actor: User, round_id: int, form_code: str, least_answers: int, now: datetime) -> Survey:
    """Begin a survey of a round with the form chosen for it, or a shipped one; its text is kept as it is today."""
    admit(actor, "score.enter")
    known = round_for(actor, round_id)
    require_on(actor, "score.enter", known)
    if not 1 <= least_answers <= 10_000:
        raise Invalid(_("最少答卷应在 1–10000 之间。"), code="least_answers")
    with audit.act(actor, action="survey.start", county_code=known.county.code) as trail:
        current = _hold(actor, known)
        own, data = _form_of(current, form_code)
        if Survey.objects.filter(round=current, form_code=form_code).exists():
            raise Conflict(_("本轮次已用这张调查表建立了调查。"), code="survey_exists")
        row = Survey.objects.create(
            round=current,
            form_code=form_code,
            name=data["name"],
            form=data,
            own_form=own,
            least_answers=least_answers,
            started_by=actor,
            started_at=now,
        )
        trail.add(row, None, {"form": form_code, "least_answers": least_answers}, label=f"{current} {row}")
    return row


def _form_of(current: Round, form_code: str) -> tuple[SurveyForm | None, Mapping[str, Any]]:
    """The form of that code that the round may ask with, held against changes where it is the county's own."""
    if current.survey_form_id is not None:
        own = SurveyForm.objects.select_for_update().get(pk=current.survey_form_id)
        if own.code == form_code:
            return own, own.form
    elif form_code in shipped():
        return None, shipped()[form_code]
    raise Invalid(_("没有这张调查表。"), code="no_form")


def take(
    *,
    actor: User,
    survey_id: int,
    given: Sequence[Given],
    now: datetime,
    way: str = SurveyAnswer.Way.PHONE,
) -> list[SurveyAnswer]:
    """Keep answers, all or none. Raises Invalid with every fault, Conflict where a number answered before."""
    admit(actor, "score.enter")
    survey = survey_for(actor, survey_id)
    require_on(actor, "score.enter", survey.round)
    form = read_form(survey.form)
    problems = [problem for one in given for problem in given_faults(form, one)]
    if problems:
        raise Invalid(_("答卷填写有误，没有保存。"), code="answer", problems=problems)
    sheets = {code: survey_sheet_for(survey, code) for code in {one.code for one in given}}
    with audit.act(actor, action="survey.answer", county_code=survey.round.county.code) as trail:
        _hold(actor, survey.round)
        rows = [_answer(survey, sheets[one.code], one, way, actor, now) for one in given]
        _log(trail, survey, rows)
    return rows


def given_faults(form: Form, one: Given) -> list[Problem]:
    """What is wrong with one answer, with the item as the place."""
    found = []
    if one.who not in SurveyAnswer.Who.values:
        found.append(Problem(_("请选择调查对象"), one.who[:20], _("对象")))
    if not NUMBER.fullmatch(one.number):
        found.append(Problem(_("编号为 1–24 位字母、数字或汉字，不写姓名"), one.number[:40], _("编号")))
    texts = {item.code: item.text for item in form.items}
    for code in answer_faults(form, one.answers):
        words = {"least": form.least_items}
        message = _("至少回答 %(least)d 项") % words if code == "*" else _("不是调查表中的等级")
        found.append(Problem(message, "", texts.get(code, one.number if code == "*" else code)))
    return found


def _answer(
    survey: Survey, sheet: Assessment, one: Given, way: str, actor: User, now: datetime
) -> SurveyAnswer:
    same = SurveyAnswer.objects.filter(survey=survey, assessment=sheet, who=one.who, number=one.number)
    if same.filter(void__isnull=True).exists():
        words = {"centre": sheet.subject, "who": SurveyAnswer.Who(one.who).label, "number": one.number}
        raise Conflict(_("%(centre)s %(who)s %(number)s 已有答卷；录错的请先作废。") % words, code="answered")
    last = same.aggregate(last=Max("version"))["last"] or 0
    return SurveyAnswer.objects.create(
        survey=survey,
        assessment=sheet,
        who=one.who,
        number=one.number,
        version=last + 1,
        answers=dict(one.answers),
        way=way,
        by=actor,
        at=now,
    )


def _log(trail: audit.Trail, survey: Survey, rows: Sequence[SurveyAnswer]) -> None:
    for row in rows:
        after = {"who": row.who, "number": row.number, "answers": row.answers, "way": row.way}
        trail.add(
            row, None, after, label=f"{survey} {row.assessment.subject} {row}", centre=row.assessment.centre
        )


def void(*, actor: User, answer_id: int, reason: str, now: datetime) -> SurveyVoid:
    """Say that an answer doesn't count, and why; the answer stays, and its number may answer again."""
    admit(actor, "score.enter")
    one = answer_for(actor, answer_id)
    require_on(actor, "score.enter", one.survey.round)
    said = reason.strip()
    if not said or len(said) > MAX_REASON:
        raise Invalid(_("请写明作废原因，不超过%(limit)d字。") % {"limit": MAX_REASON}, code="reason_missing")
    county = one.survey.round.county
    with audit.act(actor, action="survey.void", county_code=county.code, reason=said) as trail:
        _hold(actor, one.survey.round)
        if SurveyVoid.objects.filter(answer=one).exists():
            raise Conflict(_("这份答卷已经作废。"), code="voided")
        row = SurveyVoid.objects.create(answer=one, reason=said, by=actor, at=now)
        trail.add(row, None, {"answer": one.pk}, label=f"{one.survey} {one.assessment.subject} {one}")
    return row


def use(
    *, actor: User, survey_id: int, code: str, indicator_id: int, who: str, expected: int, now: datetime
) -> Saving:
    """Put a centre's figures into one of its cells: an act of its own, with the survey as the cell's source.

    `expected` is the number of answers that the person saw. Raises Conflict where it is another by now, or the
    indicator takes no survey's figures, Invalid with fewer answers than the survey asks for.
    """
    admit(actor, "score.enter")
    survey = survey_for(actor, survey_id)
    require_on(actor, "score.enter", survey.round)
    sheet = survey_sheet_for(survey, code)
    indicator = Indicator.objects.filter(pk=indicator_id, scheme_id=survey.round.scheme_id).first()
    if indicator is None:
        raise Http404
    with audit.act(actor, action="survey.use", county_code=survey.round.county.code) as trail:
        current = _hold(actor, survey.round)
        found = outcome_of(survey, sheet, who)
        if found.answers != expected:
            raise Conflict(_("答卷有了变化，请核对新的结果后再用于计分。"), code="survey_changed")
        if found.answers < survey.least_answers or found.mean is None:
            words = {"got": found.answers, "least": survey.least_answers}
            raise Invalid(_("答卷 %(got)d 份，不足 %(least)d 份，不能用于计分。") % words, code="too_few")
        raw = inputs_for(current, indicator_id, found)
        if raw is None:
            raise Conflict(_("这项指标不是按满意度调查计分的。"), code="no_survey_indicator")
        row = SurveyUse.objects.create(
            survey=survey, assessment=sheet, indicator=indicator, who=who, answers=found.answers,
            satisfied=found.satisfied, mean=found.mean, by=actor, at=now,
        )  # fmt: skip
        after = {"answers": row.answers, "satisfied": row.satisfied, "mean": row.mean}
        trail.add(row, None, after, label=f"{sheet} {indicator.code}", centre=sheet.centre)
        source = _source(survey, who, found.answers)
        return _saved(actor, current, sheet, indicator_id, raw, source, now)


def _source(survey: Survey, who: str, answers: int) -> str:
    whom = SurveyAnswer.Who(who).label if who else _("全部对象")
    words = {"name": survey.name[:60], "who": whom, "n": answers}
    return str(_("%(name)s（%(who)s %(n)d 份）") % words)[:MAX_SOURCE]


def _saved(
    actor: User,
    current: Round,
    sheet: Assessment,
    indicator_id: int,
    raw: Mapping[str, Any],
    source: str,
    now: datetime,
) -> Saving:
    """The cell with the survey's figures laid over what it holds, by the one door of cells."""
    score = Score.objects.get(assessment=sheet, indicator_id=indicator_id)
    change = CellChange(
        sheet.pk,
        indicator_id,
        {**score.inputs, **raw},
        reason=score.reason,
        source=source,
        source_date=timezone.localdate(now),
        expected_version=score.version,
    )
    return save_cells(
        actor=actor, round_id=current.pk, changes=[change], now=now, action="survey.use", all_or_nothing=True
    )


def _hold(actor: User, known: Round) -> Round:
    current = take_round(actor, known.pk)
    if not is_open(current):
        raise Conflict(_("轮次已提交，调查不能再改动。"), code="round_closed")
    return current
