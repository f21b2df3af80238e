"""The only door to what is gathered on site: evidence, draws, surveys, symposia. Fetch, authorise, or 404.

A director reaches the evidence of the own centre's sheet in the county's rounds, and nothing else of that sheet;
draws and surveys of a round are of those who may read the round.
"""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from appraisal.access import round_scope
from appraisal.models import (
    Assessment,
    Draw,
    Evidence,
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
    return get_object_or_404(rows.select_related(*related, "indicator", "added_by"), pk=evidence_id)


def may_add_evidence(user: User, sheet: Assessment) -> bool:
    """Clerks of the county, and the director for the own centre, while the round is open and the sheet isn't shut."""
    if not is_open(sheet.round):
        return False
    own = user.can("own.appraise") and sheet.centre_id == user.centre_id
    allowed = may(user, "score.enter", sheet.round) or (own and sheet.round.level == Level.CENTRE)
    return allowed and not is_shut(sheet)


def may_withdraw(user: User, one: Evidence) -> bool:
    """Who may add may withdraw; a director only what accounts of the own centre added."""
    if not may_add_evidence(user, one.assessment):
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


def answer_for(user: User, answer_id: int) -> SurveyAnswer:
    rows = SurveyAnswer.objects.filter(round_scope(user, "survey__round__"))
    return get_object_or_404(
        rows.select_related("survey__round__county", "assessment__centre", "assessment__staff"), pk=answer_id
    )
