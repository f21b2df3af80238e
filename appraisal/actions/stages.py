"""The later acts of a round's life: beginnings, the public notice, reporting, and moved deadlines (RULES 6)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from appraisal.access import round_for
from appraisal.actions.rounds import move, round_record, step
from appraisal.deadlines import AHEAD, COLUMNS, due_on, ends_at, is_over, notice_end, plausible
from appraisal.locks import hold_round, take_round
from appraisal.models import Extension, Filing, Level, Round, RoundStep
from appraisal.queries.stage_line import not_handed_in
from appraisal.rights import require_on
from centres.access import require
from centres.models import User
from records import audit
from records.errors import Conflict, Invalid, NotAllowed

Act = RoundStep.Act


@dataclass
class _Moving:
    """A round held for an act: where it goes, and the fields and document that come with it."""

    round: Round
    target: str
    fields: list[str] = field(default_factory=list)
    document: str = ""
    document_on: date | None = None


@contextmanager
def _moving(actor: User, capability: str, act: str, round_id: int, now: datetime) -> Iterator[_Moving]:
    """Hold the round, check right and state, and store the step at the end."""
    require(actor, capability)
    with audit.act(actor, action=f"round.{act}") as trail:
        current = take_round(actor, round_id)
        require_on(actor, capability, current)
        before = round_record(current)
        moving = _Moving(current, step(current, act))
        yield moving
        _store(trail, moving, before, act, actor, now)


def _store(
    trail: audit.Trail, one: _Moving, before: dict[str, object], act: str, actor: User | None, now: datetime
) -> None:
    move(one.round, one.target, one.fields)
    record_step(trail, one.round, before, act, actor, now, document=one.document, document_on=one.document_on)


def record_step(
    trail: audit.Trail,
    current: Round,
    before: dict[str, object],
    act: str,
    actor: User | None,
    now: datetime,
    *,
    document: str = "",
    document_on: date | None = None,
    filing: Filing | None = None,
) -> None:
    """Put on record that an act moved the round, and what came with it: a document, or a filing with its hash."""
    RoundStep.objects.create(
        round=current, act=act, by=actor, at=now, document=document, document_on=document_on, filing=filing
    )
    trail.county_code = current.county.code
    after = round_record(current)
    if document:
        after |= {"document": document, "document_on": document_on}
    if filing is not None:
        after |= {"filing": filing.sha256}
    trail.add(current, before, after, label=str(current))


def begin(*, actor: User, round_id: int, now: datetime) -> Round:
    """Let a round in preparation begin: with self-assessment where it uses it, else with scoring."""
    require(actor, "round.open")
    act = Act.BEGIN_SELF if round_for(actor, round_id).self_assessed else Act.BEGIN
    with _moving(actor, "round.open", act, round_id, now) as moving:
        pass
    return moving.round


def begin_scoring(*, actor: User, round_id: int, now: datetime) -> Round:
    """End the self-assessment: every centre has handed in, or the last day has passed. Raises Conflict otherwise."""
    with _moving(actor, "round.begin_scoring", Act.BEGIN_SCORING, round_id, now) as moving:
        waiting = not_handed_in(moving.round)
        if waiting and not is_over(moving.round, "self_assessment", now):
            names = "、".join(waiting)
            raise Conflict(
                _("自评尚未截止，以下卫生院还没有提交自评：%(names)s") % {"names": names}, code="self_open"
            )
    return moving.round


def begin_due(*, round_id: int, now: datetime) -> bool:
    """The deadline's own act: a round whose self-assessment is over goes on to scoring; False where it isn't over."""
    with audit.act(None, action="round.begin_scoring", reason=_("自评期限届满")) as trail:
        current = hold_round(round_id)
        if current.state != Round.State.SELF_ASSESSMENT or not is_over(current, "self_assessment", now):
            return False
        moving = _Moving(current, step(current, Act.BEGIN_SCORING))
        _store(trail, moving, round_record(current), Act.BEGIN_SCORING, None, now)
    return True


def open_notice(*, actor: User, round_id: int, now: datetime) -> Round:
    """Open the public notice of a reviewed round for its working days; whoever handed the round in doesn't."""
    with _moving(actor, "round.notice", Act.OPEN_NOTICE, round_id, now) as moving:
        if moving.round.submitted_by_id == actor.pk:
            raise NotAllowed(_("公示人不能是提交人。"), code="same_person")
        moving.round.notice_ends_at = notice_end(moving.round, now).ends_at
        moving.fields = ["notice_ends_at"]
    return moving.round


