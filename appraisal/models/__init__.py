"""Schemes, rounds, scores, published results (RULES 2–6)."""

from appraisal.models.appeals import Appeal, AppealItem
from appraisal.models.checks import WarningTick
from appraisal.models.duties import Duty
from appraisal.models.evidence import Evidence, EvidenceWithdrawal
from appraisal.models.external import ExternalFile, ExternalFill
from appraisal.models.fieldwork import (
    CountyMinima,
    Draw,
    DrawReplacement,
    FieldMinima,
    FieldWaiver,
    Symposium,
)
from appraisal.models.filings import Filing
from appraisal.models.life import Extension, OwnDay, RoundStep, SheetReturn
from appraisal.models.permits import ReopenRequest
from appraisal.models.rectification import Rectification, RectificationStep, RemovalCase
from appraisal.models.results import Publication, PublicationPart, Result, TieDecision
from appraisal.models.rounds import (
    MAX_REASON,
    MAX_SOURCE,
    SEALED,
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
from appraisal.models.self_assessment import SelfAssessment, SelfScore, TakeOver
from appraisal.models.spot_checks import SpotCell, SpotCheck
from appraisal.models.subjects import subject_code, subject_name
from appraisal.models.survey_forms import SurveyForm
from appraisal.models.surveys import Survey, SurveyAnswer, SurveyUse, SurveyVoid

__all__ = [
    "MAX_REASON",
    "MAX_SOURCE",
    "OWNED_LEVELS",
    "SEALED",
    "Appeal",
    "AppealItem",
    "Assessment",
    "Category",
    "CategoryTotal",
    "CountyMinima",
    "Draw",
    "DrawReplacement",
    "Duty",
    "Evidence",
    "EvidenceWithdrawal",
    "Exemption",
    "Extension",
    "ExternalFile",
    "ExternalFill",
    "FieldMinima",
    "FieldWaiver",
    "Filing",
    "Gate",
    "GradeBand",
    "Indicator",
    "Level",
    "OwnDay",
    "Publication",
    "PublicationPart",
    "Rectification",
    "RectificationStep",
    "RemovalCase",
    "ReopenRequest",
    "Result",
    "Round",
    "RoundKind",
    "RoundStep",
    "Scenario",
    "Scheme",
    "SchemeRound",
    "Score",
    "SelfAssessment",
    "SelfScore",
    "SheetReturn",
    "SpotCell",
    "SpotCheck",
    "Survey",
    "SurveyAnswer",
    "SurveyForm",
    "SurveyUse",
    "SurveyVoid",
    "Symposium",
    "TakeOver",
    "TieDecision",
    "WarningTick",
    "subject_code",
    "subject_name",
]
