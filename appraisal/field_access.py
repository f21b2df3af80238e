"""The only door to what is gathered on site and to evidence, of appeals too. Fetch, authorise, or 404.

A director reaches the evidence of the own centre's sheet in the county's rounds, and nothing else of that sheet;
draws and surveys of a round are of those who may read the round.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from appraisal.access import appeal_for, round_scope
from appraisal.core import deadlines
from appraisal.models import (
    Appeal,
    AppealItem,
    Assessment,
    Draw,
    Evidence,
    Indicator,
    Level,
    Round,
    Survey,
    SurveyAnswer,
    SurveyForm,
    subject_code,
)
from appraisal.queries.returns import is_shut
from appraisal.rights import may
from centres.access import require
from centres.models import User

# Before a round is handed in, what belongs to its sheets may be added; later states are the reviewers'.
OPEN = frozenset({"draft", "self_assessment", "scoring"})
SHEET = ("centre__county", "staff", "round__county", "round__scheme", "round__centre")


def is_open(current: Round) -> bool:
    return current.state in OPEN


@dataclass(frozen=True, slots=True)
class Holder:
    """What files hang on: the cells of a sheet, or an appeal against some of them. Each has rows of its own."""

    sheet: Assessment
    appeal: Appeal | None = None

    @classmethod
    def of(cls, one: Evidence) -> "Holder":
        return cls(one.assessment, one.appeal)

    def evidence(self) -> QuerySet[Evidence]:
        return Evidence.objects.filter(assessment=self.sheet, appeal=self.appeal)

    def takes_files(self, now: datetime) -> bool:
        """A sheet until its round is handed in; an appeal until it is decided, while the notice runs."""
        if self.appeal is None:
            return is_open(self.sheet.round)
        return self.appeal.state == Appeal.State.OPEN and in_notice(self.sheet.round, now)


def in_notice(current: Round, now: datetime) -> bool:
    return current.state == Round.State.NOTICE and deadlines.is_open(current.notice_ends_at, now)


def _scope(user: User, prefix: str = "") -> Q:
    """The sheets whose evidence the account may see, as a filter; `prefix` leads to one."""
    own = round_scope(user, f"{prefix}round__")
    if user.can("own.appraise"):
        own |= Q(
            **{
                f"{prefix}centre": user.centre_id,
                f"{prefix}staff__isnull": True,
                f"{prefix}round__level": Level.CENTRE,
            }
        )
    return own


def evidence_sheets_for(user: User) -> QuerySet[Assessment]:
    return Assessment.objects.filter(_scope(user)).select_related(*SHEET)


def evidence_sheet_for(user: User, round_id: int, code: str) -> Assessment:
    """The sheet of the institution of that code, or of the member of staff of that number; or 404."""
    sheets = evidence_sheets_for(user).annotate(subject_code=subject_code())
    return get_object_or_404(sheets, round_id=round_id, subject_code=code)


def evidence_for(user: User, evidence_id: int) -> Evidence:
    rows = Evidence.objects.filter(_scope(user, "assessment__"))
    related = [f"assessment__{name}" for name in SHEET]
    return get_object_or_404(rows.select_related(*related, "indicator", "added_by", "appeal"), pk=evidence_id)


def appeal_holder_for(user: User, appeal_id: int) -> Holder:
    """An appeal in scope, for its files."""
    row = appeal_for(user, appeal_id)
    return Holder(row.assessment, row)


def indicator_for(holder: Holder, indicator_id: int) -> Indicator:
    """An indicator of the sheet's scheme; of an appeal one that it names. 404 for others."""
    rows = Indicator.objects.filter(scheme_id=holder.sheet.round.scheme_id).select_related("category")
    if holder.appeal is not None:
        named = AppealItem.objects.filter(appeal=holder.appeal).values("score__indicator")
        rows = rows.filter(pk__in=named)
    return get_object_or_404(rows, pk=indicator_id)


def adds_evidence(user: User, holder: Holder) -> bool:
    """Whose evidence it is: of a sheet clerks' of the county, and the director's of the own centre; of an appeal
    that of the centre that made it.
    """
    sheet, own = holder.sheet, holder.sheet.centre_id == user.centre_id
    if holder.appeal is not None:
        return user.can("own.appeal") and own
    own_sheet = user.can("own.appraise") and own and sheet.round.level == Level.CENTRE
    return may(user, "score.enter", sheet.round) or own_sheet


def may_add_evidence(user: User, holder: Holder, now: datetime) -> bool:
    """Whether the account may add now: to a sheet that was sent back or is open, to an appeal not yet decided."""
    if not (holder.takes_files(now) and adds_evidence(user, holder)):
        return False
    return holder.appeal is not None or not is_shut(holder.sheet)


def may_withdraw(user: User, one: Evidence, now: datetime) -> bool:
    """Who may add may withdraw; a director only what accounts of the own centre added."""
    if not may_add_evidence(user, Holder.of(one), now):
        return False
    return not user.can("own.appraise") or one.added_by.centre_id == user.centre_id


def draw_for(user: User, draw_id: int) -> Draw:
    rows = Draw.objects.filter(round_scope(user, "round__")).select_related(
        "round__county", "round__scheme", "round__centre", "assessment__centre", "assessment__staff", "indicator",
        "drawn_by",
    )  # fmt: skip
    return get_object_or_404(rows, pk=draw_id)


def survey_for(user: User, survey_id: int) -> Survey:
    rows = Survey.objects.filter(round_scope(user, "round__"))
    return get_object_or_404(
        rows.select_related("round__county", "round__scheme", "round__centre"), pk=survey_id
    )


def survey_forms_for(user: User) -> QuerySet[SurveyForm]:
    """The forms of the counties in scope; a county's form is read by those who read its schemes."""
    require(user, "scheme.read")
    rows = SurveyForm.objects.filter(user.county_scope("county__"))
    return rows.select_related("county", "made_by", "changed_by")


def survey_form_for(user: User, form_id: int) -> SurveyForm:
    return get_object_or_404(survey_forms_for(user), pk=form_id)


def survey_sheet_for(survey: Survey, code: str) -> Assessment:
    """A sheet of a survey that went through the door."""
    sheets = Assessment.objects.filter(round_id=survey.round_id).select_related(*SHEET)
    return get_object_or_404(sheets.annotate(subject_code=subject_code()), subject_code=code)


def summed_sheet_for(user: User, sheet_id: int) -> Assessment:
    """A sheet of a round in scope, for what its surveys and its symposium come to."""
    rows = Assessment.objects.filter(round_scope(user, "round__"))
    return get_object_or_404(rows.select_related(*SHEET), pk=sheet_id)


def answer_for(user: User, answer_id: int) -> SurveyAnswer:
    rows = SurveyAnswer.objects.filter(round_scope(user, "survey__round__"))
    return get_object_or_404(
        rows.select_related("survey__round__county", "assessment__centre", "assessment__staff"), pk=answer_id
    )