def report(*, actor: User, round_id: int, document: str, document_on: date, now: datetime) -> Round:
    """Record that the final round was reported to the prefecture, by which document of which day."""
    return _sent(actor, Act.REPORT, round_id, document, document_on, now)


def file(*, actor: User, round_id: int, document: str, document_on: date, now: datetime) -> Round:
    """Record that a reported round that no filing holds was filed with the province (篇1 五(四): by the end of February).

    A round of township centres is filed by the receipt of its year's filing (`actions.filings`), and by nothing else.
    """
    if round_for(actor, round_id).level == Level.CENTRE:
        require(actor, "round.report")
        raise Conflict(
            _("乡镇卫生院轮次的备案随“结果备案”中的回执登记，不能另行登记。"), code="filed_by_receipt"
        )
    return _sent(actor, Act.FILE, round_id, document, document_on, now)


def _sent(actor: User, act: str, round_id: int, document: str, document_on: date, now: datetime) -> Round:
    if not document.strip():
        raise Invalid(_("请填写文号。"), code="document_missing")
    with _moving(actor, "round.report", act, round_id, now) as moving:
        if moving.round.centre_id is not None:
            raise Conflict(_("卫生院内部的考核不上报。"), code="own_round")
        if Round.objects.filter(supersedes=moving.round).exists():
            raise Conflict(_("该版本已被新版本取代，请上报新版本。"), code="superseded")
        moving.document, moving.document_on = document.strip(), document_on
    return moving.round


def extend(*, actor: User, round_id: int, stage: str, new_on: date, reason: str, now: datetime) -> Extension:
    """Move the last day of a stage that isn't past, on record: who, when, why, old and new (RULES 6)."""
    require(actor, "round.extend")
    if stage not in COLUMNS:
        raise Invalid(_("没有这一阶段。"), code="stage")
    if not reason.strip():
        raise Invalid(_("请写明调整理由。"), code="reason_missing")
    with audit.act(actor, action="round.extend", reason=reason.strip()) as trail:
        current = take_round(actor, round_id)
        require_on(actor, "round.extend", current)
        _check_movable(current, stage, new_on, now)
        row = Extension.objects.create(
            round=current,
            stage=stage,
            old_on=due_on(current, stage),
            new_on=new_on,
            ends_at=ends_at(new_on),
            reason=reason.strip(),
            by=actor,
            at=now,
        )
        _put(current, row)
        trail.county_code = current.county.code
        trail.add(row, {stage: row.old_on}, {stage: new_on}, label=f"{current} {row.get_stage_display()}")
    return row


def _check_movable(current: Round, stage: str, new_on: date, now: datetime) -> None:
    if stage not in AHEAD.get(current.state, ()):
        raise Conflict(_("该阶段已经过去，或还没有开始。"), code="wrong_state")
    plausible(new_on)
    if ends_at(new_on) <= now:
        raise Invalid(_("新的截止日应不早于今天。"), code="past")
    if new_on == due_on(current, stage):
        raise Invalid(_("新的截止日与原来相同。"), code="same")
    if stage == "notice" and current.notice_ends_at is not None:
        if current.notice_ends_at <= now:
            raise Conflict(_("公示已经结束，不能再延长。"), code="notice_over")
        if ends_at(new_on) < current.notice_ends_at:
            raise Invalid(_("公示期只能延长，不能缩短。"), code="shorter")


def _put(current: Round, row: Extension) -> None:
    column = COLUMNS[row.stage]
    setattr(current, column, row.ends_at if column == "notice_ends_at" else row.new_on)
    current.save(update_fields=[column])
