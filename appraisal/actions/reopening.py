"""Reopening a final round takes two people, a reason and an expiry; the old version stays (RULES 6)."""

from collections.abc import Mapping
from datetime import datetime

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from appraisal.access import round_scope
from appraisal.actions.carrying import carry
from appraisal.actions.rounds import round_record
from appraisal.after_access import check_for
from appraisal.locks import take_round
from appraisal.models import Assessment, CategoryTotal, ReopenRequest, Round, Score, SpotCheck
from appraisal.rights import admit, require_on
from centres.access import require
from centres.models import User
from records import audit
from records.errors import Conflict, Invalid, NotAllowed

State = ReopenRequest.State


def ask(
    *, actor: User, round_id: int, reason: str, now: datetime, check_id: int | None = None
) -> ReopenRequest:
    """Ask that the newest final version of a round be reopened; `check_id` names the spot check whose demand it answers.

    Raises Conflict where that check asks for no correction, or is of another round.
    """
    admit(actor, "round.reopen_ask")
    if not reason.strip():
        raise Invalid(_("请写明重开的理由。"), code="reason_missing")
    with audit.act(actor, action="reopen.ask", reason=reason.strip()) as trail:
        current = take_round(actor, round_id)
        require_on(actor, "round.reopen_ask", current)
        _must_be_newest_final(current)
        _end_expired(trail, current, now)
        if ReopenRequest.objects.filter(round=current, state__in=[State.ASKED, State.PERMITTED]).exists():
            raise Conflict(_("该轮次已有待处理的重开申请。"), code="request_exists")
        check = _demanding(actor, current, check_id) if check_id is not None else None
        request = ReopenRequest.objects.create(
            round=current, reason=reason.strip(), asked_by=actor, asked_at=now, spot_check=check
        )
        _log(trail, request, {})
    return request


def _end_expired(trail: audit.Trail, current: Round, now: datetime) -> None:
    """A permit that ran out makes room for a new request: nobody would get round it otherwise."""
    rows = ReopenRequest.objects.select_for_update(of=("self",)).select_related("round__county")
    for old in rows.filter(round=current, state=State.PERMITTED, expires_at__lte=now):
        before = request_record(old)
        old.state = State.EXPIRED
        old.save(update_fields=["state"])
        _log(trail, old, before)


def withdraw(*, actor: User, request_id: int) -> ReopenRequest:
    """The asker takes the request back, decided or not, as long as it wasn't used."""
    admit(actor, "round.reopen_ask")
    with audit.act(actor, action="reopen.withdraw") as trail:
        request = _take_request(actor, request_id, State.ASKED, State.PERMITTED)
        if request.asked_by_id != actor.pk:
            raise NotAllowed(_("只有申请人可以撤回申请。"), code="other_person")
        before = request_record(request)
        request.state = State.WITHDRAWN
        request.save(update_fields=["state"])
        _log(trail, request, before)
    return request


def _demanding(actor: User, current: Round, check_id: int) -> SpotCheck:
    """The check that waits for this round to be corrected, held while the request is made."""
    known = check_for(actor, check_id)
    check = SpotCheck.objects.select_for_update(of=("self",)).select_related("round").get(pk=known.pk)
    if check.state != SpotCheck.State.DEMANDED or check.wanted != SpotCheck.Wanted.CORRECT:
        raise Conflict(_("该抽查没有待更正的要求。"), code="nothing_demanded")
    one, other = check.round, current
    if (one.county_id, one.level, one.year, one.kind) != (
        other.county_id,
        other.level,
        other.year,
        other.kind,
    ):
        raise Conflict(_("该抽查针对的是另一轮次。"), code="other_round")
    return check


def decide(
    *,
    actor: User,
    request_id: int,
    permit: bool,
    note: str,
    now: datetime,
    expires_at: datetime | None = None,
) -> ReopenRequest:
    """A leader other than the asker permits the request until `expires_at`, or refuses it with a note."""
    require(actor, "round.reopen_permit")
    if permit and (expires_at is None or expires_at <= now):
        raise Invalid(_("请填写晚于当前时间的有效期。"), code="expiry_missing")
    if not permit and not note.strip():
        raise Invalid(_("不批准时请写明原因。"), code="note_missing")
    with audit.act(
        actor, action="reopen.permit" if permit else "reopen.refuse", reason=note.strip()
    ) as trail:
        request = _take_request(actor, request_id, State.ASKED)
        if request.asked_by_id == actor.pk:
            raise NotAllowed(_("批准人不能是申请人。"), code="same_person")
        before = request_record(request)
        request.state = State.PERMITTED if permit else State.REFUSED
        request.decided_by, request.decided_at, request.decision_note = actor, now, note.strip()
        request.expires_at = expires_at if permit else None
        request.save(update_fields=["state", "decided_by", "decided_at", "decision_note", "expires_at"])
        _log(trail, request, before)
    return request


