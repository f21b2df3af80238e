"""What follows the lowest grade of a year: order, report, re-inspect, extend, withdraw; removal decided (RULES 8)."""

from datetime import date, datetime

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from appraisal.access import results_for
from appraisal.after_access import rectifications_for
from appraisal.core.lives import RECTIFICATION, REMOVAL
from appraisal.core.workflow import Transition, WrongStateError, transition
from appraisal.models import Publication, Rectification, RectificationStep, RemovalCase, Result
from appraisal.queries.failing import has_failed, lowest_codes, streak_of, term_on
from appraisal.queries.results import newest_results
from centres.access import require
from centres.models import Centre, DirectorTerm, User
from records import audit
from records.errors import Conflict, Invalid

MAX_REPORT = 4000


def order(*, actor: User, result_id: int, due_on: date, now: datetime) -> Rectification:
    """Order a centre whose newest year grade is the lowest to put things right by `due_on` (篇1 八(二)).

    With two failing years running under one director, removal is put to the leader in the same transaction.
    """
    require(actor, "rectification.lead")
    _must_be_ahead(due_on, now)
    with audit.act(actor, action="rectification.order") as trail:
        result = get_object_or_404(results_for(actor), pk=result_id)
        Centre.objects.select_for_update().get(pk=result.centre_id)
        _check_can_order(result, timezone.localdate(now))
        made = _create(actor, result, due_on, now)
        trail.county_code = made.county.code
        trail.add(made, None, rectification_record(made), centre=made.centre)
        _step(made, "order", "", actor, now, due_on)
        if made.failing_years > 1:
            _put_removal(made, now, trail)
    return made


def _check_can_order(result: Result, today: date) -> None:
    if result.centre.closed_on is not None and result.centre.closed_on <= today:
        raise Conflict(_("该卫生院已经停用或并入其他卫生院，不能下达整改。"), code="centre_closed")
    newest = newest_results(Result.objects.filter(pk=result.pk)).exists()
    if result.publication.kind != Publication.Kind.YEAR or result.staff_id or not newest:
        raise Conflict(_("只能依据最新的年度考核结果下达整改。"), code="not_newest_year")
    if not has_failed(result, lowest_codes([result])):
        raise Conflict(_("该卫生院不是最低等次，不需下达整改。"), code="not_failed")
    live = Rectification.objects.filter(centre=result.centre_id, year=result.publication.year)
    if live.exclude(state=Rectification.State.WITHDRAWN).exists():
        raise Conflict(_("该年度已下达整改。"), code="order_exists")


def _create(actor: User, result: Result, due_on: date, now: datetime) -> Rectification:
    year, counted = result.publication.year, streak_of(result)
    terms = DirectorTerm.objects.filter(centre=result.centre_id).select_related("staff")
    term = term_on(terms, result.centre_id, date(year, 12, 31))
    return Rectification.objects.create(
        county=result.publication.county,
        centre=result.centre,
        publication=result.publication,
        result=result,
        year=year,
        director=term.staff if term else None,
        director_name=term.staff.name if term else result.director_name,
        failing_years=len(counted.years),
        reasoning=[step.as_json() for step in counted.steps],
        due_on=due_on,
        ordered_by=actor,
        ordered_at=now,
    )


def _put_removal(made: Rectification, now: datetime, trail: audit.Trail) -> None:
    years = [made.year - back for back in range(made.failing_years)]
    case = RemovalCase.objects.create(rectification=made, years=years, reasoning=made.reasoning, put_at=now)
    trail.add(case, None, removal_record(case), centre=made.centre, action="removal.put")


def put_removal(*, actor: User, rectification_id: int, reason: str, now: datetime) -> RemovalCase:
    """Put removal to decision where the records can't count it: the director failed elsewhere last year."""
    require(actor, "rectification.lead")
    with audit.act(actor, action="removal.put", reason=_worded(reason)) as trail:
        current = _take(actor, rectification_id)
        if (
            current.state == Rectification.State.WITHDRAWN
            or RemovalCase.objects.filter(rectification=current).exists()
        ):
            raise Conflict(_("不能再提出免职研究。"), code="wrong_state")
        said = {"zh": reason.strip(), "en": reason.strip()}
        case = RemovalCase.objects.create(
            rectification=current,
            years=[current.year, current.year - 1],
            reasoning=[*current.reasoning, said],
            put_at=now,
        )
        trail.county_code = current.county.code
        trail.add(case, None, removal_record(case), centre=current.centre)
    return case


