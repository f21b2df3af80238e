"""Reads around surveys: the answers that count, what they come to, and the cells they may go into."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from appraisal.book import Entry, book_for
from appraisal.charts.bars import Bar, bar_chart
from appraisal.core.points import round_points
from appraisal.core.rules.measure import DENOMINATOR, NUMERATOR
from appraisal.core.rules.survey import ANSWERS, MEAN, SATISFIED
from appraisal.core.surveys import Form, Outcome, outcome, read_form
from appraisal.models import Assessment, Round, Survey, SurveyAnswer, SurveyUse, subject_code


def _counting(survey: Survey, sheet: Assessment | None = None, who: str = "") -> list[SurveyAnswer]:
    rows = SurveyAnswer.objects.filter(survey=survey, void__isnull=True)
    if sheet is not None:
        rows = rows.filter(assessment=sheet)
    return list((rows.filter(who=who) if who else rows).order_by("pk"))


def outcome_of(survey: Survey, sheet: Assessment, who: str = "") -> Outcome:
    """What the answers about one centre come to; those of one kind of people where `who` says so (1 query)."""
    return outcome(read_form(survey.form), [one.answers for one in _counting(survey, sheet, who)])


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One centre in the overview of a survey."""

    sheet: Assessment
    outcome: Outcome
    counts: Sequence[int]
    enough: bool
    used: bool


def survey_rows(survey: Survey) -> list[SurveyRow]:
    """Every centre of the survey's round with its figures (3 queries)."""
    form = read_form(survey.form)
    given: dict[int, list[SurveyAnswer]] = defaultdict(list)
    for one in _counting(survey):
        given[one.assessment_id].append(one)
    used = set(SurveyUse.objects.filter(survey=survey).values_list("assessment", flat=True))
    sheets = Assessment.objects.filter(round=survey.round_id).select_related("centre", "staff")
    return [
        _row(survey, form, sheet, given[sheet.pk], sheet.pk in used)
        for sheet in sheets.order_by(subject_code())
    ]


def _row(
    survey: Survey, form: Form, sheet: Assessment, answers: Sequence[SurveyAnswer], used: bool
) -> SurveyRow:
    counted = Counter(one.who for one in answers)
    counts = [counted[who] for who in SurveyAnswer.Who.values]
    found = outcome(form, [one.answers for one in answers])
    return SurveyRow(sheet, found, counts, found.answers >= survey.least_answers, used)


@dataclass(frozen=True, slots=True)
class Target:
    """An indicator that takes a survey's figures."""

    indicator_id: int
    name: str


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """The page of one centre's results."""

    form: Form
    outcome: Outcome
    chart: str
    narrow: str
    answers: Sequence[SurveyAnswer]
    targets: Sequence[Target]
    uses: Sequence[SurveyUse]
    stale: bool


def survey_page(survey: Survey, sheet: Assessment, who: str = "") -> SurveyPage:
    """One centre's counts, means, drawing, and what was put into its cells (3 queries, the scheme's book aside)."""
    form = read_form(survey.form)
    rows = SurveyAnswer.objects.filter(survey=survey, assessment=sheet).select_related("void__by", "by")
    answers = list(rows.filter(who=who) if who else rows)
    found = outcome(form, [one.answers for one in answers if getattr(one, "void", None) is None])
    uses = list(
        SurveyUse.objects.filter(survey=survey, assessment=sheet).select_related("indicator", "by")[:20]
    )
    return SurveyPage(
        form=form,
        outcome=found,
        chart=outcome_chart(found) if found.answers else "",
        narrow=outcome_chart(found, name="survey-narrow", narrow=True) if found.answers else "",
        answers=answers,
        targets=targets_of(survey.round),
        uses=uses,
        stale=any(one.who == who and one.answers != found.answers for one in uses[:1]),
    )


def outcome_chart(found: Outcome, *, name: str = "survey", narrow: bool = False) -> str:
    """The items' means as bars; `name` tells drawings of one page apart."""
    bars = [
        Bar(line.item.text, line.mean or round_points(0), "—" if line.mean is None else f"{line.mean:.2f}")
        for line in found.lines
    ]
    title = _("各项平均分（百分制）")
    about = _("共 %(n)d 份答卷，各项平均分见下表。") % {"n": found.answers}
    return bar_chart(name, title, bars, width=340 if narrow else 720, narrow=narrow, about=about)


def targets_of(current: Round) -> list[Target]:
    """The indicators of a round's scheme that take a survey's figures: rule `survey`, or a rate found by asking."""
    return [
        Target(pk, f"{entry.spec.code} {entry.spec.name}")
        for pk, entry in book_for(current.scheme).entries.items()
        if _names(entry) is not None
    ]


def _names(entry: Entry) -> Mapping[str, str] | None:
    """The names of the inputs for answers, satisfied answers, mean; None where the rule takes no survey."""
    fields = {field.name for field in entry.fields}
    if entry.spec.kind == "survey":
        return {name: name for name in (ANSWERS, SATISFIED, MEAN) if name in fields}
    if fields == {NUMERATOR, DENOMINATOR} and "满意" in f"{entry.spec.name}{entry.spec.sentence().zh}":
        return {ANSWERS: DENOMINATOR, SATISFIED: NUMERATOR}
    return None


def inputs_for(current: Round, indicator_id: int, found: Outcome) -> dict[str, str] | None:
    """What a cell of that indicator is entered with, as typed text; None where it takes no survey."""
    names = _names(book_for(current.scheme).entries[indicator_id])
    values = {ANSWERS: str(found.answers), SATISFIED: str(found.satisfied), MEAN: f"{found.mean:f}"}
    return None if names is None else {field: values[name] for name, field in names.items()}


def numbers_of(survey: Survey, sheet: Assessment) -> list[tuple[str, int]]:
    """How many answers of each kind of people count already (1 query): shown beside the quick form."""
    counted = Counter(
        SurveyAnswer.objects.filter(survey=survey, assessment=sheet, void__isnull=True).values_list(
            "who", flat=True
        )
    )
    return [(str(label), counted[who]) for who, label in SurveyAnswer.Who.choices]
