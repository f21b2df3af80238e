"""count: each case costs points; several kinds of case, each with a sub-cap of its own. RULES 3.

points = full − Σ min(deduct × cases, sub-cap), 扣完为止 (not below 0) or 可倒扣 (below 0, to the floor
where one is set).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from appraisal.core.rules.base import Limits, Raw, Rule, Trace
from appraisal.core.rules.inputs import EntryField, Values
from appraisal.core.rules.measure import number
from appraisal.core.rules.parameters import Fault, Parameter, Settings, row_fault
from appraisal.core.text import Text, equals, join, marks, plain, with_unit

KINDS = Parameter(
    name="kinds", type="rows", label=Text("扣分情形", "Kinds of case"), required=True,
    columns=(
        Parameter(name="code", type="code", label=Text("代码", "Code"), required=True),
        Parameter(name="name", type="text", label=Text("情形", "Case"), required=True),
        Parameter(name="unit", type="text", label=Text("计数单位", "Counted in"), default="次"),
        Parameter(
            name="deduct", type="decimal", label=Text("每次扣分", "Deduction per case"), required=True,
            above=Decimal(0), unit=Text("分", "points"),
        ),
        Parameter(
            name="sub_cap", type="decimal", label=Text("最多扣分", "Most deducted"), above=Decimal(0),
            help=Text(
                "本情形最多扣多少分，不填则不限。",
                "Most that this kind may cost; blank for no limit.",
            ),
            unit=Text("分", "points"), places=2,
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseKind:
    """One kind of case; `field` is the name of its input."""

    field: str
    name: str
    unit: str
    deduct: Fraction
    sub_cap: Fraction | None

    def cost(self, cases: Fraction) -> Fraction:
        cost = self.deduct * cases
        return cost if self.sub_cap is None else min(cost, self.sub_cap)


@dataclass(frozen=True, slots=True)
class CountTerms:
    full: Fraction
    kinds: tuple[CaseKind, ...]
    floor: Fraction | None


class CountRule(Rule[CountTerms]):
    kind = "count"
    name = Text("按次扣分", "Count of cases")
    about = Text(
        "每发生一次扣若干分，可分几种情形，各有上限。",
        "Each case costs points; several kinds of case, each with a limit of its own.",
    )
    parameters = (
        KINDS,
        Parameter(
            name="may_go_negative", type="bool", label=Text("可倒扣", "May go below 0"), default=False,
            help=Text("否为扣完为止。", "If not, it stops at 0."),
        ),
        Parameter(
            name="floor", type="decimal", label=Text("倒扣下限", "Floor"), maximum=Decimal(0), places=2,
            help=Text("仅用于可倒扣，不填则不限。", "Only where it may go below 0; blank for no limit."),
            unit=Text("分", "points"),
        ),
    )  # fmt: skip

    def terms(self, settings: Settings, full: Fraction) -> CountTerms:
        floor = settings.optional("floor") if settings.flag("may_go_negative") else Fraction(0)
        kinds = tuple(_kind(row) for row in settings.rows("kinds"))
        return CountTerms(full, kinds, floor)

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        found = list(_repeated(settings))
        floor = settings.optional("floor")
        if floor is not None and floor != 0 and not settings.flag("may_go_negative"):
            message = Text(
                "未选“可倒扣”时不能设为负数。", "Can't be negative unless the rule may go below 0."
            )
            found.append(self.fault("floor", message, floor))
        return found

    def fields(self, terms: CountTerms) -> tuple[EntryField, ...]:
        return tuple(
            EntryField(
                name=kind.field, type="count", label=Text(kind.name, kind.name), unit=kind.unit, places=0
            )
            for kind in terms.kinds
        )

    def limits(self, terms: CountTerms) -> Limits:
        return Limits(terms.floor, terms.full)

    def compute(self, terms: CountTerms, values: Values, trace: Trace) -> Raw:
        points, cases = terms.full, Fraction(0)
        for kind in terms.kinds:
            count = number(values, kind.field)
            points, cases = points - kind.cost(count), cases + count
            if trace is not None and count:
                trace.append(_cost_step(kind, count))
        if trace is not None:
            trace.append(_sum_step(terms, points))
        return Raw(points, cases)

    def describe(self, terms: CountTerms) -> Text:
        full = marks(terms.full)
        clauses = join(_kind_clause(kind) for kind in terms.kinds)
        return Text(f"满分 {full.zh}；", f"Full marks {full.en}; ") + clauses + _floor_clause(terms)


def _kind(row: Settings) -> CaseKind:
    return CaseKind(
        field=f"count.{row.text('code')}",
        name=row.text("name"),
        unit=row.text("unit"),
        deduct=row.number("deduct"),
        sub_cap=row.optional("sub_cap"),
    )


def _repeated(settings: Settings) -> Iterator[Fault]:
    for column, word in (("code", Text("代码重复。", "This code is used twice.")),
                         ("name", Text("情形重复。", "This case is listed twice."))):  # fmt: skip
        seen: set[str] = set()
        for row, kind in enumerate(settings.rows("kinds")):
            value = kind.text(column)
            if value in seen:
                yield row_fault(KINDS, row, column, word, value)
            seen.add(value)


def _cost_step(kind: CaseKind, count: Fraction) -> Text:
    cases, cost = with_unit(count, kind.unit), kind.cost(count)
    line = f"{plain(kind.deduct)} × {plain(count)} {equals(kind.deduct * count)}"
    zh, en = f"{kind.name} {cases.zh}，扣 {line}", f"{kind.name}: {cases.en}, costs {line}"
    if cost != kind.deduct * count:
        zh, en = f"{zh}，最多扣 {plain(cost)}", f"{en}, at most {plain(cost)}"
    return Text(zh, en)


def _sum_step(terms: CountTerms, points: Fraction) -> Text:
    lost = terms.full - points
    if lost == 0:
        full = marks(terms.full)
        return Text(f"未发生扣分情形，得满分 {full.zh}", f"No case: full marks, {full.en}")
    line = f"{plain(terms.full)} − {plain(lost)} {equals(points)}"
    return Text(line, line)


def _kind_clause(kind: CaseKind) -> Text:
    cost, unit = marks(kind.deduct), with_unit("1", kind.unit)
    zh, en = f"{kind.name}每 {unit.zh}扣 {cost.zh}", f"{kind.name}: {cost.en} off each"
    if kind.sub_cap is not None:
        cap = marks(kind.sub_cap)
        zh, en = f"{zh}，最多扣 {cap.zh}", f"{en}, at most {cap.en}"
    return Text(zh, en)


def _floor_clause(terms: CountTerms) -> Text:
    if terms.floor is None:
        return Text("；可倒扣。", "; may go below 0.")
    if terms.floor == 0:
        return Text("；扣完为止。", "; down to 0.")
    floor = marks(terms.floor)
    return Text(f"；可倒扣，最低 {floor.zh}。", f"; may go below 0, to {floor.en} at the least.")
