"""factor: the whole score times a coefficient, such as 考核得分乘以居民满意度. RULES 3, modifiers.

A rate or a value in per cent is divided by 100; any other value is the coefficient itself. It is held between a least and
a most. The indicator has no full marks and earns nothing: what it does is its effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from appraisal.core.points import ZERO
from appraisal.core.rules.base import Limits, Raw, Rule, Trace
from appraisal.core.rules.effects import Effect, FactorEffect
from appraisal.core.rules.inputs import EntryField, Problem, Values
from appraisal.core.rules.measure import MEASURE_PARAMETERS, Measure, measure_of
from appraisal.core.rules.parameters import Fault, Parameter, Params, Settings
from appraisal.core.text import Text, equals, plain


@dataclass(frozen=True, slots=True)
class FactorTerms:
    """`name` is the measured quantity as sentences say it, in both languages by its given name."""

    measure: Measure
    name: Text
    least: Fraction
    most: Fraction

    def coefficient(self, value: Fraction) -> Fraction:
        """The coefficient before it is held between least and most."""
        return value / 100 if self.measure.unit == "%" else value

    def held(self, value: Fraction) -> Fraction:
        return min(max(self.coefficient(value), self.least), self.most)


class FactorRule(Rule[FactorTerms]):
    kind = "factor"
    name = Text("总分系数", "Factor on the total")
    about = Text(
        "总分乘以系数，系数取自比率或数值。",
        "The whole score is multiplied by a coefficient from a rate or a value.",
    )
    acts = True
    parameters = (
        *MEASURE_PARAMETERS,
        Parameter(
            name="least", type="decimal", label=Text("系数下限", "Least coefficient"), default="0", minimum=Decimal(0),
            help=Text("例如 0.8；低于下限的按下限计。", "Such as 0.8; a lower one counts as this."),
        ),
        Parameter(
            name="most", type="decimal", label=Text("系数上限", "Most coefficient"), default="1", above=Decimal(0),
            help=Text("例如 1；高于上限的按上限计。", "Such as 1; a higher one counts as this."),
        ),
    )  # fmt: skip

    def carries_marks(self, params: Params) -> bool:
        return False

    def terms(self, settings: Settings, full: Fraction) -> FactorTerms:
        measure, given = measure_of(settings), settings.text("subject")
        name = Text(given, given) if given else Text(measure.subject.zh, f"the {measure.subject.en.lower()}")
        return FactorTerms(measure, name, settings.number("least"), settings.number("most"))

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        least, most = settings.number("least"), settings.number("most")
        if least <= most:
            return []
        return [self.fault("most", Text("不得小于系数下限。", "Must not be less than the least one."), most)]

    def fields(self, terms: FactorTerms) -> tuple[EntryField, ...]:
        return terms.measure.fields()

    def limits(self, terms: FactorTerms) -> Limits:
        return Limits(ZERO, ZERO)

    def objections(self, terms: FactorTerms, values: Values) -> tuple[Problem, ...]:
        return terms.measure.objections(values)

    def compute(self, terms: FactorTerms, values: Values, trace: Trace) -> Raw:
        value = terms.measure.read(values, trace)
        if trace is not None:
            trace.append(_factor_step(terms, value))
        return Raw(ZERO, value)

    def effect(self, terms: FactorTerms, values: Values) -> Effect | None:
        value = terms.measure.read(values, None)
        factor, shown, name = terms.held(value), terms.measure.shown(value), terms.name
        zh = f"总分 × {plain(factor)}（{name.zh} {shown.zh}）"
        return FactorEffect(factor, Text(zh, f"total × {plain(factor)} ({name.en} {shown.en})"))

    def describe(self, terms: FactorTerms) -> Text:
        name, least, most = terms.name, plain(terms.least), plain(terms.most)
        zh = f"总分乘以{name.zh}，系数最低 {least}、最高 {most}；本项不占分。"
        en = f"The total is multiplied by {name.en}, a coefficient from {least} to {most}; no marks of its own."
        return Text(zh, en)


def _factor_step(terms: FactorTerms, value: Fraction) -> Text:
    raw, held = terms.coefficient(value), terms.held(value)
    if raw == held:
        shown = equals(held)
        return Text(f"总分系数 {shown}", f"Coefficient {shown}")
    zh, en = ("低于下限", "below the least") if raw < held else ("高于上限", "above the most")
    return Text(
        f"总分系数 {plain(raw)} {zh}，按 {plain(held)} 计",
        f"Coefficient {plain(raw)} is {en}: {plain(held)} counts",
    )
