"""Every role tries every act in every state: refused by its right, its reach or the state, and then nothing changed."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.http import Http404

from appraisal.actions import filings, rectification, spot_checks
from appraisal.core.lives import CHECK, FILING, RECTIFICATION, REMOVAL
from appraisal.core.workflow import Transition
from appraisal.models import Rectification, RemovalCase, SpotCheck
from centres.models import User
from centres.roles import Role
from records import guards
from records.errors import Refused
from records.models import AuditEntry
from tests.appraisal.after.world import DUE, LATER, NOW, After

pytestmark = pytest.mark.django_db
Act = Callable[[User, Any], Any]

RECTIFICATION_ACTS: dict[str, Act] = {
    "report": lambda by, one: rectification.report(actor=by, rectification_id=one.pk, text="已改", now=NOW),
    "pass": lambda by, one: rectification.inspect(
        actor=by, rectification_id=one.pk, passed=True, note="合格", now=NOW
    ),
    "fail": lambda by, one: rectification.inspect(
        actor=by, rectification_id=one.pk, passed=False, note="未改", due_on=LATER, now=NOW
    ),
    "extend": lambda by, one: rectification.extend(
        actor=by, rectification_id=one.pk, reason="汛期", due_on=LATER, now=NOW
    ),
    "withdraw": lambda by, one: rectification.withdraw(
        actor=by, rectification_id=one.pk, reason="撤并", now=NOW
    ),
}
REMOVAL_ACTS: dict[str, Act] = {
    "remove": lambda by, one: rectification.decide_removal(
        actor=by, rectification_id=one.rectification_id, remove=True, reason="决定", now=NOW
    ),
    "keep": lambda by, one: rectification.decide_removal(
        actor=by, rectification_id=one.rectification_id, remove=False, reason="决定", now=NOW
    ),
}
CHECK_ACTS: dict[str, Act] = {
    "report": lambda by, one: spot_checks.report(actor=by, check_id=one.pk, now=NOW),
    "cancel": lambda by, one: spot_checks.cancel(actor=by, check_id=one.pk, reason="改期"),
    "demand": lambda by, one: spot_checks.demand(
        actor=by, check_id=one.pk, wanted="explain", text="说明", due_on=DUE, now=NOW
    ),
    "answer": lambda by, one: spot_checks.answer(actor=by, check_id=one.pk, text="说明"),
    "close": lambda by, one: spot_checks.close(actor=by, check_id=one.pk, outcome="认可"),
}
FILING_ACTS: dict[str, Act] = {
    "receive": lambda by, one: filings.receive(actor=by, filing_id=one.pk, now=NOW),
    "return": lambda by, one: filings.send_back(actor=by, filing_id=one.pk, note="缺盖章", now=NOW),
}
# Who may do an act beyond having its right: a check's acts are its own body's.
BODY = {"check.make": Role.PREFECTURE}


def make_rectification(after: After) -> Rectification:
    return after.order()


def make_removal(after: After) -> RemovalCase:
    return rectification.put_removal(
        actor=after.county.leader, rectification_id=after.order().pk, reason="同一人", now=NOW
    )


def make_check(after: After) -> SpotCheck:
    """All cells scored, so that the report lacks nothing."""
    check = after.check()
    entries = {cell.pk: (Decimal(cell.county_points), "") for cell in check.cells.all()}
    spot_checks.score(actor=after.user(Role.PREFECTURE), check_id=check.pk, entries=entries, now=NOW)
    return check


LIVES = {
    "rectification": (RECTIFICATION, RECTIFICATION_ACTS, make_rectification, {}),
    "removal": (REMOVAL, REMOVAL_ACTS, make_removal, {"decided_by": "leader", "decision": "决定"}),
    "check": (
        CHECK, CHECK_ACTS, make_check,
        {"wanted": "explain", "demand": "说明", "due_on": DUE, "outcome": "已了", "reported_at": NOW},
    ),
    "filing": (FILING, FILING_ACTS, After.filing, {"decided_by": "province", "note": "意见"}),
}  # fmt: skip


def put(after: After, one: Any, state: str, values: dict[str, Any]) -> None:
    """Plant the state past all guards, with what its constraints want; the first state wants nothing."""
    first = type(one)._meta.get_field("state").default
    extra = {} if state == first else dict(values)
    for name in set(extra) & {"decided_by"}:
        extra[name] = after.user(extra[name])
    with guards.lifted():
        type(one).objects.filter(pk=one.pk).update(state=state, **extra)


def cells(name: str, after: After) -> Iterator[str]:
    """What differs from the table for one life, over all roles, acts and states."""
    table, acts, make, values = LIVES[name]
    one = make(after)
    model: Any = type(one)
    for state in model.State.values:
        put(after, one, state, values)
        for step in table:
            for role in Role.values:
                yield from _tried(after, one, state, step, acts[step.name], role)


def _tried(after: After, one: Any, state: str, step: Transition, act: Act, role: str) -> Iterator[str]:
    actor = after.user(role)
    allowed = actor.can(step.capability) and role == BODY.get(step.capability, role)
    possible = allowed and state in step.sources
    trail, where = AuditEntry.objects.count(), f"{role} {step.name} in {state}"
    with transaction.atomic():
        try:
            act(actor, one)
            status = 200
        except Refused as refused:
            status = refused.status
        except Http404:
            status = 404
        one.refresh_from_db()
        moved = one.state != state or AuditEntry.objects.count() != trail
        if possible and (status != 200 or one.state != step.target):
            yield f"{where}: {status}, {one.state}"
        if not possible and (status not in ({403, 404} if not allowed else {404, 409}) or moved):
            yield f"{where}: {status}, moved {moved}"
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", LIVES)
def test_every_role_every_act_every_state(name: str) -> None:
    wrong = list(cells(name, After()))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", LIVES)
def test_the_table_has_every_act(name: str) -> None:
    table, acts, _make, _values = LIVES[name]
    assert {step.name for step in table} == set(acts)
