"""Release sheets: draft → reviewed → paid, by different people; never twice, never changed (RULES 9).

*Decisions*: months are paid in order, each after the one before it, because a line shows what was paid so far.
The June part comes before the year-end part. Review and payment make the sheet anew and refuse it as stale where
anything it rests on has changed since; then it is drafted again. A sheet's number is given with its payment.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from centres.access import require
from centres.models import Region, User
from payroll.access import county_sheet_for
from payroll.actions.arranging import arrange
from payroll.actions.checks import (
    JUDGED_BY,
    check_advance,
    check_due,
    check_expected,
    check_order,
    check_period,
    check_reason,
    differences,
    must_be,
    scheme_for_drafting,
)
from payroll.books import Act, post, refuse_below_zero
from payroll.core.money import from_fen, to_fen
from payroll.core.subsidy import ZERO
from payroll.drafting import Draft, Period, draft, line_values
from payroll.locks import take_sheet, take_year
from payroll.models import LedgerEntry, ReleaseLine, ReleaseSheet, SubsidyYear
from payroll.numbering import fingerprint, next_sequence, number_of
from payroll.postings import after, of_arrangement, of_nothing, of_payment
from payroll.queries.ledger import books_of
from payroll.queries.positions import parameters, positions
from payroll.trail import sheet_record
from records import audit
from records.errors import Conflict, Invalid, NotAllowed

State = ReleaseSheet.State
REMARK_LENGTH = 200


def draft_sheet(
    *,
    actor: User,
    county: Region,
    year: int,
    kind: str,
    month: int = 0,
    now: datetime,
    percent: Decimal = ZERO,
    reason: str = "",
) -> ReleaseSheet:
    """Draft the sheet of a period: a line for every budgeted centre that can be paid, the others listed.

    `percent` and `reason` belong to an advance. Raises Conflict when the sheet exists, or when the period can't be
    released yet; Invalid for no such period.
    """
    require(actor, "release.make")
    period, reason = Period(county, year, kind, month, percent=percent), reason.strip()
    check_period(period)
    check_advance(period, reason)
    period = replace(period, percent=from_fen(to_fen(percent)))
    with audit.act(actor, action="release.draft", county=county) as trail:
        held = take_year(county, year)
        check_order(period)
        bound, scheme = held.scheme_id, scheme_for_drafting(held, trail)
        if bound != scheme.pk:
            arrange(Act(trail, held, actor, now, books_of(county, year)))
        made = draft(period, scheme)
        sheet = ReleaseSheet(
            county=county, year=year, kind=kind, month=month, scheme=scheme, made_by=actor, made_at=now,
            advance_percent=period.percent, reason=reason,
        )  # fmt: skip
        _fill(sheet, made)
        trail.add(sheet, None, sheet_record(sheet, with_lines=True), label=sheet.title)
    return sheet


def refresh_sheet(
    *, actor: User, sheet_id: int, now: datetime, expected_version: int | None = None
) -> ReleaseSheet:
    """Make a draft's lines anew from what is kept now; whoever does so is its maker from then on."""
    require(actor, "release.make")
    with audit.act(actor, action="release.refresh") as trail:
        year, sheet = take_own(actor, sheet_id, trail)
        must_be(sheet, State.DRAFT)
        check_expected(sheet, expected_version)
        before = sheet_record(sheet, with_lines=True)
        scheme = scheme_for_drafting(year, trail)
        made = draft(_period(sheet), scheme)
        ReleaseLine.objects.filter(sheet=sheet).delete()
        sheet.scheme, sheet.made_by, sheet.made_at = scheme, actor, now
        sheet.version += 1
        _fill(sheet, made)
        trail.add(sheet, before, sheet_record(sheet, with_lines=True), label=sheet.title)
    return sheet


