"""Schemes, rounds, scores, published results (RULES 2–6)."""

from appraisal.models.checks import WarningTick
from appraisal.models.filings import Filing
from appraisal.models.permits import ReopenRequest
from appraisal.models.rectification import Rectification, RectificationStep, RemovalCase
from appraisal.models.results import Publication, PublicationPart, Result, TieDecision
from appraisal.models.rounds import (
    MAX_REASON,
    MAX_SOURCE,
    Assessment,
    CategoryTotal,
    Exemption,
    Round,
    Score,
)
from appraisal.models.scenarios import Scenario
from appraisal.models.schemes import (
    OWNED_LEVELS,
    Category,
    Gate,
    GradeBand,
    Indicator,
    Level,
    RoundKind,
    Scheme,
    SchemeRound,
)
from appraisal.models.spot_checks import SpotCell, SpotCheck
from appraisal.models.subjects import subject_code, subject_name

__all__ = [
    "MAX_REASON",
    "MAX_SOURCE",
    "OWNED_LEVELS",
    "Assessment",
    "Category",
    "CategoryTotal",
    "Exemption",
    "Filing",
    "Gate",
    "GradeBand",
    "Indicator",
    "Level",
    "Publication",
    "PublicationPart",
    "Rectification",
    "RectificationStep",
    "RemovalCase",
    "ReopenRequest",
    "Result",
    "Round",
    "RoundKind",
    "Scenario",
    "Scheme",
    "SchemeRound",
    "Score",
    "SpotCell",
    "SpotCheck",
    "TieDecision",
    "WarningTick",
    "subject_code",
    "subject_name",
]
