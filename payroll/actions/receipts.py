"""Money received by the county treasury and passed on to the bureau's account; each undone by a reversal."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from centres.access import require
from centres.models import Region, User
from payroll.access import receipt_for, remittance_for
from payroll.actions.budget_checks import DOCUMENT_LENGTH, LIMIT
from payroll.actions.checks import check_reason
from payroll.actions.keys import check_key
from payroll.books import Act, post, refuse_below_zero, reverse
from payroll.core.ledger import Account, move
from payroll.core.money import from_fen, to_fen
from payroll.core.subsidy import ZERO
from payroll.locks import take_year
from payroll.models import LedgerEntry, Receipt, Remittance, Source
from payroll.queries.ledger import books_of
from payroll.trail import receipt_record, remittance_record
from records import audit
from records.errors import Conflict, Invalid, NotAllowed, Problem

Kind = LedgerEntry.Kind
Row = TypeVar("Row", Receipt, Remittance)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came: a source's money by a document, in yuan, on a day at the county treasury."""

    source: str
    document: str
    dated: date
    received_on: date
    amount: Decimal


def enter_receipt(
    *, actor: User, county: Region, year: int, arrival: Arrival, key: str, now: datetime
) -> Receipt:
    """Enter money that the treasury received. The same key again is the same receipt."""
    require(actor, "receipt.edit")
    check_key(key)
    _check(arrival, timezone.localdate(now))
    with audit.act(actor, action="receipt.enter", county=county) as trail:
        held = take_year(county, year)
        kept = Receipt.objects.filter(key=key).first()
        if kept is not None:
            return _same(kept, county, year, arrival)
        receipt = Receipt(
            county=county, year=year, source=arrival.source, document=arrival.document.strip(),
            dated=arrival.dated, received_on=arrival.received_on, amount=from_fen(to_fen(arrival.amount)), key=key,
            entered_by=actor, entered_at=now,
        )  # fmt: skip
        receipt.save()
        trail.add(receipt, None, receipt_record(receipt), label=str(receipt))
        act = Act(trail, held, actor, now, books_of(county, year))
        moved = move({receipt.source: receipt.amount}, Account.GRANTED, Account.TREASURY)
        post(act, Kind.RECEIPT, moved, f"财政到账 {receipt.document}", receipt=receipt)
    return receipt


def _check(arrival: Arrival, today: date) -> None:
    """Every fault of what was typed."""
    faults = []
    if arrival.source not in Source.values:
        faults.append(Problem(_("没有这个资金来源"), value=arrival.source, place="source"))
    if not 0 < len(arrival.document.strip()) <= DOCUMENT_LENGTH:
        faults.append(Problem(_("请填写文号，不超过80字"), value=arrival.document[:100], place="document"))
    if not 0 < arrival.amount < LIMIT:
        faults.append(Problem(_("金额应大于0，且小于1000亿元"), value=f"{arrival.amount:f}", place="amount"))
    if arrival.received_on > today or arrival.dated > arrival.received_on:
        faults.append(
            Problem(
                _("到账日期不早于文件日期，也不晚于今天"),
                value=arrival.received_on.isoformat(),
                place="received_on",
            )
        )
    if faults:
        raise Invalid(_("到账登记有误，没有保存。"), code="receipt_faulty", problems=faults)


def _same(kept: Receipt, county: Region, year: int, arrival: Arrival) -> Receipt:
    """The receipt that the key made; Conflict where it was made of something else."""
    made = (kept.county_id, kept.year, kept.source, kept.amount)
    if made != (county.pk, year, arrival.source, arrival.amount):
        raise Conflict(_("该提交已用于另一笔到账。"), code="key_used")
    return kept


