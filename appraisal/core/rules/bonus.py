"""bonus: extra points 加分, each kind and the total capped; inside the full marks, or on top of the total. RULES 3.

A kind earns points per case, or points that a person awards up to its cap (酌情). Inside, the indicator starts at 0 and
earns up to its full marks; on top it has no full marks and adds to the total.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from appraisal.core.points import ZERO
from appraisal.core.rules.base import Limits, Raw, Rule, Trace
from appraisal.core.rules.inputs import Choice, EntryField, Values
from appraisal.core.rules.lines import EARNS, both, cap_clause, capped_step
from appraisal.core.rules.measure import number
from appraisal.core.rules.parameters import Fault, Parameter, Params, Settings, row_fault
from appraisal.core.rules.rows import CODE_COLUMN, POINTS_UNIT, UNIT_COLUMN, name_column, repeated
from appraisal.core.text import Text, equals, join, marks, plain, with_unit

INSIDE, ON_TOP = "inside", "on_top"
PER_CASE, JUDGED = "per_case", "judged"
KINDS = Parameter(
    name="kinds", type="rows", label=Text("加分项目", "Kinds of bonus"), required=True,
    columns=(
        CODE_COLUMN,
        name_column("加分情形", "Case that earns"),
        Parameter(
            name="award", type="choice", label=Text("加分方式", "How it earns"), default=PER_CASE,
            choices=(
                Choice(PER_CASE, Text("按次加分", "per case")),
                Choice(JUDGED, Text("酌情加分", "awarded by judgement")),
            ),
        ),
        UNIT_COLUMN,
        Parameter(
            name="earn", type="decimal", label=Text("每次加分", "Earned per case"), above=Decimal(0),
            unit=POINTS_UNIT, help=Text("按次加分的必填。", "Required per case; blank for a judged one."),
        ),
        Parameter(
            name="cap", type="decimal", label=Text("最多加分", "Most earned"), above=Decimal(0), unit=POINTS_UNIT,
            places=2, help=Text("酌情加分的必填；其余不填则不限。", "Required for a judged one; else blank for no limit."),
        ),
        Parameter(
            name="group", type="text", label=Text("合并封顶", "Capped together"),
            help=Text(
                "同名的几行合在一起不超过“最多加分”，各行填同一上限。",
                "Rows of one name share the most earned; each states the same.",
            ),
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Award:
    """One kind of bonus; `earn` None where a person awards the points, up to `cap`.

    Where `group` isn't "", the cap holds for all kinds of that group together.
    """

    field: str
    name: str
    unit: str
    earn: Fraction | None
    cap: Fraction | None
    group: str

    @property
    def own_cap(self) -> Fraction | None:
        return None if self.group else self.cap

    def earned(self, entered: Fraction) -> Fraction:
        """Points before the cap of a group."""
        points = entered if self.earn is None else self.earn * entered
        return points if self.own_cap is None else min(points, self.own_cap)


@dataclass(frozen=True, slots=True)
class BonusTerms:
    """`cap` is the most that all kinds earn together."""

    awards: tuple[Award, ...]
    cap: Fraction
    on_top: bool


class BonusRule(Rule[BonusTerms]):
    kind = "bonus"
    name = Text("加分", "Bonus")
    about = Text(
        "按项目加分，每项和合计各有上限；可计入满分以内，或另加在总分上。",
        "Kinds of bonus, each and in total capped; within the full marks, or on top of the total.",
    )
    parameters = (
        KINDS,
        Parameter(
            name="placement", type="choice", label=Text("加分位置", "Where it counts"), default=INSIDE,
            help=Text("在总分以外另加的，指标满分填 0。", "On top of the total, the indicator's full marks are 0."),
            choices=(
                Choice(INSIDE, Text("计入指标满分以内", "within the full marks")),
                Choice(ON_TOP, Text("在总分以外另加", "on top of the total")),
            ),
        ),
        Parameter(
            name="cap", type="decimal", label=Text("加分合计上限", "Most earned in total"), above=Decimal(0), places=2,
            unit=POINTS_UNIT,
            help=Text("另加的必填；计入满分以内的不填则为满分。", "Required on top; within the full marks blank is these."),
        ),
    )  # fmt: skip

    def carries_marks(self, params: Params) -> bool:
        return params.get("placement") != ON_TOP

    def terms(self, settings: Settings, full: Fraction) -> BonusTerms:
        cap = settings.optional("cap")
        awards = tuple(_award(row) for row in settings.rows("kinds"))
        return BonusTerms(awards, full if cap is None else cap, settings.text("placement") == ON_TOP)

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        found, cap = (
            [*repeated(KINDS, settings), *_award_faults(settings), *_group_faults(settings)],
            settings.optional("cap"),
        )
        if settings.text("placement") == ON_TOP:
            message = Text("在总分以外另加的必须填写。", "Required where the bonus is on top of the total.")
            return [*found, self.fault("cap", message)] if cap is None else found
        if cap is not None and cap > full:
            message = Text(
                f"不得大于满分 {plain(full)} 分。", f"Must not exceed the full marks of {plain(full)}."
            )
            found.append(self.fault("cap", message, cap))
        return found

    def fields(self, terms: BonusTerms) -> tuple[EntryField, ...]:
        return tuple(_field(award) for award in terms.awards)

    def limits(self, terms: BonusTerms) -> Limits:
        return Limits(ZERO, terms.cap)

    def compute(self, terms: BonusTerms, values: Values, trace: Trace) -> Raw:
        entered = [(award, number(values, award.field)) for award in terms.awards]
        if trace is not None:
            trace += [_earned_step(award, amount) for award, amount in entered if amount]
        earned = [award.earned(amount) for award, amount in entered if not award.group]
        earned += [_group_earned(entered, group, cap, trace) for group, cap in _groups(terms)]
        points = sum(earned, ZERO)
        if trace is not None:
            trace += _sum_steps([one for one in earned if one], points)
        return Raw(points)

    def describe(self, terms: BonusTerms) -> Text:
        cap = marks(terms.cap)
        where = (
            Text("在总分以外另加", "On top of the total")
            if terms.on_top
            else Text("从 0 分起加分", "Earned from 0 within the full marks")
        )
        clauses = join([*map(_clause, terms.awards), *(_group_clause(*one) for one in _groups(terms))])
        start = Text(f"{where.zh}：", f"{where.en}: ")
        return start + clauses + Text(f"；合计最多加 {cap.zh}。", f"; at most {cap.en} in total.")


def _award(row: Settings) -> Award:
    judged = row.text("award") == JUDGED
    field = f"{'award' if judged else 'case'}.{row.text('code')}"
    earn, cap = row.optional("earn"), row.optional("cap")
    return Award(field, row.text("name"), row.text("unit"), earn, cap, row.text("group"))


def _groups(terms: BonusTerms) -> list[tuple[str, Fraction]]:
    """The groups with their caps, in order."""
    return list(
        {award.group: award.cap for award in terms.awards if award.group and award.cap is not None}.items()
    )


def _group_earned(entered: list[tuple[Award, Fraction]], group: str, cap: Fraction, trace: Trace) -> Fraction:
    points = sum((award.earned(amount) for award, amount in entered if award.group == group), ZERO)
    if trace is not None and points > cap:
        zh = f"“{group}”合计 {plain(points)}，最多加 {plain(cap)}"
        trace.append(Text(zh, f"“{group}” together {plain(points)}, at most {plain(cap)}"))
    return min(points, cap)


def _group_faults(settings: Settings) -> Iterator[Fault]:
    """Rows of a group must state one and the same cap."""
    caps: dict[str, Fraction | None] = {}
    for number_, row in enumerate(settings.rows("kinds")):
        group, cap = row.text("group"), row.optional("cap")
        if group and (cap is None or caps.setdefault(group, cap) != cap):
            message = Text(
                "合并封顶的各行应填同一上限。", "Rows that are capped together state the same cap."
            )
            yield row_fault(KINDS, number_, "cap", message, "" if cap is None else plain(cap))


def _award_faults(settings: Settings) -> Iterator[Fault]:
    for number_, row in enumerate(settings.rows("kinds")):
        earn, cap = row.optional("earn"), row.optional("cap")
        if row.text("award") == PER_CASE:
            if earn is None:
                yield row_fault(KINDS, number_, "earn", Text("必须填写。", "This is required."))
            continue
        if earn is not None:
            message = Text("酌情加分的不填每次加分。", "A judged bonus has no points per case.")
            yield row_fault(KINDS, number_, "earn", message, plain(earn))
        if cap is None:
            message = Text("酌情加分的必须填写。", "Required for a judged bonus.")
            yield row_fault(KINDS, number_, "cap", message)


def _field(award: Award) -> EntryField:
    label = Text(award.name, award.name)
    if award.earn is not None:
        return EntryField(name=award.field, type="count", label=label, unit=award.unit, places=0)
    most = None if award.cap is None else Decimal(plain(award.cap))
    return EntryField(name=award.field, type="number", label=label, unit="分", maximum=most)


def _earned_step(award: Award, amount: Fraction) -> Text:
    if award.earn is None:
        got = marks(amount)
        return Text(f"{award.name}，酌情加 {got.zh}", f"{award.name}: {got.en} awarded")
    cases = with_unit(amount, award.unit)
    lead = Text(f"{award.name} {cases.zh}", f"{award.name}: {cases.en}")
    return capped_step(lead, award.earn, amount, award.own_cap, EARNS)


def _sum_steps(earned: list[Fraction], points: Fraction) -> list[Text]:
    """The sum of several bonuses; one alone says it all."""
    if not earned:
        return [Text("没有加分情形", "Nothing that earns a bonus")]
    return [both(f"{' + '.join(plain(one) for one in earned)} {equals(points)}")] if len(earned) > 1 else []


def _clause(award: Award) -> Text:
    if award.earn is None:
        return Text(f"{award.name}，酌情加分", f"{award.name}: by judgement") + cap_clause(
            award.own_cap, "加"
        )
    unit, each = with_unit("1", award.unit), marks(award.earn)
    clause = Text(f"{award.name}每 {unit.zh}加 {each.zh}", f"{award.name}: {each.en} each")
    return clause + cap_clause(award.own_cap, "加")


def _group_clause(group: str, cap: Fraction) -> Text:
    most = marks(cap)
    return Text(f"“{group}”合计最多加 {most.zh}", f"“{group}” together at most {most.en}")
