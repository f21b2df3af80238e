"""The one table of a round's life: which act exists in which state, and for whom; scenes to try them in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from appraisal.actions import appeals
from appraisal.models import (
    Appeal,
    AppealItem,
    Round,
    Score,
    SelfScore,
)
from appraisal.plans import RoundPlan
from appraisal.queries.appeals import seen_mark
from tests.appraisal.life.world import NOTICE_ENDS, STATES, LifeWorld
from tests.factories import NOW, CentreFactory

PLAN = RoundPlan(self_assessment=True, notice_days=5, draft=True, self_due_on=date(2026, 7, 3))
EARLY = ["draft", "self_assessment", "scoring"]
SEALED = ["final", "reported", "filed"]


@dataclass
class Scene:
    """A world whose round stands in one state; `appeal` is there from the notice on."""

    world: LifeWorld
    round: Round
    appeal: Appeal | None = None

    def cell(self) -> Score:
        return Score.objects.filter(assessment=self.world.sheet(self.round)).order_by("indicator__ordinal")[0]


Make = Callable[[Scene], dict[str, Any]]


@dataclass(frozen=True)
class Act:
    """An address with good data; who may do it, in which states, at which moment. `director` is what a director gets
    without the right: 404 where the role has such an act for the own rounds, since a county's round isn't there.
    """

    name: str
    holders: str
    states: list[str]
    data: Make = field(default=lambda _scene: {})
    args: str = "round"
    at: datetime = NOW
    director: int = 403
    script: bool = False
    first: Callable[[Scene], object] = lambda _scene: None

    def path(self, scene: Scene) -> str:
        known = {"round": scene.round.pk, "appeal": scene.appeal.pk if scene.appeal else 0}
        return reverse(f"appraisal:{self.name}", args=[known.get(one, one) for one in self.args.split()])


def act(name: str, holders: str, states: list[str], **more: Any) -> Act:
    """One of the acts that need nothing but their button."""
    return Act("round-act", holders, states, args=f"round {name}", director=404, **more)


def tie(scene: Scene) -> dict[str, Any]:
    codes = [centre.code for centre in scene.world.centres[:2]]
    return {"tied": ",".join(codes), "place": codes[0], "reason": "任务更重"}


def cells(scene: Scene) -> dict[str, Any]:
    cell = scene.cell()
    change = {
        "sheet": cell.assessment_id, "indicator": cell.indicator_id, "version": cell.version, "na": False,
        "inputs": {"points": "7"}, "reason": "更正", "source": "", "date": "",
    }  # fmt: skip
    return {"user": 0, "changes": [change]}


def self_cells(scene: Scene) -> dict[str, Any]:
    sent = cells(scene)
    own = SelfScore.objects.filter(
        sheet__assessment=scene.cell().assessment_id, indicator=scene.cell().indicator_id
    )
    sent["changes"][0]["version"] = own[0].version if own else 0
    return sent


def taking(scene: Scene) -> dict[str, Any]:
    cell = scene.cell()
    return {"sheet": cell.assessment_id, "versions": {str(cell.indicator_id): cell.version}}


def claim(scene: Scene) -> dict[str, Any]:
    second = scene.world.indicators[1].pk
    return {"reason": "有据", "appeal": [str(second)], f"claim-{second}": "应得满分"}


def proposal(scene: Scene) -> dict[str, Any]:
    item = scene.appeal.items.get() if scene.appeal else AppealItem()
    return {
        f"change-{item.pk}": "on",
        f"value-{item.pk}-points": "46",
        f"reason-{item.pk}": "x",
        "finding": "属实",
    }


def seen(scene: Scene) -> dict[str, Any]:
    return {"decision": "同意", "seen": seen_mark(scene.appeal) if scene.appeal else ""}


def late(scene: Scene) -> dict[str, Any]:
    """A centre that opened after the round did, and so has no sheet."""
    return {"centre": scene.world.centres[0].county.centres.get(code="LATE").pk, "reason": "6月后启用"}


def answered(scene: Scene) -> None:
    """A round is final only when its appeals are decided."""
    if scene.appeal:
        appeals.reject(actor=scene.world.leader, appeal_id=scene.appeal.pk, decision="维持", now=NOW)


SENT = {"document": "安卫报〔2026〕9号", "document_on": "2026-07-20"}
ACTS = [
    act("begin", "leader", ["draft"]),
    act("begin_scoring", "clerk leader", ["self_assessment"], at=NOTICE_ENDS),
    act("submit", "clerk", ["scoring"]),
    act("review", "leader", ["submitted"]),
    act("open_notice", "leader", ["reviewed"]),
    act("finalise", "leader", ["notice"], at=NOTICE_ENDS, first=answered),
    act("add_sheets", "leader", EARLY),
    Act("round-send-back", "leader", ["submitted", "reviewed"], lambda _scene: {"remark": "重核"}),
    Act("round-review-back", "leader", ["submitted", "reviewed"], lambda _scene: {"remark": "重核"}),
    Act(
        "round-extend",
        "leader",
        [*STATES[: STATES.index("final") + 1]],
        lambda _scene: {"stage": "final", "new_on": "2026-08-01", "reason": "顺延"},
    ),
    Act("round-exempt", "leader", EARLY, late),
    Act("round-tie", "leader", STATES[: STATES.index("final")], tie),
    Act("round-report", "leader", ["final"], lambda _scene: SENT),
    # A round of centres is filed by its year's filing alone (tests/appraisal/after/test_filing_rounds.py).
    Act("round-file", "leader", [], lambda _scene: SENT),
    Act("reopen-ask", "clerk leader", SEALED, lambda _scene: {"reason": "漏计"}, director=404),
    Act("cells", "clerk", ["scoring"], cells, director=404, script=True),
    Act("take-over", "clerk", ["scoring"], taking, director=404, script=True),
    Act("self-cells", "director", ["self_assessment"], self_cells, script=True),
    Act("self-hand-in", "director", ["self_assessment"]),
    Act("appeal-make", "director", ["notice"], claim),
    Act("appeal-withdraw", "director", ["notice"], args="appeal"),
    Act("appeal-investigate", "clerk", ["notice"], proposal, args="appeal"),
    Act("appeal-accept", "leader", ["notice"], seen, args="appeal"),
    Act("appeal-reject", "leader", ["notice"], seen, args="appeal"),
]
# Where the thing itself isn't there yet, whoever may do the act is told so: not found instead of not now.
NOT_YET = {
    "self-cells": ["draft"],
    "self-hand-in": ["draft"],
    "appeal-make": STATES[: STATES.index("notice")],
}


def scene_in(state: str) -> Scene:
    world = LifeWorld(2)
    world.people["prefecture"].region, world.people["province"].region = (
        world.region.parent,
        world.region.parent.parent,
    )
    for role in ("prefecture", "province"):
        world.people[role].save()
    current = world.in_state("notice" if state in SEALED else state, plan=PLAN)
    scene = Scene(world, current)
    if state == "self_assessment":
        world.say(current, "45")
    if state == "scoring":
        world.score(current, world.totals)
    if state in {"notice", *SEALED}:
        scene.appeal = world.looked_into(world.appeal(current), "46")
    if state in SEALED:
        appeals.reject(actor=world.leader, appeal_id=scene.appeal.pk, decision="维持", now=NOW)  # type: ignore[union-attr]
        for step in SEALED[: SEALED.index(state) + 1]:
            getattr(world, f"to_{step}")(current)
            current.refresh_from_db()
    current.refresh_from_db()
    CentreFactory(county=world.region, code="LATE")
    return scene
