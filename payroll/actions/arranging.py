"""The ledger arranged as the plan has it: what is due by month, held for a result, carried."""

from collections.abc import Iterable
from typing import Any

from payroll.books import Act, post, refuse_below_zero
from payroll.core.ledger import Account, Posting, move
from payroll.models import Budget, LedgerEntry
from payroll.postings import after, of_arrangement
from payroll.queries.ledger import Books
from payroll.queries.positions import candidate_scheme, parameters, positions


def post_arranged(
    act: Act, kind: str, postings: Iterable[Posting], text: str, *, reason: str = "", **documents: Any
) -> LedgerEntry | None:
    """Post an entry together with the arrangement that follows from it. Nothing goes below 0.

    Without a scheme nothing says yet what is paid by month: all that isn't paid is held until there is one.
    """
    lines = list(postings)
    scheme = act.year.scheme or candidate_scheme(act.year.county, act.year.year)
    books = after(act.books, lines)
    if scheme is None:
        lines += _all_held(act, books)
    else:
        found = positions(act.year.county, act.year.year, parameters(scheme))
        lines += of_arrangement(found, books)
    entry = post(act, kind, lines, text, reason=reason, **documents)
    refuse_below_zero(act.books)
    return entry


def _all_held(act: Act, books: Books) -> list[Posting]:
    rows = Budget.objects.filter(county=act.year.county, year=act.year.year)
    return [
        posting
        for key in rows.order_by("centre__code").values_list("centre_id", flat=True)
        for posting in move(books.of(Account.CARRY, key), Account.CARRY, Account.HELD, key)
    ]


def arrange(act: Act) -> None:
    """Where the plan has changed without a posting (the year got its scheme), move what is left to its place."""
    post_arranged(act, LedgerEntry.Kind.ARRANGE, [], "按方案重新安排按月部分与留存")
