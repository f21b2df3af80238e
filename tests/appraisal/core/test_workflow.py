"""The life of a round as a table; RULES 6."""

from itertools import pairwise

import pytest

from appraisal.core.workflow import (
    FINAL_STATES,
    FIRST_STATES,
    NOTICE,
    OPEN_STATES,
    ROUND,
    ROUND_STATES,
    SELF,
    WrongStateError,
    acts_in,
    clashes,
    line,
    next_state,
    transition,
)

SHORT: frozenset[str] = frozenset()
FULL = frozenset({SELF, NOTICE})
# What a round with both optional stages can do; without them the lines below take the place of some.
ALLOWED = {
    ("draft", "begin_self"): "self_assessment",
    ("self_assessment", "begin_scoring"): "scoring",
    ("scoring", "submit"): "submitted",
    ("submitted", "review"): "reviewed",
    ("submitted", "send_back"): "scoring",
    ("reviewed", "send_back"): "scoring",
    ("reviewed", "open_notice"): "notice",
    ("notice", "finalise"): "final",
    ("final", "report"): "reported",
    ("reported", "file"): "filed",
}
WITHOUT_SELF = {("draft", "begin"): "scoring"}
WITHOUT_NOTICE = {("reviewed", "finalise"): "final"}
ACTS = sorted({step.name for step in ROUND} | {"vanish"})


def allowed(uses: frozenset[str]) -> dict[tuple[str, str], str]:
    found = dict(ALLOWED)
    if SELF not in uses:
        del found["draft", "begin_self"]
        found |= WITHOUT_SELF
    if NOTICE not in uses:
        del found["reviewed", "open_notice"]
        found |= WITHOUT_NOTICE
    return found


@pytest.mark.parametrize("uses", [SHORT, FULL, frozenset({SELF}), frozenset({NOTICE})], ids=sorted)
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", ROUND_STATES)
def test_only_the_drawn_steps_exist(state: str, act: str, uses: frozenset[str]) -> None:
    wanted = allowed(uses)
    if (state, act) in wanted:
        assert next_state(state, act, uses=uses) == wanted[state, act]
        return
    with pytest.raises(WrongStateError, match=f"{act} is not possible in state {state}"):
        next_state(state, act, uses=uses)


@pytest.mark.parametrize("uses", [SHORT, FULL, frozenset({SELF}), frozenset({NOTICE})], ids=sorted)
def test_a_line_is_walked_from_its_first_state_to_its_last(uses: frozenset[str]) -> None:
    """Every state of the line leads on to the next of it, and to no state beside it."""
    drawn = line(uses)
    for here, following in pairwise(drawn):
        targets = {step.target for step in acts_in(here, uses=uses) if step.name != "send_back"}
        assert targets == {following}
    assert acts_in(drawn[-1], uses=uses) == ()
    assert drawn[0] == "draft"
    assert set(drawn) == set(ROUND_STATES) - ({SELF, NOTICE} - uses)


def test_acts_offered_in_a_state() -> None:
    offered = {state: [step.name for step in acts_in(state)] for state in ROUND_STATES}
    assert offered == {
        "draft": ["begin"],
        "self_assessment": ["begin_scoring"],
        "scoring": ["submit"],
        "submitted": ["review", "send_back"],
        "reviewed": ["send_back", "finalise"],
        "notice": ["finalise"],
        "final": ["report"],
        "reported": ["file"],
        "filed": [],
    }


def test_the_reviewer_is_not_the_submitter() -> None:
    review, finalise = transition("submitted", "review"), transition("reviewed", "finalise")
    assert clashes(review, "wang", {"submit": "wang"}) == ("submit",)
    assert clashes(review, "li", {"submit": "wang"}) == ()
    assert clashes(review, "wang", {}) == ()
    assert clashes(finalise, "wang", {"submit": "wang", "review": "li"}) == ("submit",)
    notice = transition("reviewed", "open_notice", uses=FULL)
    assert clashes(notice, "wang", {"submit": "wang"}) == ("submit",)
    assert clashes(transition("submitted", "send_back"), "wang", {"submit": "wang"}) == ()


def test_the_table_is_whole() -> None:
    assert set(ROUND_STATES) >= OPEN_STATES | FINAL_STATES | set(FIRST_STATES)
    assert not OPEN_STATES & FINAL_STATES
    for step in ROUND:
        assert {*step.sources, step.target} <= set(ROUND_STATES)
        assert step.capability
        assert step.label.zh
        # Beyond the seal a round only goes on to be reported and filed: nothing leads back.
        assert not set(step.sources) & FINAL_STATES or step.target in FINAL_STATES
    assert [step.name for step in ROUND if step.needs_reason] == ["send_back"]
