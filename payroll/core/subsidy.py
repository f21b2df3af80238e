"""The year's subsidy of one centre: monthly instalments, the holdback in two parts, revisions. Source:
RULES 9; 篇1 八(一)(二).

Amounts are yuan as Decimal with two places. Every plan keeps to the identity, to the fen:

    budget = Σ instalments + first part + second part + carry − recovered
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from payroll.core.money import from_fen, percent_of, split_equal, to_fen, with_commas
from payroll.core.text import Text

ZERO = Decimal("0.00")
# The line of a sheet that settles a carry.
OVERPAID_LINE = Text("以前多拨调整", "adjustment for earlier overpayment")
UNDERPAID_LINE = Text("以前少拨补拨", "payment of earlier shortfall")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidyParameters:
    """Shares in per cent, from the scheme; `june_part_percent` of the holdback is judged by the June grade."""

    monthly_percent: Decimal = Decimal(80)
    june_part_percent: Decimal = Decimal(40)
    months: int = 12

    def __post_init__(self) -> None:
        for percent in (self.monthly_percent, self.june_part_percent):
            if not 0 <= percent <= 100:
                raise ValueError(f"{percent} is not a share in per cent")
        if self.months < 1:
            raise ValueError("a year has at least one instalment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a budget means. `instalments` by month (index 0 is month 1), paid ones as they were paid.

    `carry` is what no instalment or part can hold: negative 以前多拨调整 against later releases, positive
    以前少拨补拨.
    `recovered` is what earlier adjustment lines have already taken back.
    """

    budget: Decimal
    monthly_part: Decimal
    instalments: tuple[Decimal, ...]
    holdback: Decimal
    june_part: Decimal
    year_end_part: Decimal
    carry: Decimal = ZERO
    recovered: Decimal = ZERO
    steps: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class HoldbackResult:
    """A judged holdback part: `released` + `forfeited` = the part."""

    released: Decimal
    forfeited: Decimal
    steps: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Settlement:
    """A carry against one release: `paid` = due + `applied`; `left` is still to be carried."""

    paid: Decimal
    applied: Decimal
    left: Decimal


def plan(budget: Decimal, params: SubsidyParameters) -> Plan:
    """Lay out a fresh budget: monthly part, instalments, holdback, two parts. Raises ValueError below 0."""
    return revise(budget, params)


def revise(
    budget: Decimal,
    params: SubsidyParameters,
    *,
    paid: Mapping[int, Decimal] | None = None,
    june_part: Decimal | None = None,
    recovered: Decimal = ZERO,
) -> Plan:
    """Lay out a budget over what had happened by the day it was revised.

    The result is kept until the next revision: it spreads anew, so asking again after each payment would move fen.

    `paid` holds the instalments paid, by month (1 … months), as on their sheets, before any adjustment line;
    `june_part` the whole June part (released + forfeited) once it has been paid out; `recovered` the sum (≥
    0) that adjustment lines have taken back. What is left of the new monthly part is spread over the months
    left. *Decision*: a June part once judged stays as it was, and the year-end part takes the rest of the
    new holdback, never below 0. What has been paid beyond the new parts is carried as a negative line; what
    no month is left for, as a positive one.
    """
    done = dict(sorted((paid or {}).items()))
    _refuse_impossible(budget, params, done, recovered)
    monthly = percent_of(budget, params.monthly_percent)
    holdback = from_fen(to_fen(budget) - to_fen(monthly))
    first = percent_of(holdback, params.june_part_percent) if june_part is None else june_part
    over = max(0, _sum_fen(done) - to_fen(monthly)) + max(0, to_fen(first) - to_fen(holdback))
    spread, carry = _spread(
        params.months - len(done), to_fen(monthly) - _sum_fen(done), to_fen(recovered) - over
    )
    rest = iter(split_equal(from_fen(spread), params.months - len(done)) if len(done) < params.months else ())
    instalments = tuple(done[month] if month in done else next(rest) for month in range(1, params.months + 1))
    second = from_fen(max(0, to_fen(holdback) - to_fen(first)))
    made = Plan(
        budget=from_fen(to_fen(budget)),
        monthly_part=monthly,
        instalments=instalments,
        holdback=holdback,
        june_part=first,
        year_end_part=second,
        carry=from_fen(carry),
        recovered=recovered,
    )
    return _explained(made, params, done, june_part is not None)


def _spread(months_left: int, unpaid: int, balance: int) -> tuple[int, int]:
    """Return what the months left share and the carry, in fen.

    `unpaid` is the new monthly part less what was paid; `balance` is what was recovered less what was
    overpaid: where more was taken back than is owed, the months left give it back.
    """
    due = max(0, unpaid) + max(0, balance)
    owed = min(0, balance)
    return (due, owed) if months_left else (0, due + owed)


def _sum_fen(paid: Mapping[int, Decimal]) -> int:
    return sum(to_fen(amount) for amount in paid.values())


