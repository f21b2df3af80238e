"""A county's year by source of money: what each gave, where it stands, centre by centre. Every figure is the ledger's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from centres.models import Centre, Region
from payroll.core.balance import Balance, of_ledger
from payroll.core.ledger import Account, shown
from payroll.core.subsidy import ZERO
from payroll.models import LedgerEntry, Source
from payroll.queries.ledger import by_source, postings_of, sums

CASH = (Account.GRANTED, Account.TREASURY, Account.BANK, Account.OUTLAY, Account.AWARDED)


@dataclass(frozen=True, slots=True)
class SourceSum:
    """One source: `balance` of what it gave to all centres, `cash` by account, in yuan."""

    name: str
    balance: Balance
    cash: dict[Account, Decimal]


@dataclass(frozen=True, slots=True)
class CentreSource:
    """What one source gave to one centre."""

    centre: Centre
    source: str
    balance: Balance


@dataclass(frozen=True, slots=True)
class Summary:
    sources: Sequence[SourceSum]
    centres: Sequence[CentreSource]


@dataclass(frozen=True, slots=True)
class LastEntry:
    """Up to where the ledger was read."""

    day: date | None
    number: int

    @property
    def zh(self) -> str:
        return f"截至{self.day.isoformat()}第{self.number}号凭证" if self.day else "尚未入账"


def last_entry(county: Region, year: int) -> LastEntry:
    """The newest entry of a county's year (1 query)."""
    rows = LedgerEntry.objects.filter(county=county, year=year).order_by("-number")
    found = rows.values_list("day", "number").first()
    return LastEntry(*found) if found else LastEntry(None, 0)


def summary(county: Region, year: int) -> Summary:
    """Read the year by source (2 queries)."""
    found = sums(postings_of(county, year))
    sources = by_source(found)
    totals = [
        SourceSum(
            str(Source(name).label),
            of_ledger(sources[name]),
            {account: shown(account, sources[name].get(account, ZERO)) for account in CASH},
        )
        for name in Source.values
        if name in sources
    ]
    places: dict[tuple[int, str], dict[Account, Decimal]] = {}
    for (account, source, centre), amount in found.items():
        # An award belongs to a director and stands in the fund's book.
        if centre is not None and account is not Account.AWARDED:
            places.setdefault((centre, source), {})[account] = amount
    centres = Centre.objects.filter(pk__in={key for key, _source in places}).order_by("code")
    rows = [
        CentreSource(centre, str(Source(name).label), of_ledger(places[centre.pk, name]))
        for centre in centres
        for name in Source.values
        if (centre.pk, name) in places
    ]
    return Summary(totals, rows)
