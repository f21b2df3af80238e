"""A paid sheet undone: the exact opposite of its entry, once, by another person than who paid it (invariants 4, 18).

*Decisions*: only the newest of the year's standing payments is reversed, so that nothing paid later rests on it; what
is found later is corrected by an adjustment line. A sheet whose result was corrected stays. The period is free again.
"""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from centres.access import require
from centres.models import User
from payroll.actions.arranging import arrange
from payroll.actions.checks import check_reason, must_be
from payroll.actions.keys import check_key
from payroll.actions.sheets import take_own
from payroll.books import Act, refuse_below_zero, reverse
from payroll.models import Correction, LedgerEntry, ReleaseSheet
from payroll.queries.ledger import books_of
from payroll.trail import sheet_record
from records import audit
from records.errors import Conflict, NotAllowed

State = ReleaseSheet.State


def reverse_sheet(*, actor: User, sheet_id: int, reason: str, key: str, now: datetime) -> ReleaseSheet:
    """Reverse a paid sheet. The same key again gives the same answer and one effect.

    Raises Conflict where it is reversed, isn't the newest payment, or its forfeits were awarded meanwhile; NotAllowed
    for the one who paid it.
    """
    require(actor, "release.reverse")
    reason = reason.strip()
    check_reason(reason)
    check_key(key)
    with audit.act(actor, action="release.reverse", reason=reason) as trail:
        year, sheet = take_own(actor, sheet_id, trail)
        if sheet.state == State.REVERSED and sheet.reversal_key == key:
            return sheet
        must_be(sheet, State.PAID)
        _check(sheet, actor, key)
        act = Act(trail, year, actor, now, books_of(sheet.county, sheet.year))
        _post(act, sheet, reason)
        before = sheet_record(sheet)
        _mark(sheet, actor, reason, key, now)
        trail.add(sheet, before, sheet_record(sheet), label=f"{sheet.title} {sheet.number}")
        arrange(act)
    return sheet


def _check(sheet: ReleaseSheet, actor: User, key: str) -> None:
    if sheet.paid_by_id == actor.pk:
        raise NotAllowed(_("冲销须由拨付人以外的人办理。"), code="same_person")
    if ReleaseSheet.objects.filter(reversal_key=key).exists():
        raise Conflict(_("该提交已用于另一张拨付单。"), code="key_used")
    paid = ReleaseSheet.objects.filter(county=sheet.county, year=sheet.year, state=State.PAID)
    if sheet.sequence is None or paid.filter(sequence__gt=sheet.sequence).exists():
        raise Conflict(_("其后还有已拨付的拨付单，只能从最近一张开始冲销。"), code="not_newest")
    if Correction.objects.filter(sheet=sheet).exists():
        raise Conflict(_("该拨付单已按更正后的结果调整，不能再冲销。"), code="corrected")


def _post(act: Act, sheet: ReleaseSheet, reason: str) -> None:
    entry = LedgerEntry.objects.get(sheet=sheet, kind=LedgerEntry.Kind.PAYMENT)
    with override("zh-hans"):
        text = f"冲销 {sheet.title} {sheet.number}"
    reverse(act, entry, text, reason=reason)
    refuse_below_zero(act.books)


def _mark(sheet: ReleaseSheet, actor: User, reason: str, key: str, now: datetime) -> None:
    sheet.state, sheet.reversed_by, sheet.reversed_at = State.REVERSED, actor, now
    sheet.reversal_reason, sheet.reversal_key = reason, key
    sheet.version += 1
    sheet.save(
        update_fields=["state", "reversed_by", "reversed_at", "reversal_reason", "reversal_key", "version"]
    )
