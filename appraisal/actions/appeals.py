"""Appeals against a result in public notice: made, withdrawn, looked into, decided (RULES 6, 13).

Three people: the centre's director makes one, a clerk looks into it and proposes new values, a leader decides. The
leader is shown what accepting would do to everybody first; `seen` proves it was about the state that still stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from appraisal.access import appeals_for, own_sheet_for
from appraisal.actions.scores import CellChange, write_cells
from appraisal.book import book_for
from appraisal.core.cells import CellInput, score_cell
from appraisal.core.deadlines import is_open
from appraisal.entry import clean_inputs
from appraisal.locks import hold_round
from appraisal.models import Appeal, AppealItem, Round, Score
from appraisal.queries.appeals import consequences, seen_mark
from appraisal.rights import require_on
from centres.access import require
from centres.models import User
from records import audit
from records.errors import Conflict, Invalid, NotAllowed, Problem
from records.reading.numbers import CellValue

State = Appeal.State


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a named cell is to hold after all; `raw` as typed."""

    raw: Mapping[str, CellValue]
    not_applicable: bool = False
    no_evidence: bool = False
    reason: str = ""


def make(*, actor: User, round_id: int, reason: str, claims: Mapping[int, str], now: datetime) -> Appeal:
    """Appeal against named indicators (claims by indicator) of the own centre's sheet, while the notice is open."""
    require(actor, "own.appeal")
    with audit.act(actor, action="appeal.make", reason=reason.strip()) as trail:
        sheet = own_sheet_for(actor, round_id)
        current = hold_round(round_id)
        _must_be_open(current, now)
        _check_text(reason, claims)
        cells = list(Score.objects.filter(assessment=sheet, indicator__in=claims))
        if len(cells) != len(claims):
            raise Invalid(_("申诉的指标不在本院的评分表中。"), code="indicator")
        _check_not_appealed(cells)
        row = Appeal.objects.create(assessment=sheet, reason=reason.strip(), made_by=actor, made_at=now)
        AppealItem.objects.bulk_create(
            AppealItem(
                appeal=row,
                score=cell,
                claim=claims[cell.indicator_id].strip(),
                old_inputs=cell.inputs,
                old_points=cell.points,
            )
            for cell in cells
        )
        _log(trail, row, {}, claims={str(pk): claim.strip() for pk, claim in claims.items()})
    return row


def _must_be_open(current: Round, now: datetime) -> None:
    if current.state != Round.State.NOTICE:
        raise Conflict(_("本轮次不在公示期，不能申诉。"), code="not_in_notice")
    if not is_open(current.notice_ends_at, now):
        raise Conflict(_("公示期已过，不能再申诉。"), code="notice_over")


def _check_text(reason: str, claims: Mapping[int, str]) -> None:
    if not reason.strip():
        raise Invalid(_("请写明申诉理由。"), code="reason_missing")
    if not claims:
        raise Invalid(_("请至少选择一项申诉的指标。"), code="indicator_missing")
    if any(not claim.strip() for claim in claims.values()):
        raise Invalid(_("请写明每项指标的申诉内容。"), code="claim_missing")


def _check_not_appealed(cells: Sequence[Score]) -> None:
    """A cell is appealed against once: a decision on it is the last of this round."""
    before = AppealItem.objects.filter(score__in=cells).exclude(appeal__state=State.WITHDRAWN)
    names = [
        f"{one.score.indicator.code} {one.score.indicator.name}"
        for one in before.select_related("score__indicator")
    ]
    if names:
        raise Conflict(
            _("下列指标已经申诉过：%(names)s") % {"names": "、".join(names)}, code="appealed_already"
        )


def withdraw(*, actor: User, appeal_id: int, now: datetime) -> Appeal:
    """Take an appeal back as long as it isn't decided."""
    require(actor, "own.appeal")
    with audit.act(actor, action="appeal.withdraw") as trail:
        row = _take(actor, appeal_id)
        before = appeal_record(row)
        row.state, row.decided_at = State.WITHDRAWN, now
        _save(row, ["state", "decided_at"])
        _log(trail, row, before)
    return row


def investigate(
    *, actor: User, appeal_id: int, finding: str, proposals: Mapping[int, Proposal], now: datetime
) -> Appeal:
    """Write down what was found and what each named cell (by its item) is to hold; the others keep their values."""
    require(actor, "appeal.investigate")
    if not finding.strip():
        raise Invalid(_("请写明核实情况。"), code="finding_missing")
    with audit.act(actor, action="appeal.investigate", reason=finding.strip()) as trail:
        row = _take(actor, appeal_id)
        before = appeal_record(row)
        items = list(row.items.select_related("score__indicator"))
        _propose(items, proposals, row.assessment.round)
        row.finding, row.proposed_by, row.proposed_at = finding.strip(), actor, now
        _save(row, ["finding", "proposed_by", "proposed_at"])
        _log(trail, row, before, proposed={str(one.score_id): one.proposed for one in items})
    return row


