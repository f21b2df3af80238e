"""count: each case costs points; several kinds of case, each with a sub-cap of its own. RULES 3.

points = full − Σ min(deduct × cases, sub-cap), 扣完为止 (not below 0) or 可倒扣 (below 0, to the floor
where one is set).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from appraisal.core.points import ZERO
from appraisal.core.rules.base import Limits, Raw, Rule, Trace
from appraisal.core.rules.floors import FLOOR, MAY_GO_NEGATIVE, NEEDS_NEGATIVE, floor_clause
from appraisal.core.rules.inputs import EntryField, Values
from appraisal.core.rules.measure import number
from appraisal.core.rules.parameters import Fault, Parameter, Settings
from appraisal.core.rules.rows import CODE_COLUMN, POINTS_UNIT, UNIT_COLUMN, cap_column, name_column, repeated
from appraisal.core.text import Text, equals, join, marks, plain, with_unit

KINDS = Parameter(
    name="kinds", type="rows", label=Text("扣分情形", "Kinds of case"), required=True,
    columns=(
        CODE_COLUMN,
        name_column("情形", "Case"),
        UNIT_COLUMN,
        Parameter(
            name="deduct", type="decimal", label=Text("每次扣分", "Deduction per case"), required=True,
            above=Decimal(0), unit=POINTS_UNIT,
        ),
        cap_column(
            "最多扣分", "Most deducted",
            Text("本情形最多扣多少分，不填则不限。", "Most that this kind may cost; blank for no limit."),
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
        MAY_GO_NEGATIVE,
        FLOOR,
    )  # fmt: skip

    def terms(self, settings: Settings, full: Fraction) -> CountTerms:
        floor = settings.optional("floor") if settings.flag("may_go_negative") else ZERO
        kinds = tuple(_kind(row) for row in settings.rows("kinds"))
        return CountTerms(full, kinds, floor)

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        found = list(repeated(KINDS, settings))
        floor = settings.optional("floor")
        if floor is not None and floor != 0 and not settings.flag("may_go_negative"):
            found.append(self.fault("floor", NEEDS_NEGATIVE, floor))
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
        points, cases = terms.full, ZERO
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
        return Text(f"满分 {full.zh}；", f"Full marks {full.en}; ") + clauses + _end(terms)


def _kind(row: Settings) -> CaseKind:
    return CaseKind(
        field=f"count.{row.text('code')}",
        name=row.text("name"),
        unit=row.text("unit"),
        deduct=row.number("deduct"),
        sub_cap=row.optional("sub_cap"),
    )


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


def _end(terms: CountTerms) -> Text:
    return Text("；", "; ") + floor_clause(terms.floor) + Text("。", ".")
