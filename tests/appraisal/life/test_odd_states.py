"""Counties and rounds in odd shapes: no centre at all, one merged in mid-year, dates that nobody means."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from appraisal.actions import rounds, stages
from appraisal.models import Assessment, Round
from appraisal.plans import RoundPlan
from centres.models import User
from centres.roles import Role
from records.errors import Invalid
from tests.appraisal.life.world import NOTICE_ENDS, LifeWorld
from tests.factories import NOW, SHORT

pytestmark = pytest.mark.django_db
OF_ROUND = (
    *("round", "matrix", "fieldwork", "draws", "draw-new", "round-checks", "round-externals"),
    "round-review",
)
OF_COUNTY = ("rounds", "results", "evidence", "notices", "filings", "rectifications", "whatif")


def faults(user: User, *more: str) -> Iterator[str]:
    """Pages that err for this account."""
    client = Client()
    client.force_login(user)
    for address in (reverse("home"), *(reverse(f"appraisal:{name}") for name in OF_COUNTY), *more):
        if (status := client.get(address).status_code) not in (200, 302, 403, 404, 409):
            yield f"{user.role} {address}: {status}"


def of(current: Round) -> list[str]:
    return [reverse(f"appraisal:{name}", args=[current.pk]) for name in OF_ROUND]


def merged(world: LifeWorld, number: int, day: date) -> None:
    gone = world.centres[number]
    gone.closed_on, gone.merged_into = day, world.centres[0] if number else None
    gone.save()


def test_a_county_without_a_centre_has_its_pages_and_an_empty_round_goes_nowhere() -> None:
    world = LifeWorld(1)
    merged(world, 0, date(2026, 1, 1))
    readers = [world.leader, world.people[Role.DIRECTOR], world.people[Role.PREFECTURE]]
    current = world.open(plan=SHORT)
    assert [line for person in readers for line in faults(person, *of(current))] == []
    with pytest.raises(Invalid):
        rounds.submit(actor=world.clerk, round_id=current.pk, now=NOW)
    merged(world, 0, date(2030, 1, 1))
    assert rounds.add_missing_sheets(actor=world.leader, round_id=current.pk, now=NOW) == 1


def test_a_centre_merged_in_mid_year_has_no_december_and_keeps_its_june() -> None:
    world = LifeWorld(3)
    june = world.in_state("final")
    merged(world, 1, date(2026, 9, 1))
    december = world.open("december", now=NOW + timedelta(days=100))
    assert world.centres[1] not in [one.centre for one in Assessment.objects.filter(round=december)]
    world.score(december, ["90", "70"])
    year = world.publish(december, now=NOTICE_ENDS + timedelta(days=100))[-1]
    standings = {row.centre: row.standing for row in year.results.all()}
    assert standings[world.centres[0]] == standings[world.centres[2]] == "graded"
    assert standings.get(world.centres[1], "incomplete") == "incomplete"
    pages = [reverse("appraisal:publication", args=[year.pk])]
    pages += [reverse("appraisal:result", args=[row.pk]) for row in year.results.all()]
    people = [world.leader, world.directors[1], world.directors[2]]
    found = [line for person in people for line in faults(person, *pages, *of(december), *of(june))]
    assert found == []


@pytest.mark.parametrize("day", [date.max, date(2101, 1, 1), date(1999, 12, 31)])
def test_a_slip_of_the_key_is_no_last_day(day: date) -> None:
    world = LifeWorld(1)
    with pytest.raises(Invalid, match="2000年至2100年"):
        world.open(plan=RoundPlan(review_due_on=day))
    current = world.open(plan=SHORT)
    with pytest.raises(Invalid, match="2000年至2100年"):
        stages.extend(
            actor=world.leader, round_id=current.pk, stage="scoring", new_on=day, reason="晚", now=NOW
        )
    client = Client()
    client.force_login(world.leader)
    sent = {"stage": "scoring", "new_on": day.isoformat(), "reason": "晚"}
    answer = client.post(reverse("appraisal:round-extend", args=[current.pk]), sent)
    current.refresh_from_db()
    assert (answer.status_code, current.due_on) == (422, None)
