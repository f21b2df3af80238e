"""The public notice as those see it whom it is for: ranks and grades of all, for a director the own cells (RULES 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from appraisal.access import own_sheets
from appraisal.book import book_for
from appraisal.cell_words import entered_words
from appraisal.core.deadlines import is_open
from appraisal.deadlines import due_on, is_over
from appraisal.models import Appeal, AppealItem, Assessment, Extension, Round, Score
from appraisal.queries.appeals import appeals_of
from appraisal.queries.rankings import Ranking, round_ranking
from centres.models import User


@dataclass(frozen=True, slots=True)
class OwnCell:
    """One indicator of the own sheet: what the county entered, the points, why; `appealed` where it was appealed against."""

    indicator_id: int
    indicator: str
    entered: str
    points: Decimal | None
    full_marks: Decimal
    reason: str
    appealed: bool


@dataclass(frozen=True, slots=True)
class NoticePage:
    """`scores` says whether points are shown; `own` are the cells a director may appeal against, empty for others."""

    ranking: Ranking
    last_on: date | None
    open: bool
    scores: bool
    own_code: str
    own: Sequence[OwnCell]
    appeals: Sequence[Appeal]

    @property
    def may_appeal(self) -> bool:
        return self.open and bool(self.own)


def notice_page(user: User, current: Round, now: datetime) -> NoticePage:
    """The page for one account (a constant number of queries). Points are shown where the notice has them, and to the
    county's own readers of scores.
    """
    director = user.can("own.appeal")
    sheet = own_sheets(user).filter(round=current).first() if director else None
    return NoticePage(
        ranking=round_ranking(current),
        last_on=due_on(current, Extension.Stage.NOTICE),
        open=current.state == Round.State.NOTICE and is_open(current.notice_ends_at, now),
        scores=current.notice_scores or user.can("score.read"),
        own_code=user.centre.code if user.centre else "",
        own=own_cells(sheet) if sheet else [],
        appeals=_appeals(user, current, sheet),
    )


def _appeals(user: User, current: Round, sheet: Assessment | None) -> list[Appeal]:
    """The county's readers see every appeal, a director the own ones, others none."""
    if sheet is not None:
        return list(appeals_of(current).filter(assessment=sheet))
    return list(appeals_of(current)) if user.can("score.read") else []


def own_cells(sheet: Assessment) -> list[OwnCell]:
    """The cells of a sheet in the order of the scheme (2 queries)."""
    book = book_for(sheet.round.scheme)
    cells = {row.indicator_id: row for row in Score.objects.filter(assessment=sheet)}
    items = AppealItem.objects.filter(score__assessment=sheet).exclude(appeal__state=Appeal.State.WITHDRAWN)
    appealed = set(items.values_list("score__indicator_id", flat=True))
    return [
        OwnCell(
            pk,
            f"{entry.spec.code} {entry.spec.name}",
            entered_words(
                entry, cell.inputs, not_applicable=cell.not_applicable, no_evidence=cell.no_evidence
            ),
            cell.points,
            entry.spec.full_marks,
            cell.reason,
            pk in appealed,
        )
        for pk, entry in book.entries.items()
        if (cell := cells.get(pk)) is not None
    ]


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A line of the list: a notice, its last day, whether it still lasts, how many appeals wait."""

    round: Round
    last_on: date | None
    open: bool


def notice_rows(rounds: Sequence[Round], now: datetime) -> list[NoticeRow]:
    return [
        NoticeRow(
            row,
            due_on(row, Extension.Stage.NOTICE),
            row.state == Round.State.NOTICE and not is_over(row, Extension.Stage.NOTICE, now),
        )
        for row in rounds
    ]
