"""Saving cells: the one door for the grid, the phone sheet, the pasted block and the import."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _

from appraisal.book import Book, book_for
from appraisal.cell_faults import rule_faults, too_long
from appraisal.cohorts import settle
from appraisal.core.cells import CellInput, CellResult, score_cell
from appraisal.entry import clean_inputs
from appraisal.locks import share_round, take_all_sheets, take_sheets
from appraisal.models import Assessment, Round, Score, SelfScore
from appraisal.queries.returns import editable_sheets
from appraisal.rights import admit, require_on
from appraisal.totals import CategoryRows, read_categories, refresh_totals
from centres.models import User
from records import audit
from records.errors import Conflict, Invalid, Problem
from records.reading.numbers import CellValue
from records.rows import Columns, fetch, marks, update_rows

ENTERED = ["inputs", "not_applicable", "no_evidence", "reason", "source", "source_date", "points"]
WRITTEN = [*ENTERED, "version", "updated_by", "updated_at"]


@dataclass(frozen=True, slots=True)
class CellChange:
    """What somebody wants a cell to hold. `raw` is as typed; `expected_version` is the one they saw, None for
    whatever it is now (an import shows old → new before it is confirmed).
    """

    sheet_id: int
    indicator_id: int
    raw: Mapping[str, CellValue] = field(default_factory=dict)
    not_applicable: bool = False
    reason: str = ""
    source: str = ""
    source_date: date | None = None
    expected_version: int | None = None
    no_evidence: bool = False


Verdict = Literal["saved", "unchanged", "conflict", "refused"]


@dataclass(frozen=True, slots=True)
class CellOutcome:
    """What became of one change: the cell as it now stands (Score or SelfScore), its result, why it wasn't saved."""

    change: CellChange
    verdict: Verdict
    score: Any
    result: CellResult | None = None
    problems: tuple[Problem, ...] = ()
    before: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Saving:
    """The outcomes in the order of the changes, and the sheets they touched with fresh totals and category sums.

    `moved` are cells that nobody changed but whose points did, since they compare centres.
    """

    round: Round
    outcomes: tuple[CellOutcome, ...]
    sheets: Mapping[int, Assessment]
    sums: CategoryRows
    moved: tuple[Score, ...] = ()


def save_cells(
    *,
    actor: User,
    round_id: int,
    changes: Sequence[CellChange],
    now: datetime,
    action: str = "score.save",
    all_or_nothing: bool = False,
) -> Saving:
    """Save cells of one round and keep the totals right, in one transaction.

    A cell changed by somebody else since (`expected_version`) is a "conflict", a wrong value is "refused"; the
    others are saved. With `all_or_nothing` (imports) any of those raises Invalid and nothing is saved.
    Raises Conflict when the round isn't open for scoring.
    """
    capability = "score.import" if action == "score.import" else "score.enter"
    admit(actor, capability)
    with audit.act(actor, action=action) as trail:
        current = share_round(actor, round_id)
        require_on(actor, capability, current)
        if current.state != Round.State.SCORING:
            raise Conflict(_("该轮次已不在评分阶段，不能修改得分。"), code="round_closed")
        return write_cells(
            trail, current, changes, actor=actor, now=now, all_or_nothing=all_or_nothing,
            only=editable_sheets(current),
        )  # fmt: skip


def write_cells(
    trail: audit.Trail,
    current: Round,
    changes: Sequence[CellChange],
    *,
    actor: User,
    now: datetime,
    all_or_nothing: bool = False,
    only: Collection[int] | None = None,
) -> Saving:
    """Write cells of a round that the caller holds and has found open for them; part of the caller's transaction.

    `only` names the sheets that can be edited where the reviewer sent some back; the cells of others are refused.
    """
    book = book_for(current.scheme)
    compared = {change.indicator_id for change in changes} & book.cohorts
    sheets = take_all_sheets(current) if compared else take_sheets({one.sheet_id for one in changes})
    own = {pk for pk, sheet in sheets.items() if sheet.round_id == current.pk}
    scores, kept = _scores(own, changes, book), read_categories(own)
    outcomes = tuple(
        decide(change, scores.get((change.sheet_id, change.indicator_id)), book, only) for change in changes
    )
    if all_or_nothing:
        _refuse_any_fault(outcomes)
    outcomes, moved = _compare(book, compared, outcomes, scores)
    saved = [outcome for outcome in outcomes if outcome.verdict == "saved"]
    _write(saved, moved, actor, now)
    trail.county_code = current.county.code
    _log(trail, saved, sheets, book)
    _log_moved(trail, moved, sheets, book)
    touched = {one.change.sheet_id for one in saved} | {row.assessment_id for row, _before in moved}
    fresh = {sheet_id: sheets[sheet_id] for sheet_id in touched}
    refresh_totals(fresh.values(), scores.values(), kept, book)
    return Saving(current, outcomes, fresh, kept, tuple(row for row, _before in moved))


Key = tuple[int, int]
CELL = Columns(Score, "id", "assessment", "indicator", *WRITTEN)


def _scores(own: set[int], changes: Iterable[CellChange], book: Book) -> dict[Key, Score]:
    """All cells of the categories that the changes reach, in the round's `own` sheets (1 query)."""
    named = {change.indicator_id for change in changes}
    touched = {entry.category_id for pk, entry in book.entries.items() if book.wide or pk in named}
    wanted = [pk for pk, entry in book.entries.items() if entry.category_id in touched]
    if not own or not wanted:
        return {}
    where = f"WHERE assessment_id IN ({marks(own)}) AND indicator_id IN ({marks(wanted)})"
    statement = f"SELECT {CELL.sql()} FROM appraisal_score {where}"  # noqa: S608
    return {
        (row.assessment_id, row.indicator_id): row for row in CELL.rows(fetch(statement, [*own, *wanted]))
    }


