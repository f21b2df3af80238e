"""rank: points by the centre's place among the county's centres. RULES 3.

The place of a value is 1 + how many centres have a better one, so that ties share the better place. Points come
from a table of places, or are first − per_place × (place − 1), not below the least points. Computed after all
other indicators: whoever scores a cell gives the values of all centres that have one (`cohort`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from appraisal.core.points import ZERO
from appraisal.core.rules.base import Cohort, Limits, Raw, Rule, Trace
from appraisal.core.rules.direction import DIRECTION, sign_of
from appraisal.core.rules.inputs import EntryField, Problem, Values
from appraisal.core.rules.measure import MEASURE_PARAMETERS, Measure, measure_of
from appraisal.core.rules.parameters import Fault, Parameter, Settings, row_fault
from appraisal.core.text import Text, equals, join, marks, plain

PLACES = Parameter(
    name="places", type="rows", label=Text("名次得分", "Points by place"),
    help=Text(
        "如第 1–3 名 10 分、第 4–6 名 8 分；名次靠后未列出的得最低得分。",
        "Such as places 1–3: 10 points; places behind the last row earn the least points.",
    ),
    columns=(
        Parameter(
            name="to", type="decimal", label=Text("至第几名", "Up to place"), required=True, minimum=Decimal(1),
            places=0,
        ),
        Parameter(
            name="points", type="decimal", label=Text("得分", "Points"), required=True, minimum=Decimal(0),
            places=2, unit=Text("分", "points"),
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RankTerms:
    """`table` holds (last place, points) from the first place on; empty where `per_place` counts."""

    full: Fraction
    measure: Measure
    sign: int
    table: tuple[tuple[Fraction, Fraction], ...]
    per_place: Fraction
    least: Fraction

    def points_for(self, place: int) -> Fraction:
        if not self.table:
            return max(self.full - self.per_place * (place - 1), self.least)
        return next((points for last, points in self.table if place <= last), self.least)

    def place_of(self, value: Fraction, cohort: Cohort) -> int:
        """The place of a value among those of all: one more than there are better ones."""
        return 1 + sum(1 for other in cohort if (other - value) * self.sign > 0)


class RankRule(Rule[RankTerms]):
    kind = "rank"
    name = Text("按名次", "By rank")
    about = Text(
        "按在所有考核对象中的名次得分，并列取较好名次，在其他指标之后计算。",
        "Points by place among all appraised; ties share the better place; computed after all others.",
    )
    cohort = True
    parameters = (
        *MEASURE_PARAMETERS,
        DIRECTION,
        PLACES,
        Parameter(
            name="per_place", type="decimal", label=Text("每落后一名扣分", "Deduction per place"),
            above=Decimal(0), unit=Text("分", "points"),
            help=Text(
                "第一名得满分，每落后一名扣若干分；与名次得分表只填一种。",
                "The first earns full marks; give either this or the table.",
            ),
        ),
        Parameter(
            name="least", type="decimal", label=Text("最低得分", "Least points"), default="0",
            minimum=Decimal(0), places=2, unit=Text("分", "points"),
        ),
    )  # fmt: skip

    def terms(self, settings: Settings, full: Fraction) -> RankTerms:
        return RankTerms(
            full=full,
            measure=measure_of(settings),
            sign=sign_of(settings),
            table=tuple((row.number("to"), row.number("points")) for row in settings.rows("places")),
            per_place=settings.optional("per_place") or ZERO,
            least=settings.number("least"),
        )

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        terms = self.terms(settings, full)
        found = [*self._choice_faults(terms), *_table_faults(terms)]
        if terms.least >= full:
            shown = plain(full)
            message = Text(f"应小于满分 {shown} 分。", f"Must be less than the full marks of {shown}.")
            found.append(self.fault("least", message, terms.least))
        return found

    def _choice_faults(self, terms: RankTerms) -> list[Fault]:
        if bool(terms.table) != bool(terms.per_place):
            return []
        message = Text(
            "“名次得分”与“每落后一名扣分”应填写其中一种。",
            "Give either the points by place or the deduction per place.",
        )
        return [self.fault("per_place", message)]

    def fields(self, terms: RankTerms) -> tuple[EntryField, ...]:
        return terms.measure.fields()

    def limits(self, terms: RankTerms) -> Limits:
        return Limits(terms.least, terms.full)

    def objections(self, terms: RankTerms, values: Values) -> tuple[Problem, ...]:
        return terms.measure.objections(values)

    def compute(self, terms: RankTerms, values: Values, trace: Trace) -> Raw:
        """First pass: the value only."""
        return Raw(ZERO, terms.measure.read(values, trace))

    def place(self, terms: RankTerms, raw: Raw, cohort: Cohort, trace: Trace) -> Raw:
        value = raw.value if raw.value is not None else ZERO
        place = terms.place_of(value, cohort)
        tied = sum(1 for other in cohort if other == value) - 1
        points = terms.points_for(place)
        if trace is not None:
            trace.append(_place_step(len(cohort), place, tied))
            trace.append(_points_step(terms, place, points))
        return Raw(points, value)

    def describe(self, terms: RankTerms) -> Text:
        subject, best = terms.measure.subject, Text("由高到低", "from the highest")
        if terms.sign < 0:
            best = Text("由低到高", "from the lowest")
        head = Text(
            f"按{subject.zh}{best.zh}在所有考核对象中的名次得分：",
            f"Points by place among all appraised, {subject.en} {best.en}: ",
        )
        return head + (_table_clause(terms) if terms.table else _places_clause(terms)) + TIES


TIES = Text("，并列取较好名次。", "; ties share the better place.")


def _table_faults(terms: RankTerms) -> list[Fault]:
    found = []
    for row, ((last, points), before) in enumerate(zip(terms.table, _before(terms), strict=True)):
        if last <= before[0]:
            message = Text("名次应逐行增大。", "Places must grow from row to row.")
            found.append(row_fault(PLACES, row, "to", message, plain(last)))
        if points > before[1]:
            message = Text("得分不应高于前一档或满分。", "Must not exceed the row above or the full marks.")
            found.append(row_fault(PLACES, row, "points", message, plain(points)))
        elif points < terms.least:
            message = Text("不应低于最低得分。", "Must not be below the least points.")
            found.append(row_fault(PLACES, row, "points", message, plain(points)))
    if terms.table and terms.table[0][1] < terms.full:
        message = Text("第一档应得满分。", "The first row must earn the full marks.")
        found.append(row_fault(PLACES, 0, "points", message, plain(terms.table[0][1])))
    return found


def _before(terms: RankTerms) -> Sequence[tuple[Fraction, Fraction]]:
    return [(ZERO, terms.full), *terms.table[:-1]] if terms.table else []


def _place_step(count: int, place: int, tied: int) -> Text:
    zh = f"在 {count} 个单位中列第 {place} 名" + (f"（与其他 {tied} 个单位并列）" if tied else "")
    en = f"place {place} of {count}" + (f", tied with {tied} other" if tied else "")
    return Text(zh, en)


def _points_step(terms: RankTerms, place: int, points: Fraction) -> Text:
    got = marks(points)
    if terms.table:
        return Text(f"第 {place} 名得 {got.zh}", f"place {place} earns {got.en}")
    line = f"{plain(terms.full)} − {plain(terms.per_place)} × {place - 1}"
    left = terms.full - terms.per_place * (place - 1)
    return Text(f"{line} {equals(left)}", f"{line} {equals(left)}")


def _table_clause(terms: RankTerms) -> Text:
    rows, first = [], 1
    for last, points in terms.table:
        span = plain(last) if last == first else f"{first}–{plain(last)}"
        got = marks(points)
        rows.append(Text(f"第 {span} 名 {got.zh}", f"{span}: {got.en}"))
        first = int(last) + 1
    rest = marks(terms.least)
    return join([*rows, Text(f"其余 {rest.zh}", f"others: {rest.en}")], "、", ", ")


def _places_clause(terms: RankTerms) -> Text:
    full, cost, least = marks(terms.full), marks(terms.per_place), marks(terms.least)
    zh = f"第一名得满分 {full.zh}，每落后一名扣 {cost.zh}，最低 {least.zh}"
    en = f"the first earns full marks, {full.en}; each place behind costs {cost.en}, {least.en} at the least"
    return Text(zh, en)
