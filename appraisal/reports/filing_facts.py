"""From a publication and a filing to the plain data that the forms to prefecture and province are made of."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from appraisal.models import Filing, Publication
from appraisal.queries.results import overview
from appraisal.reports.after_facts import office_of, share
from appraisal.reports.filing_letters import Sent
from appraisal.reports.letters import seal_lines
from appraisal.reports.seal import seal_of
from appraisal.reports.wording import period
from centres.models import Region

Level = Region.Level


def report_facts(publication: Publication) -> Sent:
    """A publication on its way to the prefecture; a county right below its province reports to that."""
    dated = timezone.localdate(publication.published_at)
    to = office_above(publication.county, Level.PREFECTURE) or office_above(
        publication.county, Level.PROVINCE
    )
    return _sent(publication, to=to, dated=dated, seal=seal_lines(seal_of(publication)))


def filing_facts(filing: Filing) -> Sent:
    """A filing as it was sent: what the publications were then."""
    return _sent(
        filing.publication,
        to=office_above(filing.county, Level.PROVINCE),
        dated=timezone.localdate(filing.sent_at),
        seal=[f"{_('备案校验值')} {filing.sha256}"],
    )


def filed_contents(filing: Filing) -> list[tuple[str, str, str]]:
    kinds = dict(Publication.Kind.choices)
    return [(str(kinds[one["kind"]]), str(one["version"]), one["fingerprint"]) for one in filing.contents]


def _sent(publication: Publication, *, to: str, dated: date, seal: Sequence[str]) -> Sent:
    page = overview(publication)
    return Sent(
        bureau=office_of(publication.county),
        to=to,
        county=publication.county.name,
        period=period(publication),
        dated=dated,
        graded=publication.graded,
        mean="—" if page.mean is None else str(page.mean),
        grades=[(one.name, one.count, share(one.count, publication.graded)) for one in page.grades],
        lines=[
            [str(line.rank or "—"), line.code, line.name, str(line.total), line.grade_name]
            for line in page.graded
        ],
        seal=seal,
    )


def office_above(region: Region, level: str) -> str:
    """The office of the region of that level above one, "" where there is none."""
    above = region.parent
    while above is not None and above.level != level:
        above = above.parent
    return office_of(above) if above else ""
