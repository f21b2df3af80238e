"""The papers of what is done on site: the record of a draw 抽取记录 and the survey summary 调查汇总 (RULES 7, 12)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal import field_access
from appraisal.models import Assessment, Draw, Level
from appraisal.papers import Paper, of_region, register
from appraisal.queries.draws import record_of
from appraisal.queries.survey_summary import has_summary, survey_summary
from appraisal.reports import draw_letters, survey_letters
from appraisal.reports.life_facts import round_period
from appraisal.rights import admit
from appraisal.sheets.draws import draw_book
from appraisal.sheets.survey_summary import summary_book
from centres.models import User
from records.documents import Draft, Kind


def _draw(user: User, pk: int) -> Draw:
    admit(user, "score.read")
    return field_access.draw_for(user, pk)


def _sheet(user: User, pk: int) -> Assessment:
    admit(user, "score.read")
    return field_access.summed_sheet_for(user, pk)


def _draw_draft(row: Draw, kind: str) -> Draft:
    """No centre is given it to read: whoever is drawn for a visit isn't told of it beforehand."""
    county = row.round.county
    return of_region(
        kind,
        county,
        county,
        title=draw_letters.draw_title(row),
        about=row,
        subject=f"{row.assessment.subject.name if row.assessment else county.name} {row.number}",
    )


def _summary_draft(row: Assessment, kind: str) -> Draft:
    county = row.round.county
    title = _("%(period)s绩效考核满意度调查和座谈会汇总") % {"period": round_period(row.round)}
    return of_region(
        kind,
        county,
        county,
        title=title,
        about=row,
        subject=row.subject.name,
        centre_code=row.centre.code if row.round.level == Level.CENTRE else "",
    )


def _is_countys(row: Draw) -> bool:
    """A centre's own round bears no number of the county's."""
    return row.round.centre_id is None


def _is_summed(row: Assessment) -> bool:
    return row.round.centre_id is None and has_summary(row)


register(
    Paper(
        kind=Kind("draw_record", gettext_lazy("随机抽取记录"), "卫考抽"),
        fetch=_draw,
        letter=lambda row: draw_letters.draw_letter(record_of(row)),
        draft=_draw_draft,
        ready=_is_countys,
        book=lambda row: draw_book(record_of(row)),
    ),
    Paper(
        kind=Kind("survey_summary", gettext_lazy("调查汇总"), "卫考调"),
        fetch=_sheet,
        letter=lambda row: survey_letters.summary_letter(survey_summary(row)),
        draft=_summary_draft,
        ready=_is_summed,
        book=lambda row: summary_book(survey_summary(row)),
    ),
)