def reopen(*, actor: User, request_id: int, now: datetime) -> Round:
    """Use a live permit once: make the next version of the round, a copy open for scoring."""
    admit(actor, "round.reopen_ask")
    with audit.act(actor, action="round.reopen") as trail:
        request = _take_request(actor, request_id, State.PERMITTED)
        old = take_round(actor, request.round_id)
        _must_be_newest_final(old)
        if request.expires_at is None or request.expires_at <= now:
            raise Conflict(_("重开许可已过有效期，请重新申请。"), code="permit_expired")
        before = request_record(request)
        request.state = State.USED
        request.save(update_fields=["state"])
        new, carried = _next_version(old, actor, now)
        _log(trail, request, before)
        trail.add(
            new,
            before=round_record(old),
            after=round_record(new) | ({"carried": carried} if carried else {}),
            reason=request.reason,
            label=str(new),
        )
    return new


def _take_request(actor: User, request_id: int, *states: str) -> ReopenRequest:
    in_scope = ReopenRequest.objects.filter(round_scope(actor, "round__"))
    request = get_object_or_404(in_scope.select_for_update(of=("self",)), pk=request_id)
    if request.state not in states:
        raise Conflict(_("该申请已经处理。"), code="wrong_state")
    return request


def _must_be_newest_final(current: Round) -> None:
    if not current.sealed or Round.objects.filter(supersedes=current).exists():
        raise Conflict(_("只能重开最新的已定稿版本。"), code="not_newest_final")


def _next_version(old: Round, actor: User, now: datetime) -> tuple[Round, dict[str, int]]:
    new = Round.objects.create(
        county=old.county,
        level=old.level,
        centre=old.centre,
        scheme=old.scheme,
        year=old.year,
        kind=old.kind,
        version=old.version + 1,
        supersedes=old,
        opened_by=actor,
        opened_at=now,
        due_on=old.due_on,
        self_assessed=old.self_assessed,
        notice_days=old.notice_days,
        notice_scores=old.notice_scores,
        report_due_on=old.report_due_on,
        survey_form=old.survey_form,
    )
    for exemption in old.exemptions.all():
        exemption.pk, exemption.round = None, new
        exemption.save(force_insert=True)
    return new, carry(old, new, _copy_sheets(old, new))


def _copy_sheets(old: Round, new: Round) -> Mapping[int, int]:
    """Copy every sheet with its cells and kept totals; a cell's version goes on from the old one's.

    Return the copies' ids by those of the old sheets.
    """
    sheets = list(Assessment.objects.filter(round=old).order_by("pk"))
    old_ids = [sheet.pk for sheet in sheets]
    for sheet in sheets:
        sheet.pk, sheet.round = None, new
    copies = Assessment.objects.bulk_create(sheets, batch_size=500)
    new_id = {old_id: copy.pk for old_id, copy in zip(old_ids, copies, strict=True)}
    sums = list(CategoryTotal.objects.filter(assessment__round=old).order_by("pk"))
    cells = list(Score.objects.filter(assessment__round=old).order_by("pk"))
    for part in sums:
        part.pk, part.assessment_id = None, new_id[part.assessment_id]
    for cell in cells:
        cell.pk, cell.assessment_id = None, new_id[cell.assessment_id]
    CategoryTotal.objects.bulk_create(sums, batch_size=1000)
    Score.objects.bulk_create(cells, batch_size=1000)
    return new_id


def request_record(row: ReopenRequest) -> dict[str, object]:
    """What the audit trail keeps of a request."""
    return {
        "round": row.round_id,
        "state": row.state,
        "asked_by": row.asked_by_id,
        "decided_by": row.decided_by_id,
        "note": row.decision_note,
        "expires_at": row.expires_at,
    } | ({"spot_check": row.spot_check_id} if row.spot_check_id else {})


def _log(trail: audit.Trail, request: ReopenRequest, before: dict[str, object]) -> None:
    trail.county_code = request.round.county.code
    trail.add(
        request,
        before=before,
        after=request_record(request),
        label=str(request.round),
    )
