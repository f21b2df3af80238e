"""One entry of the ledger as its page tells it: its lines, the document it rests on, and the results behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from appraisal.models import Result
from payroll.core.ledger import Account, shown
from payroll.models import AwardLine, CorrectionLine, LedgerEntry, LedgerPosting, ReleaseLine

Kind = LedgerEntry.Kind


@dataclass(frozen=True, slots=True)
class Document:
    """What an entry rests on: its name, and its page where it has one."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why money went into the fund or out of it: a centre, the result that decided, how much, in yuan."""

    name: str
    score: Decimal | None
    grade: str
    share: Decimal | None
    amount: Decimal
    result: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One posting, in yuan: added to what is read on the account, below 0 taken off it."""

    account: str
    centre: str
    source: str
    amount: Decimal
    url: str


@dataclass(frozen=True, slots=True)
class Voucher:
    entry: LedgerEntry
    lines: Sequence[Line]
    documents: Sequence[Document]
    causes: Sequence[Cause]


def voucher(entry: LedgerEntry) -> Voucher:
    """Read an entry (a constant number of queries)."""
    return Voucher(entry, _lines(entry), documents_of(entry), _causes(entry))


def _lines(entry: LedgerEntry) -> list[Line]:
    rows = LedgerPosting.objects.filter(entry=entry).select_related("centre").order_by("ordinal")
    return [
        Line(
            row.get_account_display(),
            row.centre.name if row.centre else "",
            row.get_source_display(),
            shown(Account(row.account), row.amount),
            reverse("payroll:line", args=[row.line_id]) if row.line_id else "",
        )
        for row in rows
    ]


def documents_of(entry: LedgerEntry) -> list[Document]:
    """The sheet, receipt, award or correction of an entry; the year it carries from or into; the entry it undoes."""
    found = []
    year = [entry.county.code, entry.year]
    if entry.correction:
        words = {"sheet": entry.correction.sheet.title, "cause": entry.correction.cause}
        name = _("%(sheet)s的结果更正：%(cause)s") % words
        found.append(Document(name, reverse("payroll:sheet", args=[entry.correction.sheet_id])))
    elif entry.sheet:
        name = f"{entry.sheet.title} {entry.sheet.number}"
        found.append(Document(name, reverse("payroll:sheet", args=[entry.sheet_id])))
    if entry.award:
        name = _("院长奖励单") + f" {entry.award.number}"
        found.append(Document(name, reverse("payroll:award", args=[entry.award_id])))
    if entry.receipt or entry.remittance:
        receipt = entry.receipt or entry.remittance.receipt  # type: ignore[union-attr]
        found.append(Document(receipt.document, reverse("payroll:receipts", args=year)))
    if entry.kind == Kind.BUDGET:
        found.append(Document(_("预算"), reverse("payroll:budgets", args=year)))
    return [*found, *_entries(entry)]


def _entries(entry: LedgerEntry) -> list[Document]:
    """The entries on the other side: of a closing the opening of the next year, of a reversal what it undoes."""
    pairs: list[tuple[str, LedgerEntry | None]] = [(_("冲销的凭证"), entry.reverses)]
    pairs.append((_("冲销它的凭证"), LedgerEntry.objects.filter(reverses=entry).first()))
    beside = LedgerEntry.objects.filter(county=entry.county)
    if entry.kind == Kind.OPENING:
        other = beside.filter(year=entry.year - 1, kind=Kind.CLOSING).first()
        pairs.append((_("上年的年终结转"), other))
    if entry.kind == Kind.CLOSING:
        other = beside.filter(year=entry.year + 1, kind=Kind.OPENING).first()
        pairs.append((_("下年的年初余额"), other))
    return [
        Document(f"{name} {one.year} #{one.number}", reverse("payroll:voucher", args=[one.pk]))
        for name, one in pairs
        if one is not None
    ]


def _causes(entry: LedgerEntry) -> list[Cause]:
    """Of a reversal those of the entry that it undoes, with the opposite amounts."""
    first, sign = (entry.reverses, -1) if entry.reverses else (entry, 1)
    if first.kind == Kind.PAYMENT:
        found = _forfeits(first)
    elif first.kind == Kind.CORRECTION:
        found = _corrected(first)
    else:
        found = _awarded(first) if first.kind == Kind.AWARD else []
    return [
        Cause(one.name, one.score, one.grade, one.share, sign * one.amount, one.result, one.url)
        for one in found
    ]


def _forfeits(entry: LedgerEntry) -> list[Cause]:
    lines = ReleaseLine.objects.filter(sheet=entry.sheet_id, forfeited__gt=0).order_by("ordinal")
    return [
        Cause(
            one.centre_name,
            one.score,
            one.grade_name,
            one.forfeit_percent,
            one.forfeited,
            one.result_id,
            reverse("payroll:line", args=[one.pk]),
        )
        for one in lines
    ]


def _corrected(entry: LedgerEntry) -> list[Cause]:
    """Below 0 for what goes back out of the fund; each with the result that took the place of the one paid on."""
    rows = CorrectionLine.objects.filter(correction=entry.correction_id).select_related("centre")
    newer = Result.objects.filter(publication__corrections=entry.correction_id)
    results = {one.centre_id: one for one in newer}
    return [_correction(one, results.get(one.centre_id)) for one in rows.order_by("pk")]


def _correction(one: CorrectionLine, result: Result | None) -> Cause:
    return Cause(
        one.centre.name,
        result.total if result else None,
        one.grade_name,
        None,
        -one.change,
        result.pk if result else None,
        reverse("payroll:line", args=[one.line_id]),
    )


def _awarded(entry: LedgerEntry) -> list[Cause]:
    lines = AwardLine.objects.filter(sheet=entry.award_id).select_related("centre").order_by("ordinal")
    page = reverse("payroll:award", args=[entry.award_id])
    return [
        Cause(
            f"{one.centre.name} {one.director}",
            one.score,
            one.grade_name,
            None,
            -one.amount,
            one.result_id,
            f"{page}#line-{one.ordinal}",
        )
        for one in lines
    ]
