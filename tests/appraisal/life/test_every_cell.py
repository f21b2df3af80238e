"""Every act, tried by each of the nine roles in each of the nine states: 403, 404 or 409 as designed, nothing changed.

One table says who may do what in which state; all other cells of (act × role × state) must be refused. An allowed act
is done and undone again, so that each cell meets the same world.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from appraisal.models import (
    Appeal,
    AppealItem,
    Exemption,
    Extension,
    Filing,
    Publication,
    ReopenRequest,
    Round,
    RoundStep,
    Score,
    SelfAssessment,
    SelfScore,
    SheetReturn,
    TakeOver,
    TieDecision,
)
from centres.roles import Role
from records.models import AuditEntry
from tests.appraisal.life.table import ACTS, NOT_YET, Act, Scene, scene_in
from tests.appraisal.life.world import STATES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_refusals")]


def facts() -> list[object]:
    """Everything that an act of a round's life could change."""
    return [
        list(Round.objects.order_by("pk").values()),
        list(Score.objects.order_by("pk").values_list("pk", "version", "points")),
        list(SelfScore.objects.order_by("pk").values_list("pk", "version", "points")),
        list(SelfAssessment.objects.order_by("pk").values()),
        list(Appeal.objects.order_by("pk").values()),
        list(AppealItem.objects.order_by("pk").values()),
        list(ReopenRequest.objects.order_by("pk").values()),
        [
            model._default_manager.count()
            for model in (
                RoundStep,
                Extension,
                Filing,
                SheetReturn,
                TakeOver,
                Exemption,
                TieDecision,
                Publication,
                AuditEntry,
            )
        ],
    ]


def expected(one: Act, role: str, state: str) -> int:
    """The status of a refused cell."""
    if role in one.holders.split():
        return 404 if state in NOT_YET.get(one.name, ()) else 409
    return one.director if role == "director" else 403


def post(client: Client, one: Act, scene: Scene, role: str) -> int:
    data = one.data(scene)
    if not one.script:
        return client.post(one.path(scene), data).status_code
    if "user" in data:
        data["user"] = scene.world.people[role].pk
    return client.post(one.path(scene), json.dumps(data), content_type="application/json").status_code


def wrong_cells(scene: Scene, state: str, role: str, clock: Callable[[datetime], None]) -> Iterator[str]:
    """What differs from the table for one role in one state."""
    client, moment, before = Client(), None, facts()
    for one in sorted(ACTS, key=lambda one: one.at):
        if one.args == "appeal" and scene.appeal is None:
            continue
        clock(one.at)
        if one.at != moment:  # a session doesn't outlast the days between
            client.force_login(scene.world.people[role])
            moment = one.at
        name = f"{role} {one.name} {one.args} in {state}"
        if role in one.holders.split() and state in one.states:
            status, moved = done(client, one, scene, role)
            if status not in (200, 302) or (not moved and "add_sheets" not in one.args):
                yield f"{name}: {status}, not done"
        elif (status := post(client, one, scene, role)) != expected(one, role, state):
            yield f"{name}: {status}, not {expected(one, role, state)}"
    if facts() != before:
        yield f"{role} in {state}: something changed"


def done(client: Client, one: Act, scene: Scene, role: str) -> tuple[int, bool]:
    """The status of an allowed act and whether anything moved; then all is as it was before."""
    with transaction.atomic():
        one.first(scene)
        before = facts()
        status = post(client, one, scene, role)
        moved = facts() != before
        transaction.set_rollback(True)
    return status, moved


@pytest.mark.parametrize("state", STATES)
def test_every_act_by_every_role_in_this_state(state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = scene_in(state)

    def clock(now: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now)

    wrong = [line for role in Role.values for line in wrong_cells(scene, state, role, clock)]
    assert not wrong, "\n".join(wrong)


def test_the_table_has_every_act_of_the_life() -> None:
    """Acts of reopening that need a request, the ticks on warnings, the answers to what was sent back and the files of
    an appeal have their own tables (round_pages, config, test_returns, test_appeal_files).
    """
    from appraisal.life_urls import urlpatterns
    from appraisal.views.rounds import PLAIN_ACTS

    known = {one.name for one in ACTS}
    reads = {"round-review", "notices", "notice", "appeal", "self-sheet", "self-changes", "self-story"}
    elsewhere = {"return-answer", "appeal-evidence"}
    assert {one.name for one in urlpatterns} - reads - elsewhere <= known
    assert {one.args.split()[1] for one in ACTS if one.name == "round-act"} == set(PLAIN_ACTS)
