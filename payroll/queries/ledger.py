"""Balances: sums of postings, by account, source and centre, of a county's year or of every year, by any date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from centres.models import Region
from payroll.core.ledger import Account, Balances, Key, Posting
from payroll.core.sources import BySource, plus, total
from payroll.models import LedgerEntry, LedgerPosting


def postings_of(county: Region, year: int, *, before: int | None = None) -> QuerySet[LedgerPosting]:
    """The postings of a county's year; `before` an entry's number."""
    rows = LedgerPosting.objects.filter(entry__county=county, entry__year=year)
    return rows if before is None else rows.filter(entry__number__lt=before)


def sums(postings: QuerySet[LedgerPosting], as_of: date | None = None) -> Balances:
    """Posted sums by account, source and centre, up to and including the day `as_of` (1 query)."""
    if as_of is not None:
        postings = postings.filter(entry__day__lte=as_of)
    rows = postings.order_by().values_list("account", "source", "centre_id").annotate(posted=Sum("amount"))
    return {(Account(account), source, centre): posted for account, source, centre, posted in rows if posted}


@dataclass(slots=True)
class Books:
    """The balances of a county's year while an act posts: each account's amounts by source."""

    amounts: dict[tuple[Account, Key], BySource] = field(default_factory=dict)

    def of(self, account: Account, centre: Key = None) -> BySource:
        return self.amounts.get((account, centre), {})

    def total(self, account: Account, centre: Key = None) -> Decimal:
        return total(self.of(account, centre))

    def apply(self, postings: Iterable[Posting]) -> None:
        for one in postings:
            place = (one.account, one.centre)
            self.amounts[place] = plus(self.amounts.get(place, {}), {one.source: one.amount})

    def balances(self) -> Balances:
        return {
            (account, source, centre): amount
            for (account, centre), found in self.amounts.items()
            for source, amount in found.items()
            if amount
        }


def books_of(county: Region, year: int) -> Books:
    """The year's balances as they stand (1 query)."""
    books = Books()
    for (account, source, centre), amount in sums(postings_of(county, year)).items():
        books.amounts.setdefault((account, centre), {})[source] = amount
    return books


def by_centre(found: Balances) -> dict[Key, dict[Account, Decimal]]:
    """Sums over the sources, by centre and account; None holds the county's own accounts."""
    centres: dict[Key, dict[Account, Decimal]] = {}
    for (account, _source, centre), amount in found.items():
        accounts = centres.setdefault(centre, {})
        accounts[account] = accounts.get(account, Decimal("0.00")) + amount
    return centres


def by_account(found: Balances) -> dict[Account, Decimal]:
    """Sums over sources and centres."""
    accounts: dict[Account, Decimal] = {}
    for (account, _source, _centre), amount in found.items():
        accounts[account] = accounts.get(account, Decimal("0.00")) + amount
    return accounts


def by_source(found: Balances) -> dict[str, dict[Account, Decimal]]:
    """Sums over the centres, by source and account."""
    sources: dict[str, dict[Account, Decimal]] = {}
    for (account, source, _centre), amount in found.items():
        accounts = sources.setdefault(source, {})
        accounts[account] = accounts.get(account, Decimal("0.00")) + amount
    return sources


def postings_of_entry(entry: LedgerEntry) -> list[Posting]:
    """The lines of an entry in their order, as the core takes them."""
    rows = LedgerPosting.objects.filter(entry=entry).order_by("ordinal")
    return [Posting(Account(row.account), row.source, row.amount, row.centre_id, row.line_id) for row in rows]


def postings_by_entry(keys: Iterable[int]) -> dict[int, list[Posting]]:
    """The lines of each of many entries (1 query); one without any isn't in it."""
    found: dict[int, list[Posting]] = {}
    rows = LedgerPosting.objects.filter(entry_id__in=list(keys)).order_by("entry_id", "ordinal")
    columns = ("entry_id", "account", "source", "amount", "centre_id", "line_id")
    for entry, account, source, amount, centre, line in rows.values_list(*columns):
        found.setdefault(entry, []).append(Posting(Account(account), source, amount, centre, line))
    return found


def total_of(amounts: Mapping[Account, Decimal], account: Account) -> Decimal:
    return amounts.get(account, Decimal("0.00"))
