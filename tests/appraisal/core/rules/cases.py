"""Shared by the tests of rule kinds: bind, score, and read the outcome in a line."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from appraisal.core.points import round_points
from appraisal.core.rules import Outcome, rule_for


def score(kind: str, params: Mapping[str, Any], full: str, **inputs: str) -> Outcome:
    """Score one cell; "__" in an input's name stands for "."."""
    named = {name.replace("__", "."): value for name, value in inputs.items()}
    return rule_for(kind).score(params, Decimal(full), named)


def points(kind: str, params: Mapping[str, Any], full: str, **inputs: str) -> str:
    """Return the points as text, "–" for unscored."""
    outcome = score(kind, params, full, **inputs)
    return "–" if outcome.points is None else str(outcome.points)


def faults(kind: str, params: Mapping[str, Any], full: str = "10") -> list[str]:
    """Return the paths of all faults."""
    return [fault.path for fault in rule_for(kind).check(params, Decimal(full))]


def zh_steps(outcome: Outcome) -> list[str]:
    return [step.zh for step in outcome.steps]


def told(kind: str, params: Mapping[str, Any], full: str, inputs: Mapping[str, str]) -> Outcome:
    """Score a complete cell and hold it against what is true of every kind: limits, last step, the bare result."""
    bound = rule_for(kind).bind(params, Decimal(full))
    outcome, bare = bound.score(inputs), bound.score(inputs, explain=False)
    assert outcome.points is not None, outcome
    assert (bare.points, bare.value, bare.problems, bare.steps) == (
        outcome.points,
        outcome.value,
        outcome.problems,
        (),
    )
    assert outcome.points <= round_points(bound.limits.highest)
    assert bound.limits.lowest is None or outcome.points >= round_points(bound.limits.lowest)
    last = outcome.steps[-1]
    assert f"{outcome.points} 分" in last.zh
    assert f"{outcome.points} points" in last.en
    assert all(step.zh and step.en for step in outcome.steps)
    return outcome


def messages(outcome: Outcome) -> list[tuple[str, str, str]]:
    """Return the problems as (input, severity, Chinese message)."""
    return [(one.input, one.severity, one.message.zh) for one in outcome.problems]


def cents(number: int) -> str:
    """Return hundredths as a canonical number: 150 → "1.5"."""
    return f"{(Decimal(number) / 100).normalize():f}"
