"""A year's instalments over its revisions and over what was really paid. Source: RULES 9; 篇1 八(一).

The core's plan spreads one budget over the months left. A year is a chain of such plans: a revision counts from
its month on, and a month that was paid otherwise than planned (a centre that was left out) starts a new plan for
the months after it. Within one plan the instalments stay as they were laid out, so that months 1 – 11 are equal
to the fen and the last takes the remainder (worked example 15.4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from payroll.core.subsidy import ZERO, Plan, SubsidyParameters, revise

LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on a budget: from this month on, the year's subsidy is `amount`. Later decisions stand later."""

    from_month: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Past:
    """What happened to one centre so far, as on its paid sheets.

    `months` holds the instalment of every month whose sheet is paid, 0 where the centre had no line;
    `june_part` the whole June part once it was judged; `adjustments` the sum of 以前多(少)拨调整 that settled the
    year's own plan. From outside it come `outside` (opening balance and corrections of results: above 0 is owed to
    the centre), of which `settled` was settled by lines, and what was advanced on a part before its result.
    """

    months: Mapping[int, Decimal]
    june_part: Decimal | None = None
    adjustments: Decimal = ZERO
    outside: Decimal = ZERO
    settled: Decimal = ZERO
    june_advance: Decimal = ZERO
    year_advance: Decimal = ZERO

    @property
    def recovered(self) -> Decimal:
        return max(ZERO, -self.adjustments)

    @property
    def topped_up(self) -> Decimal:
        """Shortfalls paid after the last month: they belong to the monthly part."""
        return max(ZERO, self.adjustments)

    @property
    def outside_left(self) -> Decimal:
        """What came from outside the plan and isn't settled: advances count until their part is judged."""
        return self.outside - self.settled - self.june_advance - self.year_advance

    def outside_now(self, *, june: bool, year: bool) -> Decimal:
        """What a line settles now: an advance only with its part's line or after it (`june`, `year`)."""
        return self.outside_left + self.waiting(june=june, year=year)

    def waiting(self, *, june: bool, year: bool) -> Decimal:
        """What was advanced on parts that aren't judged yet."""
        return (ZERO if june else self.june_advance) + (ZERO if year else self.year_advance)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The plan as it stands now, and by month (index 0 is month 1) the instalment and the plan that set it."""

    plan: Plan
    instalments: tuple[Decimal, ...]
    plans: tuple[Plan | None, ...]


def decision_for(decisions: Sequence[Decision], month: int) -> int | None:
    """The index of the newest decision that counts in `month`, None where none does yet."""
    counting = [index for index, decision in enumerate(decisions) if decision.from_month <= month]
    return max(counting, default=None)


def schedule(decisions: Sequence[Decision], params: SubsidyParameters, past: Past) -> Schedule:
    """Lay out the year. Raises ValueError without a decision, or for amounts that can't be."""
    if not decisions:
        raise ValueError("a budget rests on at least one decision")
    paid = _with_top_up(past)
    amounts: dict[int, Decimal] = {}
    plans: list[Plan | None] = []
    plan, fresh, current = None, True, None
    for month in range(1, LAST_MONTH + 1):
        counts = decision_for(decisions, month)
        if counts is not None and (fresh or counts != current):
            plan, current = _plan(decisions, counts, params, past, amounts), counts
        planned = plan.instalments[month - 1] if plan else ZERO
        amounts[month] = paid.get(month, planned)
        fresh = amounts[month] != planned
        plans.append(plan)
    if plan is None or fresh:
        plan = _plan(decisions, len(decisions) - 1, params, past, amounts)
    return Schedule(plan, tuple(amounts.values()), tuple(plans))


def _plan(
    decisions: Sequence[Decision],
    index: int,
    params: SubsidyParameters,
    past: Past,
    amounts: Mapping[int, Decimal],
) -> Plan:
    """The plan of one decision over the months before it. Only the newest knows the June part and recoveries."""
    newest = index == len(decisions) - 1
    return revise(
        decisions[index].amount,
        params,
        paid=dict(amounts),
        june_part=past.june_part if newest else None,
        recovered=past.recovered if newest else ZERO,
    )


def _with_top_up(past: Past) -> dict[int, Decimal]:
    paid = dict(past.months)
    if past.topped_up:
        paid[LAST_MONTH] = paid.get(LAST_MONTH, ZERO) + past.topped_up
    return paid
