"""Scoring rules by kind. A new kind is one file and one line in `RULES`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from appraisal.core.rules.base import Bound, Cohort, Limits, Outcome, Rule
from appraisal.core.rules.bonus import BonusRule
from appraisal.core.rules.checklist import ChecklistRule
from appraisal.core.rules.composite import CompositeRule
from appraisal.core.rules.count import CountRule
from appraisal.core.rules.effects import CeilingEffect, Effect, FactorEffect, ZeroItems
from appraisal.core.rules.external import ExternalRule
from appraisal.core.rules.factor import FactorRule
from appraisal.core.rules.growth import GrowthRule
from appraisal.core.rules.inputs import Choice, EntryField, Problem
from appraisal.core.rules.linear import LinearRule
from appraisal.core.rules.parameters import Fault, Parameter, Params
from appraisal.core.rules.points import PointsRule
from appraisal.core.rules.quota import QuotaRule
from appraisal.core.rules.range import RangeRule
from appraisal.core.rules.rank import RankRule
from appraisal.core.rules.sample import SampleRule
from appraisal.core.rules.step import StepRule
from appraisal.core.rules.survey import SurveyRule
from appraisal.core.rules.tier import TierRule
from appraisal.core.rules.veto import VetoRule
from appraisal.core.rules.yes_no import YesNoRule

__all__ = [
    "RULES", "Bound", "CeilingEffect", "Choice", "Cohort", "Effect", "EntryField", "FactorEffect", "Fault", "Limits",
    "Outcome", "Parameter", "Params", "Problem", "Rule", "ZeroItems", "rule_for",
]  # fmt: skip

LEAVES: tuple[Rule[Any], ...] = (
    PointsRule(),
    YesNoRule(),
    LinearRule(),
    StepRule(),
    CountRule(),
    TierRule(),
    ChecklistRule(),
    QuotaRule(),
    RangeRule(),
    GrowthRule(),
    SampleRule(),
    SurveyRule(),
    ExternalRule(),
    BonusRule(),
    VetoRule(),
    FactorRule(),
    RankRule(),
)
COMPOSITE = CompositeRule({rule.kind: rule for rule in LEAVES})
RULES: Mapping[str, Rule[Any]] = MappingProxyType({rule.kind: rule for rule in (*LEAVES, COMPOSITE)})


def rule_for(kind: str) -> Rule[Any]:
    """Return the rule of this kind. Raises KeyError for an unknown one."""
    return RULES[kind]
