"""A county with a round in any state, and a browser for every role."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from appraisal.actions import publishing, reopening, rounds
from appraisal.models import ReopenRequest, Round
from appraisal.plans import RoundPlan
from centres.models import User
from centres.roles import CENTRE_ROLES
from tests.factories import NOW, County, UserFactory
from tests.harness.worlds import kept

FULL = ["90", "80", "70"]
PLANS = {
    "draft": RoundPlan(draft=True),
    "self_assessment": RoundPlan(self_assessment=True, self_due_on=date(2026, 6, 30)),
    "noticed": RoundPlan(notice_days=5),
}


class World(County):
    """A county whose June round is brought to any state; `second` leads the county too."""

    def __init__(self, size: int = 3) -> None:
        super().__init__(size=size)
        self.second = UserFactory(role="leader", county=self.region)
        self.stranger = UserFactory(role="leader")
        self.totals = [str(90 - number) for number in range(size)]

    def person(self, role: str) -> User:
        if role in CENTRE_ROLES:
            return UserFactory(role=role, centre=self.centres[0])
        return UserFactory(role=role, county=self.region)

    def browser(self, who: User | str) -> Client:
        client = Client()
        client.force_login(self.person(who) if isinstance(who, str) else who)
        return client

    def in_state(self, state: str, kind: str = "june") -> Round:
        if state in PLANS:
            return self._planned(state, kind)
        current = self.open(kind)
        if state != "blank":
            self.score(current, self.totals)
        if state in {"submitted", "reviewed", "final"}:
            rounds.submit(actor=self.clerk, round_id=current.pk, now=NOW)
        if state in {"reviewed", "final"}:
            rounds.review(actor=self.leader, round_id=current.pk, now=NOW)
        if state == "final":
            publishing.finalise(actor=self.leader, round_id=current.pk, now=NOW)
        current.refresh_from_db()
        return current

    def _planned(self, state: str, kind: str) -> Round:
        """A round with its optional stages: in preparation, at the end of its self-assessment, reviewed for notice."""
        current = self.open(kind, plan=PLANS[state])
        if state == "noticed":
            self.score(current, self.totals)
            rounds.submit(actor=self.clerk, round_id=current.pk, now=NOW)
            rounds.review(actor=self.leader, round_id=current.pk, now=NOW)
        current.refresh_from_db()
        return current

    def asked(self, current: Round) -> ReopenRequest:
        return reopening.ask(actor=self.clerk, round_id=current.pk, reason="漏报核实", now=NOW)


@kept
def world() -> World:
    return World()


@pytest.fixture
def make(db: None) -> Callable[[int], World]:
    return World
