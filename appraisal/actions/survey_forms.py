"""Writing survey forms of the county's own, and choosing one for a round (RULES 7)."""

from datetime import datetime

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appraisal.core.survey_drafts import SurveyDraft, as_data, as_draft, draft_faults
from appraisal.field_access import is_open, survey_form_for
from appraisal.locks import take_round
from appraisal.models import Round, Survey, SurveyForm
from appraisal.queries.survey_forms import next_code
from appraisal.survey_forms import shipped
from centres.access import county_for, require
from centres.models import Region, User
from records import audit
from records.errors import Conflict, Invalid, Problem


def copy_shipped(*, actor: User, county_code: str, form_code: str, now: datetime) -> SurveyForm:
    """Begin a form of the county's own as a copy of a shipped one."""
    require(actor, "scheme.edit")
    county = county_for(actor, county_code)
    data = shipped().get(form_code)
    if data is None:
        raise Invalid(_("没有这张调查表。"), code="no_form")
    with audit.act(actor, action="surveyform.create", county=county) as trail:
        Region.objects.select_for_update().get(pk=county.pk)
        code = next_code(county)
        row = _new(county, code, 1, as_data(as_draft(data), code), actor, now)
        trail.add(row, None, form_record(row))
    return row


def copy_version(*, actor: User, form_id: int, now: datetime) -> SurveyForm:
    """Begin the next version of a form that was used. Raises Conflict while its newest is still a draft."""
    require(actor, "scheme.edit")
    known = survey_form_for(actor, form_id)
    with audit.act(actor, action="surveyform.create", county=known.county) as trail:
        Region.objects.select_for_update().get(pk=known.county_id)
        newest = SurveyForm.objects.filter(county=known.county, code=known.code).order_by("-version")[0]
        if not Survey.objects.filter(own_form=newest).exists():
            raise Conflict(_("最新版本还没有使用过，直接修改即可。"), code="still_draft")
        row = _new(known.county, known.code, newest.version + 1, dict(newest.form), actor, now)
        trail.add(row, None, form_record(row))
    return row


def _new(
    county: Region, code: str, version: int, data: dict[str, object], actor: User, now: datetime
) -> SurveyForm:
    return SurveyForm.objects.create(
        county=county, code=code, version=version, name=str(data["name"]), form=data, made_by=actor, made_at=now,
        changed_by=actor, changed_at=now,
    )  # fmt: skip


def save(*, actor: User, form_id: int, draft: SurveyDraft, now: datetime) -> SurveyForm:
    """Write a draft down. Raises Invalid with every fault and its place, Conflict once a survey began with it."""
    require(actor, "scheme.edit")
    known = survey_form_for(actor, form_id)
    language = get_language() or "zh-hans"
    problems = [
        Problem(words.in_(language), place=place.in_(language)) for place, words in draft_faults(draft)
    ]
    if problems:
        raise Invalid(_("调查表填写有误，没有保存。"), code="form", problems=problems)
    with audit.act(actor, action="surveyform.save", county=known.county) as trail:
        row = get_object_or_404(SurveyForm.objects.select_for_update(), pk=known.pk)
        if Survey.objects.filter(own_form=row).exists():
            raise Conflict(_("已有调查使用这张表，不能再改；请另建新版本。"), code="form_used")
        before = form_record(row)
        row.name, row.form = draft.name, as_data(draft, row.code)
        row.changed_by, row.changed_at = actor, now
        row.save(update_fields=["name", "form", "changed_by", "changed_at"])
        trail.add(row, before, form_record(row))
    return row


def delete(*, actor: User, form_id: int) -> str:
    """Take a draft away that nothing uses; return its name. Raises Conflict once a survey or a round took it."""
    require(actor, "scheme.edit")
    known = survey_form_for(actor, form_id)
    with audit.act(actor, action="surveyform.delete", county=known.county) as trail:
        Region.objects.select_for_update().get(pk=known.county_id)
        row = get_object_or_404(SurveyForm.objects.select_for_update(), pk=known.pk)
        if Survey.objects.filter(own_form=row).exists():
            raise Conflict(_("已有调查使用这张表，不能删除。"), code="form_used")
        if rounds := [str(one) for one in row.rounds.order_by("pk")]:
            words = _("已被 %(rounds)s 选用，先在轮次中换用别的调查表再删除。")
            raise Conflict(words % {"rounds": _("、").join(rounds)}, code="form_chosen")
        trail.add(row, form_record(row), None)
        row.delete()
    return str(known)


def choose(*, actor: User, round_id: int, form_id: int | None) -> Round:
    """Settle with which form a round asks, before its first survey; None for the shipped ones."""
    require(actor, "round.open")
    chosen = survey_form_for(actor, form_id) if form_id is not None else None
    with audit.act(actor, action="round.survey_form") as trail:
        current = take_round(actor, round_id)
        if not is_open(current) or Survey.objects.filter(round=current).exists():
            raise Conflict(_("已建立调查或已提交的轮次，不能再换调查表。"), code="survey_exists")
        fits(current.county, chosen)
        before = {"survey_form": current.survey_form_id}
        current.survey_form = chosen
        current.save(update_fields=["survey_form"])
        trail.county_code = current.county.code
        trail.add(current, before, {"survey_form": current.survey_form_id}, label=str(current))
    return current


def fits(county: Region, chosen: SurveyForm | None) -> None:
    """Raises Invalid for a form of another county."""
    if chosen is not None and chosen.county_id != county.pk:
        raise Invalid(_("请选择本县的调查表。"), code="other_county")


def form_record(row: SurveyForm) -> dict[str, object]:
    """What the audit trail keeps of a form."""
    return audit.snapshot(row, "code", "version", "name", "form")
