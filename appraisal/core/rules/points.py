"""points: an assessor awards points by judgement, in steps, with a reason below full marks. RULES 3."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from appraisal.core.points import ZERO
from appraisal.core.rules.base import Limits, Raw, Rule, Trace
from appraisal.core.rules.inputs import EntryField, Problem, Values
from appraisal.core.rules.measure import number
from appraisal.core.rules.parameters import Fault, Parameter, Settings
from appraisal.core.text import Text, marks, plain


@dataclass(frozen=True, slots=True)
class PointsTerms:
    full: Fraction
    step: Fraction


class PointsRule(Rule[PointsTerms]):
    kind = "points"
    name = Text("评分", "Awarded points")
    about = Text(
        "由考核人员在满分以内评定分值，未得满分的注明理由。",
        "The assessor awards points up to full marks and gives a reason below them.",
    )
    judged = True
    parameters = (
        Parameter(
            name="step", type="decimal", label=Text("最小分值", "Step"), default="0.01",
            help=Text("得分须为它的整数倍，例如 0.5。", "Points must be a multiple of it, such as 0.5."),
            unit=Text("分", "points"), above=Decimal(0), places=2,
        ),
    )  # fmt: skip

    def terms(self, settings: Settings, full: Fraction) -> PointsTerms:
        return PointsTerms(full, settings.number("step"))

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        step = settings.number("step")
        if full % step == 0:
            return []
        shown = plain(full)
        message = Text(f"满分 {shown} 分不是它的整数倍。", f"Full marks of {shown} are not a multiple of it.")
        return [self.fault("step", message, step)]

    def fields(self, terms: PointsTerms) -> tuple[EntryField, ...]:
        full, step = (Decimal(plain(number)) for number in (terms.full, terms.step))
        label = Text("得分", "Points")
        return (EntryField(name="points", type="number", label=label, unit="分", maximum=full, step=step),)

    def limits(self, terms: PointsTerms) -> Limits:
        return Limits(ZERO, terms.full)

    def objections(self, terms: PointsTerms, values: Values) -> tuple[Problem, ...]:
        if number(values, "points") % terms.step == 0:
            return ()
        step = plain(terms.step)
        return (Problem("points", Text(f"应为 {step} 的整数倍。", f"Must be a multiple of {step}.")),)

    def compute(self, terms: PointsTerms, values: Values, trace: Trace) -> Raw:
        awarded = number(values, "points")
        if trace is not None:
            got, full = marks(awarded), marks(terms.full)
            trace.append(Text(f"评定 {got.zh}（满分 {full.zh}）", f"Awarded {got.en} of {full.en}"))
        return Raw(awarded)

    def describe(self, terms: PointsTerms) -> Text:
        full, step = marks(terms.full), plain(terms.step)
        zh = f"满分 {full.zh}，由考核人员评定，分值为 {step} 的整数倍；未得满分的注明理由。"
        en = f"Up to {full.en}, awarded by the assessor in steps of {step}; a reason is due below full marks."
        return Text(zh, en)
