"""What each act posts: a decision on budgets, a payment, a correction, and the arrangement that follows the plan.

These only reckon; `payroll.books` writes. Books hold the balances before the act and are not changed here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from decimal import Decimal

from django.utils.translation import gettext as _

from payroll.core.balance import Balance
from payroll.core.ledger import Account, Posting, move
from payroll.core.money import from_fen, split_by_weights, to_fen
from payroll.core.sources import (
    BySource,
    NotThereError,
    Standing,
    arrange,
    minus,
    plus,
    take,
    take_line,
)
from payroll.core.subsidy import ZERO
from payroll.models import CorrectionLine, ReleaseLine, ReleaseSheet, Source
from payroll.queries.ledger import Books
from payroll.queries.positions import ADVANCES, Position
from records.errors import Conflict

Kind = ReleaseSheet.Kind
PARTS = (Account.DUE, Account.HELD, Account.CARRY)


def of_budget(centre: int, old: BySource, new: BySource) -> list[Posting]:
    """The change of a budget by source; what it makes due or held follows with the arrangement.

    By itself it leaves the carry: the arrangement of the same entry moves it where the plan wants it.
    """
    return move(minus(new, old), Account.BUDGET, Account.CARRY, centre)


def of_payment(
    sheet: ReleaseSheet, lines: Iterable[ReleaseLine], books: Books, found: Iterable[Position] = ()
) -> list[Posting]:
    """A sheet's payment: each line by source, its forfeit into the fund, its money off the bureau's account.

    `found` is where the centres stand with this sheet paid.
    """
    ahead = {one.centre.pk: one.ahead for one in found}
    made: list[Posting] = []
    for line in lines:
        with _told(line.centre_name):
            waits = ahead.get(line.centre_id, ZERO)
            made += _advance(line, books) if sheet.kind in ADVANCES else _release(sheet, line, books, waits)
    return made


@contextmanager
def _told(centre: object) -> Iterator[None]:
    """Raises Conflict where the ledger hasn't what an act takes from it: nothing is posted onto a fault."""
    try:
        yield
    except NotThereError as error:
        message = _("%(centre)s的账目与拨付安排不符，请系统管理员运行 verify 查明。")
        raise Conflict(message % {"centre": centre}, code="ledger_off") from error


def of_nothing(lines: Iterable[ReleaseLine]) -> list[Posting]:
    """Two lines of 0, for a sheet of which every amount is 0: a paid sheet has its entry all the same."""
    key = next(iter(lines)).centre_id
    return [Posting(account, Source.COUNTY, ZERO, key) for account in (Account.DUE, Account.PAID)]


def _release(sheet: ReleaseSheet, line: ReleaseLine, books: Books, ahead: Decimal) -> list[Posting]:
    off = Account.DUE if sheet.kind == Kind.MONTH else Account.HELD
    key, row = line.centre_id, line.pk
    taken = take_line(
        books.of(off, key),
        books.of(Account.CARRY, key),
        part=line.due,
        forfeited=line.forfeited,
        applied=line.adjustment,
        ahead=_by_budget(ahead, books, key),
    )
    kept = minus(taken.part, taken.forfeited)
    return [
        *move(kept, off, Account.PAID, key, row),
        *move(taken.forfeited, off, Account.FORFEITED, key, row),
        *move(taken.applied, Account.CARRY, Account.PAID, key, row),
        *move(taken.forfeited, Account.FUND_IN, Account.FUND),
        *move(taken.paid, Account.BANK, Account.OUTLAY),
    ]


def _advance(line: ReleaseLine, books: Books) -> list[Posting]:
    """Paid before its result: the part stays held, and the carry says what is to be taken back."""
    paid = take(line.amount, books.of(Account.HELD, line.centre_id))
    return [
        *move(paid, Account.CARRY, Account.PAID, line.centre_id, line.pk),
        *move(paid, Account.BANK, Account.OUTLAY),
    ]


def of_correction(line: CorrectionLine, books: Books) -> list[Posting]:
    """A forfeit that should have been another: out of the fund to what is owed, or the other way round."""
    key, row = line.centre_id, line.line_id
    if line.change > 0:
        with _told(line.line.centre_name):
            back = take(line.change, books.of(Account.FORFEITED, key))
        return [
            *move(back, Account.FORFEITED, Account.CARRY, key, row),
            *move(back, Account.FUND, Account.FUND_IN),
        ]
    gone = _gone(-line.change, books, key)
    return [
        *move(gone, Account.CARRY, Account.FORFEITED, key, row),
        *move(gone, Account.FUND_IN, Account.FUND),
    ]


def _gone(amount: Decimal, books: Books, key: int) -> BySource:
    """Which sources a later forfeit is charged to: those that paid the centre. One whose payments all went into an
    overpayment of the year before has none: then those of its budget.
    """
    paid = books.of(Account.PAID, key)
    if to_fen(amount) <= sum(max(to_fen(one), 0) for one in paid.values()):
        return take(amount, paid)
    return _by_budget(amount, books, key)


def _by_budget(amount: Decimal, books: Books, key: int) -> BySource:
    """An amount laid over the sources of a centre's budget; over the county where it has none."""
    gives = {name: -one for name, one in sorted(books.of(Account.BUDGET, key).items()) if to_fen(one) < 0}
    weights = gives or {Source.COUNTY.value: Decimal(1)}
    return dict(zip(weights, split_by_weights(amount, list(weights.values())), strict=True))


def of_arrangement(positions: Sequence[Position], books: Books) -> list[Posting]:
    """Move due, held and carried to where the plan has them now, keeping what each source has left."""
    found: list[Posting] = []
    for one in positions:
        key, planned = one.centre.pk, one.planned
        parts = {account: books.of(account, key) for account in PARTS}
        if not _stands(parts, planned):
            found += _to(parts, _arranged(parts, planned, one), key)
    return found


def _arranged(parts: Mapping[Account, BySource], planned: Balance, one: Position) -> Standing:
    """Raises Conflict where the ledger's sum isn't the plan's."""
    with _told(one.centre):
        return arrange(plus(*parts.values()), due=planned.due, held=planned.held, carry=planned.carry)


def _stands(parts: Mapping[Account, BySource], planned: Balance) -> bool:
    """Whether the totals are the plan's already, and no source lives off another: none is below 0 where it can't be,
    none carries what another one owes.
    """
    totals = [from_fen(sum(map(to_fen, parts[account].values()))) for account in PARTS]
    below = any(to_fen(one) < 0 for account in PARTS[:2] for one in parts[account].values())
    carried = [to_fen(one) for one in parts[Account.CARRY].values()]
    mixed = min(carried, default=0) < 0 < max(carried, default=0)
    return totals == [planned.due, planned.held, planned.carry] and not below and not mixed


def _to(parts: Mapping[Account, BySource], wanted: Standing, centre: int) -> list[Posting]:
    targets = {Account.DUE: wanted.due, Account.HELD: wanted.held, Account.CARRY: wanted.carry}
    return [
        Posting(account, source, amount, centre)
        for account, target in targets.items()
        for source, amount in minus(target, parts[account]).items()
        if amount
    ]


def after(books: Books, postings: Iterable[Posting]) -> Books:
    """The books with the postings in them."""
    copy = deepcopy(books)
    copy.apply(postings)
    return copy