def decide(
    change: CellChange,
    score: Score | SelfScore | None,
    book: Book,
    only: Collection[int] | None = None,
) -> CellOutcome:
    """Read, score and compare one change; the cell in a "saved" outcome already holds the new values."""
    if score is None:
        return CellOutcome(change, "refused", None, problems=(Problem(_("本轮次没有这一格。")),))
    entry = book.entries[change.indicator_id]
    cleaned = clean_inputs(entry.fields, {} if change.not_applicable else change.raw)
    cell = CellInput(cleaned.inputs, change.not_applicable, change.reason.strip(), change.no_evidence)
    result = score_cell(entry.spec, cell, explain=False)
    problems = cleaned.problems or rule_faults(entry, result) or too_long(change.reason, change.source)
    if problems:
        return CellOutcome(change, "refused", score, result, problems)
    if _holds_already(score, change, cell):
        return CellOutcome(change, "unchanged", score, result)
    if only is not None and change.sheet_id not in only:
        return CellOutcome(change, "refused", score, result, (Problem(_("只有退回的评分表可以修改。")),))
    if change.expected_version is not None and change.expected_version != score.version:
        return CellOutcome(change, "conflict", score, result)
    before = score_record(score)
    _put(score, change, cell, result)
    return CellOutcome(change, "saved", score, result, before=before)


def _holds_already(score: Score | SelfScore, change: CellChange, cell: CellInput) -> bool:
    return (
        score.inputs == dict(cell.inputs)
        and score.not_applicable == cell.not_applicable
        and score.no_evidence == cell.no_evidence
        and score.reason == cell.reason
        and score.source == change.source.strip()
        and score.source_date == change.source_date
    )


def _put(score: Score | SelfScore, change: CellChange, cell: CellInput, result: CellResult) -> None:
    score.inputs = dict(cell.inputs)
    score.not_applicable = cell.not_applicable
    score.no_evidence = cell.no_evidence
    score.reason = cell.reason
    score.source = change.source.strip()
    score.source_date = change.source_date
    score.points = result.points


def _refuse_any_fault(outcomes: Sequence[CellOutcome]) -> None:
    problems = [problem for outcome in outcomes for problem in outcome.problems]
    problems += [
        Problem(_("该格已被他人修改。"), place=str(outcome.change.indicator_id))
        for outcome in outcomes
        if outcome.verdict == "conflict"
    ]
    if problems:
        raise Invalid(_("有错误，未保存任何内容。"), code="cells", problems=problems)


# A cell that others' values moved, with its points before.
Moved = tuple[Score, Decimal | None]


def _compare(
    book: Book, compared: set[int], outcomes: tuple[CellOutcome, ...], scores: Mapping[Key, Score]
) -> tuple[tuple[CellOutcome, ...], list[Moved]]:
    """Second pass over indicators that compare centres: points among all values, and whose else they moved."""
    saved = {
        (one.change.sheet_id, one.change.indicator_id)
        for one in outcomes
        if one.verdict == "saved" and one.change.indicator_id in compared
    }
    if not saved:
        return outcomes, []
    before = {key: row.points for key, row in scores.items()}
    results = settle(book, {indicator for _sheet, indicator in saved}, scores)
    placed = tuple(
        replace(one, result=results[key])
        if (key := (one.change.sheet_id, one.change.indicator_id)) in saved
        else one
        for one in outcomes
    )
    moved = [key for key in results if key not in saved and scores[key].points != before[key]]
    return placed, [(scores[key], before[key]) for key in moved]


def _write(saved: Sequence[CellOutcome], moved: Sequence[Moved], actor: User, now: datetime) -> None:
    """Store the cells. Their sheets are locked, so the version read is the version written over.

    A moved cell keeps the name of whoever entered its value.
    """
    rows = [row for row, _before in moved]
    for row in rows:
        row.version += 1
    for outcome in saved:
        score = outcome.score
        score.version += 1
        score.updated_by, score.updated_at = actor, now
        rows.append(score)
    update_rows(rows, WRITTEN)


def _log(
    trail: audit.Trail, saved: Sequence[CellOutcome], sheets: Mapping[int, Assessment], book: Book
) -> None:
    for outcome in saved:
        score = outcome.score
        sheet = sheets[outcome.change.sheet_id]
        spec = book.entries[outcome.change.indicator_id].spec
        trail.add(
            score,
            outcome.before,
            score_record(score),
            label=f"{sheet.subject.name} {spec.code} {spec.name}",
            centre=sheet.centre,
            reason=score.reason,
        )


def _log_moved(
    trail: audit.Trail, moved: Sequence[Moved], sheets: Mapping[int, Assessment], book: Book
) -> None:
    for row, before in moved:
        sheet, spec = sheets[row.assessment_id], book.entries[row.indicator_id].spec
        label = f"{sheet.subject.name} {spec.code} {spec.name}"
        reason = _("其他单位的数值变动，名次随之变动")
        after = score_record(row)
        trail.add(row, after | {"points": before}, after, label=label, centre=sheet.centre, reason=reason)


def score_record(row: Score | SelfScore) -> dict[str, object]:
    """What the audit trail keeps of a cell."""
    return {
        "inputs": dict(row.inputs),
        "not_applicable": row.not_applicable,
        "reason": row.reason,
        "source": row.source,
        "source_date": row.source_date,
        "points": row.points,
    } | ({"no_evidence": True} if row.no_evidence else {})
