"""Where the money of one release line came from, and who acted on it: what its page shows beside the computation."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from payroll.core.ledger import Account
from payroll.models import (
    BudgetPortion,
    LedgerEntry,
    LedgerPosting,
    Receipt,
    ReleaseLine,
    ReleaseSheet,
    Source,
)


@dataclass(frozen=True, slots=True)
class PaidFrom:
    """What one source paid of a line, in yuan: by which decision it gives, and by which documents it was received."""

    name: str
    amount: Decimal
    decided_by: str
    receipts: str


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a sheet's life."""

    what: str
    who: str
    at: datetime


def paid_from(line: ReleaseLine) -> list[PaidFrom]:
    """By source, as posted; nothing before the line is paid (3 queries)."""
    postings = LedgerPosting.objects.filter(
        line=line, account=Account.PAID.value, entry__kind=LedgerEntry.Kind.PAYMENT
    )
    amounts = dict(postings.order_by().values_list("source").annotate(whole=Sum("amount")))
    decided, received = _decided(line), _received(line.sheet)
    return [
        PaidFrom(str(Source(name).label), amounts[name], decided.get(name, ""), received.get(name, ""))
        for name in Source.values
        if amounts.get(name)
    ]


def _decided(line: ReleaseLine) -> dict[str, str]:
    """The document of the decision that the line rests on, by source."""
    rows = BudgetPortion.objects.filter(
        revision__budget__centre=line.centre_id,
        revision__budget__year=line.sheet.year,
        revision__number=line.budget_version,
    )
    return {row.source: _dated(row.document, row.dated) for row in rows}


def _received(sheet: ReleaseSheet) -> dict[str, str]:
    """The receipts of the year that had come in by the day of the payment, by source."""
    rows = Receipt.objects.filter(county=sheet.county_id, year=sheet.year, withdrawn=False)
    if sheet.paid_at is not None:
        rows = rows.filter(entered_at__lte=sheet.paid_at)
    found: dict[str, list[str]] = {}
    for row in rows.order_by("received_on", "pk"):
        found.setdefault(row.source, []).append(_dated(row.document, row.received_on))
    return {name: "；".join(documents) for name, documents in found.items()}


def _dated(document: str, day: object) -> str:
    return f"{document}（{day}）" if document and day else document


def life(sheet: ReleaseSheet) -> list[Step]:
    """Who made, reviewed, paid and reversed a sheet, in order."""
    steps = [
        (_("制表人"), sheet.made_by, sheet.made_at),
        (_("复核人"), sheet.reviewed_by, sheet.reviewed_at),
        (_("拨付人"), sheet.paid_by, sheet.paid_at),
        (_("冲销人"), sheet.reversed_by, sheet.reversed_at),
    ]
    return [Step(what, str(who), at) for what, who, at in steps if who is not None and at is not None]
