"""range: full marks inside [low, high], step deductions outside, each side with its own unit and deduction. RULES 3."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from appraisal.core.rules.base import Limits, Raw, Rule, Trace
from appraisal.core.rules.broken import BROKEN_UNIT, broken_clause, counted_units, units_step
from appraisal.core.rules.floors import MINIMUM, floor_clause
from appraisal.core.rules.inputs import EntryField, Problem, Values
from appraisal.core.rules.lines import both
from appraisal.core.rules.measure import MEASURE_PARAMETERS, Measure, measure_of
from appraisal.core.rules.parameters import Fault, Parameter, Settings
from appraisal.core.rules.rows import POINTS_UNIT
from appraisal.core.text import Text, equals, marks, plain


def _unit(name: str, zh: str, en: str) -> Parameter:
    return Parameter(
        name=name, type="decimal", label=Text(zh, en), required=True, above=Decimal(0),
        help=Text("每差多少扣一次分，例如 1（个百分点）。", "The distance that costs once, such as 1."),
    )  # fmt: skip


def _deduct(name: str, zh: str, en: str) -> Parameter:
    return Parameter(
        name=name, type="decimal", label=Text(zh, en), required=True, above=Decimal(0), unit=POINTS_UNIT
    )


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the range: its end, and what each unit beyond it costs."""

    end: Fraction
    unit: Fraction
    deduct: Fraction
    word: Text


LOW_WORD, HIGH_WORD = Text("低于下限", "below the lower end"), Text("高于上限", "above the upper end")


@dataclass(frozen=True, slots=True)
class RangeTerms:
    full: Fraction
    measure: Measure
    low: Side
    high: Side
    broken: str
    minimum: Fraction


class RangeRule(Rule[RangeTerms]):
    kind = "range"
    name = Text("区间", "Range")
    about = Text(
        "数值在区间内得满分，低于下限、高于上限的分别按单位扣分。",
        "Full marks inside a range; each unit below or above it costs points.",
    )
    parameters = (
        *MEASURE_PARAMETERS,
        Parameter(
            name="low", type="decimal", measured=True, label=Text("区间下限", "Lower end of the range"), required=True,
            minimum=Decimal(0), help=Text("含下限。", "Included."),
        ),
        Parameter(
            name="high", type="decimal", measured=True, label=Text("区间上限", "Upper end of the range"), required=True,
            minimum=Decimal(0), help=Text("含上限。", "Included."),
        ),
        _unit("low_unit", "低于下限的单位", "Unit below the range"),
        _deduct("low_deduct", "低于下限每单位扣分", "Deduction per unit below"),
        _unit("high_unit", "高于上限的单位", "Unit above the range"),
        _deduct("high_deduct", "高于上限每单位扣分", "Deduction per unit above"),
        BROKEN_UNIT,
        MINIMUM,
    )  # fmt: skip

    def terms(self, settings: Settings, full: Fraction) -> RangeTerms:
        def side(name: str, word: Text) -> Side:
            bound, unit, deduct = (settings.number(name + tail) for tail in ("", "_unit", "_deduct"))
            return Side(bound, unit, deduct, word)

        return RangeTerms(
            full=full,
            measure=measure_of(settings),
            low=side("low", LOW_WORD),
            high=side("high", HIGH_WORD),
            broken=settings.text("broken_unit"),
            minimum=settings.number("minimum"),
        )

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        found, high, minimum = [], settings.number("high"), settings.number("minimum")
        if high < settings.number("low"):
            message = Text("不得小于区间下限。", "Must not be less than the lower end.")
            found.append(self.fault("high", message, high))
        if minimum >= full:
            message = Text(
                f"应小于满分 {plain(full)} 分。", f"Must be less than the full marks of {plain(full)}."
            )
            found.append(self.fault("minimum", message, minimum))
        return found

    def fields(self, terms: RangeTerms) -> tuple[EntryField, ...]:
        return terms.measure.fields()

    def limits(self, terms: RangeTerms) -> Limits:
        return Limits(terms.minimum, terms.full)

    def objections(self, terms: RangeTerms, values: Values) -> tuple[Problem, ...]:
        return terms.measure.objections(values)

    def compute(self, terms: RangeTerms, values: Values, trace: Trace) -> Raw:
        value = terms.measure.read(values, trace)
        if terms.low.end <= value <= terms.high.end:
            _say_inside(terms, trace)
            return Raw(terms.full, value)
        side = terms.low if value < terms.low.end else terms.high
        distance = abs(value - side.end)
        units = counted_units(distance / side.unit, terms.broken)
        points = terms.full - side.deduct * units
        if trace is not None:
            trace += [_distance_step(terms, side, distance), units_step(distance, side.unit, terms.broken)]
            trace.append(
                both(f"{plain(terms.full)} − {plain(side.deduct)} × {plain(units)} {equals(points)}")
            )
        return Raw(points, value)

    def describe(self, terms: RangeTerms) -> Text:
        span, full, subject, floor = (
            _span(terms),
            marks(terms.full),
            terms.measure.subject,
            floor_clause(terms.minimum),
        )
        zh = f"{subject.zh}在 {span.zh}之间得满分 {full.zh}；"
        en = f"{subject.en} from {span.en} earns full marks, {full.en}; "
        sides = _side_clause(terms, terms.low) + Text("；", "; ") + _side_clause(terms, terms.high)
        return Text(zh, en) + sides + Text("；", "; ") + floor + Text("。", ".")


def _span(terms: RangeTerms) -> Text:
    low, high = terms.measure.shown(terms.low.end), terms.measure.shown(terms.high.end)
    return Text(f"{low.zh} 至 {high.zh} ", f"{low.en} to {high.en}")


def _say_inside(terms: RangeTerms, trace: Trace) -> None:
    if trace is not None:
        span, full = _span(terms), marks(terms.full)
        trace.append(Text(f"在 {span.zh}之间，得满分 {full.zh}", f"Inside {span.en}: full marks, {full.en}"))


def _distance_step(terms: RangeTerms, side: Side, distance: Fraction) -> Text:
    end, far = terms.measure.shown(side.end), terms.measure.unit_word(distance)
    return Text(f"{side.word.zh} {end.zh}，相差 {far.zh}", f"{far.en} {side.word.en}, {end.en}")


def _side_clause(terms: RangeTerms, side: Side) -> Text:
    unit, cost = terms.measure.unit_word(side.unit), marks(side.deduct)
    broken = broken_clause(terms.broken, unit)
    verb = "低" if side is terms.low else "高"
    zh = f"{side.word.zh}的，每{verb} {unit.zh}扣 {cost.zh}（{broken.zh}）"
    return Text(zh, f"each {unit.en} {side.word.en} costs {cost.en} ({broken.en})")
