"""Whom the bank has to pay for a sheet. The one place, beside master data, that hands out account numbers."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from payroll.models import ReleaseLine, ReleaseSheet
from records.errors import Conflict, Invalid, Problem

State = ReleaseSheet.State
PAYABLE = (State.REVIEWED, State.PAID)


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment: to whom, where, how much in yuan."""

    payee: str
    bank: str
    account: str
    amount: Decimal


def payments(sheet: ReleaseSheet) -> list[Payment]:
    """The payments of a sheet in its order, without those of 0.

    Raises Conflict for a draft and for a reversed sheet, Invalid with every centre whose account isn't known: a list
    that leaves one out would be taken for the whole.
    """
    if sheet.state not in PAYABLE:
        words = {"state": sheet.get_state_display()}
        raise Conflict(_("拨付单处于“%(state)s”，没有银行付款清单。") % words, code="wrong_state")
    lines = ReleaseLine.objects.filter(sheet=sheet, amount__gt=0).select_related("centre").order_by("ordinal")
    faults = [
        Problem(_("没有开户银行或账号，请先在卫生院资料中补全"), place=line.centre_name)
        for line in lines
        if not (line.centre.bank_account and line.centre.bank_name)
    ]
    if faults:
        raise Invalid(_("付款清单不完整，没有导出。"), code="no_account", problems=faults)
    return [_payment(line) for line in lines]


def _payment(line: ReleaseLine) -> Payment:
    centre = line.centre
    return Payment(
        centre.bank_account_name or line.centre_name, centre.bank_name, centre.bank_account, line.amount
    )
