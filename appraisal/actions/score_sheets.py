"""Asking for the paper score sheets of a whole round."""

from django.utils.translation import get_language

from appraisal.models import Round
from appraisal.reports.score_sheet_bundle import KIND
from appraisal.rights import may
from centres.access import require
from centres.models import User
from records import jobs
from records.models import Job


def start(*, actor: User, current: Round) -> Job:
    """Queue the job that makes them, in the language of the moment: for who makes reports or enters this round."""
    if not may(actor, "score.enter", current):
        require(actor, "report.make")
    params = {"round": current.pk, "language": get_language() or "zh-hans"}
    return jobs.start(actor=actor, kind=KIND, params=params, county_code=current.county.code)