def pass_on(
    *, actor: User, receipt_id: int, amount: Decimal, passed_on: date, key: str, now: datetime
) -> Remittance:
    """Enter what was passed on of a receipt, in whole or in part."""
    require(actor, "receipt.edit")
    check_key(key)
    seen = receipt_for(actor, receipt_id)
    with audit.act(actor, action="remittance.enter", county=seen.county) as trail:
        held = take_year(seen.county, seen.year)
        kept = Remittance.objects.filter(key=key).first()
        if kept is not None and (kept.receipt_id, kept.amount) == (seen.pk, amount):
            return kept
        receipt = Receipt.objects.select_for_update(of=("self",)).get(pk=seen.pk)
        _check_passing(receipt, amount, passed_on, timezone.localdate(now), known=kept is not None)
        one = Remittance(
            receipt=receipt, passed_on=passed_on, amount=from_fen(to_fen(amount)), key=key, entered_by=actor,
            entered_at=now,
        )  # fmt: skip
        one.save()
        trail.add(one, None, remittance_record(one), label=str(one))
        act = Act(trail, held, actor, now, books_of(seen.county, seen.year))
        moved = move({receipt.source: one.amount}, Account.TREASURY, Account.BANK)
        post(act, Kind.REMITTANCE, moved, f"转入局账户 {receipt.document}", remittance=one)
        refuse_below_zero(act.books)
    return one


def left_of(receipt: Receipt) -> Decimal:
    """What the treasury still has of a receipt."""
    gone = receipt.remittances.filter(withdrawn=False).values_list("amount", flat=True)
    return from_fen(to_fen(receipt.amount) - to_fen(sum(gone, ZERO)))


def _check_passing(receipt: Receipt, amount: Decimal, passed_on: date, today: date, *, known: bool) -> None:
    if known:
        raise Conflict(_("该提交已用于另一笔转入。"), code="key_used")
    if receipt.withdrawn:
        raise Conflict(_("该到账已冲销。"), code="wrong_state")
    if not 0 < amount <= left_of(receipt):
        left = left_of(receipt)
        raise Invalid(_("转入金额应大于0，且不超过尚未转入的 %(left)s 元。") % {"left": left}, code="amount")
    if not receipt.received_on <= passed_on <= today:
        raise Invalid(_("转入日期不早于到账日期，也不晚于今天。"), code="passed_on")


def withdraw_receipt(*, actor: User, receipt_id: int, reason: str, now: datetime) -> Receipt:
    """Reverse a receipt of which nothing was passed on, by another person than who entered it."""
    require(actor, "release.reverse")
    seen = receipt_for(actor, receipt_id)
    return _withdraw(actor, seen, seen, "receipt", reason, now)


def withdraw_remittance(*, actor: User, remittance_id: int, reason: str, now: datetime) -> Remittance:
    """Reverse a remittance, by another person than who entered it."""
    require(actor, "release.reverse")
    seen = remittance_for(actor, remittance_id)
    return _withdraw(actor, seen, seen.receipt, "remittance", reason, now)


def _withdraw(actor: User, seen: Row, receipt: Receipt, kind: str, reason: str, now: datetime) -> Row:
    reason = reason.strip()
    check_reason(reason)
    record = receipt_record if isinstance(seen, Receipt) else remittance_record
    with audit.act(actor, action=f"{kind}.withdraw", county=receipt.county, reason=reason) as trail:
        held = take_year(receipt.county, receipt.year)
        row = type(seen).objects.select_for_update(of=("self",)).get(pk=seen.pk)
        if row.withdrawn:
            raise Conflict(_("已冲销，不能再次冲销。"), code="wrong_state")
        if row.entered_by_id == actor.pk:
            raise NotAllowed(_("冲销须由录入人以外的人办理。"), code="same_person")
        act = Act(trail, held, actor, now, books_of(receipt.county, receipt.year))
        entry = LedgerEntry.objects.get(kind=kind, **{kind: row})
        reverse(act, entry, f"冲销 {entry.text}", reason=reason)
        refuse_below_zero(act.books)
        before = record(row)
        row.withdrawn = True
        row.save(update_fields=["withdrawn"])
        trail.add(row, before, record(row), label=str(row))
    return row
