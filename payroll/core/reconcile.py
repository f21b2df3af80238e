"""What was paid by the books, held against what a bank or the treasury lists: matched, missing, different, twice, unknown.

A row's recipient is known by account, else by name. Equal amounts are paired first, so that an order of rows changes
nothing; what is left over is a payment made twice, a different amount, or one that nobody knows. Amounts are yuan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Finding(StrEnum):
    """What became of a payment or a row."""

    MATCHED = "matched"
    DIFFERENT = "different"
    MISSING = "missing"
    TWICE = "twice"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """What is the matter; "" where nothing is."""

    NOTHING = ""
    AMOUNT = "amount"
    ACCOUNT = "account"
    NAME = "name"
    NOBODY = "nobody"
    NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class Expected:
    """A payment by the books to recipient `who`; `key` names the line behind it."""

    key: int
    who: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the file, its payee's name normalised."""

    number: int
    payee: str
    account: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Directory:
    """Recipients by account and by name; a name that two have is nobody's. `accounts` holds each one's own.

    `persons` are names of people who take money for a recipient: theirs is an account that nobody has on file.
    """

    by_account: dict[str, int]
    by_name: dict[str, int | None]
    accounts: dict[int, str]
    persons: frozenset[str] = frozenset()

    def find(self, row: Listed) -> tuple[int | None, Why]:
        """The recipient of a row, and what is wrong with how the row names it."""
        named = self.by_name.get(row.payee) if row.payee else None
        if not row.account:
            return named, Why.NOTHING if named is not None else Why.NOBODY
        holder = self.by_account.get(row.account)
        if holder is not None:
            return holder, Why.NOTHING if named == holder else Why.NAME
        if named is None:
            return None, Why.NOBODY
        known = row.payee not in self.persons and self.accounts.get(named)
        return named, Why.ACCOUNT if known else Why.NOTHING


@dataclass(frozen=True, slots=True)
class Match:
    """A payment, a row, or both, and what became of them."""

    finding: Finding
    expected: Expected | None = None
    row: Listed | None = None
    why: Why = Why.NOTHING


def reconcile(expected: Sequence[Expected], rows: Sequence[Listed], directory: Directory) -> list[Match]:
    """Every payment and every row exactly once: payments in their order, then the rows that have none."""
    due, came = defaultdict[int, list[Expected]](list), defaultdict[int, list[tuple[Listed, Why]]](list)
    unknown = []
    for one in expected:
        due[one.who].append(one)
    for row in rows:
        who, why = directory.find(row)
        if who is None:
            unknown.append(Match(Finding.UNKNOWN, row=row, why=why))
        else:
            came[who].append((row, why))
    found = [match for who in dict.fromkeys([*due, *came]) for match in _recipient(due[who], came[who])]
    order = {one.key: place for place, one in enumerate(expected)}
    paired = [match for match in found if match.expected is not None]
    paired.sort(key=lambda match: order[match.expected.key] if match.expected else 0)
    rest = [*(match for match in found if match.expected is None), *unknown]
    return [*paired, *sorted(rest, key=lambda match: match.row.number if match.row else 0)]


def _recipient(due: Sequence[Expected], came: Sequence[tuple[Listed, Why]]) -> list[Match]:
    """One recipient's payments and rows."""
    found, open_, left = [], list(due), []
    # A row that names its recipient rightly comes before one that doesn't.
    for row, why in sorted(came, key=lambda one: bool(one[1])):
        one = next((one for one in open_ if one.amount == row.amount), None)
        if one is None:
            left.append((row, why))
            continue
        open_.remove(one)
        found.append(Match(Finding.DIFFERENT if why else Finding.MATCHED, one, row, why))
    known = {one.amount for one in due}
    again = [(row, why) for row, why in left if row.amount in known]
    others = [(row, why) for row, why in left if row.amount not in known]
    found += [Match(Finding.TWICE, row=row, why=why) for row, why in again]
    found += [
        Match(Finding.DIFFERENT, one, row, Why.AMOUNT)
        for one, (row, _why) in zip(open_, others, strict=False)
    ]
    found += [Match(Finding.MISSING, one) for one in open_[len(others) :]]
    found += [Match(Finding.UNKNOWN, row=row, why=Why.NOT_DUE) for row, _why in others[len(open_) :]]
    return found
