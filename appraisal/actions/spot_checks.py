"""Spot checks: draw, score again, report, demand, answer, close. The county's round is never touched (RULES 6)."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from appraisal.access import rounds_for
from appraisal.after_access import check_for, own_check_for
from appraisal.core.lives import CHECK
from appraisal.core.sampling import draw
from appraisal.core.workflow import WrongStateError, transition
from appraisal.models import MAX_REASON, SEALED, Level, ReopenRequest, Round, Score, SpotCell, SpotCheck
from centres.access import require
from centres.models import Region, User
from records import audit
from records.errors import Conflict, Invalid, NotAllowed, Problem

CellEntry = tuple[Decimal | None, str]
DEFAULT_TOLERANCE = Decimal("5.00")
MOVING = ("state", "reported_at", "wanted", "demand", "due_on", "answer", "corrected_round", "outcome")


def make(
    *, actor: User, round_id: int, centres: int, indicators: int, tolerance: Decimal, seed: str, now: datetime
) -> SpotCheck:
    """Draw `centres` and `indicators` of a county's newest final round; frame, seed and result are kept.

    Every frame is what has comparable points: cells with points in a round of centres. Raises Invalid where the
    frame holds fewer than asked for.
    """
    require(actor, "check.make")
    with audit.act(actor, action="spotcheck.make") as trail:
        current = get_object_or_404(rounds_for(actor).select_for_update(of=("self",)), pk=round_id)
        _must_be_checkable(current)
        cells = _cells_of(current)
        centre_frame = sorted({cell.assessment.centre.code for cell in cells})
        indicator_frame = sorted({cell.indicator.code for cell in cells})
        new = SpotCheck.objects.create(
            body=_body_of(actor),
            region=_region_of(actor),
            county=current.county,
            round=current,
            seed=seed,
            centre_frame=centre_frame,
            indicator_frame=indicator_frame,
            centre_codes=_drawn(f"{seed}-c", centre_frame, centres),
            indicator_codes=_drawn(f"{seed}-i", indicator_frame, indicators),
            tolerance=tolerance,
            made_by=actor,
            made_at=now,
        )
        _add_cells(new, cells)
        trail.county_code = current.county.code
        trail.add(new, None, check_record(new) | {"cells": new.cells.count()})
    return new


def _region_of(actor: User) -> Region:
    """The region whose office the account acts for."""
    if actor.region is None:
        raise NotAllowed(_("您的角色没有此项权限。"), code="check.make")
    return actor.region


def _body_of(actor: User) -> str:
    """The body an account acts for, by the level of its region."""
    own = _region_of(actor).level == Region.Level.PROVINCE
    return SpotCheck.Body.PROVINCE if own else SpotCheck.Body.PREFECTURE


def _must_be_checkable(current: Round) -> None:
    if current.level != Level.CENTRE or not current.sealed:
        raise Conflict(_("只能抽查已定稿的乡镇卫生院轮次。"), code="not_final")
    if Round.objects.filter(supersedes=current).exists():
        raise Conflict(_("该轮次已有新版本，请抽查新版本。"), code="not_newest_final")


def _cells_of(current: Round) -> list[Score]:
    """The cells with points to compare; what wasn't applicable has none."""
    rows = Score.objects.filter(assessment__round=current, points__isnull=False, not_applicable=False)
    rows = rows.filter(indicator__full_marks__gt=0)
    return list(rows.select_related("assessment__centre", "indicator"))


def _drawn(seed: str, frame: list[str], count: int) -> list[str]:
    """Refused with words where the core would raise."""
    if not 0 < count <= len(frame):
        words = {"count": count, "frame": len(frame)}
        raise Invalid(_("抽样框中有%(frame)d个，不能抽取%(count)d个。") % words, code="frame_short")
    return list(draw(seed, frame, count))


