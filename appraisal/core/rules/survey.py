"""survey: mean or rate of the satisfaction survey through linear or step; a minimum number of answers. RULES 3, 7.

Too few answers leave the cell open: what was entered is kept, nothing is scored. The rate is 100 × satisfied ÷ answers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from appraisal.core.points import HUNDRED, ZERO
from appraisal.core.rules.base import Limits, Raw, Rule, Trace
from appraisal.core.rules.broken import BROKEN_UNIT
from appraisal.core.rules.floors import MINIMUM
from appraisal.core.rules.inputs import Choice, EntryField, Problem, Value, Values
from appraisal.core.rules.linear import LinearRule, LinearTerms
from appraisal.core.rules.measure import DENOMINATOR, NUMERATOR, VALUE, Measure, number
from appraisal.core.rules.parameters import Fault, Parameter, Settings
from appraisal.core.rules.rows import POINTS_UNIT
from appraisal.core.rules.step import StepRule, StepTerms
from appraisal.core.text import Text, plain

ANSWERS, SATISFIED, MEAN = "answers", "satisfied", "mean"
RATE, LINEAR, STEP = "rate", "linear", "step"
ONLY_LINEAR = Text("仅用于按比例计分，请清空。", "Only where points are pro rata; leave it blank.")
ONLY_STEP = Text("仅用于按单位扣分，请清空。", "Only where points go by units; leave it blank.")


@dataclass(frozen=True, slots=True)
class SurveyTerms:
    """`inner` is the linear or step rule with its terms, which score the measured value."""

    inner: LinearRule | StepRule
    scoring: Any
    measure: Measure
    rate: bool
    least: Fraction
    scale: Fraction

    def inner_values(self, values: Values) -> dict[str, Value]:
        """The inputs under the names by which the inner rule knows them."""
        if self.rate:
            return {NUMERATOR: values[SATISFIED], DENOMINATOR: values[ANSWERS]}
        return {VALUE: values[MEAN]}


class SurveyRule(Rule[SurveyTerms]):
    kind = "survey"
    name = Text("满意度调查", "Survey")
    about = Text(
        "按满意度调查的满意率或平均分计分，答卷不足规定份数的不计分。",
        "Points by the rate or mean of the satisfaction survey; nothing is scored below the minimum of answers.",
    )
    parameters = (
        Parameter(
            name="statistic", type="choice", label=Text("调查指标", "Figure of the survey"), default=RATE,
            choices=(
                Choice(RATE, Text("满意率（满意份数÷答卷份数）", "rate (satisfied ÷ answers)")),
                Choice(MEAN, Text("平均分", "mean")),
            ),
        ),
        Parameter(
            name="subject", type="text", label=Text("考核量名称", "Name of the quantity"),
            help=Text("例如“群众满意率”。", "Such as the residents' satisfaction."),
        ),
        Parameter(
            name="scale", type="decimal", label=Text("平均分的满分", "Top of the mean's scale"), above=Decimal(0),
            places=2, help=Text("仅用于平均分，默认 100。", "For a mean only; 100 by default."),
        ),
        Parameter(
            name="least_answers", type="decimal", label=Text("最少答卷份数", "Fewest answers"), default="1",
            minimum=Decimal(1), places=0, help=Text("不足的暂不计分。", "Below it nothing is scored."),
        ),
        Parameter(
            name="scoring", type="choice", label=Text("计分方法", "Scored by"), default=LINEAR,
            choices=(
                Choice(LINEAR, Text("按比例", "pro rata")),
                Choice(STEP, Text("按单位扣分", "units below the target")),
            ),
        ),
        Parameter(
            name="target", type="decimal", label=Text("目标值", "Target"), required=True, minimum=Decimal(0),
            help=Text("达到目标值得满分。", "Full marks at the target."),
        ),
        Parameter(
            name="zero_point", type="decimal", label=Text("零分点", "Zero point"), minimum=Decimal(0),
            help=Text("仅用于按比例，默认 0。", "Pro rata only; 0 by default."),
        ),
        Parameter(
            name="unit", type="decimal", label=Text("扣分单位", "Unit"), above=Decimal(0),
            help=Text("仅用于按单位扣分，例如 1（个百分点）。", "By units only, such as 1 (percentage point)."),
        ),
        Parameter(
            name="deduct", type="decimal", label=Text("每单位扣分", "Deduction per unit"), above=Decimal(0),
            unit=POINTS_UNIT, help=Text("仅用于按单位扣分。", "By units only."),
        ),
        BROKEN_UNIT,
        replace(MINIMUM, default=None, help=Text("仅用于按单位扣分，默认 0。", "By units only; 0 by default.")),
    )  # fmt: skip

    def terms(self, settings: Settings, full: Fraction) -> SurveyTerms:
        rate, measure = settings.text("statistic") == RATE, _measure(settings)
        by_step = settings.text("scoring") == STEP
        scoring = _step_terms(settings, full, measure) if by_step else _linear_terms(settings, full, measure)
        return SurveyTerms(
            inner=StepRule() if by_step else LinearRule(),
            scoring=scoring,
            measure=measure,
            rate=rate,
            least=settings.number("least_answers"),
            scale=settings.optional("scale") or HUNDRED,
        )

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        by_step = settings.text("scoring") == STEP
        due, unused, why = (("unit", "deduct"), ("zero_point",), ONLY_LINEAR) if by_step else (
            (), ("unit", "deduct", "minimum"), ONLY_STEP,
        )  # fmt: skip
        required = Text("按单位扣分时必须填写。", "Required where points go by units.")
        found = [self.fault(name, required) for name in due if settings.optional(name) is None]
        found += [
            self.fault(name, why, value) for name in unused if (value := settings.optional(name)) is not None
        ]
        return [*found, *self._target_faults(settings), *self._minimum_faults(settings, full)]

    def _target_faults(self, settings: Settings) -> list[Fault]:
        target, zero, scale = (
            settings.number("target"),
            settings.optional("zero_point"),
            settings.optional("scale"),
        )
        if settings.text("statistic") == RATE and scale is not None:
            return [
                self.fault("scale", Text("仅用于平均分，请清空。", "For a mean only; leave it blank."), scale)
            ]
        top = scale or HUNDRED
        if not 0 < target <= top:
            message = Text(f"应大于 0，不大于 {plain(top)}。", f"From above 0 to {plain(top)}.")
            return [self.fault("target", message, target)]
        if zero is not None and zero >= target:
            return [self.fault("zero_point", Text("应小于目标值。", "Must be less than the target."), zero)]
        return []

    def _minimum_faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        minimum = settings.optional("minimum")
        if minimum is None or minimum < full:
            return []
        message = Text(
            f"应小于满分 {plain(full)} 分。", f"Must be less than the full marks of {plain(full)}."
        )
        return [self.fault("minimum", message, minimum)]

    def fields(self, terms: SurveyTerms) -> tuple[EntryField, ...]:
        answers = EntryField(
            name=ANSWERS,
            type="count",
            label=Text("答卷份数", "Answers"),
            unit="份",
            places=0,
            source="survey",
        )
        if terms.rate:
            label = Text("满意份数", "Satisfied answers")
            return (answers, replace(answers, name=SATISFIED, label=label))
        label, most = Text(terms.measure.subject.zh, "Mean"), Decimal(plain(terms.scale))
        return (
            answers,
            EntryField(name=MEAN, type="number", label=label, unit="分", maximum=most, source="survey"),
        )

    def limits(self, terms: SurveyTerms) -> Limits:
        return terms.inner.limits(terms.scoring)

    def objections(self, terms: SurveyTerms, values: Values) -> tuple[Problem, ...]:
        answers = number(values, ANSWERS)
        if terms.rate and number(values, SATISFIED) > answers:
            message = Text("满意份数不得大于答卷份数。", "No more can be satisfied than answered.")
            return (Problem(SATISFIED, message),)
        if answers < terms.least:
            least = plain(terms.least)
            zh = f"答卷 {plain(answers)} 份，少于规定的 {least} 份，暂不计分。"
            en = f"{plain(answers)} answers are fewer than the {least} required: not scored yet."
            return (Problem(ANSWERS, Text(zh, en), "open"),)
        return ()

    def compute(self, terms: SurveyTerms, values: Values, trace: Trace) -> Raw:
        if trace is not None:
            answers, least = plain(number(values, ANSWERS)), plain(terms.least)
            zh = f"答卷 {answers} 份（不少于 {least} 份）"
            trace.append(Text(zh, f"{answers} answers (at least {least} required)"))
        return terms.inner.compute(terms.scoring, terms.inner_values(values), trace)

    def describe(self, terms: SurveyTerms) -> Text:
        inner, least = terms.inner.describe(terms.scoring), plain(terms.least)
        zh = f"{inner.zh.removesuffix('。')}；答卷不足 {least} 份的不计分。"
        return Text(zh, f"{inner.en.removesuffix('.')}; not scored with fewer than {least} answers.")


def _measure(settings: Settings) -> Measure:
    rate = settings.text("statistic") == RATE
    default = Text("满意率", "Satisfaction") if rate else Text("满意度平均分", "Mean of the survey")
    return Measure(
        ratio=rate,
        subject=Text(settings.text("subject") or default.zh, default.en),
        unit="%" if rate else "分",
        numerator=Text("满意份数", "Satisfied answers"),
        denominator=Text("答卷份数", "Answers"),
        over_hundred="refuse",
    )


def _linear_terms(settings: Settings, full: Fraction, measure: Measure) -> LinearTerms:
    zero = settings.optional("zero_point") or ZERO
    return LinearTerms(full, measure, settings.number("target"), zero, 1, None)


def _step_terms(settings: Settings, full: Fraction, measure: Measure) -> StepTerms:
    return StepTerms(
        full=full,
        measure=measure,
        target=settings.number("target"),
        unit=settings.number("unit"),
        of_target=False,
        deduct=settings.number("deduct"),
        earns=None,
        sign=1,
        broken=settings.text("broken_unit"),
        minimum=settings.optional("minimum") or ZERO,
        maximum=full,
    )
