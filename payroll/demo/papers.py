"""Some numbered papers of the demo year, so that the register isn't empty: issued by the action, on their own days."""

from datetime import datetime

from django.conf import settings

from appraisal import papers
from appraisal.models import Appeal, Filing, Publication, Rectification, Round, SpotCheck
from centres.models import User
from payroll.demo.county import People
from payroll.demo.days import at
from payroll.demo.life import person

# Where an installation has no address of its own, the code on the paper leads to this machine.
SITE = "http://localhost:8000"


def issue(people: People, june: Round, year: int) -> None:
    """The paper trail from last year's grades to this year's check."""
    bulletin = Publication.objects.get(
        year=year - 1, kind="year", level="centre", county=people.county, version=1
    )
    filing = Filing.objects.get(county=people.county, year=year - 1)
    case = Rectification.objects.get(result__publication__county=people.county)
    appeal = Appeal.objects.filter(state=Appeal.State.REJECTED).earliest("pk")
    check = SpotCheck.objects.get(round=june)
    for who, kind, pk, now in (
        (people.leader, "bulletin_scores", bulletin.pk, at(year, 1, 8)),
        (people.leader, "filing", filing.pk, at(year, 2, 10)),
        (people.leader, "criticism", case.pk, at(year, 2, 24)),
        (people.leader, "rectification", case.pk, at(year, 2, 24)),
        (people.leader, "appeal_decision", appeal.pk, at(year, 7, 6)),
        (person("prefecture"), "check_report", check.pk, at(year, 10, 22)),
    ):
        _issue(who, kind, pk, now)


def _issue(actor: User, kind: str, pk: int, now: datetime) -> None:
    papers.issue(actor=actor, kind=kind, pk=pk, site=settings.SITE_ADDRESS or SITE, now=now)
