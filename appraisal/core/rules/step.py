"""step: each unit short of the target costs points; each unit beyond it may earn some. RULES 3, worked
example 15.6.

units = distance from the target ÷ unit, where the distance is taken in the value's own unit (percentage
points for a rate) or in per cent of the target. A broken unit is dropped (floor), counted pro rata
(proportional) or counted whole (ceil), on both sides of the target alike. points = full − deduct × units,
or full + better_earns × units, between minimum and maximum.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from appraisal.core.points import exact
from appraisal.core.rules.base import Limits, Raw, Rule, Trace
from appraisal.core.rules.broken import BROKEN_UNIT, broken_clause, counted_units, units_step
from appraisal.core.rules.direction import DIRECTION, sign_of
from appraisal.core.rules.floors import MINIMUM, floor_clause
from appraisal.core.rules.inputs import Choice, EntryField, Problem, Values
from appraisal.core.rules.measure import MEASURE_PARAMETERS, Measure, measure_of
from appraisal.core.rules.parameters import Fault, Parameter, Settings
from appraisal.core.text import Text, equals, marks, plain

POINTS_KIND, PERCENT_KIND = "points", "percent_of_target"


@dataclass(frozen=True, slots=True)
class StepTerms:
    """`sign` is 1 where higher is better; `earns` is None where nothing beyond the target is rewarded."""

    full: Fraction
    measure: Measure
    target: Fraction
    unit: Fraction
    of_target: bool
    deduct: Fraction
    earns: Fraction | None
    sign: int
    broken: str
    minimum: Fraction
    maximum: Fraction


class StepRule(Rule[StepTerms]):
    kind = "step"
    name = Text("按单位扣分", "Step")
    about = Text(
        "达到目标值得满分，每差一个单位扣若干分，优于目标值的可加分。",
        "Full marks at the target; each unit short of it costs points, each unit beyond may earn some.",
    )
    parameters = (
        *MEASURE_PARAMETERS,
        Parameter(
            name="target", type="decimal", measured=True, label=Text("目标值", "Target"), required=True, minimum=Decimal(0),
            help=Text("达到目标值得满分。", "Full marks at the target."),
        ),
        Parameter(
            name="unit", type="decimal", measured=True, label=Text("扣分单位", "Unit"), required=True, above=Decimal(0),
            help=Text(
                "每差多少扣一次分，例如 1（个百分点）。",
                "The distance that costs once, such as 1 (percentage point).",
            ),
        ),
        Parameter(
            name="unit_kind", type="choice", label=Text("单位口径", "Kind of unit"), default=POINTS_KIND,
            help=Text(
                "百分点与目标值的百分之几不是一回事。",
                "Percentage points and per cent of the target differ.",
            ),
            choices=(
                Choice(POINTS_KIND, Text("百分点或数值", "percentage points, or the value's own unit")),
                Choice(PERCENT_KIND, Text("目标值的百分之几", "per cent of the target")),
            ),
        ),
        Parameter(
            name="deduct", type="decimal", label=Text("每单位扣分", "Deduction per unit"), required=True,
            above=Decimal(0), unit=Text("分", "points"),
        ),
        Parameter(
            name="better_earns", type="decimal", label=Text("每单位加分", "Bonus per unit"), above=Decimal(0),
            help=Text("优于目标值每个单位加多少分；须同时填写最高得分。", "Needs the most points as well."),
            unit=Text("分", "points"),
        ),
        DIRECTION,
        BROKEN_UNIT,
        MINIMUM,
        Parameter(
            name="maximum", type="decimal", label=Text("最高得分", "Most points"), places=2,
            help=Text(
                "默认为满分；设有加分的应大于满分。",
                "Full marks by default; above them where a bonus is set.",
            ),
            unit=Text("分", "points"),
        ),
    )  # fmt: skip

    def terms(self, settings: Settings, full: Fraction) -> StepTerms:
        maximum = settings.optional("maximum")
        return StepTerms(
            full=full,
            measure=measure_of(settings),
            target=settings.number("target"),
            unit=settings.number("unit"),
            of_target=settings.text("unit_kind") == PERCENT_KIND,
            deduct=settings.number("deduct"),
            earns=settings.optional("better_earns"),
            sign=sign_of(settings),
            broken=settings.text("broken_unit"),
            minimum=settings.number("minimum"),
            maximum=full if maximum is None else maximum,
        )

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        return [*self._target_faults(settings), *self._limit_faults(settings, full)]

    def _target_faults(self, settings: Settings) -> list[Fault]:
        target = settings.number("target")
        if target != 0 or settings.text("unit_kind") != PERCENT_KIND:
            return []
        message = Text(
            "按目标值的百分之几扣分时，目标值不能为 0。", "Per cent of the target needs a target above 0."
        )
        return [self.fault("target", message, target)]

    def _limit_faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        terms, shown, found = self.terms(settings, full), plain(full), []
        if terms.minimum >= full:
            message = Text(f"应小于满分 {shown} 分。", f"Must be less than the full marks of {shown}.")
            found.append(self.fault("minimum", message, terms.minimum))
        if terms.earns is None and terms.maximum != full:
            message = Text(
                f"未设加分时应为满分 {shown} 分。",
                f"Without a bonus it must equal the full marks of {shown}.",
            )
            found.append(self.fault("maximum", message, terms.maximum))
        if terms.earns is not None and terms.maximum <= full:
            message = Text(
                f"设有加分时应大于满分 {shown} 分。",
                f"With a bonus it must exceed the full marks of {shown}.",
            )
            found.append(self.fault("maximum", message, settings.optional("maximum")))
        return found

    def fields(self, terms: StepTerms) -> tuple[EntryField, ...]:
        return terms.measure.fields()

    def limits(self, terms: StepTerms) -> Limits:
        return Limits(terms.minimum, terms.maximum)

    def objections(self, terms: StepTerms, values: Values) -> tuple[Problem, ...]:
        return terms.measure.objections(values)

    def compute(self, terms: StepTerms, values: Values, trace: Trace) -> Raw:
        value = terms.measure.read(values, trace)
        ahead = (value - terms.target) * terms.sign
        if ahead == 0 or (ahead > 0 and terms.earns is None):
            _say_reached(terms, trace)
            return Raw(terms.full, value)
        units = _units(terms, abs(ahead), ahead > 0, trace)
        change = -terms.deduct * units if ahead < 0 else (terms.earns or 0) * units
        _say_change(terms, units, change, trace)
        return Raw(terms.full + change, value)

    def describe(self, terms: StepTerms) -> Text:
        measure, target, full = terms.measure, terms.measure.shown(terms.target), marks(terms.full)
        mark = "≥" if terms.sign > 0 else "≤"
        zh = f"{measure.subject.zh}{mark}{target.zh} 得满分 {full.zh}；"
        en = f"{measure.subject.en} {mark} {target.en} earns full marks, {full.en}; "
        return Text(zh, en) + _deduction_clause(terms) + _floor_clause(terms) + _bonus_clause(terms)


def _units(terms: StepTerms, distance: Fraction, ahead: bool, trace: Trace) -> Fraction:
    """Return how many units the distance counts, the broken one treated as the rule says."""
    measured = distance * 100 / terms.target if terms.of_target else distance
    if trace is not None:
        trace.append(_distance_step(terms, distance, measured, ahead))
        trace.append(units_step(measured, terms.unit, terms.broken))
    return counted_units(measured / terms.unit, terms.broken)


def _distance_step(terms: StepTerms, distance: Fraction, measured: Fraction, ahead: bool) -> Text:
    target, far = terms.measure.shown(terms.target), terms.measure.unit_word(distance)
    zh, en = ("高于", "above") if ahead == (terms.sign > 0) else ("低于", "below")
    tail = (
        f"（{plain(distance)} ÷ {plain(terms.target)} × 100% {equals(measured)}%）" if terms.of_target else ""
    )
    en_tail = tail.replace("（", " (").replace("）", ")")
    return Text(
        f"{zh}目标值 {target.zh}，相差 {far.zh}{tail}", f"{far.en} {en} the target {target.en}{en_tail}"
    )


def _say_reached(terms: StepTerms, trace: Trace) -> None:
    if trace is not None:
        target, full = terms.measure.shown(terms.target), marks(terms.full)
        trace.append(
            Text(f"达到目标值 {target.zh}，得满分 {full.zh}", f"Target {target.en} reached: {full.en}")
        )


def _say_change(terms: StepTerms, units: Fraction, change: Fraction, trace: Trace) -> None:
    if trace is not None:
        rate, sign = (terms.deduct, "−") if change <= 0 else (terms.earns or exact(0), "+")
        line = f"{plain(terms.full)} {sign} {plain(rate)} × {plain(units)} {equals(terms.full + change)}"
        trace.append(Text(line, line))


def _unit_phrase(terms: StepTerms) -> Text:
    if terms.of_target:
        size = f"{plain(terms.unit)}%"
        return Text(f"目标值的 {size} ", f"{size} of the target")
    return terms.measure.unit_word(terms.unit)


def _deduction_clause(terms: StepTerms) -> Text:
    unit, cost = _unit_phrase(terms), marks(terms.deduct)
    worse = Text("低", "below") if terms.sign > 0 else Text("高", "above")
    broken = broken_clause(terms.broken, unit)
    zh = f"每{worse.zh} {unit.zh}扣 {cost.zh}（{broken.zh}）"
    return Text(zh, f"each {unit.en} {worse.en} it costs {cost.en} ({broken.en})")


def _floor_clause(terms: StepTerms) -> Text:
    floor = floor_clause(terms.minimum)
    return Text(f"，{floor.zh}", f", and {floor.en}" if terms.minimum < 0 else f", {floor.en}")


def _bonus_clause(terms: StepTerms) -> Text:
    if terms.earns is None:
        return Text("。", ".")
    unit, earn, most = _unit_phrase(terms), marks(terms.earns), marks(terms.maximum)
    better = Text("高", "above") if terms.sign > 0 else Text("低", "below")
    zh = f"；每{better.zh} {unit.zh}加 {earn.zh}（计法同上），最高得 {most.zh}。"
    return Text(
        zh, f"; each {unit.en} {better.en} it earns {earn.en} (counted alike), {most.en} at the most."
    )
