"""The life of a round as a table; RULES 6."""

import pytest

from appraisal.core.workflow import (
    FINAL_STATES,
    OPEN_STATES,
    ROUND,
    ROUND_STATES,
    WrongStateError,
    acts_in,
    clashes,
    next_state,
    transition,
)

ALLOWED = {
    ("scoring", "submit"): "submitted",
    ("submitted", "review"): "reviewed",
    ("submitted", "send_back"): "scoring",
    ("reviewed", "send_back"): "scoring",
    ("reviewed", "finalise"): "final",
}


@pytest.mark.parametrize("state", ROUND_STATES)
@pytest.mark.parametrize("act", ["submit", "review", "send_back", "finalise", "vanish"])
def test_only_the_drawn_steps_exist(state: str, act: str) -> None:
    if (state, act) in ALLOWED:
        assert next_state(state, act) == ALLOWED[state, act]
        return
    with pytest.raises(WrongStateError, match=f"{act} is not possible in state {state}"):
        next_state(state, act)


def test_acts_offered_in_a_state() -> None:
    offered = {state: [step.name for step in acts_in(state)] for state in ROUND_STATES}
    assert offered == {
        "scoring": ["submit"],
        "submitted": ["review", "send_back"],
        "reviewed": ["send_back", "finalise"],
        "final": [],
    }


def test_the_reviewer_is_not_the_submitter() -> None:
    review, finalise = transition("submitted", "review"), transition("reviewed", "finalise")
    assert clashes(review, "wang", {"submit": "wang"}) == ("submit",)
    assert clashes(review, "li", {"submit": "wang"}) == ()
    assert clashes(review, "wang", {}) == ()
    assert clashes(finalise, "wang", {"submit": "wang", "review": "li"}) == ("submit",)
    assert [step.capability for step in ROUND] == [
        "round.submit",
        "round.review",
        "round.send_back",
        "round.finalise",
    ]
    assert clashes(transition("submitted", "send_back"), "wang", {"submit": "wang"}) == ()


def test_the_table_is_whole() -> None:
    assert set(ROUND_STATES) >= OPEN_STATES | FINAL_STATES
    for step in ROUND:
        assert {*step.sources, step.target} <= set(ROUND_STATES)
        assert step.capability
        assert step.label.zh
        assert not set(step.sources) & FINAL_STATES
    assert [step.name for step in ROUND if step.needs_reason] == ["send_back"]
