"""Every kind of paper that appraisal issues: about what, how it is worded, who may read and who may issue it.

One table, so that a preview, an editable DOCX and the issue work alike for all (RULES 12). A further kind is one
`register(Paper(…))`: its letter from its row, its draft of the issue, and the door to the row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from appraisal import access, after_access
from appraisal.models import Filing, Level, Publication, Rectification, Result, SpotCheck
from appraisal.queries.results import overview
from appraisal.reports import after_facts, after_letters, filing_facts, filing_letters, letters
from appraisal.reports.documents import Press
from appraisal.reports.wording import period
from appraisal.sheets.filing import filing_book
from appraisal.sheets.results import WRITERS
from centres.access import require
from centres.models import Region, User
from records import documents
from records.documents import Draft, Kind, Stamp
from records.letters import Letter, letter_pdf
from records.models import IssuedDocument

Pdf = Callable[[Any, Stamp], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A kind of paper. `fetch` is the door to its row (404, 403); `ready` says whether it can be issued now.

    `book` is the same as a workbook, for kinds that an office works on as lists and figures.
    """

    kind: Kind
    fetch: Callable[[User, int], Any]
    letter: Callable[[Any], Letter]
    draft: Callable[[Any, str], Draft]
    capability: str = "document.issue"
    pdf: Pdf | None = None
    book: Callable[[Any], bytes] | None = None
    ready: Callable[[Any], bool] = lambda _row: True

    def render(self, row: Any, stamp: Stamp) -> bytes:
        return self.pdf(row, stamp) if self.pdf else letter_pdf(self.letter(row), stamp)


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper of one row on a page: what is in force, and whether the account may issue it."""

    paper: Paper
    row_id: int
    document: IssuedDocument | None
    may_issue: bool

    @property
    def has_book(self) -> bool:
        """Whether there is a workbook; a template can't ask for the function without calling it."""
        return self.paper.book is not None


_papers: dict[str, Paper] = {}


def register(*papers: Paper) -> None:
    for paper in papers:
        documents.register(paper.kind)
        _papers[paper.kind.code] = paper


def paper_of(kind: str) -> Paper:
    """The paper of that kind, or 404."""
    if kind not in _papers:
        raise Http404
    return _papers[kind]


def offers(user: User, row: Any, *kinds: str) -> list[Offer]:
    """What of these papers stands about a row, and what the account may do (1 query)."""
    standing = documents.standing(row, *kinds)
    found = []
    for kind in kinds:
        paper, document = _papers[kind], standing.get(kind)
        may = user.can(paper.capability) and paper.ready(row) and _is_issuer(user, paper, row, kind)
        found.append(Offer(paper, row.pk, document, may))
    return found


def _is_issuer(user: User, paper: Paper, row: Any, kind: str) -> bool:
    return user.region is not None and paper.draft(row, kind).issuer_code == user.region.code


def issue(*, actor: User, kind: str, pk: int, site: str, now: datetime) -> IssuedDocument:
    """Issue a paper about a row of the account's own office, under the next number."""
    paper = paper_of(kind)
    require(actor, paper.capability)
    row = paper.fetch(actor, pk)
    draft = paper.draft(row, kind)
    if actor.region is None or draft.issuer_code != actor.region.code or not paper.ready(row):
        raise Http404
    return documents.issue(
        actor=actor, draft=draft, render=lambda stamp: paper.render(row, stamp), site=site, now=now,
        capability=paper.capability,
    )  # fmt: skip


def current(kind: str, row: Any) -> bytes:
    """The issued bytes where a document stands about the row, else a draft with its mark."""
    document = documents.standing(row, kind).get(kind)
    return documents.content_of(document) if document else _papers[kind].render(row, Stamp())


def _readable_result(user: User, pk: int) -> Result:
    if not user.can("own.read"):
        require(user, "report.read")
    result = access.result_for(user, pk)
    if result.publication.level != Level.CENTRE:
        raise Http404
    return result


def _readable_publication(user: User, pk: int) -> Publication:
    require(user, "report.read")
    publication = access.publication_for(user, pk)
    if publication.level != Level.CENTRE:
        raise Http404
    return publication


def of_region(kind: str, region: Region, county: Region, **values: Any) -> Draft:
    """A draft issued by a region's office about something of a county."""
    return Draft(
        kind=kind, issuer_code=region.code, issuer_region=region.name, issuer_name=after_facts.office_of(region),
        county_code=county.code, **values,
    )  # fmt: skip


def _result_draft(result: Result, kind: str) -> Draft:
    publication = result.publication
    return of_region(
        kind,
        publication.county,
        publication.county,
        title=str(_("%(period)s乡镇卫生院绩效考核结果通知书")) % {"period": period(publication)},
        about=result,
        key=f"{publication.year}:{publication.kind}:{result.centre_id}",
        subject=result.centre.name,
        centre_code=result.centre.code,
    )


