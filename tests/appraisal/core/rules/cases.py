"""Shared by the tests of rule kinds: bind, score, and read the outcome in a line."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

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
