"""linear: full marks at or beyond the target, pro rata down to the zero point, optional bonus beyond. RULES
3.

points = full × (value − zero point) ÷ (target − zero point), held between 0 and full;
bonus = bonus_per_unit × (distance beyond the target ÷ bonus_unit), never more than bonus_max. A bonus
counts pro rata.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from appraisal.core.points import ZERO
from appraisal.core.rules.base import Limits, Raw, Rule, Trace
from appraisal.core.rules.direction import DIRECTION, sign_of
from appraisal.core.rules.inputs import EntryField, Problem, Values
from appraisal.core.rules.measure import MEASURE_PARAMETERS, Measure, measure_of
from appraisal.core.rules.parameters import Fault, Parameter, Settings
from appraisal.core.text import Text, equals, marks, plain

BONUS = ("bonus_unit", "bonus_per_unit", "bonus_max")


@dataclass(frozen=True, slots=True)
class Bonus:
    """Extra points beyond the target: `each` for every `unit`, at most `most`."""

    unit: Fraction
    each: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True)
class LinearTerms:
    """`sign` is 1 where higher is better and −1 where lower is."""

    full: Fraction
    measure: Measure
    target: Fraction
    zero: Fraction
    sign: int
    bonus: Bonus | None


class LinearRule(Rule[LinearTerms]):
    kind = "linear"
    name = Text("按比例", "Pro rata")
    about = Text(
        "达到目标值得满分，未达到的按比例计分，到零分点为止。",
        "Full marks at the target, pro rata below it down to the zero point.",
    )
    parameters = (
        *MEASURE_PARAMETERS,
        Parameter(
            name="target", type="decimal", measured=True, label=Text("目标值", "Target"), required=True, minimum=Decimal(0),
            help=Text("达到或优于目标值得满分。", "At or beyond it the cell earns full marks."),
        ),
        Parameter(
            name="zero_point", type="decimal", measured=True, label=Text("零分点", "Zero point"), default="0",
            minimum=Decimal(0),
            help=Text("到达此值即不得分。", "At this value nothing is earned."),
        ),
        DIRECTION,
        Parameter(
            name="bonus_unit", type="decimal", label=Text("加分单位", "Bonus unit"), above=Decimal(0),
            help=Text(
                "优于目标值每多少加一次分；三个加分参数同填或同空。",
                "Distance beyond the target that earns once.",
            ),
        ),
        Parameter(
            name="bonus_per_unit", type="decimal", label=Text("每单位加分", "Bonus per unit"),
            above=Decimal(0),
            unit=Text("分", "points"),
        ),
        Parameter(
            name="bonus_max", type="decimal", label=Text("加分上限", "Most bonus"), above=Decimal(0),
            places=2,
            unit=Text("分", "points"),
        ),
    )  # fmt: skip

    def terms(self, settings: Settings, full: Fraction) -> LinearTerms:
        unit, each, most = (settings.optional(name) for name in BONUS)
        bonus = Bonus(unit, each, most) if unit and each and most else None
        target, zero = settings.number("target"), settings.number("zero_point")
        return LinearTerms(full, measure_of(settings), target, zero, sign_of(settings), bonus)

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        return [*self._span_faults(settings), *self._bonus_faults(settings)]

    def _span_faults(self, settings: Settings) -> list[Fault]:
        target, zero = settings.number("target"), settings.number("zero_point")
        if (target - zero) * sign_of(settings) > 0:
            return []
        message = Text(
            "应与目标值不同，且位于较差的一侧。", "Must differ from the target and lie on its worse side."
        )
        return [self.fault("zero_point", message, zero)]

    def _bonus_faults(self, settings: Settings) -> list[Fault]:
        given = [name for name in BONUS if settings.optional(name) is not None]
        if not given:
            return []
        message = Text("三个加分参数应同时填写。", "The three bonus parameters go together.")
        return [self.fault(name, message) for name in BONUS if name not in given]

    def fields(self, terms: LinearTerms) -> tuple[EntryField, ...]:
        return terms.measure.fields()

    def limits(self, terms: LinearTerms) -> Limits:
        return Limits(ZERO, terms.full + (terms.bonus.most if terms.bonus else 0))

    def objections(self, terms: LinearTerms, values: Values) -> tuple[Problem, ...]:
        return terms.measure.objections(values)

    def compute(self, terms: LinearTerms, values: Values, trace: Trace) -> Raw:
        value = terms.measure.read(values, trace)
        beyond = (value - terms.target) * terms.sign
        if beyond >= 0:
            return Raw(terms.full + _bonus(terms, beyond, trace), value)
        if (value - terms.zero) * terms.sign <= 0:
            _say_zero(terms, trace)
            return Raw(ZERO, value)
        points = terms.full * (value - terms.zero) / (terms.target - terms.zero)
        _say_share(terms, value, points, trace)
        return Raw(points, value)

    def describe(self, terms: LinearTerms) -> Text:
        target, full, formula = terms.measure.shown(terms.target), marks(terms.full), _formula(terms)
        mark, worse = ("≥", Text("低于", "below")) if terms.sign > 0 else ("≤", Text("高于", "above"))
        name = terms.measure.subject
        zh = f"{name.zh}{mark}{target.zh} 得满分 {full.zh}；{worse.zh} {target.zh} 的，按{formula.zh}计分"
        en = f"{name.en} {mark} {target.en} earns full marks, {full.en}; {worse.en} it: {formula.en}"
        return Text(zh, en) + _zero_clause(terms) + _bonus_clause(terms)


def _formula(terms: LinearTerms) -> Text:
    target, zero = terms.measure.shown(terms.target), terms.measure.shown(terms.zero)
    name, full = Text(terms.measure.subject.zh, terms.measure.subject.en.lower()), plain(terms.full)
    if terms.zero == 0:
        return Text(f"{name.zh} ÷ {target.zh} × {full} ", f"{name.en} ÷ {target.en} × {full}")
    (a, b), (c, d) = ((name, zero), (target, zero)) if terms.sign > 0 else ((zero, name), (zero, target))
    zh = f"（{a.zh} − {b.zh}）÷（{c.zh} − {d.zh}）× {full} "
    return Text(zh, f"({a.en} − {b.en}) ÷ ({c.en} − {d.en}) × {full}")


def _zero_clause(terms: LinearTerms) -> Text:
    if terms.zero == 0:
        return Text("", "")
    mark, zero = ("≤" if terms.sign > 0 else "≥"), terms.measure.shown(terms.zero)
    return Text(f"，{mark}{zero.zh} 不得分", f", nothing at {mark} {zero.en}")


def _bonus_clause(terms: LinearTerms) -> Text:
    if terms.bonus is None:
        return Text("。", ".")
    unit, each, most = (
        terms.measure.unit_word(terms.bonus.unit),
        marks(terms.bonus.each),
        marks(terms.bonus.most),
    )
    zh = f"；优于目标值每 {unit.zh}加 {each.zh}，按比例计，最多加 {most.zh}。"
    return Text(zh, f"; each {unit.en} beyond the target adds {each.en}, pro rata, at most {most.en}.")


def _bonus(terms: LinearTerms, beyond: Fraction, trace: Trace) -> Fraction:
    bonus = terms.bonus
    earned = ZERO if bonus is None else min(bonus.each * beyond / bonus.unit, bonus.most)
    if trace is not None:
        target, full = terms.measure.shown(terms.target), marks(terms.full)
        trace.append(
            Text(f"达到目标值 {target.zh}，得满分 {full.zh}", f"Target {target.en} reached: {full.en}")
        )
        if earned:
            over, shown = terms.measure.unit_word(beyond), equals(earned).lstrip("= ")
            zh = f"优于目标值 {over.zh}，加 {shown} 分"
            trace.append(Text(zh, f"{over.en} beyond the target: bonus of {shown}"))
    return earned


def _say_zero(terms: LinearTerms, trace: Trace) -> None:
    if trace is not None:
        zero = terms.measure.shown(terms.zero)
        trace.append(
            Text(f"未优于零分点 {zero.zh}，不得分", f"Not beyond the zero point {zero.en}: nothing earned")
        )


def _say_share(terms: LinearTerms, value: Fraction, points: Fraction, trace: Trace) -> None:
    if trace is not None:
        done, span = plain(abs(value - terms.zero)), plain(abs(terms.target - terms.zero))
        line = f"{done} ÷ {span} × {plain(terms.full)} {equals(points)}"
        trace.append(Text(f"未达到目标值，按比例计分：{line}", f"Short of the target, pro rata: {line}"))
