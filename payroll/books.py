"""The one door to the ledger: an entry is checked, numbered, written with its postings, sealed and put on record.

Call inside a transaction, while the county's year is held: the numbers of entries have no gap.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.models import User
from payroll.core.ledger import Account, Posting, below_zero, faults, merged, opposite
from payroll.core.money import with_commas
from payroll.models import ACCOUNTS, LedgerEntry, LedgerPosting, Source, SubsidyYear
from payroll.queries.ledger import Books, postings_of_entry
from payroll.trail import entry_record
from records import audit
from records.errors import Conflict, Problem

Kind = LedgerEntry.Kind


@dataclass(frozen=True, slots=True)
class Act:
    """Who posts, when, in which held year, on which trail, and the balances that the postings move."""

    trail: audit.Trail
    year: SubsidyYear
    actor: User
    now: datetime
    books: Books


def post(
    act: Act,
    kind: str,
    postings: Iterable[Posting],
    text: str,
    *,
    reason: str = "",
    empty: Sequence[Posting] = (),
    **documents: object,
) -> LedgerEntry | None:
    """Write one entry; None where there is nothing to post. `documents` are its sheet, receipt, award …

    `empty` are lines of 0 for a document that moves nothing and still has its entry.

    Raises ValueError for postings that don't balance: that is a fault of ours, never of what was typed.
    """
    lines = merged(postings) or list(empty)
    if not lines:
        return None
    if found := faults(lines):
        raise ValueError("; ".join(one.en for one in found))
    return _write(act, kind, lines, text, reason, documents)


def reverse(act: Act, entry: LedgerEntry, text: str, *, reason: str) -> LedgerEntry:
    """Post the exact opposite of an entry, once: the database refuses a second one."""
    lines = opposite(postings_of_entry(entry))
    documents = {
        name: getattr(entry, name) for name in ("sheet", "receipt", "remittance", "award", "correction")
    }
    return _write(act, Kind.REVERSAL, lines, text, reason, {**documents, "reverses": entry})


def _write(
    act: Act, kind: str, lines: Sequence[Posting], text: str, reason: str, documents: dict[str, object]
) -> LedgerEntry:
    entry = LedgerEntry(
        county=act.year.county, year=act.year.year, number=_next_number(act.year), kind=kind, text=text[:200],
        day=timezone.localdate(act.now), reason=reason, made_by=act.actor, made_at=act.now, digest=digest(lines),
        **documents,
    )  # fmt: skip
    entry.save()
    LedgerPosting.objects.bulk_create(
        [
            LedgerPosting(
                entry=entry, ordinal=ordinal, account=one.account.value, source=one.source, amount=one.amount,
                centre_id=one.centre, line_id=one.line,
            )
            for ordinal, one in enumerate(lines, 1)
        ],
        batch_size=500,
    )  # fmt: skip
    entry.sealed = True
    entry.save(update_fields=["sealed"])
    act.trail.add(entry, None, entry_record(entry), action=f"ledger.{kind}", label=f"{entry} {text}"[:200])
    act.books.apply(lines)
    return entry


def _next_number(year: SubsidyYear) -> int:
    rows = LedgerEntry.objects.filter(county=year.county, year=year.year)
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


def digest(lines: Iterable[Posting]) -> str:
    """SHA-256 over the lines in their order."""
    said = "\n".join(
        f"{one.account}|{one.source}|{one.centre or ''}|{one.line or ''}|{one.amount:f}" for one in lines
    )
    return hashlib.sha256(said.encode()).hexdigest()


def refuse_below_zero(books: Books, *, code: str = "below_zero") -> None:
    """Refuse what would take an account below 0 that can't be (invariant 2): the transaction rolls back."""
    wrong = below_zero(books.balances())
    if not wrong:
        return
    labels, amounts = dict(ACCOUNTS), books.balances()
    problems = [
        Problem(
            _("余额将为 %(amount)s 元") % {"amount": with_commas(amounts[place])},
            place=f"{labels[place[0].value]} {Source(place[1]).label}",
        )
        for place in wrong
    ]
    if any(place[0] is Account.FUND for place in wrong):
        code = "fund_spent"
    raise Conflict(_("余额不足，不能记账。"), code=code, problems=problems)
