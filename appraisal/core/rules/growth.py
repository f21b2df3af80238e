"""growth: change on the same period last year through a step rule. RULES 3.

change = (current − base) ÷ base × 100 %. Each `unit` per cent of change for the worse costs, each for the better may earn;
both together never more than the cap (总扣加不超过). Without a base, or with a base of 0, there is nothing to compare with:
the cell is not applicable.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from appraisal.core.points import ZERO
from appraisal.core.rules.base import Limits, Raw, Rule, Trace
from appraisal.core.rules.broken import BROKEN_UNIT, broken_clause, counted_units, units_step
from appraisal.core.rules.direction import DIRECTION, sign_of
from appraisal.core.rules.floors import MINIMUM, floor_clause
from appraisal.core.rules.inputs import EntryField, Problem, Values
from appraisal.core.rules.lines import both
from appraisal.core.rules.measure import number
from appraisal.core.rules.parameters import Fault, Parameter, Settings
from appraisal.core.rules.rows import POINTS_UNIT
from appraisal.core.text import Text, equals, marks, plain, with_unit

CURRENT, BASE = "current", "base"
NO_BASE = Text(
    "上年同期为 0，无法计算增减幅度；请标注“缺项”。",
    "Last year's value is 0: no change can be computed. Mark the cell as not applicable.",
)


@dataclass(frozen=True, slots=True)
class GrowthTerms:
    """`sign` is 1 where a rise is good; `earns` None where only the worse side counts; `cap` None for no cap."""

    full: Fraction
    subject: Text
    value_unit: str
    sign: int
    unit: Fraction
    deduct: Fraction
    earns: Fraction | None
    cap: Fraction | None
    broken: str
    minimum: Fraction


class GrowthRule(Rule[GrowthTerms]):
    kind = "growth"
    name = Text("同比增减", "Change on last year")
    about = Text(
        "与上年同期比较，每变差若干百分比扣分，每变好若干百分比可加分。",
        "Compared with the same period last year: change for the worse costs points, change for the better may earn.",
    )
    parameters = (
        Parameter(
            name="subject", type="text", label=Text("考核量名称", "Name of the quantity"),
            help=Text("例如“门诊人次”。", "Such as outpatient visits."),
        ),
        Parameter(
            name="value_unit", type="text", label=Text("数值单位", "Unit of the value"), default="次",
            help=Text("例如 人次、元。", "Such as 人次 or 元."),
        ),
        DIRECTION,
        Parameter(
            name="unit", type="percent", label=Text("增减单位（%）", "Unit of change (%)"), required=True,
            above=Decimal(0), help=Text("每增减百分之几计一次，例如 10。", "Per cent of change that counts once."),
        ),
        Parameter(
            name="deduct", type="decimal", label=Text("变差每单位扣分", "Deduction per unit for the worse"),
            required=True, above=Decimal(0), unit=POINTS_UNIT,
        ),
        Parameter(
            name="better_earns", type="decimal", label=Text("变好每单位加分", "Bonus per unit for the better"),
            above=Decimal(0), unit=POINTS_UNIT,
            help=Text("不填则不加分；填写时须同时填写扣加上限。", "Blank for none; needs the cap as well."),
        ),
        Parameter(
            name="cap", type="decimal", label=Text("总扣加不超过", "Most deducted or earned"), above=Decimal(0),
            places=2, unit=POINTS_UNIT, help=Text("不填则扣到最低得分为止。", "Blank: down to the least points."),
        ),
        BROKEN_UNIT,
        MINIMUM,
    )  # fmt: skip

    def terms(self, settings: Settings, full: Fraction) -> GrowthTerms:
        subject = settings.text("subject")
        return GrowthTerms(
            full=full,
            subject=Text(subject, subject) if subject else Text("数值", "value"),
            value_unit=settings.text("value_unit"),
            sign=sign_of(settings),
            unit=settings.number("unit"),
            deduct=settings.number("deduct"),
            earns=settings.optional("better_earns"),
            cap=settings.optional("cap"),
            broken=settings.text("broken_unit"),
            minimum=settings.number("minimum"),
        )

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        found, minimum = [], settings.number("minimum")
        if settings.optional("better_earns") is not None and settings.optional("cap") is None:
            message = Text("设有加分时必须填写。", "Required where a bonus is set.")
            found.append(self.fault("cap", message))
        if minimum >= full:
            message = Text(
                f"应小于满分 {plain(full)} 分。", f"Must be less than the full marks of {plain(full)}."
            )
            found.append(self.fault("minimum", message, minimum))
        return found

    def fields(self, terms: GrowthTerms) -> tuple[EntryField, ...]:
        name = terms.subject
        now = Text(f"本期{name.zh}", f"This year: {name.en}")
        then = Text(f"上年同期{name.zh}", f"Last year: {name.en}")
        return (
            EntryField(name=CURRENT, type="number", label=now, unit=terms.value_unit),
            EntryField(name=BASE, type="number", label=then, unit=terms.value_unit, source="previous_round"),
        )

    def limits(self, terms: GrowthTerms) -> Limits:
        bonus = terms.cap if terms.earns is not None and terms.cap is not None else ZERO
        return Limits(terms.minimum, terms.full + bonus)

    def objections(self, terms: GrowthTerms, values: Values) -> tuple[Problem, ...]:
        return (Problem(BASE, NO_BASE),) if number(values, BASE) == 0 else ()

    def compute(self, terms: GrowthTerms, values: Values, trace: Trace) -> Raw:
        current, base = number(values, CURRENT), number(values, BASE)
        change = (current - base) * 100 / base
        _say_change(terms, current, base, trace)
        better = change * terms.sign
        rate = terms.earns if better > 0 else terms.deduct
        if better == 0 or rate is None:
            _say_full(terms, change, trace)
            return Raw(terms.full, change)
        units = counted_units(abs(change) / terms.unit, terms.broken)
        moved = rate * units if terms.cap is None else min(rate * units, terms.cap)
        points = terms.full + (moved if better > 0 else -moved)
        if trace is not None:
            trace.append(units_step(abs(change), terms.unit, terms.broken))
            trace += _moved_steps(terms, rate, units, points, up=better > 0)
        return Raw(points, change)

    def describe(self, terms: GrowthTerms) -> Text:
        unit, cost, full, name = plain(terms.unit), marks(terms.deduct), marks(terms.full), terms.subject
        worse, better = (FALLS, RISES) if terms.sign > 0 else (RISES, FALLS)
        broken = broken_clause(terms.broken, Text(f"{unit}% ", f"{unit}%"))
        zh = f"满分 {full.zh}；{name.zh}与上年同期相比，每{worse.zh} {unit}% 扣 {cost.zh}（{broken.zh}）"
        en = f"Full marks {full.en}; {name.en} against last year: each {unit}% it {worse.en} costs {cost.en} ({broken.en})"
        return Text(zh, en) + _better_clause(terms, better) + _cap_clause(terms) + _end(terms)


RISES, FALLS = Text("上升", "rises"), Text("下降", "falls")


def _better_clause(terms: GrowthTerms, better: Text) -> Text:
    if terms.earns is None:
        return Text("", "")
    unit, earn = plain(terms.unit), marks(terms.earns)
    return Text(f"，每{better.zh} {unit}% 加 {earn.zh}", f", each {unit}% it {better.en} earns {earn.en}")


def _cap_clause(terms: GrowthTerms) -> Text:
    if terms.cap is None:
        return Text("", "")
    cap = marks(terms.cap)
    if terms.earns is None:
        return Text(f"，最多扣 {cap.zh}", f", at most {cap.en}")
    return Text(f"，扣、加均不超过 {cap.zh}", f", neither more than {cap.en}")


def _end(terms: GrowthTerms) -> Text:
    floor = floor_clause(terms.minimum)
    return Text(f"；{floor.zh}。", f"; {floor.en}.")


def _say_change(terms: GrowthTerms, current: Fraction, base: Fraction, trace: Trace) -> None:
    if trace is None:
        return
    now, then, change = (
        with_unit(current, terms.value_unit),
        with_unit(base, terms.value_unit),
        current - base,
    )
    name = terms.subject
    trace.append(
        Text(
            f"{name.zh}：本期 {now.zh}，上年同期 {then.zh}",
            f"{name.en}: {now.en} this year, {then.en} last year",
        )
    )
    sum_ = f"({plain(current)} − {plain(base)}) ÷ {plain(base)} × 100% {equals(change * 100 / base)}%"
    trace.append(Text(f"增减幅度：{sum_}", f"Change: {sum_}"))


def _say_full(terms: GrowthTerms, change: Fraction, trace: Trace) -> None:
    if trace is not None:
        full = marks(terms.full)
        how = (
            Text("与上年同期持平", "Unchanged")
            if change == 0
            else Text("优于上年同期", "Better than last year")
        )
        trace.append(Text(f"{how.zh}，得满分 {full.zh}", f"{how.en}: full marks, {full.en}"))


def _moved_steps(
    terms: GrowthTerms, rate: Fraction, units: Fraction, points: Fraction, *, up: bool
) -> list[Text]:
    sign, verb = ("+", Text("加", "earned")) if up else ("−", Text("扣", "deducted"))
    moved, steps = rate * units, []
    if terms.cap is not None and moved > terms.cap:
        line, cap = f"{plain(rate)} × {plain(units)} {equals(moved)}", plain(terms.cap)
        steps.append(Text(f"{verb.zh} {line}，不超过 {cap}", f"{line} {verb.en}, no more than {cap}"))
        return [*steps, both(f"{plain(terms.full)} {sign} {cap} {equals(points)}")]
    return [both(f"{plain(terms.full)} {sign} {plain(rate)} × {plain(units)} {equals(points)}")]
