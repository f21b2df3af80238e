"""checklist: each item that isn't met costs points, down to 0. RULES 3.

An item is met or not; one with a partial range ("无公示扣3分，公示不全扣1-2分") takes its deduction as a number: 0, within
the range, or the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from appraisal.core.points import ZERO
from appraisal.core.rules.base import Limits, Raw, Rule, Trace
from appraisal.core.rules.inputs import Choice, EntryField, Problem, Values
from appraisal.core.rules.lines import left_step
from appraisal.core.rules.measure import number
from appraisal.core.rules.parameters import Fault, Parameter, Settings, row_fault
from appraisal.core.rules.rows import CODE_COLUMN, POINTS_UNIT, name_column, repeated
from appraisal.core.text import Text, join, marks, plain

MET = Choice("yes", Text("符合", "met"))
UNMET = Choice("no", Text("不符合", "not met"))
RANGE_HELP = Text(
    "部分符合时可扣分的范围，两格同填或同空；填写后按扣分数录入。",
    "What “partly met” may cost; both or neither. With it the deduction is entered as a number.",
)
ITEMS = Parameter(
    name="items", type="rows", label=Text("检查项目", "Items"), required=True,
    columns=(
        CODE_COLUMN,
        name_column("项目要求", "Requirement"),
        Parameter(
            name="deduct", type="decimal", label=Text("不符合扣分", "Deduction if not met"), required=True,
            above=Decimal(0), unit=POINTS_UNIT, places=2,
        ),
        Parameter(
            name="partial_from", type="decimal", label=Text("部分符合至少扣", "Partly met: from"), help=RANGE_HELP,
            above=Decimal(0), unit=POINTS_UNIT, places=2,
        ),
        Parameter(
            name="partial_to", type="decimal", label=Text("部分符合至多扣", "Partly met: to"), help=RANGE_HELP,
            above=Decimal(0), unit=POINTS_UNIT, places=2,
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Partial:
    """What "partly met" may cost, both ends included."""

    low: Fraction
    high: Fraction

    def __contains__(self, cost: Fraction) -> bool:
        return self.low <= cost <= self.high

    def shown(self) -> Text:
        if self.low == self.high:
            return Text(f"{plain(self.low)} ", plain(self.low))
        return Text(f"{plain(self.low)} 至 {plain(self.high)} ", f"{plain(self.low)} to {plain(self.high)}")


@dataclass(frozen=True, slots=True)
class Item:
    """One item; `partial` is None where it is met or not."""

    field: str
    name: str
    deduct: Fraction
    partial: Partial | None


@dataclass(frozen=True, slots=True)
class ChecklistTerms:
    full: Fraction
    items: tuple[Item, ...]


class ChecklistRule(Rule[ChecklistTerms]):
    kind = "checklist"
    name = Text("逐项检查", "Checklist")
    about = Text(
        "逐项检查，每项不符合扣若干分，可设部分符合的扣分范围，扣完为止。",
        "Each item that isn't met costs points, with a range for “partly met”, down to 0.",
    )
    judged = True
    parameters = (ITEMS,)

    def terms(self, settings: Settings, full: Fraction) -> ChecklistTerms:
        return ChecklistTerms(full, tuple(_item(row) for row in settings.rows("items")))

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        return [*repeated(ITEMS, settings), *_range_faults(settings)]

    def fields(self, terms: ChecklistTerms) -> tuple[EntryField, ...]:
        return tuple(_field(item) for item in terms.items)

    def limits(self, terms: ChecklistTerms) -> Limits:
        return Limits(ZERO, terms.full)

    def objections(self, terms: ChecklistTerms, values: Values) -> tuple[Problem, ...]:
        return tuple(
            Problem(item.field, _not_allowed(item, item.partial))
            for item in terms.items
            if item.partial is not None
            and (cost := number(values, item.field)) not in (0, item.deduct)
            and cost not in item.partial
        )

    def compute(self, terms: ChecklistTerms, values: Values, trace: Trace) -> Raw:
        lost = ZERO
        for item in terms.items:
            cost = _cost(item, values)
            lost += cost
            if trace is not None and cost:
                trace.append(_cost_step(item, cost))
        if trace is not None:
            trace.append(left_step(terms.full, lost, Text("各项均符合", "Every item is met")))
        return Raw(terms.full - lost)

    def describe(self, terms: ChecklistTerms) -> Text:
        full = marks(terms.full)
        clauses = join(_clause(item) for item in terms.items)
        return (
            Text(f"满分 {full.zh}；", f"Full marks {full.en}; ")
            + clauses
            + Text("；扣完为止。", "; down to 0.")
        )


def _item(row: Settings) -> Item:
    low, high = row.optional("partial_from"), row.optional("partial_to")
    partial = None if low is None or high is None else Partial(low, high)
    return Item(f"item.{row.text('code')}", row.text("name"), row.number("deduct"), partial)


def _range_faults(settings: Settings) -> Iterator[Fault]:
    for number_, row in enumerate(settings.rows("items")):
        low, high = row.optional("partial_from"), row.optional("partial_to")
        if (low is None) != (high is None):
            message = Text("部分符合的扣分范围两格应同填或同空。", "Both ends of the range, or neither.")
            yield row_fault(ITEMS, number_, "partial_from" if low is None else "partial_to", message)
        elif low is not None and high is not None:
            yield from _order_faults(number_, low, high, row.number("deduct"))


def _order_faults(row: int, low: Fraction, high: Fraction, deduct: Fraction) -> Iterator[Fault]:
    if high < low:
        message = Text("不得小于范围的下限。", "Must not be less than the lower end of the range.")
        yield row_fault(ITEMS, row, "partial_to", message, plain(high))
    elif high > deduct:
        message = Text("不得大于不符合时的扣分。", "Must not exceed the deduction for “not met”.")
        yield row_fault(ITEMS, row, "partial_to", message, plain(high))


def _field(item: Item) -> EntryField:
    if item.partial is None:
        return EntryField(
            name=item.field, type="choice", label=Text(item.name, item.name), choices=(MET, UNMET)
        )
    label = Text(f"{item.name}（扣分）", f"{item.name} (deduction)")
    return EntryField(
        name=item.field, type="number", label=label, unit="分", maximum=Decimal(plain(item.deduct))
    )


def _cost(item: Item, values: Values) -> Fraction:
    if item.partial is not None:
        return number(values, item.field)
    return item.deduct if values[item.field] == UNMET.code else ZERO


def _not_allowed(item: Item, partial: Partial) -> Text:
    whole, span = plain(item.deduct), partial.shown()
    zh = f"“{item.name}”的扣分应为 0（符合）、{span.zh}（部分符合）或 {whole}（不符合）。"
    en = f"“{item.name}” may cost 0 (met), {span.en} (partly) or {whole} (not met)."
    return Text(zh.replace(" （部分", "（部分"), en)


def _cost_step(item: Item, cost: Fraction) -> Text:
    how = UNMET.label if cost == item.deduct else Text("部分符合", "partly met")
    lost = marks(cost)
    return Text(f"{item.name}：{how.zh}，扣 {lost.zh}", f"{item.name}: {how.en}, costs {lost.en}")


def _clause(item: Item) -> Text:
    cost = marks(item.deduct)
    zh, en = f"{item.name}，不符合扣 {cost.zh}", f"{item.name}: {cost.en} off if not met"
    if item.partial is not None:
        span = item.partial.shown()
        zh, en = f"{zh}，部分符合扣 {span.zh}分", f"{en}, {span.en} if partly"
    return Text(zh, en)
