"""external: score or value supplied by another body, such as the county CDC's vaccination rates. RULES 3, 篇1 五(三)1.

A score of another scale is converted; a value goes through linear. The cell names its source: the body's file is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from appraisal.core.points import ZERO
from appraisal.core.rules.base import Limits, Raw, Rule, Trace
from appraisal.core.rules.direction import DIRECTION, sign_of
from appraisal.core.rules.inputs import Choice, EntryField, Problem, Values
from appraisal.core.rules.linear import LinearRule, LinearTerms
from appraisal.core.rules.lines import both
from appraisal.core.rules.measure import MEASURE_PARAMETERS, Measure, measure_of, number
from appraisal.core.rules.parameters import Fault, Parameter, Settings
from appraisal.core.rules.rows import POINTS_UNIT
from appraisal.core.text import Text, equals, marks, plain

SCORE, POINTS_MODE, VALUE_MODE = "points", "points", "value"
BY_LINEAR = LinearRule()


@dataclass(frozen=True, slots=True)
class ExternalTerms:
    """`linear` is None where the body gives points; `scale` are the full marks of its score."""

    full: Fraction
    body: str
    scale: Fraction
    linear: LinearTerms | None

    @property
    def measure(self) -> Measure:
        """The measured quantity; only where the body gives a value."""
        if self.linear is None:
            raise AttributeError("measure")
        return self.linear.measure


class ExternalRule(Rule[ExternalTerms]):
    kind = "external"
    name = Text("外部数据", "Supplied by another body")
    about = Text(
        "得分或数值由其他单位提供，须注明数据来源。",
        "The score or value comes from another body; its source must be named.",
    )
    needs_source = True
    parameters = (
        Parameter(
            name="body", type="text", label=Text("提供单位", "Supplied by"), required=True,
            help=Text("例如 县疾控中心。", "Such as the county CDC."),
        ),
        Parameter(
            name="mode", type="choice", label=Text("提供内容", "What is supplied"), default=POINTS_MODE,
            choices=(
                Choice(POINTS_MODE, Text("得分", "a score")),
                Choice(VALUE_MODE, Text("数值（按比例计分）", "a value (scored pro rata)")),
            ),
        ),
        Parameter(
            name="their_full", type="decimal", label=Text("对方满分", "Full marks of the score"), above=Decimal(0),
            places=2, unit=POINTS_UNIT,
            help=Text("仅用于得分；不填则与本指标满分相同。", "For a score only; blank: the same full marks."),
        ),
        *MEASURE_PARAMETERS,
        Parameter(
            name="target", type="decimal", label=Text("目标值", "Target"), minimum=Decimal(0),
            help=Text("提供数值时必须填写；达到目标值得满分。", "Required for a value; full marks at the target."),
        ),
        Parameter(
            name="zero_point", type="decimal", label=Text("零分点", "Zero point"), minimum=Decimal(0),
            help=Text("仅用于数值，默认 0。", "For a value only; 0 by default."),
        ),
        DIRECTION,
    )  # fmt: skip

    def terms(self, settings: Settings, full: Fraction) -> ExternalTerms:
        value = settings.text("mode") == VALUE_MODE
        linear = _linear(settings, full) if value else None
        return ExternalTerms(full, settings.text("body"), settings.optional("their_full") or full, linear)

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        target, zero, theirs = (settings.optional(name) for name in ("target", "zero_point", "their_full"))
        if settings.text("mode") == POINTS_MODE:
            unused = (("target", target), ("zero_point", zero))
            message = Text("仅用于提供数值的，请清空。", "Only for a value; leave it blank.")
            return [self.fault(name, message, value) for name, value in unused if value is not None]
        found = []
        if theirs is not None:
            message = Text("仅用于提供得分的，请清空。", "Only for a score; leave it blank.")
            found.append(self.fault("their_full", message, theirs))
        if target is None:
            message = Text("提供数值时必须填写。", "Required for a value.")
            found.append(self.fault("target", message))
        elif (target - (zero or 0)) * sign_of(settings) <= 0:
            message = Text(
                "应与目标值不同，且位于较差的一侧。", "Must differ from the target and lie on its worse side."
            )
            found.append(self.fault("zero_point", message, zero))
        return found

    def fields(self, terms: ExternalTerms) -> tuple[EntryField, ...]:
        if terms.linear is not None:
            return tuple(replace(field, source="file") for field in terms.linear.measure.fields())
        label = Text(f"{terms.body}评定得分", "Score of the other body")
        most = Decimal(plain(terms.scale))
        return (EntryField(name=SCORE, type="number", label=label, unit="分", maximum=most, source="file"),)

    def limits(self, terms: ExternalTerms) -> Limits:
        return Limits(ZERO, terms.full)

    def objections(self, terms: ExternalTerms, values: Values) -> tuple[Problem, ...]:
        return () if terms.linear is None else terms.linear.measure.objections(values)

    def compute(self, terms: ExternalTerms, values: Values, trace: Trace) -> Raw:
        if trace is not None:
            trace.append(Text(f"数据由{terms.body}提供", f"Supplied by {terms.body}"))
        if terms.linear is not None:
            return BY_LINEAR.compute(terms.linear, values, trace)
        score = number(values, SCORE)
        points = score * terms.full / terms.scale
        if trace is not None:
            got, of = marks(score), marks(terms.scale)
            trace.append(Text(f"评定 {got.zh}（满分 {of.zh}）", f"Score given: {plain(score)} of {of.en}"))
            if terms.scale != terms.full:
                sum_ = f"{plain(score)} ÷ {plain(terms.scale)} × {plain(terms.full)} {equals(points)}"
                trace.append(both(sum_))
        return Raw(points)

    def describe(self, terms: ExternalTerms) -> Text:
        if terms.linear is not None:
            inner = BY_LINEAR.describe(terms.linear)
            return Text(f"由{terms.body}提供数据：{inner.zh}", f"Data supplied by {terms.body}: {inner.en}")
        full, scale = marks(terms.full), marks(terms.scale)
        if terms.scale == terms.full:
            zh, en = (
                f"由{terms.body}评定得分，满分 {full.zh}。",
                f"{terms.body} gives the points, up to {full.en}.",
            )
            return Text(zh, en)
        zh = f"由{terms.body}评定得分（满分 {scale.zh}），折算为满分 {full.zh}计入。"
        return Text(zh, f"{terms.body} gives a score of {scale.en} at most, converted to {full.en}.")


def _linear(settings: Settings, full: Fraction) -> LinearTerms:
    zero = settings.optional("zero_point") or ZERO
    return LinearTerms(full, measure_of(settings), settings.number("target"), zero, sign_of(settings), None)
