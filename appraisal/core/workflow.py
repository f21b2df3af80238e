"""The life of a round: states, the acts that move it, who may do them. Source: RULES 6, 13.

A flow is a table. A later state (draft, self_assessment, notice, reported, filed) is a line in
`ROUND_STATES` and its acts are lines in `ROUND`. Compare-and-swap and audit belong to the actions; this
table only says what is allowed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from appraisal.core.text import Text

ROUND_STATES: Mapping[str, Text] = {
    "scoring": Text("评分中", "scoring"),
    "submitted": Text("待审核", "submitted"),
    "reviewed": Text("已审核", "reviewed"),
    "final": Text("已定稿", "final"),
}
# Scores can be written in these states only, and nothing at all in a final one.
OPEN_STATES = frozenset({"scoring"})
FINAL_STATES = frozenset({"final"})


class WrongStateError(ValueError):
    """The act does not exist in this state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """An act that moves something from one of `sources` to `target`.

    `capability` is what the actor must hold. `other_than` names earlier acts whose actor must be someone
    else.
    """

    name: str
    label: Text
    sources: tuple[str, ...]
    target: str
    capability: str
    other_than: tuple[str, ...] = ()
    needs_reason: bool = False


ROUND: tuple[Transition, ...] = (
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
        name="finalise", label=Text("定稿", "finalise"), sources=("reviewed",), target="final",
        capability="round.finalise", other_than=("submit",),
    ),
)  # fmt: skip


def transition(state: str, act: str, table: Sequence[Transition] = ROUND) -> Transition:
    """Return the transition of `act` in `state`. Raises WrongStateError where there is none."""
    for step in table:
        if step.name == act and state in step.sources:
            return step
    raise WrongStateError(f"{act} is not possible in state {state}")


def next_state(state: str, act: str, table: Sequence[Transition] = ROUND) -> str:
    """Return the state that `act` leads to. Raises WrongStateError where it is not possible."""
    return transition(state, act, table).target


def acts_in(state: str, table: Sequence[Transition] = ROUND) -> tuple[Transition, ...]:
    """Return the acts possible in a state, in the order of the table."""
    return tuple(step for step in table if state in step.sources)


def clashes(step: Transition, actor: str, earlier: Mapping[str, str]) -> tuple[str, ...]:
    """Return the earlier acts that bar this actor: those in `other_than` done by the same person.

    `earlier` maps the name of an act of this life to the person who did it last.
    """
    return tuple(act for act in step.other_than if act in earlier and earlier[act] == actor)