def _add_cells(new: SpotCheck, cells: list[Score]) -> None:
    centres, indicators = set(new.centre_codes), set(new.indicator_codes)
    SpotCell.objects.bulk_create(
        SpotCell(
            check_of=new,
            centre=cell.assessment.centre,
            indicator=cell.indicator,
            full_marks=cell.indicator.full_marks,
            county_points=cell.points,
        )
        for cell in cells
        if cell.points is not None
        and cell.assessment.centre.code in centres
        and cell.indicator.code in indicators
    )


def score(*, actor: User, check_id: int, entries: Mapping[int, CellEntry], now: datetime) -> SpotCheck:
    """Save points given again, by the cells' ids; all or none. None leaves a cell open, or opens it again.

    Points go from 0 to the full marks, or to the county's own where these are beyond (a bonus, points below zero);
    a reason is due where they differ.
    """
    require(actor, "check.make")
    with audit.act(actor, action="spotcheck.score") as trail:
        current = _take(actor, check_id, "report")
        cells = {cell.pk: cell for cell in _locked_cells(current) if cell.pk in entries}
        if problems := [one for pk, cell in cells.items() for one in _problems(cell, *entries[pk])]:
            raise Invalid(_("填写有误，未作任何改动。"), code="cells", problems=problems)
        trail.county_code = current.county.code
        for pk, cell in cells.items():
            _save(cell, *entries[pk], actor, now, trail)
    return current


def _locked_cells(current: SpotCheck) -> list[SpotCell]:
    rows = current.cells.select_for_update(of=("self",)).select_related("centre", "indicator")
    return list(rows.order_by("pk"))


def _problems(cell: SpotCell, points: Decimal | None, reason: str) -> list[Problem]:
    place = f"{cell.centre} {cell.indicator.code}"
    low, high = min(cell.county_points, Decimal(0)), max(cell.county_points, cell.full_marks)
    if points is not None and not low <= points <= high:
        words = {"low": low, "high": high}
        return [Problem(_("复核得分应在%(low)s到%(high)s之间。") % words, value=str(points), place=place)]
    if points is not None and points != cell.county_points and not reason.strip():
        return [Problem(_("与县级得分不同的，请写明原因。"), place=place)]
    if len(reason.strip()) > MAX_REASON:
        return [Problem(_("原因过长。"), place=place)]
    return []


def _save(
    cell: SpotCell, points: Decimal | None, reason: str, actor: User, now: datetime, trail: audit.Trail
) -> None:
    before = audit.snapshot(cell, "points", "reason")
    cell.points, cell.reason = points, reason.strip()
    if audit.snapshot(cell, "points", "reason") == before:
        return
    cell.scored_by, cell.scored_at = actor, now
    cell.save(update_fields=["points", "reason", "scored_by", "scored_at"])
    trail.add(cell, before, audit.snapshot(cell, "points", "reason"), centre=cell.centre)


def report(*, actor: User, check_id: int, now: datetime) -> SpotCheck:
    """Close the scoring and let the county see it. Raises Invalid while a drawn cell has no points."""
    require(actor, "check.make")
    with audit.act(actor, action="spotcheck.report") as trail:
        current = _take(actor, check_id, "report")
        if missing := current.cells.filter(points__isnull=True).count():
            raise Invalid(_("还有%(missing)d格没有复核得分。") % {"missing": missing}, code="incomplete")
        _move(current, "report", trail, reported_at=now)
    return current


def cancel(*, actor: User, check_id: int, reason: str) -> SpotCheck:
    """Give a check up before its report; the draw stays on record."""
    require(actor, "check.make")
    with audit.act(actor, action="spotcheck.cancel", reason=_worded(reason)) as trail:
        current = _take(actor, check_id, "cancel")
        _move(current, "cancel", trail, outcome=reason.strip())
    return current


