"""Issuing the notices of a whole publication, by a worker: each under its own number, none twice (RULES 12)."""

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from appraisal import papers
from appraisal.access import publications_for
from appraisal.models import Level, Publication, Result
from centres.access import require
from centres.models import User
from records import documents, jobs
from records.errors import Conflict, Refused
from records.models import Job

KIND = "documents.issue_notices"
NOTICE = "result_notice"


def start(*, actor: User, publication: Publication, site: str) -> Job:
    """Queue the job. Conflict where results aren't worded as notices, or all were issued."""
    require(actor, "document.issue")
    if publication.level != Level.CENTRE or not missing(publication):
        raise Conflict(_("没有待印发的通知书。"), code="nothing_to_issue")
    params = {"publication": publication.pk, "site": site, "language": get_language() or "zh-hans"}
    return jobs.start(actor=actor, kind=KIND, params=params, county_code=publication.county.code)


def missing(publication: Publication) -> list[Result]:
    """The results without a notice in force, by the centres' codes (2 queries)."""
    rows = list(publication.results.select_related("centre").order_by("centre__code"))
    done = documents.standing_of(Result._meta.label_lower, [str(row.pk) for row in rows], NOTICE)
    return [row for row in rows if str(row.pk) not in done]


def issue_all(run: jobs.Run) -> None:
    """The handler: stopped and started again it goes on with what is missing."""
    publication = publications_for(run.actor).filter(pk=run.params["publication"]).first()
    if publication is None:
        raise Refused(_("该考核结果不在您的管辖范围内。"), code="out_of_scope")
    with override(run.params["language"]):
        rows = missing(publication)
        run.total(len(rows))
        for row in rows:
            made = papers.issue(
                actor=run.actor, kind=NOTICE, pk=row.pk, site=run.params["site"], now=timezone.now()
            )
            run.step(f"{made.number} {row.centre.name}")


jobs.register(KIND, issue_all, gettext_lazy("印发全部通知书"))
