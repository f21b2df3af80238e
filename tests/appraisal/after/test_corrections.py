"""A demand to correct and the reopening made for it: linked from the request to the new version, answered by itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from appraisal.actions import publishing, reopening, rounds, scores, spot_checks
from appraisal.actions.scores import CellChange
from appraisal.models import ReopenRequest, Round, Score, SpotCheck
from appraisal.queries.spot_checks import check_page
from centres.models import User
from centres.roles import Role
from records import audit, guards
from records.errors import Conflict
from tests.appraisal.after.world import DUE, NOW, After
from tests.factories import UserFactory, look_through
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@kept
def after() -> After:
    return After()


def second(after: After) -> User:
    if "second" not in after.accounts:
        after.accounts["second"] = UserFactory(role=Role.LEADER, county=after.region)
    return after.accounts["second"]


def asked(after: After, check: SpotCheck, **more: Any) -> ReopenRequest:
    values = {
        "actor": after.county.leader, "round_id": after.round().pk, "reason": "抽查要求更正", "now": NOW,
        "check_id": check.pk,
    }  # fmt: skip
    return reopening.ask(**(values | more))


def permitted(after: After, request: ReopenRequest) -> Round:
    expiry = NOW + timedelta(days=3)
    reopening.decide(
        actor=second(after), request_id=request.pk, permit=True, note="同意", now=NOW, expires_at=expiry
    )
    return reopening.reopen(actor=after.county.clerk, request_id=request.pk, now=NOW)


def corrected(after: After, new: Round) -> None:
    """One cell is put right and the version made final."""
    cell = Score.objects.filter(assessment__round=new, assessment__centre=after.centres[0])[0]
    change = CellChange(cell.assessment_id, cell.indicator_id, {"points": "40"}, reason="复核更正")
    scores.save_cells(actor=after.county.clerk, round_id=new.pk, changes=[change], now=NOW)
    look_through(new, after.county.clerk)
    rounds.submit(actor=after.county.clerk, round_id=new.pk, now=NOW)
    rounds.review(actor=after.county.leader, round_id=new.pk, now=NOW)
    publishing.finalise(actor=after.county.leader, round_id=new.pk, now=NOW)


def page(user: User, check: SpotCheck) -> str:
    client = Client()
    client.force_login(user)
    return client.get(reverse("appraisal:check", args=[check.pk])).content.decode()


def test_the_demand_is_answered_when_the_new_version_is_final(after: After) -> None:
    check = after.demanded("correct")
    request = asked(after, check)
    assert request.spot_check == check
    new = permitted(after, request)
    check.refresh_from_db()
    assert check.state == "demanded"  # not before the new version is final
    corrected(after, new)
    check.refresh_from_db()
    assert (check.state, check.corrected_round) == ("answered", new)
    assert "第2版" in check.answer
    assert list(audit.object_faults(SpotCheck.objects.all(), spot_checks.check_record)) == []
    closed = spot_checks.close(actor=after.user(Role.PREFECTURE), check_id=check.pk, outcome="认可")
    assert closed.state == "closed"


def test_the_page_shows_request_permit_version_and_what_moved(after: After) -> None:
    check, leader, auditor = after.demanded("correct"), after.county.leader, after.user(Role.PREFECTURE)
    assert "因此申请重开" in page(leader, check)
    assert "因此申请重开" not in page(auditor, check)
    request = asked(after, check)
    shown = page(auditor, check)
    assert "待批准" in shown
    assert "抽查要求更正" in shown
    assert "因此申请重开" not in page(leader, check)
    new = permitted(after, request)
    corrected(after, new)
    shown = page(auditor, check)
    assert "同意" in shown
    assert str(new) in shown
    assert '<span class="was">90.00</span><span class="becomes">80.00</span>' in shown
    assert reverse("appraisal:round-compare", args=[new.pk]) in shown
    client = Client()
    client.force_login(leader)
    compared = client.get(reverse("appraisal:round-compare", args=[new.pk])).content.decode()
    assert "因上级抽查要求更正" in compared


def test_the_county_asks_by_the_button(after: After) -> None:
    check = after.demanded("correct")
    client = Client()
    client.force_login(after.county.leader)
    address = reverse("appraisal:check-reopen", args=[check.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "按要求更正"}).status_code == 302
    request = ReopenRequest.objects.get()
    assert (request.spot_check, request.round, request.reason) == (check, after.round(), "按要求更正")
    assert client.post(address, {"reason": "再来"}).status_code == 409


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.LEADER])
def test_only_the_countys_leader_reopens_because_of_a_demand(after: After, role: str) -> None:
    check = after.demanded("correct")
    client = Client()
    client.force_login(after.user(role))
    answer = client.post(reverse("appraisal:check-reopen", args=[check.pk]), {"reason": "x"})
    assert answer.status_code == 403
    stranger = Client()
    stranger.force_login(UserFactory(role=Role.LEADER))
    assert stranger.post(reverse("appraisal:check-reopen", args=[check.pk]), {}).status_code == 404
    assert not ReopenRequest.objects.exists()


def test_a_refused_request_may_be_made_again(after: After) -> None:
    check = after.demanded("correct")
    first = asked(after, check)
    reopening.decide(actor=second(after), request_id=first.pk, permit=False, note="理由不足", now=NOW)
    found = check_page(after.county.leader, check, TODAY)
    assert (found.reopens, found.waits) == (after.round(), False)
    corrected(after, permitted(after, asked(after, check)))
    check.refresh_from_db()
    assert check.state == "answered"
    assert [one.request.state for one in check_page(after.county.leader, check, TODAY).corrections] == [
        "refused",
        "used",
    ]


def test_a_reopening_for_another_reason_answers_no_demand(after: After) -> None:
    check = after.demanded("correct")
    corrected(after, permitted(after, asked(after, check, check_id=None)))
    check.refresh_from_db()
    assert check.state == "demanded"
    # The county may answer by hand, or reopen the newest version because of it.
    assert check_page(after.county.leader, check, TODAY).reopens == after.round()
    assert spot_checks.answer(actor=after.county.leader, check_id=check.pk, text="已更正").corrected_round


def test_a_demand_to_explain_or_of_another_round_is_no_reason(after: After) -> None:
    explain = after.demanded("explain")
    with pytest.raises(Conflict, match="没有待更正"):
        asked(after, explain)
    correct = after.demanded("correct")
    with pytest.raises(Conflict, match="另一轮次"):
        asked(after, correct, round_id=after.round("december").pk)
    assert check_page(after.county.leader, explain, TODAY).reopens is None


def test_the_database_refuses_a_false_link(after: After) -> None:
    correct, explain = after.demanded("correct"), after.demanded("explain")
    values = {"reason": "x", "asked_by": after.county.leader, "asked_at": NOW}
    false = [
        {"round": after.round("december"), "spot_check": correct},
        {"round": after.round(), "spot_check": explain},
        {"round": After().round(), "spot_check": correct},
    ]
    for link in false:
        with pytest.raises(IntegrityError, match="guard:reopening_for_a_demand"), transaction.atomic():
            ReopenRequest.objects.create(**values, **link)
    request = asked(after, correct)
    rows = ReopenRequest.objects.filter(pk=request.pk)
    for change in (None, explain):
        with pytest.raises(IntegrityError, match="guard:reopening_for_a_demand"), transaction.atomic():
            rows.update(spot_check=change)
    with guards.lifted():  # the control
        assert rows.update(spot_check=None) == 1


def test_the_due_day_stands_until_then(after: After) -> None:
    check = after.demanded("correct")
    permitted(after, asked(after, check))
    found = check_page(after.county.leader, check, DUE + timedelta(days=1))
    assert (found.row.overdue, found.waits) == (True, True)
