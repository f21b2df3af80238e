"""What a rule does beyond the points of its own cell: zero other indicators, hold the grade down, scale the score.

A kind returns one of these from `Rule.effect`; totals and grading apply it after the score, which stays visible.
Source: RULES 3 (veto, factor), 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from appraisal.core.text import Text


@dataclass(frozen=True, slots=True)
class ZeroItems:
    """The indicators with these codes earn nothing. `text` names the event and its document number."""

    codes: tuple[str, ...]
    text: Text


@dataclass(frozen=True, slots=True)
class CeilingEffect:
    """No grade better than the band with this code; "" is the worst band of the scheme."""

    band: str
    text: Text


@dataclass(frozen=True, slots=True)
class FactorEffect:
    """The whole score is multiplied by `factor` (0.92 for 92 %)."""

    factor: Fraction
    text: Text


Effect = ZeroItems | CeilingEffect | FactorEffect
