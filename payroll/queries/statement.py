"""A centre's account as a statement: each entry that moved it, with the balance after it. Every figure is the ledger's."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from centres.models import Centre
from payroll.core.balance import Balance, of_ledger, total
from payroll.core.ledger import Account
from payroll.core.subsidy import ZERO
from payroll.models import LedgerPosting, Source

# What an entry brings in, and what it takes out for good.
IN = (Account.BUDGET, Account.OPENING)
OUT = (Account.FORFEITED, Account.RETURNED, Account.FORWARD)


@dataclass(slots=True)
class StatementRow:
    """One entry in yuan: `brought` came in, `paid` and `gone` went out, `left` remains after it. `line_id` is the
    release line behind a payment.
    """

    number: int
    day: date
    text: str
    kind: str
    brought: Decimal = ZERO
    paid: Decimal = ZERO
    gone: Decimal = ZERO
    left: Decimal = ZERO
    paid_so_far: Decimal = ZERO
    line_id: int | None = None

    @property
    def moves(self) -> bool:
        return bool(self.brought or self.paid or self.gone)


@dataclass(frozen=True, slots=True)
class BySource:
    """What one source has given and paid of a centre's year, in yuan."""

    name: str
    budget: Decimal
    paid: Decimal
    left: Decimal


@dataclass(slots=True)
class Statement:
    rows: list[StatementRow] = field(default_factory=list)
    sources: list[BySource] = field(default_factory=list)
    balance: Balance = field(default_factory=Balance)

    @property
    def points(self) -> Sequence[tuple[str, Decimal]]:
        """What had been paid in all after each entry that paid, for the chart."""
        return [(row.day.isoformat(), row.paid_so_far) for row in self.rows if row.paid]


def statement(centre: Centre, year: int) -> Statement:
    """Read a centre's statement (1 query)."""
    postings = LedgerPosting.objects.filter(centre=centre, entry__year=year, entry__county=centre.county)
    rows: dict[int, StatementRow] = {}
    sums: dict[str, dict[Account, Decimal]] = {}
    for one in postings.select_related("entry").order_by("entry__number", "ordinal"):
        entry, account = one.entry, Account(one.account)
        if account is Account.AWARDED:
            continue
        row = rows.setdefault(entry.number, StatementRow(entry.number, entry.day, entry.text, entry.kind))
        _add(row, account, one.amount)
        row.line_id = row.line_id or one.line_id
        amounts = sums.setdefault(one.source, {})
        amounts[account] = amounts.get(account, ZERO) + one.amount
    whole = total(of_ledger(amounts) for amounts in sums.values())
    return Statement(_running([row for row in rows.values() if row.moves]), _sources(sums), whole)


def _add(row: StatementRow, account: Account, amount: Decimal) -> None:
    if account in IN:
        row.brought -= amount
    elif account is Account.PAID:
        row.paid += amount
    elif account in OUT:
        row.gone += amount


def _running(rows: list[StatementRow]) -> list[StatementRow]:
    left = paid = ZERO
    for row in rows:
        left += row.brought - row.paid - row.gone
        paid += row.paid
        row.left, row.paid_so_far = left, paid
    return rows


def _sources(sums: dict[str, dict[Account, Decimal]]) -> list[BySource]:
    found = []
    for name in Source.values:
        if name in sums:
            one = of_ledger(sums[name])
            found.append(BySource(str(Source(name).label), one.budget + one.opening, one.paid, one.left))
    return found
