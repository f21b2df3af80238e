"""Where every fen of a centre's year stands. Source: RULES 9; SAFETY invariant 2.

    budget + opening = paid + due + held + forfeited + carry + returned + forward

Read from the ledger (`of_ledger`) for every page and sheet, and once more from sheets and plan (`balance`), which is
what the ledger is arranged by and proved with; `difference` says by how much a balance misses, and is 0 when all is
right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from payroll.core.ledger import Account, shown
from payroll.core.schedule import Past, Schedule
from payroll.core.subsidy import ZERO


@dataclass(frozen=True, slots=True)
class Balance:
    """Yuan. `due` waits for its month, `held` for a result; `carry` is below 0 for 以前多拨 to be taken back.

    `opening` came from last year and `forward` goes to the next one, above 0 where it is owed to the centre;
    `returned` is given back and will not be paid.
    """

    budget: Decimal = ZERO
    paid: Decimal = ZERO
    due: Decimal = ZERO
    held: Decimal = ZERO
    forfeited: Decimal = ZERO
    carry: Decimal = ZERO
    opening: Decimal = ZERO
    returned: Decimal = ZERO
    forward: Decimal = ZERO

    @property
    def difference(self) -> Decimal:
        gone = self.paid + self.forfeited + self.returned + self.forward
        return self.budget + self.opening - gone - self.due - self.held - self.carry

    @property
    def left(self) -> Decimal:
        """What is neither paid nor gone: due, held and carried."""
        return self.due + self.held + self.carry


def of_ledger(amounts: Mapping[Account, Decimal]) -> Balance:
    """The balance that an account's posted sums say, of one centre or of many."""
    names = {field.name for field in fields(Balance)}
    read = {account.value: shown(account, amount) for account, amount in amounts.items()}
    return Balance(**{name: amount for name, amount in read.items() if name in names})


def balance(
    year: Schedule,
    past: Past,
    *,
    paid: Decimal,
    forfeited: Decimal,
    closed: bool,
    opening: Decimal = ZERO,
) -> Balance:
    """The balance of one centre by its sheets and plan. `paid` and `forfeited` are sums over its paid lines, with
    corrections; `closed` when the year-end part was judged (the June part with it at the latest).
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
        carry=plan.carry + past.outside_left,
        opening=opening,
    )


def total(balances: Iterable[Balance]) -> Balance:
    """The sum of several balances, figure by figure."""
    rows = list(balances)
    names = [field.name for field in fields(Balance)]
    return Balance(**{name: sum((getattr(row, name) for row in rows), ZERO) for name in names})
