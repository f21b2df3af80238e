"""quota: a number is required; each one missing costs points, each one more may earn some. RULES 3, worked example 7.

points = full − min(deduct × missing, sub-cap) + min(earn × extra, bonus cap) + Σ min(earn × cases, cap) of the further
kinds that earn, between minimum and maximum. Without a maximum the caps of the bonuses are the limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from appraisal.core.points import ZERO
from appraisal.core.rules.base import Limits, Raw, Rule, Trace
from appraisal.core.rules.floors import MINIMUM, floor_clause
from appraisal.core.rules.inputs import EntryField, Values
from appraisal.core.rules.lines import COSTS, EARNS, cap_clause, capped_step
from appraisal.core.rules.measure import number
from appraisal.core.rules.parameters import Fault, Parameter, Settings
from appraisal.core.rules.rows import CODE_COLUMN, POINTS_UNIT, UNIT_COLUMN, name_column, repeated
from appraisal.core.text import Text, equals, join, marks, plain, with_unit

COUNT = "count"
EXTRAS = Parameter(
    name="extras", type="rows", label=Text("另行加分情形", "Further cases that earn"),
    help=Text("例如“价值较高的线索”每条加 0.5 分。", "Such as reports of high value."),
    columns=(
        CODE_COLUMN,
        name_column("加分情形", "Case that earns"),
        UNIT_COLUMN,
        Parameter(
            name="earn", type="decimal", label=Text("每次加分", "Earned per case"), required=True,
            above=Decimal(0), unit=POINTS_UNIT,
        ),
        Parameter(
            name="cap", type="decimal", label=Text("最多加分", "Most earned"), required=True, above=Decimal(0),
            unit=POINTS_UNIT, places=2,
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Earning:
    """A kind of case that earns: `earn` each, at most `cap`. `field` is the name of its input."""

    field: str
    name: str
    unit: str
    earn: Fraction
    cap: Fraction


@dataclass(frozen=True, slots=True)
class QuotaTerms:
    """`extra` is what is earned beyond the number required, None where nothing is."""

    full: Fraction
    subject: Text
    unit: str
    required: Fraction
    deduct: Fraction
    sub_cap: Fraction | None
    extra: tuple[Fraction, Fraction] | None
    extras: tuple[Earning, ...]
    minimum: Fraction
    maximum: Fraction


class QuotaRule(Rule[QuotaTerms]):
    kind = "quota"
    name = Text("定额", "Quota")
    about = Text(
        "规定数量得满分，每少一个扣若干分，每多一个可加分；可另设加分情形。",
        "Full marks at a required number; each one missing costs, each one more may earn, and so may further cases.",
    )
    parameters = (
        Parameter(
            name="subject", type="text", label=Text("考核量名称", "Name of the quantity"),
            help=Text("例如“线索”“报道”。", "Such as reports."),
        ),
        Parameter(
            name="unit", type="text", label=Text("数量单位", "Unit of the number"), default="次",
            help=Text("例如 条、篇、份。", "Such as 条, 篇 or 份."),
        ),
        Parameter(
            name="required", type="decimal", label=Text("规定数量", "Number required"), required=True,
            above=Decimal(0), places=0,
        ),
        Parameter(
            name="deduct", type="decimal", label=Text("每少一个扣分", "Deduction for each missing"), required=True,
            above=Decimal(0), unit=POINTS_UNIT,
        ),
        Parameter(
            name="sub_cap", type="decimal", label=Text("不足最多扣分", "Most deducted for the missing"),
            above=Decimal(0), places=2, unit=POINTS_UNIT, help=Text("不填则不限。", "Blank for no limit."),
        ),
        Parameter(
            name="earn", type="decimal", label=Text("每多一个加分", "Earned for each extra"), above=Decimal(0),
            unit=POINTS_UNIT, help=Text("与“超出最多加分”同填或同空。", "Together with the most earned."),
        ),
        Parameter(
            name="bonus_cap", type="decimal", label=Text("超出最多加分", "Most earned for the extra"),
            above=Decimal(0), places=2, unit=POINTS_UNIT,
            help=Text("与“每多一个加分”同填或同空。", "Together with what each extra earns."),
        ),
        EXTRAS,
        MINIMUM,
        Parameter(
            name="maximum", type="decimal", label=Text("最高得分", "Most points"), places=2, unit=POINTS_UNIT,
            help=Text("不填则为满分加各项加分上限。", "Blank: full marks plus all caps of bonuses."),
        ),
    )  # fmt: skip

    def terms(self, settings: Settings, full: Fraction) -> QuotaTerms:
        earn, cap = settings.optional("earn"), settings.optional("bonus_cap")
        extra = None if earn is None or cap is None else (earn, cap)
        extras = tuple(_earning(row) for row in settings.rows("extras"))
        most = full + (extra[1] if extra else 0) + sum((one.cap for one in extras), ZERO)
        maximum = settings.optional("maximum")
        return QuotaTerms(
            full=full,
            subject=_subject(settings.text("subject")),
            unit=settings.text("unit"),
            required=settings.number("required"),
            deduct=settings.number("deduct"),
            sub_cap=settings.optional("sub_cap"),
            extra=extra,
            extras=extras,
            minimum=settings.number("minimum"),
            maximum=most if maximum is None else maximum,
        )

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        found = list(repeated(EXTRAS, settings))
        given = [name for name in ("earn", "bonus_cap") if settings.optional(name) is not None]
        if len(given) == 1:
            missing = "bonus_cap" if given == ["earn"] else "earn"
            message = Text("两个加分参数应同填或同空。", "The two bonus parameters go together.")
            found.append(self.fault(missing, message))
        return [*found, *self._limit_faults(settings, full)]

    def _limit_faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        found, shown = [], plain(full)
        minimum, maximum = settings.number("minimum"), settings.optional("maximum")
        if minimum >= full:
            message = Text(f"应小于满分 {shown} 分。", f"Must be less than the full marks of {shown}.")
            found.append(self.fault("minimum", message, minimum))
        if maximum is not None and maximum < full:
            message = Text(f"不得小于满分 {shown} 分。", f"Must be at least the full marks of {shown}.")
            found.append(self.fault("maximum", message, maximum))
        return found

    def fields(self, terms: QuotaTerms) -> tuple[EntryField, ...]:
        first = EntryField(name=COUNT, type="count", label=terms.subject, unit=terms.unit, places=0)
        more = (
            EntryField(name=one.field, type="count", label=Text(one.name, one.name), unit=one.unit, places=0)
            for one in terms.extras
        )
        return (first, *more)

    def limits(self, terms: QuotaTerms) -> Limits:
        return Limits(terms.minimum, terms.maximum)

    def compute(self, terms: QuotaTerms, values: Values, trace: Trace) -> Raw:
        count = number(values, COUNT)
        changes = [_against_quota(terms, count, trace)]
        changes += [_earned(one, number(values, one.field), trace) for one in terms.extras]
        points = terms.full + sum(changes, ZERO)
        if trace is not None and any(changes):
            trace.append(_sum_step(terms.full, changes, points))
        return Raw(points, count)

    def describe(self, terms: QuotaTerms) -> Text:
        need, full, unit = (
            with_unit(terms.required, terms.unit),
            marks(terms.full),
            with_unit("1", terms.unit),
        )
        cost = marks(terms.deduct)
        zh = f"{terms.subject.zh}达到 {need.zh}得满分 {full.zh}；每少 {unit.zh}扣 {cost.zh}"
        en = f"{terms.subject.en}: {need.en} earn full marks, {full.en}; each one missing costs {cost.en}"
        start = Text(zh, en) + cap_clause(terms.sub_cap, "扣")
        return start + _floor(terms) + _earning_clauses(terms) + _end(terms)


def _subject(given: str) -> Text:
    return Text(given, given) if given else Text("数量", "Number")


def _earning(row: Settings) -> Earning:
    field = f"extra.{row.text('code')}"
    return Earning(field, row.text("name"), row.text("unit"), row.number("earn"), row.number("cap"))


def _against_quota(terms: QuotaTerms, count: Fraction, trace: Trace) -> Fraction:
    """What the number costs (negative) or earns against the number required."""
    far = abs(count - terms.required)
    if count < terms.required:
        cost = terms.deduct * far
        if trace is not None:
            lead = _lead(terms, count, Text("少", "short"))
            trace.append(capped_step(lead, terms.deduct, far, terms.sub_cap, COSTS))
        return -(cost if terms.sub_cap is None else min(cost, terms.sub_cap))
    if count == terms.required or terms.extra is None:
        _say_reached(terms, count, trace)
        return ZERO
    earn, cap = terms.extra
    if trace is not None:
        trace.append(capped_step(_lead(terms, count, Text("多", "more")), earn, far, cap, EARNS))
    return min(earn * far, cap)


def _earned(one: Earning, cases: Fraction, trace: Trace) -> Fraction:
    if trace is not None and cases:
        shown = with_unit(cases, one.unit)
        lead = Text(f"{one.name} {shown.zh}", f"{one.name}: {shown.en}")
        trace.append(capped_step(lead, one.earn, cases, one.cap, EARNS))
    return min(one.earn * cases, one.cap)


def _lead(terms: QuotaTerms, count: Fraction, word: Text) -> Text:
    need, got = with_unit(terms.required, terms.unit), with_unit(count, terms.unit)
    english, far = plain(count), plain(abs(count - terms.required))
    zh = f"{terms.subject.zh} {got.zh}，规定 {need.zh}，{word.zh} {far}"
    return Text(zh, f"{terms.subject.en}: {english} against {need.en} required, {far} {word.en}")


def _say_reached(terms: QuotaTerms, count: Fraction, trace: Trace) -> None:
    if trace is not None:
        need, got, full = (
            with_unit(terms.required, terms.unit),
            with_unit(count, terms.unit),
            marks(terms.full),
        )
        zh = f"{terms.subject.zh} {got.zh}，达到规定的 {need.zh}，得满分 {full.zh}"
        trace.append(Text(zh, f"{terms.subject.en}: {got.en}, {need.en} required: full marks, {full.en}"))


def _sum_step(full: Fraction, changes: list[Fraction], points: Fraction) -> Text:
    parts = "".join(f" {'−' if change < 0 else '+'} {plain(abs(change))}" for change in changes if change)
    line = f"{plain(full)}{parts} {equals(points)}"
    return Text(line, line)


def _floor(terms: QuotaTerms) -> Text:
    floor = floor_clause(terms.minimum)
    return Text(f"，{floor.zh}", f", {floor.en}")


def _earning_clauses(terms: QuotaTerms) -> Text:
    clauses = []
    if terms.extra is not None:
        (earn, cap), unit = terms.extra, with_unit("1", terms.unit)
        shown, most = marks(earn), marks(cap)
        zh = f"每多 {unit.zh}加 {shown.zh}，最多加 {most.zh}"
        clauses.append(Text(zh, f"each one more earns {shown.en}, at most {most.en}"))
    for one in terms.extras:
        unit, shown, most = with_unit("1", one.unit), marks(one.earn), marks(one.cap)
        zh = f"{one.name}每 {unit.zh}加 {shown.zh}，最多加 {most.zh}"
        clauses.append(Text(zh, f"{one.name}: {shown.en} each, at most {most.en}"))
    return Text("；", "; ") + join(clauses) if clauses else Text("", "")


def _end(terms: QuotaTerms) -> Text:
    caps = terms.full + (terms.extra[1] if terms.extra else 0) + sum((one.cap for one in terms.extras), ZERO)
    if terms.maximum >= caps:
        return Text("。", ".")
    most = marks(terms.maximum)
    return Text(f"；最高得 {most.zh}。", f"; {most.en} at the most.")
