"""Asking for all documents of a publication at once."""

from django.utils.translation import get_language

from appraisal.models import Publication
from appraisal.reports.bundle import KIND
from appraisal.rights import admit
from centres.models import User
from records import jobs
from records.models import Job


def start(*, actor: User, publication: Publication) -> Job:
    """Queue the job that makes the archive, in the language of the moment; on the trail as `job.start`."""
    admit(actor, "report.make")
    params = {"publication": publication.pk, "language": get_language() or "zh-hans"}
    return jobs.start(actor=actor, kind=KIND, params=params, county_code=publication.county.code)
