"""Documents of one publication, from finished values to PDF.

`Press` reads what all documents of a publication share once, so that a hundred notices cost a hundred results and
not a hundred counties.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appraisal import figures
from appraisal.level_words import LevelWords
from appraisal.models import GradeBand, Level, Publication, Result, subject_code
from appraisal.queries.explain import Background, Explanation, RoundPart, background, explain
from appraisal.queries.results import Overview, bands_of, overview
from appraisal.reports import wording, wording_levels
from appraisal.reports.history import failed_last_year
from appraisal.reports.seal import Seal, seal_of
from appraisal.reports.wording import Clause, Facts, period
from records.documents import Stamp


@dataclass(frozen=True, slots=True)
class Notice:
    """考核结果通知书: an official letter to one subject."""

    title: Sequence[str]
    to: str
    opening: str
    clauses: Sequence[Clause]
    annex: str
    bureau: str
    seal: Seal


@dataclass(frozen=True, slots=True)
class Section:
    """One round of a centre's report: its figures, and the drawing against the county's means."""

    part: RoundPart
    chart: str


@dataclass(frozen=True, slots=True)
class CentreReport:
    """A centre's report: every category, every lost point, every indicator."""

    title: str
    centre: str
    period: str
    bureau: str
    scheme: str
    words: LevelWords
    is_centre: bool
    grade: int
    graded: int
    mean: Decimal | None
    explanation: Explanation
    sections: Sequence[Section]
    seal: Seal


@dataclass(frozen=True, slots=True)
class Summary:
    """The county's summary: ranking, spread, grades, means of the categories."""

    title: str
    period: str
    bureau: str
    scheme: str
    page: Overview
    ranking: Sequence[str]
    spread: str
    seal: Seal


class Press:
    """Makes the documents of one publication. `anchor` fixes the audit head where many are made at once."""

    def __init__(self, publication: Publication, *, anchor: str | None = None) -> None:
        self.publication = publication
        self.seal = seal_of(publication, anchor)
        self.period = period(publication)

    @property
    def is_centre(self) -> bool:
        return self.publication.level == Level.CENTRE

    @property
    def bureau(self) -> str:
        """Who issues the documents: the bureau, or the centre that appraises its own."""
        if self.publication.centre is not None:
            return self.publication.centre.name
        county = self.publication.county
        return county.bureau_name or _("%(county)s卫生健康局") % {"county": county.name}

    @cached_property
    def bands(self) -> Mapping[str, GradeBand]:
        return {band.code: band for band in bands_of(self.publication)}

    @cached_property
    def behind(self) -> Background:
        return background(self.publication)

    @cached_property
    def failed(self) -> Mapping[int, str]:
        return failed_last_year(self.publication)

    def results(self) -> Sequence[Result]:
        rows = Result.objects.filter(publication=self.publication).select_related("centre", "staff")
        return list(rows.order_by(subject_code()))

    def notice(self, result: Result) -> Notice:
        facts = self._facts(result)
        words = wording if self.is_centre else wording_levels
        return Notice(
            title=[self.bureau, _("%(period)s%(level)s绩效考核结果通知书") % self._named],
            to=_("%(centre)s：") % {"centre": result.subject.name},
            opening=words.opening(facts),
            clauses=words.clauses(facts),
            annex=_("附件：%(centre)s%(period)s绩效考核报告")
            % {"centre": result.subject.name, "period": self.period},
            bureau=self.bureau,
            seal=self.seal,
        )

    @property
    def _named(self) -> dict[str, str]:
        return {"period": self.period, "level": str(self.publication.words.title)}

    def _facts(self, result: Result) -> Facts:
        last = list(self.bands.values())[-1:]
        before = self.failed.get(result.centre_id)
        same = before is not None and bool(before) and before == result.director_name
        return Facts(
            result=result,
            publication=self.publication,
            band=self.bands.get(result.grade_code),
            by_score=self.bands.get(result.band_code),
            lowest=bool(last) and result.grade_code == last[0].code,
            weights=dict(self.behind.weights),
            failed_before=same,
            other_failed_before=before is not None and not same,
        )

    def centre_report(self, result: Result) -> CentreReport:
        explanation = explain(result, self.behind)
        band = self.bands.get(result.grade_code)
        return CentreReport(
            title=_("%(level)s绩效考核报告") % self._named,
            centre=result.subject.name,
            period=self.period,
            bureau=self.bureau,
            scheme=str(self.publication.scheme),
            words=self.publication.words,
            is_centre=self.is_centre,
            grade=band.ordinal if band else 0,
            graded=self.publication.graded,
            mean=self.behind.mean,
            explanation=explanation,
            sections=[Section(part, figures.comparison(part)) for part in explanation.rounds],
            seal=self.seal,
        )

    def summary(self) -> Summary:
        page = overview(self.publication)
        return Summary(
            title=_("%(level)s绩效考核结果汇总") % self._named,
            period=self.period,
            bureau=self.bureau,
            scheme=str(self.publication.scheme),
            page=page,
            ranking=figures.ranking(page, most=figures.BARS),
            spread=figures.spread(page),
            seal=self.seal,
        )

    def notice_pdf(self, result: Result, stamp: Stamp | None = None) -> bytes:
        """The notice under its number, or as a draft."""
        return pdf("notice", self.notice(result), stamp or Stamp())

    def centre_report_pdf(self, result: Result) -> bytes:
        return pdf("centre_report", self.centre_report(result))

    def summary_pdf(self) -> bytes:
        return pdf("summary", self.summary())


def html(template: str, document: object, stamp: Stamp | None = None) -> str:
    """The document as the page that is printed; those that are issued bear a stamp, a draft its mark."""
    values = {"document": document, "stamp": stamp, "LANGUAGE_CODE": get_language() or "zh-hans"}
    return render_to_string(f"reports/appraisal/{template}.html", values)


def pdf(template: str, document: object, stamp: Stamp | None = None) -> bytes:
    # Half a second of import that a command or a page without documents needn't pay.
    from records.pdf import render_pdf

    return render_pdf(html(template, document, stamp))