def _refuse_impossible(
    budget: Decimal, params: SubsidyParameters, paid: Mapping[int, Decimal], recovered: Decimal
) -> None:
    if to_fen(budget) < 0:
        raise ValueError("a budget is not negative")
    if to_fen(recovered) < 0:
        raise ValueError("what was taken back is not negative")
    if any(not 1 <= month <= params.months or to_fen(amount) < 0 for month, amount in paid.items()):
        raise ValueError("a paid instalment has a month of the year and is not negative")


def _explained(made: Plan, params: SubsidyParameters, paid: Mapping[int, Decimal], judged: bool) -> Plan:
    steps = [
        _monthly_step(made, params),
        *_instalment_steps(made, paid),
        *_holdback_steps(made, params, judged),
    ]
    if made.carry:
        line = OVERPAID_LINE if made.carry < 0 else UNDERPAID_LINE
        amount = with_commas(made.carry)
        steps.append(
            Text(f"{line.zh}：{amount} 元，在以后各期结清", f"{line.en}: {amount} yuan, settled later")
        )
    return replace(made, steps=tuple(steps))


def _monthly_step(made: Plan, params: SubsidyParameters) -> Text:
    line = (
        f"{with_commas(made.budget)} × {_percent(params.monthly_percent)} = {with_commas(made.monthly_part)}"
    )
    return Text(f"按月拨付部分：{line} 元（四舍五入到分）", f"Monthly part: {line} yuan (half up to the fen)")


def _instalment_steps(made: Plan, paid: Mapping[int, Decimal]) -> list[Text]:
    steps, rest = [], [made.instalments[month] for month in _months_left(made, paid)]
    if paid:
        done = with_commas(from_fen(_sum_fen(paid)))
        steps.append(
            Text(f"已拨 {len(paid)} 个月，共 {done} 元", f"{len(paid)} instalments paid, {done} yuan")
        )
    if made.recovered:
        back = with_commas(made.recovered)
        steps.append(Text(f"已通过调整收回 {back} 元", f"{back} yuan already taken back by adjustments"))
    if rest:
        total, each, last = (with_commas(one) for one in (sum(rest, ZERO), rest[0], rest[-1]))
        zh = f"余下 {total} 元分 {len(rest)} 个月拨付：每月 {each} 元，最后一个月 {last} 元"
        en = f"{total} yuan over {len(rest)} months: {each} yuan each, {last} yuan in the last"
        steps.append(Text(zh, en))
    return steps


def _months_left(made: Plan, paid: Mapping[int, Decimal]) -> list[int]:
    return [month for month in range(len(made.instalments)) if month + 1 not in paid]


def _holdback_steps(made: Plan, params: SubsidyParameters, judged: bool) -> list[Text]:
    whole, first, second = (with_commas(one) for one in (made.holdback, made.june_part, made.year_end_part))
    line = f"{with_commas(made.budget)} − {with_commas(made.monthly_part)} = {whole}"
    steps = [Text(f"留存部分：{line} 元", f"Holdback: {line} yuan")]
    if judged:
        zh, en = f"六月部分已兑现，仍为 {first} 元", f"June part, already judged, stays at {first} yuan"
    else:
        share = f"{whole} × {_percent(params.june_part_percent)} = {first}"
        zh, en = f"六月部分：{share} 元（四舍五入到分）", f"June part: {share} yuan (half up to the fen)"
    steps.append(Text(zh, en))
    steps.append(Text(f"年终部分：余额 {second} 元", f"Year-end part: the rest, {second} yuan"))
    return steps


def holdback_part(part: Decimal, forfeit_percent: Decimal) -> HoldbackResult:
    """Judge a holdback part: part × share is forfeited, half up to the fen, the rest released.

    Raises ValueError for a share outside 0 … 100 or a negative part. Worked example 15.4: half of 98,765.43
    is forfeited as 49,382.72 and released as 49,382.71.
    """
    if not 0 <= forfeit_percent <= 100 or to_fen(part) < 0:
        raise ValueError("a part is not negative and a forfeited share is from 0 to 100 per cent")
    forfeited = percent_of(part, forfeit_percent)
    released = from_fen(to_fen(part) - to_fen(forfeited))
    taken = f"{with_commas(part)} × {_percent(forfeit_percent)} = {with_commas(forfeited)}"
    given = f"{with_commas(part)} − {with_commas(forfeited)} = {with_commas(released)}"
    steps = (
        Text(f"扣减并入奖励基金：{taken} 元", f"Forfeited to the reward fund: {taken} yuan"),
        Text(f"兑现：{given} 元", f"Released: {given} yuan"),
    )
    return HoldbackResult(released, forfeited, steps)


def settle(due: Decimal, carry: Decimal) -> Settlement:
    """Take a carry into a release of `due` (≥ 0): a negative carry never makes the payment negative.

    The sheet shows `due` and `applied` as two lines; `left` goes on to the next release.
    """
    if to_fen(due) < 0:
        raise ValueError("what is due is not negative")
    applied = max(to_fen(carry), -to_fen(due))
    return Settlement(
        paid=from_fen(to_fen(due) + applied),
        applied=from_fen(applied),
        left=from_fen(to_fen(carry) - applied),
    )


def _percent(percent: Decimal) -> str:
    shown = f"{percent:f}"
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown) + "%"
