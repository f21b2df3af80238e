"""sample: defects found in drawn records. The list of records is kept as the cell's input. RULES 3.

points = full − Σ min(deduct × defects, sub-cap), down to 0 or below (可倒扣). A defect that zeroes the item leaves at most
0 points, whatever else was found. Fewer records than required leave the cell open (unless the scheme lets it pass),
more are refused: only what was drawn counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from appraisal.core.points import ZERO, Exact
from appraisal.core.rules.base import Limits, Raw, Rule, Trace
from appraisal.core.rules.drawn import Drawing
from appraisal.core.rules.floors import FLOOR, MAY_GO_NEGATIVE, NEEDS_NEGATIVE, floor_clause
from appraisal.core.rules.inputs import Choice, EntryField, Problem, Values
from appraisal.core.rules.lines import COSTS, cap_clause, capped_step, left_step
from appraisal.core.rules.parameters import Fault, Parameter, Settings, row_fault
from appraisal.core.rules.rows import CODE_COLUMN, POINTS_UNIT, cap_column, name_column, repeated
from appraisal.core.text import Text, join, marks, with_unit

RECORDS = "records"
DEFECTS = Parameter(
    name="defects", type="rows", label=Text("问题情形", "Defects"), required=True,
    columns=(
        CODE_COLUMN,
        name_column("问题", "Defect"),
        Parameter(
            name="deduct", type="decimal", label=Text("每处扣分", "Deduction per defect"), above=Decimal(0),
            unit=POINTS_UNIT,
            help=Text("“出现即不得分”的可不填。", "May stay blank where one of it zeroes the item."),
        ),
        cap_column(
            "最多扣分", "Most deducted",
            Text("本情形最多扣多少分，不填则不限。", "Most that this kind may cost; blank for no limit."),
        ),
        Parameter(
            name="zero_item", type="bool", label=Text("出现即不得分", "Zeroes the item"), default=False,
            help=Text("发现一处，本项即不得分。", "One of it, and the item earns nothing."),
        ),
    ),
)  # fmt: skip
ONE_PER_RECORD = Parameter(
    name="once_per_record", type="bool", label=Text("每份只计一次", "Once a record"), default=False,
    help=Text(
        "“1 份有空项扣 1 分”选是：一份中同一问题有几处也只计一次。",
        "Yes where a record counts once however often the same defect occurs in it.",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Defect:
    """One kind of defect; `deduct` 0 where it only zeroes the item."""

    code: str
    name: str
    deduct: Fraction
    sub_cap: Fraction | None
    zeroes: bool

    def cost(self, times: Fraction) -> Fraction:
        cost = self.deduct * times
        return cost if self.sub_cap is None else min(cost, self.sub_cap)


@dataclass(frozen=True, slots=True)
class SampleTerms:
    """`size` records are drawn; `floor` None is no floor."""

    full: Fraction
    size: int
    unit: str
    defects: tuple[Defect, ...]
    once: bool
    allow_fewer: bool
    floor: Fraction | None


class SampleRule(Rule[SampleTerms]):
    kind = "sample"
    name = Text("抽样检查", "Sample")
    about = Text(
        "抽取若干份，逐份登记问题，按问题扣分；名单留存。",
        "Records are drawn and their defects listed one by one; each costs points. The list is kept.",
    )
    parameters = (
        Parameter(
            name="size", type="decimal", label=Text("抽取数量", "Records drawn"), required=True,
            above=Decimal(0), maximum=Decimal(100), places=0,
        ),
        Parameter(
            name="unit", type="text", label=Text("数量单位", "Unit of the number"), default="份",
            help=Text("例如 份、张、户。", "Such as 份, 张 or 户."),
        ),
        DEFECTS,
        ONE_PER_RECORD,
        Parameter(
            name="allow_fewer", type="bool", label=Text("允许不足数", "Fewer allowed"), default=False,
            help=Text("实有数不够抽取时选是。", "Yes where there may not be enough to draw from."),
        ),
        MAY_GO_NEGATIVE,
        FLOOR,
    )  # fmt: skip

    def terms(self, settings: Settings, full: Fraction) -> SampleTerms:
        return SampleTerms(
            full=full,
            size=int(settings.number("size")),
            unit=settings.text("unit"),
            defects=tuple(_defect(row) for row in settings.rows("defects")),
            once=settings.flag("once_per_record"),
            allow_fewer=settings.flag("allow_fewer"),
            floor=settings.optional("floor") if settings.flag("may_go_negative") else ZERO,
        )

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        found = [*repeated(DEFECTS, settings), *_cost_faults(settings)]
        floor = settings.optional("floor")
        if floor is not None and floor != 0 and not settings.flag("may_go_negative"):
            found.append(self.fault("floor", NEEDS_NEGATIVE, floor))
        return found

    def fields(self, terms: SampleTerms) -> tuple[EntryField, ...]:
        choices = tuple(Choice(one.code, Text(one.name, one.name)) for one in terms.defects)
        label = Text("抽查名单", "Records drawn")
        return (EntryField(name=RECORDS, type="list", label=label, unit=terms.unit, choices=choices),)

    def limits(self, terms: SampleTerms) -> Limits:
        return Limits(terms.floor, terms.full)

    def objections(self, terms: SampleTerms, values: Values) -> tuple[Problem, ...]:
        got, need = len(_drawn(values)), terms.size
        if got > need:
            zh = f"登记了 {got} {terms.unit}，应抽取 {need} {terms.unit}，请核对。"
            return (
                Problem(
                    RECORDS, Text(zh, f"{got} records are listed; {need} are to be drawn. Please check.")
                ),
            )
        if got < need and not terms.allow_fewer:
            zh = f"已登记 {got} {terms.unit}，应抽取 {need} {terms.unit}，登记齐后计分。"
            en = f"{got} of {need} records are listed; it is scored when all are."
            return (Problem(RECORDS, Text(zh, en), "open"),)
        return ()

    def compute(self, terms: SampleTerms, values: Values, trace: Trace) -> Raw:
        drawing = _drawn(values)
        found = [(defect, _times(terms, defect, drawing)) for defect in terms.defects]
        lost = sum((defect.cost(times) for defect, times in found), ZERO)
        points = terms.full - lost
        if trace is not None:
            trace.append(_drawn_step(terms, len(drawing)))
            trace += [_cost_step(defect, times) for defect, times in found if times and defect.deduct]
        zeroing = next((defect for defect, times in found if times and defect.zeroes), None)
        if trace is not None and (lost or zeroing is None):
            trace.append(left_step(terms.full, lost, Text("未发现扣分的问题", "No defect that costs points")))
        if zeroing is None:
            return Raw(points)
        if trace is not None:
            trace.append(
                Text(f"出现“{zeroing.name}”，本项不得分", f"“{zeroing.name}” was found: nothing is earned")
            )
        return Raw(min(points, ZERO))

    def describe(self, terms: SampleTerms) -> Text:
        size, full, clauses = with_unit(Fraction(terms.size), terms.unit), marks(terms.full), _clauses(terms)
        floor = floor_clause(terms.floor)
        fewer = Text("（不足的全查）", " (all, where there are fewer)") if terms.allow_fewer else Text("", "")
        zh, en = (
            f"抽取 {size.zh}{fewer.zh}，满分 {full.zh}；",
            f"{size.en} drawn{fewer.en}, full marks {full.en}; ",
        )
        return Text(zh, en) + clauses + Text(f"；{floor.zh}。", f"; {floor.en}.")


def _defect(row: Settings) -> Defect:
    return Defect(
        code=row.text("code"),
        name=row.text("name"),
        deduct=row.optional("deduct") or ZERO,
        sub_cap=row.optional("sub_cap"),
        zeroes=row.flag("zero_item"),
    )


def _cost_faults(settings: Settings) -> Iterator[Fault]:
    for number, row in enumerate(settings.rows("defects")):
        if row.optional("deduct") is None and not row.flag("zero_item"):
            message = Text("必须填写，或选“出现即不得分”。", "Required, unless one of it zeroes the item.")
            yield row_fault(DEFECTS, number, "deduct", message)


def _drawn(values: Values) -> Drawing:
    drawing = values[RECORDS]
    if not isinstance(drawing, tuple):
        raise TypeError(f"{RECORDS} is not a list of records")
    return drawing


def _times(terms: SampleTerms, defect: Defect, drawing: Drawing) -> Fraction:
    """How often the defect counts: every occurrence, or each record once."""
    counts = [record.defects[defect.code] for record in drawing if defect.code in record.defects]
    return Exact(len(counts) if terms.once else sum(counts))


def _drawn_step(terms: SampleTerms, got: int) -> Text:
    shown = with_unit(Fraction(got), terms.unit)
    if got == terms.size:
        return Text(f"抽取 {shown.zh}", f"{shown.en} drawn")
    need = with_unit(Fraction(terms.size), terms.unit)
    return Text(
        f"抽取 {shown.zh}（应抽 {need.zh}，实有不足）", f"{shown.en} drawn ({need.en} due, no more to draw)"
    )


def _cost_step(defect: Defect, times: Fraction) -> Text:
    number = with_unit(times, "处")
    lead = Text(f"{defect.name} {number.zh}", f"{defect.name}: {number.en}")
    return capped_step(lead, defect.deduct, times, defect.sub_cap, COSTS)


def _clauses(terms: SampleTerms) -> Text:
    return join(_clause(terms, defect) for defect in terms.defects)


def _clause(terms: SampleTerms, defect: Defect) -> Text:
    zeroes = Text("出现即本项不得分", "one of it zeroes the item")
    if not defect.deduct:
        return Text(f"{defect.name}，{zeroes.zh}", f"{defect.name}: {zeroes.en}")
    cost = marks(defect.deduct)
    each, record = (terms.unit, "record") if terms.once else ("处", "")
    zh, en = f"{defect.name}每{each}扣 {cost.zh}", f"{defect.name}: {cost.en} off each {record}".rstrip()
    clause = Text(zh, en) + cap_clause(defect.sub_cap, "扣")
    return clause + Text(f"，{zeroes.zh}", f", {zeroes.en}") if defect.zeroes else clause
