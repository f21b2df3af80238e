"""A centre's own view of its sheet: filled and handed in by its director, taken over by the county, never silently."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from appraisal.access import own_sheet_for
from appraisal.actions.scores import CellChange, CellOutcome, Saving, decide, save_cells, score_record
from appraisal.book import Book, book_for
from appraisal.deadlines import is_over
from appraisal.locks import share_any_round, share_round
from appraisal.models import Assessment, Round, Score, SelfAssessment, SelfScore, TakeOver
from appraisal.queries.self_assessment import self_cells
from centres.access import require
from centres.models import User
from records import audit
from records.errors import Conflict, Invalid

SELF = Round.State.SELF_ASSESSMENT


@dataclass(frozen=True, slots=True)
class SelfSaving:
    """What became of each change of a self-assessment, in their order, and the sheet's new version."""

    round: Round
    outcomes: tuple[CellOutcome, ...]
    sheet: SelfAssessment


def save_self(*, actor: User, round_id: int, changes: Sequence[CellChange], now: datetime) -> SelfSaving:
    """Save cells of the own centre's self-assessment; wrong values are "refused", the others saved.

    Raises Conflict outside its stage, after its last day, and once it is handed in.
    """
    require(actor, "own.self_assess")
    with audit.act(actor, action="self.save") as trail:
        current, sheet, own = _take(actor, round_id, now)
        book = book_for(current.scheme)
        known = {row.indicator_id: row for row in own.scores.all()}
        cells = [_cell(change, sheet, own, known, book) for change in changes]
        outcomes = tuple(decide(change, row, book) for change, row in zip(changes, cells, strict=True))
        saved = [one for one in outcomes if one.verdict == "saved"]
        for one in saved:
            _store(one.score, actor, now)
            spec = book.entries[one.change.indicator_id].spec
            label = f"{sheet.centre.name} {spec.code} {spec.name}"
            before = {} if one.score.version == 1 else one.before
            trail.add(one.score, before, score_record(one.score), label=label, centre=sheet.centre)
        if saved:
            own.version += 1
            own.save(update_fields=["version"])
    return SelfSaving(current, outcomes, own)


def _take(actor: User, round_id: int, now: datetime) -> tuple[Round, Assessment, SelfAssessment]:
    """Hold the round with other writers, then the own self-assessment alone; make it where there is none yet."""
    sheet = own_sheet_for(actor, round_id)
    current = share_any_round(round_id)
    if current.state != SELF:
        raise Conflict(_("本轮次不在自评阶段。"), code="round_closed")
    if is_over(current, SELF, now):
        raise Conflict(_("自评期限已过。"), code="round_closed")
    SelfAssessment.objects.get_or_create(assessment=sheet)
    own = SelfAssessment.objects.select_for_update().get(assessment=sheet)
    if own.handed_in_at is not None:
        raise Conflict(_("自评已经提交，不能再改。"), code="round_closed")
    return current, sheet, own


def _cell(
    change: CellChange, sheet: Assessment, own: SelfAssessment, known: Mapping[int, SelfScore], book: Book
) -> SelfScore | None:
    """The cell that a change is about, a new one where nothing was entered; None where it isn't of this sheet."""
    if change.sheet_id != sheet.pk or change.indicator_id not in book.entries:
        return None
    blank = SelfScore(sheet=own, indicator_id=change.indicator_id, version=0)
    return known.get(change.indicator_id, blank)


def _store(row: SelfScore, actor: User, now: datetime) -> None:
    row.version += 1
    row.updated_by, row.updated_at = actor, now
    row.save()


def hand_in(*, actor: User, round_id: int, now: datetime) -> SelfAssessment:
    """Hand the self-assessment in; from then on nothing of it changes. What the centre can't know may stay open."""
    require(actor, "own.self_assess")
    with audit.act(actor, action="self.hand_in") as trail:
        current, sheet, own = _take(actor, round_id, now)
        if not own.scores.filter(version__gt=0).exists():
            raise Invalid(_("自评还没有任何内容，不能提交。"), code="empty")
        own.handed_in_by, own.handed_in_at = actor, now
        own.save(update_fields=["handed_in_by", "handed_in_at"])
        trail.county_code = sheet.round.county.code
        after = {"handed_in_by": actor.pk, "handed_in_at": now}
        trail.add(own, {}, after, label=f"{sheet.centre.name} {current}", centre=sheet.centre)
    return own


def take_over(
    *, actor: User, round_id: int, sheet_id: int, versions: Mapping[int, int | None], now: datetime
) -> Saving:
    """Let cells of one sheet hold what the centre handed in. `versions` are those seen, by indicator.

    Each is an ordinary saved cell with an audit row of its own action and a mark that it was taken over. Raises
    Invalid where the centre handed in nothing for a cell.
    """
    require(actor, "score.enter")
    with audit.act(actor, action="score.take_over"):
        if share_round(actor, round_id).state != Round.State.SCORING:
            raise Conflict(_("该轮次已不在评分阶段，不能修改得分。"), code="round_closed")
        found = self_cells(round_id, sheet_id)
        changes = [_taken(sheet_id, found.get(pk), version) for pk, version in versions.items()]
        if not changes:
            raise Invalid(_("没有可以采用的自评。"), code="nothing_to_take")
        saving = save_cells(
            actor=actor, round_id=round_id, changes=changes, now=now, action="score.take_over"
        )
        _mark(saving.outcomes, actor, now)
    return saving


def _taken(sheet_id: int, row: SelfScore | None, version: int | None) -> CellChange:
    if row is None:
        raise Invalid(_("该项没有自评，无法采用。"), code="nothing_to_take")
    return CellChange(
        sheet_id,
        row.indicator_id,
        row.inputs,
        not_applicable=row.not_applicable,
        reason=row.reason,
        source=row.source,
        source_date=row.source_date,
        expected_version=version,
        no_evidence=row.no_evidence,
    )


def _mark(outcomes: Iterable[CellOutcome], actor: User, now: datetime) -> None:
    rows: list[Score] = [one.score for one in outcomes if one.verdict == "saved"]
    TakeOver.objects.bulk_create(TakeOver(score=row, version=row.version, by=actor, at=now) for row in rows)