def demand(
    *, actor: User, check_id: int, wanted: str, text: str, due_on: date | None, now: datetime
) -> SpotCheck:
    """Ask the county to correct (a reopened version) or to explain, by `due_on`."""
    require(actor, "check.make")
    if wanted not in SpotCheck.Wanted.values:
        raise Invalid(_("请选择更正或说明。"), code="wanted")
    if due_on is None or due_on <= timezone.localdate(now):
        raise Invalid(_("期限应晚于今天。"), code="due_past")
    with audit.act(actor, action="spotcheck.demand", reason=_worded(text)) as trail:
        current = _take(actor, check_id, "demand")
        _move(current, "demand", trail, wanted=wanted, demand=text.strip(), due_on=due_on)
    return current


def answer(*, actor: User, check_id: int, text: str) -> SpotCheck:
    """The county's answer. A correction counts only once a later version of the round is final."""
    require(actor, "check.answer")
    with audit.act(actor, action="spotcheck.answer", reason=_worded(text)) as trail:
        current = _take(actor, check_id, "answer")
        newer = newest_final_after(current.round)
        if current.wanted == SpotCheck.Wanted.CORRECT and newer is None:
            raise Conflict(
                _("要求更正的，须先经批准重开该轮次并将新版本定稿，再作答复。"), code="not_corrected"
            )
        _move(current, "answer", trail, answer=text.strip(), corrected_round=newer)
    return current


def corrected(trail: audit.Trail, current: Round) -> None:
    """Answer the demands for which a round was reopened, now that its new version is final; part of the caller's act."""
    rows = SpotCheck.objects.select_for_update(of=("self",)).filter(
        state=SpotCheck.State.DEMANDED,
        wanted=SpotCheck.Wanted.CORRECT,
        reopen_requests__round=current.supersedes_id,
        reopen_requests__state=ReopenRequest.State.USED,
    )
    for check in rows.select_related("county", "round").order_by("pk") if current.supersedes_id else ():
        said = _("已更正：%(round)s已定稿。") % {"round": current}
        _move(check, "answer", trail, answer=said, corrected_round=current)


def newest_final_after(checked: Round) -> Round | None:
    """The newest final version of the checked round that came after it (1 query)."""
    later = Round.objects.filter(
        county=checked.county_id, level=checked.level, centre=checked.centre_id, year=checked.year,
        kind=checked.kind, version__gt=checked.version, state__in=SEALED,
    )  # fmt: skip
    return later.order_by("-version").first()


def close(*, actor: User, check_id: int, outcome: str) -> SpotCheck:
    """End the check with what became of it."""
    require(actor, "check.make")
    with audit.act(actor, action="spotcheck.close", reason=_worded(outcome)) as trail:
        current = _take(actor, check_id, "close")
        _move(current, "close", trail, outcome=outcome.strip())
    return current


def _take(actor: User, check_id: int, act: str) -> SpotCheck:
    """Hold the check for an act that its state draws; 404 out of reach, Conflict (409) in another state."""
    known = (check_for if act == "answer" else own_check_for)(actor, check_id)
    current = (
        SpotCheck.objects.select_for_update(of=("self",)).select_related("county", "round").get(pk=known.pk)
    )
    try:
        transition(current.state, act, CHECK)
    except WrongStateError:
        raise Conflict(_("当前状态不能进行此操作。"), code="wrong_state") from None
    return current


def _move(current: SpotCheck, act: str, trail: audit.Trail, **values: object) -> None:
    before = check_record(current)
    current.state = transition(current.state, act, CHECK).target
    for name, value in values.items():
        setattr(current, name, value)
    current.save(update_fields=["state", *values])
    trail.county_code = current.county.code
    trail.add(current, before, check_record(current))


def _worded(text: str) -> str:
    if not text.strip():
        raise Invalid(_("请写明内容或理由。"), code="text_missing")
    if len(text.strip()) > MAX_REASON:
        raise Invalid(_("内容超过%(most)d字。") % {"most": MAX_REASON}, code="text_long")
    return text.strip()


def check_record(row: SpotCheck) -> dict[str, object]:
    """What the audit trail keeps of a check."""
    return audit.snapshot(row, "round", "seed", "centre_codes", "indicator_codes", "tolerance", *MOVING)