def delete_draft(*, actor: User, sheet_id: int, expected_version: int | None = None) -> None:
    """Remove a draft with its lines; the trail keeps what it said."""
    require(actor, "release.make")
    with audit.act(actor, action="release.delete") as trail:
        _year, sheet = take_own(actor, sheet_id, trail)
        must_be(sheet, State.DRAFT)
        check_expected(sheet, expected_version)
        trail.add(sheet, sheet_record(sheet, with_lines=True), None, label=sheet.title)
        ReleaseLine.objects.filter(sheet=sheet).delete()
        sheet.delete()


def review_sheet(
    *, actor: User, sheet_id: int, now: datetime, expected_version: int | None = None
) -> ReleaseSheet:
    """Sign a draft; the reviewer isn't its maker (invariant 18). Raises Conflict with what changed when stale."""
    require(actor, "release.review")
    with audit.act(actor, action="release.review") as trail:
        _year, sheet = take_own(actor, sheet_id, trail)
        must_be(sheet, State.DRAFT)
        if sheet.kind in JUDGED_BY:
            require(actor, "release.early")
        check_expected(sheet, expected_version)
        if sheet.made_by_id == actor.pk:
            raise NotAllowed(_("复核人不能是制表人，请由另一位财务人员或局领导复核。"), code="same_person")
        _refuse_stale(sheet)
        before = sheet_record(sheet)
        sheet.state, sheet.reviewed_by, sheet.reviewed_at, sheet.remark = State.REVIEWED, actor, now, ""
        sheet.version += 1
        sheet.save(update_fields=["state", "reviewed_by", "reviewed_at", "remark", "version"])
        trail.add(sheet, before, sheet_record(sheet), label=sheet.title)
    return sheet


def send_back_sheet(
    *, actor: User, sheet_id: int, remark: str, expected_version: int | None = None
) -> ReleaseSheet:
    """Return a reviewed sheet to draft, saying why."""
    require(actor, "release.review")
    remark = remark.strip()
    if not remark or len(remark) > REMARK_LENGTH:
        raise Invalid(_("请写明退回原因，不超过200字。"), code="remark_missing")
    with audit.act(actor, action="release.send_back", reason=remark) as trail:
        _year, sheet = take_own(actor, sheet_id, trail)
        must_be(sheet, State.REVIEWED)
        check_expected(sheet, expected_version)
        before = sheet_record(sheet)
        sheet.state, sheet.reviewed_by, sheet.reviewed_at = State.DRAFT, None, None
        sheet.remark = remark
        sheet.version += 1
        sheet.save(update_fields=["state", "reviewed_by", "reviewed_at", "remark", "version"])
        trail.add(sheet, before, sheet_record(sheet), label=sheet.title)
    return sheet


def pay_sheet(
    *, actor: User, sheet_id: int, key: str, now: datetime, expected_version: int | None = None
) -> ReleaseSheet:
    """Pay a reviewed sheet: it gets its number and its fingerprint, and nothing of it changes any more.

    `key` makes it safe to press again: the same key gives the same answer and one effect (invariant 6). Raises
    Conflict when the sheet was paid with another key, when a key was used for another sheet, or when it is stale.
    """
    require(actor, "release.pay")
    if not 8 <= len(key) <= 64:
        raise Invalid(_("缺少防重复提交的密钥。"), code="key_missing")
    with audit.act(actor, action="release.pay") as trail:
        year, sheet = take_own(actor, sheet_id, trail)
        if sheet.state == State.PAID and sheet.paid_key == key:
            return sheet
        must_be(sheet, State.REVIEWED)
        check_expected(sheet, expected_version)
        if ReleaseSheet.objects.filter(paid_key=key).exists():
            raise Conflict(_("该提交已用于另一张拨付单。"), code="key_used")
        if sheet.reviewed_by_id == actor.pk:
            raise NotAllowed(_("复核人不能拨付同一张拨付单。"), code="same_person")
        check_due(sheet, timezone.localdate(now))
        _refuse_stale(sheet)
        before, lines = sheet_record(sheet), list(sheet.lines.order_by("ordinal"))
        _number(sheet, lines, actor, key, now)
        trail.add(sheet, before, sheet_record(sheet), label=f"{sheet.title} {sheet.number}")
        _post(Act(trail, year, actor, now, books_of(sheet.county, sheet.year)), sheet, lines)
    return sheet


