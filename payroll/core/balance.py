"""Where every fen of a centre's year stands: budget = paid + due + held + forfeited + carry. Source: RULES 9.

Each figure is added up by itself, from sheets and from the plan; `difference` says by how much they miss the
budget, and is 0 when everything is right (invariant 2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from payroll.core.schedule import Past, Schedule
from payroll.core.subsidy import ZERO


@dataclass(frozen=True, slots=True)
class Balance:
    """Yuan. `due` waits for its month, `held` for a result; `carry` is below 0 for 以前多拨 to be taken back."""

    budget: Decimal = ZERO
    paid: Decimal = ZERO
    due: Decimal = ZERO
    held: Decimal = ZERO
    forfeited: Decimal = ZERO
    carry: Decimal = ZERO

    @property
    def difference(self) -> Decimal:
        return self.budget - self.paid - self.due - self.held - self.forfeited - self.carry


def balance(year: Schedule, past: Past, *, paid: Decimal, forfeited: Decimal, closed: bool) -> Balance:
    """The balance of one centre. `paid` and `forfeited` are sums over its paid lines; `closed` when the year-end
    part was judged (the June part with it at the latest).
    """
    plan = year.plan
    unpaid = [amount for month, amount in enumerate(year.instalments, 1) if month not in past.months]
    june = plan.june_part if past.june_part is None and not closed else ZERO
    return Balance(
        budget=plan.budget,
        paid=paid,
        due=sum(unpaid, ZERO),
        held=june + (ZERO if closed else plan.year_end_part),
        forfeited=forfeited,
        carry=plan.carry,
    )


def total(balances: Iterable[Balance]) -> Balance:
    """The sum of several balances, figure by figure."""
    rows = list(balances)
    return Balance(
        budget=sum((row.budget for row in rows), ZERO),
        paid=sum((row.paid for row in rows), ZERO),
        due=sum((row.due for row in rows), ZERO),
        held=sum((row.held for row in rows), ZERO),
        forfeited=sum((row.forfeited for row in rows), ZERO),
        carry=sum((row.carry for row in rows), ZERO),
    )