def report(*, actor: User, rectification_id: int, text: str, now: datetime) -> Rectification:
    """The centre's director reports what was put right."""
    if not actor.can("own.appraise"):
        require(actor, "own.appraise")
    return _move(actor, rectification_id, "report", _worded(text, MAX_REPORT), now)


def inspect(
    *, actor: User, rectification_id: int, passed: bool, note: str, now: datetime, due_on: date | None = None
) -> Rectification:
    """Close the rectification after re-inspection, or order it again with a new date and why."""
    require(actor, "rectification.lead")
    if passed:
        return _move(actor, rectification_id, "pass", note.strip(), now)
    return _move(actor, rectification_id, "fail", _worded(note), now, _must_be_ahead(due_on, now))


def extend(*, actor: User, rectification_id: int, reason: str, due_on: date, now: datetime) -> Rectification:
    """Give more time, saying why; recorded beside the first date."""
    require(actor, "rectification.lead")
    return _move(actor, rectification_id, "extend", _worded(reason), now, _must_be_ahead(due_on, now))


def withdraw(*, actor: User, rectification_id: int, reason: str, now: datetime) -> Rectification:
    """Take the order back: the centre was merged or closed, or a new version of the results graded it otherwise."""
    require(actor, "rectification.lead")
    return _move(actor, rectification_id, "withdraw", _worded(reason), now)


def decide_removal(
    *, actor: User, rectification_id: int, remove: bool, reason: str, now: datetime
) -> RemovalCase:
    """The leader's decision on removal, with its reason; made once."""
    require(actor, "rectification.lead")
    action = "removal.remove" if remove else "removal.keep"
    with audit.act(actor, action=action, reason=_worded(reason)) as trail:
        current = _take(actor, rectification_id)
        case = get_object_or_404(RemovalCase.objects.select_for_update(), rectification=current)
        before = removal_record(case)
        case.state = _next(case.state, "remove" if remove else "keep", REMOVAL).target
        case.decision, case.decided_by, case.decided_at = reason.strip(), actor, now
        case.save(update_fields=["state", "decision", "decided_by", "decided_at"])
        trail.county_code = current.county.code
        trail.add(case, before, removal_record(case), centre=current.centre)
    return case


def _move(
    actor: User, rectification_id: int, act: str, text: str, now: datetime, due_on: date | None = None
) -> Rectification:
    with audit.act(actor, action=f"rectification.{act}", reason=text[:300]) as trail:
        current = _take(actor, rectification_id)
        before = rectification_record(current)
        current.state = _next(current.state, act, RECTIFICATION).target
        current.due_on = due_on or current.due_on
        current.save(update_fields=["state", "due_on"])
        _step(current, act, text, actor, now, due_on)
        trail.county_code = current.county.code
        trail.add(current, before, rectification_record(current), centre=current.centre)
        if not trail.drafts:
            trail.note({"due_on": current.due_on}, label=str(current))
    return current


def _take(actor: User, pk: int) -> Rectification:
    return get_object_or_404(rectifications_for(actor).select_for_update(of=("self",)), pk=pk)


def _next(state: str, act: str, table: tuple[Transition, ...]) -> Transition:
    try:
        return transition(state, act, table)
    except WrongStateError:
        raise Conflict(_("当前状态不能进行此操作。"), code="wrong_state") from None


def _step(row: Rectification, act: str, text: str, by: User, now: datetime, due_on: date | None) -> None:
    RectificationStep.objects.create(rectification=row, act=act, text=text, due_on=due_on, by=by, at=now)


def _worded(text: str, most: int = 300) -> str:
    if not text.strip():
        raise Invalid(_("请写明内容或理由。"), code="text_missing")
    if len(text.strip()) > most:
        raise Invalid(_("内容超过%(most)d字。") % {"most": most}, code="text_long")
    return text.strip()


def _must_be_ahead(due_on: date | None, now: datetime) -> date:
    if due_on is None or due_on <= timezone.localdate(now):
        raise Invalid(_("期限应晚于今天。"), code="due_past")
    return due_on


def rectification_record(row: Rectification) -> dict[str, object]:
    """What the audit trail keeps of a rectification."""
    return audit.snapshot(
        row, "centre", "result", "year", "director_name", "failing_years", "state", "due_on"
    )


def removal_record(row: RemovalCase) -> dict[str, object]:
    return audit.snapshot(row, "rectification", "state", "years", "decision", "decided_by")
