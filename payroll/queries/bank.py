"""Whom the bank has to pay for a sheet. The one place, beside master data, that hands out account numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from centres.models import Centre
from payroll.models import AwardLine, AwardSheet, ReleaseLine, ReleaseSheet
from records.errors import Conflict, Invalid, Problem

State = ReleaseSheet.State
PAYABLE = (State.REVIEWED, State.PAID)
AWARDABLE = (AwardSheet.State.APPROVED, AwardSheet.State.PAID)


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment: to whom, where, how much in yuan, and what the bank prints on the receiver's statement."""

    payee: str
    bank: str
    account: str
    amount: Decimal
    purpose: str = ""


def payments(sheet: ReleaseSheet) -> list[Payment]:
    """The payments of a sheet in its order, without those of 0.

    Raises Conflict for a draft and for a reversed sheet, Invalid with every centre whose account isn't known: a list
    that leaves one out would be taken for the whole.
    """
    if sheet.state not in PAYABLE:
        words = {"state": sheet.get_state_display()}
        raise Conflict(_("拨付单处于“%(state)s”，没有银行付款清单。") % words, code="wrong_state")
    lines = ReleaseLine.objects.filter(sheet=sheet, amount__gt=0).select_related("centre").order_by("ordinal")
    _refuse_holes(line.centre for line in lines)
    return [_payment(line.centre, line.amount, name=line.centre_name) for line in lines]


def award_payments(sheet: AwardSheet) -> list[Payment]:
    """The payments of an award sheet, each to its director's centre; refused as `payments` does."""
    if sheet.state not in AWARDABLE:
        words = {"state": sheet.get_state_display()}
        raise Conflict(_("奖励单处于“%(state)s”，没有银行付款清单。") % words, code="wrong_state")
    lines = AwardLine.objects.filter(sheet=sheet, amount__gt=0).select_related("centre").order_by("ordinal")
    _refuse_holes(line.centre for line in lines)
    return [
        _payment(line.centre, line.amount, purpose=f"{sheet.year}年度院长奖励（{line.director}）")
        for line in lines
    ]


def _refuse_holes(centres: Iterable[Centre]) -> None:
    faults = [
        Problem(_("没有开户银行或账号，请先在卫生院资料中补全"), place=centre.name)
        for centre in centres
        if not (centre.bank_account and centre.bank_name)
    ]
    if faults:
        raise Invalid(_("付款清单不完整，没有导出。"), code="no_account", problems=faults)


def _payment(centre: Centre, amount: Decimal, *, name: str = "", purpose: str = "") -> Payment:
    payee = centre.bank_account_name or name or centre.name
    return Payment(payee, centre.bank_name, centre.bank_account, amount, purpose)