def permit_early(*, actor: User, sheet_id: int, reason: str) -> ReleaseSheet:
    """A leader lets a month be paid before it is due, and says why."""
    require(actor, "release.early")
    reason = reason.strip()
    check_reason(reason)
    with audit.act(actor, action="release.permit_early", reason=reason) as trail:
        _year, sheet = take_own(actor, sheet_id, trail)
        if sheet.kind != ReleaseSheet.Kind.MONTH or sheet.state not in {State.DRAFT, State.REVIEWED}:
            raise Conflict(_("只有尚未拨付的按月拨付单可以提前。"), code="wrong_state")
        before = sheet_record(sheet)
        sheet.early_reason, sheet.early_by = reason, actor
        sheet.version += 1
        sheet.save(update_fields=["early_reason", "early_by", "version"])
        trail.add(sheet, before, sheet_record(sheet), label=sheet.title)
    return sheet


def _post(act: Act, sheet: ReleaseSheet, lines: Sequence[ReleaseLine]) -> None:
    """Post a payment, and arrange what is left as the plan has it now. Nothing goes below 0."""
    found = positions(sheet.county, sheet.year, parameters(sheet.scheme))
    paid = of_payment(sheet, lines, act.books, found)
    arranged = of_arrangement(found, after(act.books, paid))
    with override("zh-hans"):
        text = f"{sheet.title} {sheet.number}"
    kind = LedgerEntry.Kind.PAYMENT
    post(act, kind, [*paid, *arranged], text, empty=of_nothing(lines), sheet=sheet)
    refuse_below_zero(act.books)


def _number(sheet: ReleaseSheet, lines: Sequence[ReleaseLine], actor: User, key: str, now: datetime) -> None:
    sheet.state, sheet.paid_by, sheet.paid_at, sheet.paid_key = State.PAID, actor, now, key
    sheet.sequence = next_sequence(sheet)
    sheet.number = number_of(sheet, sheet.sequence)
    sheet.fingerprint = fingerprint(sheet, lines)
    sheet.version += 1
    sheet.save(
        update_fields=[
            "state", "paid_by", "paid_at", "paid_key", "sequence", "number", "fingerprint", "version",
        ]
    )  # fmt: skip


def take_own(actor: User, sheet_id: int, trail: audit.Trail) -> tuple[SubsidyYear, ReleaseSheet]:
    """Hold a sheet in the actor's scope, its year before it."""
    seen = county_sheet_for(actor, sheet_id)
    trail.county_code = seen.county.code
    try:
        return take_sheet(seen)
    except ReleaseSheet.DoesNotExist:
        raise Conflict(_("该拨付单已被删除。"), code="deleted") from None


def _period(sheet: ReleaseSheet) -> Period:
    return Period(sheet.county, sheet.year, sheet.kind, sheet.month, percent=sheet.advance_percent)


def _fill(sheet: ReleaseSheet, made: Draft) -> None:
    """Store a draft's content: the sheet with its sums, then its lines."""
    sheet.publication = made.publication
    sheet.left_out = [one.as_json() for one in made.left_out]
    values = [line_values(row, ordinal) for ordinal, row in enumerate(made.lines, 1)]
    sheet.total = sum((row.line.amount for row in made.lines), ZERO)
    sheet.forfeited = sum((row.line.forfeited for row in made.lines), ZERO)
    sheet.save()
    ReleaseLine.objects.bulk_create([ReleaseLine(sheet=sheet, **row) for row in values], batch_size=500)


def _refuse_stale(sheet: ReleaseSheet) -> None:
    """Make the sheet anew; refuse where what it says isn't what it would say now."""
    made = draft(_period(sheet), sheet.scheme)
    if found := differences(sheet, made):
        message = _("拨付单已过时，所依据的预算、拨付或考核结果已有变化，请退回并重新生成。")
        raise Conflict(message, code="stale", problems=found)
