"""Double entry of a county's year of money: accounts, postings, what makes an entry right, the exact opposite.

Amounts are yuan as Decimal on the fen; in one entry the postings of each book add up to 0, for each source and, in
the book of releases, for each centre. Credit accounts (what was approved, granted, brought in) are posted below 0 and
shown above it. Source: RULES 9; SAFETY invariants 1, 2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from payroll.core.money import from_fen, to_fen
from payroll.core.text import Text

Key = int | None


class Book(StrEnum):
    """What an account belongs to. Each book is balanced by itself."""

    RELEASE = "release"
    FUND = "fund"
    CASH = "cash"


class Account(StrEnum):
    """Where money stands. Those of RELEASE belong to one centre, those of FUND and CASH to the county."""

    BUDGET = "budget"
    OPENING = "opening"
    DUE = "due"
    HELD = "held"
    PAID = "paid"
    FORFEITED = "forfeited"
    CARRY = "carry"
    RETURNED = "returned"
    FORWARD = "forward"
    FUND = "fund"
    FUND_IN = "fund_in"
    FUND_BROUGHT = "fund_brought"
    FUND_FORWARD = "fund_forward"
    AWARDED = "awarded"
    GRANTED = "granted"
    TREASURY = "treasury"
    BANK = "bank"
    OUTLAY = "outlay"
    CASH_BROUGHT = "cash_brought"
    CASH_FORWARD = "cash_forward"


FUND_BOOK = frozenset(
    {Account.FUND, Account.FUND_IN, Account.FUND_BROUGHT, Account.FUND_FORWARD, Account.AWARDED}
)
CASH_BOOK = frozenset(
    {
        *(Account.GRANTED, Account.TREASURY, Account.BANK, Account.OUTLAY),
        *(Account.CASH_BROUGHT, Account.CASH_FORWARD),
    }
)
# Posted below 0, shown above it.
CREDIT = frozenset(
    {
        *(Account.BUDGET, Account.OPENING, Account.FUND_IN, Account.FUND_BROUGHT),
        *(Account.GRANTED, Account.CASH_BROUGHT),
    }
)
# What may stand on either side of 0: 以前多(少)拨 and its way into the next year, and a bureau's account that
# paid ahead of a receipt (垫付).
EITHER_SIDE = frozenset(
    {
        *(Account.CARRY, Account.FORWARD, Account.OPENING),
        *(Account.BANK, Account.CASH_BROUGHT, Account.CASH_FORWARD),
    }
)
# What a centre's budget and opening balance are made of.
PLACES = (
    *(Account.PAID, Account.DUE, Account.HELD, Account.FORFEITED),
    *(Account.CARRY, Account.RETURNED, Account.FORWARD),
)


def book_of(account: Account) -> Book:
    """The book that an account stands in."""
    if account in FUND_BOOK:
        return Book.FUND
    return Book.CASH if account in CASH_BOOK else Book.RELEASE


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an entry: yuan onto (above 0) or off an account. `line` is the release line behind it."""

    account: Account
    source: str
    amount: Decimal
    centre: Key = None
    line: Key = None

    @property
    def place(self) -> tuple[Account, str, Key]:
        return self.account, self.source, self.centre


def move(
    amounts: Mapping[str, Decimal], off: Account, onto: Account, centre: Key = None, line: Key = None
) -> list[Posting]:
    """Postings that take each source's amount off one account and put it onto another; nothing for 0."""
    found: list[Posting] = []
    for source, amount in sorted(amounts.items()):
        if to_fen(amount):
            found.append(Posting(off, source, _minus(amount), centre, line))
            found.append(Posting(onto, source, amount, centre, line))
    return found


def merged(postings: Iterable[Posting]) -> list[Posting]:
    """One posting for each place and release line, without those that come to 0; order of first appearance."""
    sums: dict[tuple[Account, str, Key, Key], int] = defaultdict(int)
    for one in postings:
        sums[(*one.place, one.line)] += to_fen(one.amount)
    return [
        Posting(account, source, from_fen(fen), centre, line)
        for (account, source, centre, line), fen in sums.items()
        if fen
    ]


def opposite(postings: Iterable[Posting]) -> list[Posting]:
    """The exact opposite, line by line: what a reversal posts."""
    return [replace(one, amount=_minus(one.amount)) for one in postings]


def faults(postings: Sequence[Posting]) -> list[Text]:
    """What is wrong with an entry (invariant 1): nothing when it may be posted."""
    found = []
    if len(postings) < 2:
        found.append(Text("一笔凭证至少两行", "an entry has at least two lines"))
    sums: dict[tuple[Book, str, Key], int] = defaultdict(int)
    for one in postings:
        book = book_of(one.account)
        if book is Book.RELEASE and one.centre is None:
            found.append(Text(f"科目 {one.account} 须有卫生院", f"account {one.account} belongs to a centre"))
        sums[book, one.source, one.centre if book is Book.RELEASE else None] += to_fen(one.amount)
    for (book, source, _centre), fen in sums.items():
        if fen:
            off = f"{from_fen(fen):f}"
            zh = f"凭证不平：{book} {source} 相差 {off} 元"
            found.append(Text(zh, f"unbalanced entry: {book} {source} is off by {off} yuan"))
    return found


Balances = dict[tuple[Account, str, Key], Decimal]


def balances(postings: Iterable[Posting]) -> Balances:
    """The posted sum of each account, source and centre, those at 0 left out."""
    sums: dict[tuple[Account, str, Key], int] = defaultdict(int)
    for one in postings:
        sums[one.place] += to_fen(one.amount)
    return {place: from_fen(fen) for place, fen in sums.items() if fen}


def below_zero(found: Balances) -> list[tuple[Account, str, Key]]:
    """Accounts that stand below 0 and may not, in order."""
    wrong = []
    for (account, source, centre), amount in found.items():
        side = -1 if account in CREDIT else 1
        if account not in EITHER_SIDE and side * to_fen(amount) < 0:
            wrong.append((account, source, centre))
    return sorted(wrong, key=lambda place: (place[0], place[1], place[2] or 0))


def shown(account: Account, amount: Decimal) -> Decimal:
    """A posted sum as people read it."""
    return _minus(amount) if account in CREDIT else amount


def _minus(amount: Decimal) -> Decimal:
    return from_fen(-to_fen(amount))
