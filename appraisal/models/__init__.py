"""Schemes, rounds, scores, published results (RULES 2–6)."""

from appraisal.models.checks import WarningTick
from appraisal.models.evidence import Evidence, EvidenceWithdrawal
from appraisal.models.fieldwork import (
    Draw,
    DrawReplacement,
    FieldMinima,
    FieldWaiver,
    Symposium,
)
from appraisal.models.permits import ReopenRequest
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
from appraisal.models.subjects import subject_code, subject_name
from appraisal.models.surveys import Survey, SurveyAnswer, SurveyUse, SurveyVoid

__all__ = [
    "MAX_REASON",
    "MAX_SOURCE",
    "OWNED_LEVELS",
    "Assessment",
    "Category",
    "CategoryTotal",
    "Draw",
    "DrawReplacement",
    "Evidence",
    "EvidenceWithdrawal",
    "Exemption",
    "FieldMinima",
    "FieldWaiver",
    "Gate",
    "GradeBand",
    "Indicator",
    "Level",
    "Publication",
    "PublicationPart",
    "ReopenRequest",
    "Result",
    "Round",
    "RoundKind",
    "Scenario",
    "Scheme",
    "SchemeRound",
    "Score",
    "Survey",
    "SurveyAnswer",
    "SurveyUse",
    "SurveyVoid",
    "Symposium",
    "TieDecision",
    "WarningTick",
    "subject_code",
    "subject_name",
]
