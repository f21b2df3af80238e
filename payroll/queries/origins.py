"""What a balance is made of: every entry that moved it, each with the document or act behind it (RULES 14)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from centres.models import Centre, Region, User
from payroll.access import lines_for
from payroll.core.ledger import Account, shown
from payroll.core.subsidy import ZERO
from payroll.models import ACCOUNTS, LedgerEntry, LedgerPosting, Source
from payroll.queries.ledger import postings_of

Kind = LedgerEntry.Kind
LEFT = "left"
REST = (Account.DUE, Account.HELD, Account.CARRY)
OF_CENTRE: dict[str, tuple[Account, ...]] = {
    LEFT: REST,
    **{
        one.value: (one,)
        for one in (
            *(Account.BUDGET, Account.OPENING, Account.PAID, *REST, Account.FORFEITED),
            *(Account.RETURNED, Account.FORWARD),
        )
    },
}
OF_COUNTY: dict[str, tuple[Account, ...]] = {one.value: (one,) for one in Account}
COLUMNS = ("entry_id", "entry__number", "entry__day", "entry__text", "entry__kind", "entry__sheet_id")
LABELS = dict(ACCOUNTS)


@dataclass(slots=True)
class Moved:
    """One entry: what it did to the balance and what the balance is after it, in yuan; `url` is what it rests on."""

    entry: int
    number: int
    day: date
    text: str
    kind: str
    sheet: int | None
    amount: Decimal = ZERO
    after: Decimal = ZERO
    parts: list[tuple[str, Decimal]] = field(default_factory=list)
    url: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """A balance: its name, its entries in order, its sum and its sum by source."""

    name: str
    rows: Sequence[Moved]
    total: Decimal
    sources: Sequence[tuple[str, Decimal]]


@dataclass(frozen=True, slots=True)
class ClosedWith:
    """What a centre's last year closed with on one account, in yuan, and where that is explained."""

    name: str
    amount: Decimal
    url: str


def centre_origin(user: User, centre: Centre, year: int, name: str, *, until: int | None) -> Origin:
    """A centre's balance after the entry `until` of the year, or as it stands (2 queries)."""
    postings = postings_of(centre.county, year, before=None if until is None else until + 1)
    found = _origin(postings.filter(centre=centre), name, OF_CENTRE[name])
    lines = lines_for(user).filter(centre=centre, sheet__year=year)
    known = dict(lines.order_by("pk").values_list("sheet_id", "pk"))
    for row in found.rows:
        row.url = _behind(row, centre, year, known)
    return found


def county_origin(county: Region, year: int, name: str, *, source: str = "") -> Origin:
    """A county's balance, of one source or of all (1 query); every entry has its page."""
    postings = postings_of(county, year)
    found = _origin(postings.filter(source=source) if source else postings, name, OF_COUNTY[name])
    for row in found.rows:
        row.url = reverse("payroll:voucher", args=[row.entry])
    return found


def _behind(row: Moved, centre: Centre, year: int, lines: Mapping[int, int]) -> str:
    """Where a centre's reader finds what the entry rests on."""
    if row.sheet is not None and row.sheet in lines:
        return reverse("payroll:line", args=[lines[row.sheet]])
    if row.kind == Kind.OPENING:
        return reverse("payroll:balance", args=[centre.code, year - 1, Account.FORWARD.value])
    if row.kind == Kind.CLOSING:
        return reverse("payroll:balance", args=[centre.code, year, LEFT]) + f"?until={row.number - 1}"
    if row.kind in {Kind.BUDGET, Kind.ARRANGE}:
        return reverse("payroll:account", args=[centre.code, year]) + "#decisions"
    return ""


def _origin(postings: QuerySet[LedgerPosting], name: str, accounts: Sequence[Account]) -> Origin:
    rows = (
        postings.filter(account__in=[one.value for one in accounts])
        .order_by("entry__number", "source")
        .values_list(*COLUMNS, "entry__correction__sheet_id", "source")
        .annotate(posted=Sum("amount"))
    )
    moved: dict[int, Moved] = {}
    sums: dict[str, Decimal] = {}
    for entry, number, day, text, kind, sheet, corrected, source, posted in rows:
        amount = shown(accounts[0], posted)
        if amount:
            one = moved.setdefault(entry, Moved(entry, number, day, text, kind, sheet or corrected))
            one.parts.append((str(Source(source).label), amount))
            one.amount += amount
            sums[source] = sums.get(source, ZERO) + amount
    label = _("余额") if name == LEFT else str(LABELS[name])
    return Origin(label, _running(moved.values()), sum(sums.values(), ZERO), _by_source(sums))


def _running(rows: Iterable[Moved]) -> list[Moved]:
    found, after = list(rows), ZERO
    for row in found:
        after += row.amount
        row.after = after
    return found


def _by_source(sums: Mapping[str, Decimal]) -> list[tuple[str, Decimal]]:
    return [(str(Source(name).label), sums[name]) for name in Source.values if sums.get(name)]


def closed_with(centre: Centre, year: int) -> list[ClosedWith]:
    """What the year before an opening balance closed with, account by account; nothing where it didn't close."""
    closing = LedgerPosting.objects.filter(
        entry__county=centre.county,
        entry__year=year - 1,
        entry__kind=Kind.CLOSING,
        centre=centre,
        account__in=[one.value for one in REST],
    )
    rows = closing.order_by("account").values_list("account").annotate(posted=Sum("amount"))
    amounts = {
        account: (-posted, last)
        for account, posted, last in rows.values_list("account", "posted", "entry__number")
    }
    return [
        ClosedWith(
            str(LABELS[one.value]),
            amounts[one.value][0],
            reverse("payroll:balance", args=[centre.code, year - 1, one.value])
            + f"?until={amounts[one.value][1] - 1}",
        )
        for one in REST
        if amounts.get(one.value, (ZERO, 0))[0]
    ]
