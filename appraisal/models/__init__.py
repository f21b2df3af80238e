"""Schemes, rounds, scores, published results (RULES 2–6)."""

from appraisal.models.checks import WarningTick
from appraisal.models.results import Publication, Result, TieDecision
from appraisal.models.rounds import (
    MAX_REASON,
    MAX_SOURCE,
    Assessment,
    CategoryTotal,
    Exemption,
    ReopenRequest,
    Round,
    Score,
)
from appraisal.models.scenarios import Scenario
from appraisal.models.schemes import Category, Gate, GradeBand, Indicator, RoundKind, Scheme, SchemeRound

__all__ = [
    "MAX_REASON",
    "MAX_SOURCE",
    "Assessment",
    "Category",
    "CategoryTotal",
    "Exemption",
    "Gate",
    "GradeBand",
    "Indicator",
    "Publication",
    "ReopenRequest",
    "Result",
    "Round",
    "RoundKind",
    "Scenario",
    "Scheme",
    "SchemeRound",
    "Score",
    "TieDecision",
    "WarningTick",
]