def _bulletin_draft(publication: Publication, kind: str) -> Draft:
    return of_region(
        kind,
        publication.county,
        publication.county,
        title=str(_("关于%(period)s乡镇卫生院绩效考核结果的通报")) % {"period": period(publication)},
        about=publication,
        key=f"{publication.county_id}:{publication.year}:{publication.kind}",
        open_to_county=True,
    )


def _rectification_draft(row: Rectification, kind: str) -> Draft:
    title = _("关于对%(centre)s予以通报批评的决定") if kind == "criticism" else _("%(centre)s限期整改通知书")
    return of_region(
        kind,
        row.county,
        row.county,
        title=str(title) % {"centre": row.centre.name},
        about=row,
        subject=row.centre.name,
        centre_code=row.centre.code,
        open_to_county=kind == "criticism",
    )


def _check_draft(check: SpotCheck, kind: str) -> Draft:
    title = str(_("%(county)s%(round)s绩效考核%(body)s情况报告"))
    values = {"county": check.county.name, "round": check.round, "body": check.get_body_display()}
    return of_region(
        kind, check.region, check.county, title=title % values, about=check, subject=check.county.name
    )


def _filing_draft(filing: Filing, kind: str) -> Draft:
    title = filing_letters.filing_title(period(filing.publication))
    key = f"{filing.county_id}:{filing.year}"
    return of_region(kind, filing.county, filing.county, title=title, about=filing, key=key)


def _report_draft(publication: Publication, kind: str) -> Draft:
    county = publication.county
    title = filing_letters.report_title(period(publication))
    key = f"{county.pk}:{publication.year}:{publication.kind}"
    return of_region(kind, county, county, title=title, about=publication, key=key)


def _is_scored(check: SpotCheck) -> bool:
    return check.state not in {SpotCheck.State.SCORING, SpotCheck.State.CANCELLED}


def _scored_check(user: User, pk: int) -> SpotCheck:
    """There is no report before the scoring is closed."""
    check = after_access.check_for(user, pk)
    if not _is_scored(check):
        raise Http404
    return check


def _is_open(row: Rectification) -> bool:
    return row.state != Rectification.State.WITHDRAWN


register(
    Paper(
        kind=Kind("result_notice", _("考核结果通知书"), "卫考通"),
        fetch=_readable_result,
        letter=lambda row: letters.notice_letter(Press(row.publication).notice(row)),
        pdf=lambda row, stamp: Press(row.publication).notice_pdf(row, stamp),
        draft=_result_draft,
    ),
    Paper(
        kind=Kind("bulletin_scores", _("通报（含分数）"), "卫考报"),
        fetch=_readable_publication,
        letter=lambda row: letters.bulletin_letter(Press(row), scores=True),
        draft=_bulletin_draft,
    ),
    Paper(
        kind=Kind("bulletin", _("通报（不含分数）"), "卫考报字"),
        fetch=_readable_publication,
        letter=lambda row: letters.bulletin_letter(Press(row), scores=False),
        draft=_bulletin_draft,
    ),
    Paper(
        kind=Kind("criticism", _("通报批评"), "卫考批"),
        fetch=after_access.rectification_for,
        letter=lambda row: after_letters.criticism_letter(after_facts.failure_of(row)),
        draft=_rectification_draft,
        ready=_is_open,
    ),
    Paper(
        kind=Kind("rectification", _("限期整改通知书"), "卫考改"),
        fetch=after_access.rectification_for,
        letter=lambda row: after_letters.rectification_letter(after_facts.failure_of(row)),
        draft=_rectification_draft,
        ready=_is_open,
    ),
    Paper(
        kind=Kind("check_report", _("抽查情况报告"), "卫考查"),
        fetch=_scored_check,
        letter=lambda row: after_letters.check_letter(after_facts.check_facts(row)),
        draft=_check_draft,
        capability="document.issue_check",
        ready=_is_scored,
    ),
    Paper(
        kind=Kind("prefecture_report", _("结果报送表（报设区市）"), "卫考送"),
        fetch=_readable_publication,
        letter=lambda row: filing_letters.report_letter(filing_facts.report_facts(row)),
        draft=_report_draft,
        book=lambda row: WRITERS["xlsx"].write(overview(row)),
    ),
    Paper(
        kind=Kind("filing", _("结果备案表（报省）"), "卫考备"),
        fetch=after_access.filing_for,
        letter=lambda row: filing_letters.filing_letter(
            filing_facts.filing_facts(row), filing_facts.filed_contents(row)
        ),
        draft=_filing_draft,
        book=filing_book,
    ),
)
