"""The line of one centre on a release sheet: a month, the June part, the year-end part, an advance on one of these.
Source: RULES 9; 篇1 八(一)(二).

`amount` = due − forfeited + adjustment, and is never below 0: what can't be taken back here is carried on. What comes
from outside the year's plan (an opening balance, a correction, an advance) is settled before the plan's own carry.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from payroll.core.money import percent_of, with_commas
from payroll.core.schedule import Schedule
from payroll.core.subsidy import OVERPAID_LINE, UNDERPAID_LINE, ZERO, Settlement, holdback_part, settle
from payroll.core.text import Text

CLAUSE_MONTHLY = Text("依据：篇1 八(一) 按月拨付", "Source: 篇1 八(一), monthly release")
CLAUSE_RESULT = Text("依据：篇1 八(一)(二) 按考核结果兑现", "Source: 篇1 八(一)(二), release by result")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a result does to a holdback part: the grade and the share that is forfeited, with how it came about."""

    grade: str
    forfeit_percent: Decimal
    basis: Text


@dataclass(frozen=True, slots=True)
class Line:
    """Amounts of one line in yuan, `carried` what is still left of the carry, `steps` how they came about.

    `settled` is the part of `adjustment` that settles what came from outside the plan.
    """

    due: Decimal
    forfeited: Decimal
    adjustment: Decimal
    amount: Decimal
    carried: Decimal
    steps: tuple[Text, ...]
    settled: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Outside:
    """What a line has to settle from outside the plan, in yuan, and the sentences that name its causes."""

    amount: Decimal = ZERO
    causes: tuple[Text, ...] = ()


NOTHING = Outside()


def month_line(year: Schedule, month: int, outside: Outside = NOTHING) -> Line:
    """The instalment of a month. An overpayment is taken back as far as the instalment goes."""
    due, plan = year.instalments[month - 1], year.plans[month - 1]
    shown = with_commas(due)
    steps = [
        *(plan.steps if plan else ()),
        Text(f"{month} 月应拨：{shown} 元", f"Instalment of month {month}: {shown} yuan"),
    ]
    return _settled(due, ZERO, min(year.plan.carry, ZERO), outside, [*steps, CLAUSE_MONTHLY])


def june_line(year: Schedule, verdict: Verdict, outside: Outside = NOTHING) -> Line:
    """The June part, judged by the June grade."""
    released, forfeited, steps = _judged(year.plan.june_part, verdict)
    carry = min(year.plan.carry, ZERO)
    steps = [*year.plan.steps, *steps, CLAUSE_RESULT]
    return _settled(released + forfeited, forfeited, carry, outside, steps)


def advance_line(part: Decimal, percent: Decimal, clause: Text) -> Line:
    """An advance on a part that waits for its result: the part's release settles it. `clause` says which part."""
    amount, shown = percent_of(part, percent), f"{percent:f}".rstrip("0").rstrip(".")
    sum_ = f"{with_commas(part)} × {shown}% = {with_commas(amount)}"
    steps = (
        clause,
        Text(f"预拨：{sum_} 元，结果公布后结算", f"Advance: {sum_} yuan, settled with the result"),
    )
    return Line(amount, ZERO, ZERO, amount, ZERO, steps)


def year_end_line(year: Schedule, verdict: Verdict, june: Verdict | None, outside: Outside = NOTHING) -> Line:
    """The year-end part, judged by the year's grade; with `june` also the June part that was left unjudged.

    `june` is the June verdict where it came after the June sheet, and the year's where the centre was exempted
    from June: the whole holdback then follows the year's grade. This is the year's last release, so a shortfall is
    paid here as well.
    """
    parts = [(year.plan.year_end_part, verdict)]
    if june is not None:
        parts.insert(0, (year.plan.june_part, june))
    released, forfeited, steps = ZERO, ZERO, list(year.plan.steps)
    for part, judge in parts:
        one_released, one_forfeited, one_steps = _judged(part, judge)
        released, forfeited = released + one_released, forfeited + one_forfeited
        steps += one_steps
    return _settled(released + forfeited, forfeited, year.plan.carry, outside, [*steps, CLAUSE_RESULT])


def _judged(part: Decimal, verdict: Verdict) -> tuple[Decimal, Decimal, list[Text]]:
    result = holdback_part(part, verdict.forfeit_percent)
    return result.released, result.forfeited, [verdict.basis, *result.steps]


def _settled(due: Decimal, forfeited: Decimal, carry: Decimal, outside: Outside, steps: list[Text]) -> Line:
    """Settle what comes from outside, then the plan's own carry, against what is released."""
    first = settle(due - forfeited, outside.amount)
    second = settle(first.paid, carry)
    both = Settlement(second.paid, first.applied + second.applied, first.left + second.left)
    causes = outside.causes if first.applied or first.left else ()
    return Line(
        due=due,
        forfeited=forfeited,
        adjustment=both.applied,
        amount=both.paid,
        carried=both.left,
        steps=(*steps, *causes, *_carry_steps(both.applied, both.left), _paid_step(due, forfeited, both)),
        settled=first.applied,
    )


def _carry_steps(applied: Decimal, left: Decimal) -> list[Text]:
    steps = []
    if applied:
        line, shown = (OVERPAID_LINE if applied < 0 else UNDERPAID_LINE), with_commas(applied)
        steps.append(Text(f"{line.zh}：{shown} 元", f"{line.en}: {shown} yuan"))
    if left:
        shown = with_commas(-left)
        zh = f"以前多拨尚有 {shown} 元未扣回，留待以后各期"
        steps.append(Text(zh, f"{shown} yuan of the overpayment is still to be taken back later"))
    return steps


def _paid_step(due: Decimal, forfeited: Decimal, settled: Settlement) -> Text:
    applied, paid = settled.applied, settled.paid
    terms = with_commas(due)
    if forfeited:
        terms += f" − {with_commas(forfeited)}"
    if applied:
        terms += f" {'+' if applied > 0 else '−'} {with_commas(abs(applied))}"
    shown = f"{terms} = {with_commas(paid)}" if forfeited or applied else with_commas(paid)
    return Text(f"本次实拨：{shown} 元", f"Paid this time: {shown} yuan")
