"""Reads around survey forms: the county's own with their use, what a round may choose or begin with."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery

from appraisal.core.survey_drafts import SurveyDraft, as_draft
from appraisal.core.surveys import Form, read_form
from appraisal.field_access import survey_forms_for
from appraisal.models import Round, SurveyForm
from appraisal.survey_forms import shipped
from centres.models import Region, User

OWN = "OWN"


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form in the list: how many surveys began with it, and whether a newer version stands."""

    row: SurveyForm
    surveys: int
    newest: bool

    @property
    def used(self) -> bool:
        return self.surveys > 0

    @property
    def items(self) -> int:
        return len(self.row.form["items"])


def form_rows(user: User) -> list[FormRow]:
    """Every form in reach, versions beside each other (1 query)."""
    rows = survey_forms_for(user).annotate(count=Count("surveys"), newest=_newest_version())
    ordered = rows.order_by("county__code", "code", "-version")
    return [FormRow(row, row.count, row.version == row.newest) for row in ordered]


def _newest_version() -> Subquery:
    same = SurveyForm.objects.filter(county=OuterRef("county"), code=OuterRef("code")).order_by()
    return Subquery(same.values("code").annotate(most=Max("version")).values("most"))


def choosable(county: Region) -> QuerySet[SurveyForm]:
    """The newest version of each form of the county."""
    rows = SurveyForm.objects.filter(county=county).annotate(newest=_newest_version())
    return rows.filter(version=F("newest")).order_by("code")


def next_code(county: Region) -> str:
    """The code of the county's next form of its own: OWN1, OWN2 and so on (1 query)."""
    known = set(SurveyForm.objects.filter(county=county).values_list("code", flat=True))
    number = next(n for n in range(1, len(known) + 2) if f"{OWN}{n}" not in known)
    return f"{OWN}{number}"


def offered(current: Round) -> list[tuple[str, str]]:
    """(code, name) of the forms a survey of this round may begin with: the chosen one, else the shipped ones."""
    if current.survey_form is not None:
        return [(current.survey_form.code, str(current.survey_form))]
    return [(code, form["name"]) for code, form in shipped().items()]


@dataclass(frozen=True, slots=True)
class FormPage:
    """One form: as data and as a draft, its versions, and the rounds that chose it."""

    form: Form
    draft: SurveyDraft
    used: bool
    versions: Sequence[SurveyForm]
    chosen: Sequence[Round]


def form_page(row: SurveyForm) -> FormPage:
    """A form with its versions and rounds (3 queries)."""
    versions = list(SurveyForm.objects.filter(county=row.county_id, code=row.code).order_by("-version"))
    return FormPage(
        read_form(row.form),
        as_draft(row.form),
        row.surveys.exists(),
        versions,
        list(row.rounds.order_by("pk")),
    )
