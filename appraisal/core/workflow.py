"""The life of a round: states, the acts that move it, who may do them. Source: RULES 6, 13.

A flow is a table. Two stages are the county's choice when a round is opened: a round that doesn't use one goes
past it. Compare-and-swap and audit belong to the actions; this table only says what is allowed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from appraisal.core.text import Text

ROUND_STATES: Mapping[str, Text] = {
    "draft": Text("筹备", "in preparation"),
    "self_assessment": Text("自评", "self-assessment"),
    "scoring": Text("评分中", "scoring"),
    "submitted": Text("待审核", "submitted"),
    "reviewed": Text("已审核", "reviewed"),
    "notice": Text("公示中", "public notice"),
    "final": Text("已定稿", "final"),
    "reported": Text("已报市级", "reported"),
    "filed": Text("已备案", "filed"),
}
# Stages that a round may leave out.
SELF, NOTICE = "self_assessment", "notice"
# Scores can be written in these states only, and nothing at all in a final one.
OPEN_STATES = frozenset({"scoring"})
FINAL_STATES = frozenset({"final", "reported", "filed"})
# Sheets are made and subjects exempted until the round is handed in.
BEFORE_REVIEW = frozenset({"draft", "self_assessment", "scoring"})
# A new row may stand in one of these.
FIRST_STATES = ("draft", "self_assessment", "scoring")


class WrongStateError(ValueError):
    """The act does not exist in this state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """An act that moves something from one of `sources` to `target`.

    `capability` is what the actor must hold. `other_than` names earlier acts whose actor must be someone
    else. `using` names a stage that the round must use for this act to exist, `skipping` one that it must not.
    """

    name: str
    label: Text
    sources: tuple[str, ...]
    target: str
    capability: str
    other_than: tuple[str, ...] = ()
    needs_reason: bool = False
    using: str = ""
    skipping: str = ""

    def drawn(self, state: str, uses: frozenset[str]) -> bool:
        """Whether the act exists in this state of a round that uses these stages."""
        wanted = not self.using or self.using in uses
        return state in self.sources and wanted and self.skipping not in uses


ROUND: tuple[Transition, ...] = (
    Transition(
        name="begin_self", label=Text("开始自评", "begin self-assessment"), sources=("draft",),
        target="self_assessment", capability="round.open", using=SELF,
    ),
    Transition(
        name="begin", label=Text("开始评分", "begin scoring"), sources=("draft",), target="scoring",
        capability="round.open", skipping=SELF,
    ),
    Transition(
        name="begin_scoring", label=Text("开始县级评分", "begin the county's scoring"),
        sources=("self_assessment",), target="scoring", capability="round.begin_scoring",
    ),
    Transition(
        name="submit", label=Text("提交审核", "submit"), sources=("scoring",), target="submitted",
        capability="round.submit",
    ),
    Transition(
        name="review", label=Text("审核通过", "approve"), sources=("submitted",), target="reviewed",
        capability="round.review", other_than=("submit",),
    ),
    Transition(
        name="send_back", label=Text("退回修改", "send back"), sources=("submitted", "reviewed"),
        target="scoring",
        capability="round.send_back", needs_reason=True,
    ),
    Transition(
        name="open_notice", label=Text("开始公示", "open the public notice"), sources=("reviewed",),
        target="notice", capability="round.notice", other_than=("submit",), using=NOTICE,
    ),
    Transition(
        name="finalise", label=Text("定稿", "finalise"), sources=("reviewed",), target="final",
        capability="round.finalise", other_than=("submit",), skipping=NOTICE,
    ),
    Transition(
        name="finalise", label=Text("定稿", "finalise"), sources=("notice",), target="final",
        capability="round.finalise", other_than=("submit",),
    ),
    Transition(
        name="report", label=Text("上报市级", "report to the prefecture"), sources=("final",),
        target="reported", capability="round.report",
    ),
    Transition(
        name="file", label=Text("省级备案", "file with the province"), sources=("reported",),
        target="filed", capability="round.report",
    ),
)  # fmt: skip


def transition(
    state: str, act: str, table: Sequence[Transition] = ROUND, uses: frozenset[str] = frozenset()
) -> Transition:
    """Return the transition of `act` in `state`. Raises WrongStateError where there is none."""
    for step in table:
        if step.name == act and step.drawn(state, uses):
            return step
    raise WrongStateError(f"{act} is not possible in state {state}")


def next_state(
    state: str, act: str, table: Sequence[Transition] = ROUND, uses: frozenset[str] = frozenset()
) -> str:
    """Return the state that `act` leads to. Raises WrongStateError where it is not possible."""
    return transition(state, act, table, uses).target


def acts_in(
    state: str, table: Sequence[Transition] = ROUND, uses: frozenset[str] = frozenset()
) -> tuple[Transition, ...]:
    """Return the acts possible in a state, in the order of the table."""
    return tuple(step for step in table if step.drawn(state, uses))


def line(uses: frozenset[str]) -> tuple[str, ...]:
    """The states that a round using these stages goes through, in their order."""
    left_out = {SELF, NOTICE} - uses
    return tuple(state for state in ROUND_STATES if state not in left_out)


def clashes(step: Transition, actor: str, earlier: Mapping[str, str]) -> tuple[str, ...]:
    """Return the earlier acts that bar this actor: those in `other_than` done by the same person.

    `earlier` maps the name of an act of this life to the person who did it last.
    """
    return tuple(act for act in step.other_than if act in earlier and earlier[act] == actor)
