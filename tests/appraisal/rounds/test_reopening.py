"""Asking to reopen ends somehow: used, refused, run out, or taken back. None of them stands in the way for ever."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from appraisal.actions import reopening
from appraisal.models import ReopenRequest, Round
from appraisal.queries.rights import rights
from records.errors import Conflict, NotAllowed
from tests.factories import NOW, County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County(size=3)


@pytest.fixture
def scored(county: County) -> Round:
    opened = county.open()
    county.score(opened, ["90", "80", "70"])
    return opened


def test_a_permit_that_ran_out_is_no_dead_end(county: County, scored: Round) -> None:
    county.publish(scored)
    first = reopening.ask(actor=county.clerk, round_id=scored.pk, reason="漏计一项", now=NOW)
    ends = NOW + timedelta(days=1)
    reopening.decide(actor=county.leader, request_id=first.pk, permit=True, note="", now=NOW, expires_at=ends)
    for moment in (NOW, ends - timedelta(seconds=1)):
        with pytest.raises(Conflict, match="已有待处理"):
            reopening.ask(actor=county.clerk, round_id=scored.pk, reason="再申请", now=moment)
    scored.refresh_from_db()
    assert rights(county.clerk, scored, first, NOW).ask_reopen is False
    first.refresh_from_db()
    assert rights(county.clerk, scored, first, ends).ask_reopen is True
    with pytest.raises(Conflict, match="已过有效期"):
        reopening.reopen(actor=county.clerk, request_id=first.pk, now=ends)
    second = reopening.ask(actor=county.clerk, round_id=scored.pk, reason="再申请", now=ends)
    first.refresh_from_db()
    assert (first.state, second.state) == ("expired", "asked")
    with pytest.raises(IntegrityError, match="guard:reopenrequest"), transaction.atomic():
        ReopenRequest.objects.filter(pk=first.pk).update(state="permitted")


def test_the_asker_takes_a_request_back(county: County, scored: Round) -> None:
    """A leader who is alone can't permit their own request: without this it would stand for ever."""
    county.publish(scored)
    first = reopening.ask(actor=county.leader, round_id=scored.pk, reason="漏计一项", now=NOW)
    with pytest.raises(NotAllowed):
        reopening.withdraw(actor=county.clerk, request_id=first.pk)
    assert reopening.withdraw(actor=county.leader, request_id=first.pk).state == "withdrawn"
    for act in (
        lambda: reopening.withdraw(actor=county.leader, request_id=first.pk),
        lambda: reopening.reopen(actor=county.clerk, request_id=first.pk, now=NOW),
    ):
        with pytest.raises(Conflict):
            act()
    assert reopening.ask(actor=county.clerk, round_id=scored.pk, reason="另一项", now=NOW).state == "asked"
