"""The reward fund of a county's year and its awards; receipts with what is overdue. Every figure is the ledger's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from centres.models import Region
from payroll.core.fund import Fund
from payroll.core.ledger import Account, shown
from payroll.core.money import from_fen, to_fen
from payroll.core.subsidy import ZERO
from payroll.models import AwardSheet, LedgerEntry, LedgerPosting, Receipt, Remittance, Source
from payroll.queries.ledger import by_account, by_source, postings_of, sums

FUND_BOOK = (Account.FUND_IN, Account.FUND_BROUGHT, Account.FUND_FORWARD, Account.AWARDED)


@dataclass(frozen=True, slots=True)
class FundRow:
    """One entry that moved the fund, and the fund after it, in yuan."""

    entry: LedgerEntry
    come: Decimal
    gone: Decimal
    left: Decimal


@dataclass(frozen=True, slots=True)
class FundPage:
    fund: Fund
    rows: Sequence[FundRow]
    awards: Sequence[AwardSheet]


def fund_page(county: Region, year: int) -> FundPage:
    """The fund's statement and the year's award sheets (a constant number of queries)."""
    fund = fund_of(county, year)
    awards = AwardSheet.objects.filter(county=county, year=year).select_related(
        "publication", "made_by", "approved_by", "paid_by", "reversed_by"
    )
    lines = awards.prefetch_related("lines__centre").order_by("-pk")
    return FundPage(fund, _rows(county, year), list(lines))


def fund_of(county: Region, year: int) -> Fund:
    """The fund's four sums (1 query)."""
    amounts = by_account(sums(postings_of(county, year)))
    return Fund(*(shown(one, amounts.get(one, ZERO)) for one in _ORDER))


_ORDER = (Account.FUND_BROUGHT, Account.FUND_IN, Account.AWARDED, Account.FUND_FORWARD)


def _rows(county: Region, year: int) -> list[FundRow]:
    postings = LedgerPosting.objects.filter(
        entry__county=county, entry__year=year, account=Account.FUND.value
    ).select_related("entry")
    moved: dict[LedgerEntry, Decimal] = {}
    for one in postings.order_by("entry__number"):
        moved[one.entry] = moved.get(one.entry, ZERO) + one.amount
    rows, left = [], ZERO
    for entry, amount in moved.items():
        left += amount
        rows.append(FundRow(entry, max(amount, ZERO), max(-amount, ZERO), left))
    return rows


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt with its remittances. `left` is still at the treasury; `overdue` when that is over a month old."""

    receipt: Receipt
    remittances: Sequence[Remittance]
    left: Decimal
    overdue: bool


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source of a county's year, in yuan: approved, received, at the treasury, in the account, paid out, and what
    the account began with.
    """

    code: str
    name: str
    budget: Decimal
    granted: Decimal
    treasury: Decimal
    bank: Decimal
    outlay: Decimal
    brought: Decimal


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    rows: Sequence[ReceiptRow]
    sources: Sequence[SourceRow]

    @property
    def overdue(self) -> int:
        return sum(row.overdue for row in self.rows)

    @property
    def brought(self) -> bool:
        """Whether a source's account began the year with something, or in debt."""
        return any(one.brought for one in self.sources)


def receipt_page(county: Region, year: int, today: date) -> ReceiptPage:
    """A county's receipts of the year, and what each source has come to (3 queries)."""
    receipts = Receipt.objects.filter(county=county, year=year).select_related("entered_by")
    passed = Prefetch(
        "remittances", Remittance.objects.select_related("entered_by").order_by("passed_on", "pk")
    )
    rows = [_receipt(one, today) for one in receipts.prefetch_related(passed).order_by("received_on", "pk")]
    return ReceiptPage(rows, _sources(county, year))


def _receipt(one: Receipt, today: date) -> ReceiptRow:
    parts = list(one.remittances.all())
    gone = sum(to_fen(part.amount) for part in parts if not part.withdrawn)
    left = ZERO if one.withdrawn else from_fen(to_fen(one.amount) - gone)
    return ReceiptRow(one, parts, left, bool(left) and today > month_after(one.received_on))


def month_after(day: date) -> date:
    """The same day of the next month, or its last: money is passed on within one month (RULES 9)."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    last = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    return date(year, month, min(day.day, last))


def _sources(county: Region, year: int) -> list[SourceRow]:
    found = by_source(sums(postings_of(county, year)))
    columns = (
        *(Account.BUDGET, Account.GRANTED, Account.TREASURY, Account.BANK, Account.OUTLAY),
        Account.CASH_BROUGHT,
    )
    return [
        SourceRow(name, str(Source(name).label), *(shown(one, found[name].get(one, ZERO)) for one in columns))
        for name in Source.values
        if name in found
    ]