def _propose(items: Sequence[AppealItem], proposals: Mapping[int, Proposal], current: Round) -> None:
    book, problems = book_for(current.scheme), []
    for item in items:
        entry = book.entries[item.score.indicator_id]
        given = proposals.get(item.pk)
        if given is None:
            item.proposed, item.new_points = None, None
            continue
        cleaned = clean_inputs(entry.fields, {} if given.not_applicable else given.raw)
        cell = CellInput(cleaned.inputs, given.not_applicable, given.reason.strip(), given.no_evidence)
        result = score_cell(entry.spec, cell, explain=False)
        place = f"{entry.spec.code} {entry.spec.name}"
        problems += [
            Problem(one.message, one.value, place=f"{place} {one.where}") for one in cleaned.problems
        ]
        problems += [
            Problem(entry.problem(one).message, place=place)
            for one in result.problems
            if one.severity == "error"
        ]
        if not result.complete and not entry.spec.rule().rule.cohort:
            problems.append(Problem(_("拟更正的录入值不完整"), place=place))
        item.proposed = {
            "inputs": cleaned.inputs, "na": given.not_applicable, "ne": given.no_evidence, "reason": cell.reason
        }  # fmt: skip
        item.new_points = result.points
    if problems:
        raise Invalid(_("拟更正的录入值有误，未作任何改动。"), code="proposal", problems=problems)
    AppealItem.objects.bulk_update(items, ["proposed", "new_points"])


def reject(*, actor: User, appeal_id: int, decision: str, now: datetime) -> Appeal:
    """Turn an appeal down, saying why."""
    require(actor, "appeal.decide")
    if not decision.strip():
        raise Invalid(_("请写明决定理由。"), code="reason_missing")
    with audit.act(actor, action="appeal.reject", reason=decision.strip()) as trail:
        row = _take(actor, appeal_id)
        require_on(actor, "appeal.decide", row.assessment.round)
        before = appeal_record(row)
        row.state, row.decided_by, row.decided_at = State.REJECTED, actor, now
        row.decision = decision.strip()
        _save(row, ["state", "decided_by", "decided_at", "decision"])
        _log(trail, row, before)
    return row


def accept(*, actor: User, appeal_id: int, decision: str, seen: str, now: datetime) -> Appeal:
    """Accept an appeal as looked into: the named cells, and only those, take the proposed values in this very act.

    `seen` is the mark of the consequences that were on the leader's screen. Raises Conflict where they have moved
    since, NotAllowed for whoever proposed the values.
    """
    require(actor, "appeal.decide")
    if not decision.strip():
        raise Invalid(_("请写明决定理由。"), code="reason_missing")
    with audit.act(actor, action="appeal.accept", reason=decision.strip()) as trail:
        row = _take(actor, appeal_id)
        require_on(actor, "appeal.decide", row.assessment.round)
        _check_acceptable(row, actor, seen)
        before, shown = appeal_record(row), consequences(row, actor)
        row.state = State.CORRECTING
        _save(row, ["state"])
        _correct(trail, row, actor, now)
        row.state, row.decided_by, row.decided_at = State.ACCEPTED, actor, now
        row.decision, row.consequences = decision.strip(), shown
        _save(row, ["state", "decided_by", "decided_at", "decision", "consequences"])
        _log(trail, row, before)
    return row


def _check_acceptable(row: Appeal, actor: User, seen: str) -> None:
    if row.proposed_at is None or not row.items.filter(proposed__isnull=False).exists():
        raise Conflict(_("尚未核实并提出拟更正的值，不能采纳。"), code="not_investigated")
    if row.proposed_by_id == actor.pk:
        raise NotAllowed(_("决定人不能是核实人。"), code="same_person")
    if seen != seen_mark(row):
        raise Conflict(_("在您查看之后评分或核实内容有变动，请重新查看影响后再决定。"), code="moved_since")


def _correct(trail: audit.Trail, row: Appeal, actor: User, now: datetime) -> None:
    """Write the proposed values through the door of all cells; any fault undoes the whole act."""
    wanted = row.items.filter(proposed__isnull=False).select_related("score")
    changes = [
        CellChange(
            one.score.assessment_id,
            one.score.indicator_id,
            one.becomes["inputs"],
            not_applicable=one.becomes["na"],
            no_evidence=one.becomes["ne"],
            reason=one.becomes["reason"],
            source=one.score.source,
            source_date=one.score.source_date,
            expected_version=one.score.version,
        )
        for one in wanted
    ]
    write_cells(trail, row.assessment.round, changes, actor=actor, now=now, all_or_nothing=True)


def _take(actor: User, appeal_id: int) -> Appeal:
    """Hold the round, then the open appeal; 404 out of scope, Conflict once it is decided."""
    found = get_object_or_404(appeals_for(actor), pk=appeal_id)
    current = hold_round(found.assessment.round_id)
    row = appeals_for(actor).select_for_update(of=("self",)).get(pk=appeal_id)
    row.assessment.round = current
    if row.state != State.OPEN:
        raise Conflict(_("该申诉已经处理。"), code="wrong_state")
    if current.state != Round.State.NOTICE:
        raise Conflict(_("轮次当前状态不允许此操作。"), code="wrong_state")
    return row


def _save(row: Appeal, fields: list[str]) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version"])


def appeal_record(row: Appeal) -> dict[str, object]:
    """What the audit trail keeps of an appeal."""
    return {
        "state": row.state,
        "reason": row.reason,
        "finding": row.finding,
        "proposed_by": row.proposed_by_id,
        "decided_by": row.decided_by_id,
        "decision": row.decision,
    }


def _log(trail: audit.Trail, row: Appeal, before: Mapping[str, object], **more: object) -> None:
    sheet = row.assessment
    trail.county_code = sheet.round.county.code
    label = f"{sheet.centre.name} {sheet.round}"
    trail.add(row, before, appeal_record(row) | more, label=label, centre=sheet.centre)
