"""Appeals as pages show them, and what accepting one would do to everybody's rank, grade and money (RULES 6, 14)."""

import hashlib
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.http import Http404

from appraisal.book import book_for
from appraisal.cell_words import cell_words
from appraisal.core.whatif.base import YEAR
from appraisal.core.whatif.more_changes import CellChange
from appraisal.models import Appeal, AppealItem, Assessment, Round
from appraisal.queries.evidence import counting_files
from appraisal.queries.whatif import load
from appraisal.queries.whatif_page import Comparison, Line, compared
from appraisal.standings import Field
from centres.models import User


def seen_mark(row: Appeal) -> str:
    """A short mark of everything a decision rests on: the round's sheets, the proposal, the files (3 queries)."""
    current = row.assessment.round
    versions = Assessment.objects.filter(
        round__county=current.county_id, round__year=current.year, round__level=current.level
    ).aggregate(sum=Sum("version"))["sum"]
    proposals = [(one.pk, str(one.proposed)) for one in row.items.order_by("pk")]
    files = [one.pk for one in counting_files(row)]
    said = f"{row.pk} {row.proposed_at} {versions} {proposals} {files}"
    return hashlib.sha256(said.encode()).hexdigest()[:20]


def comparisons(row: Appeal, user: User) -> list[Comparison]:
    """Today beside what accepting would make of it: the round, and the year where it has totals already."""
    current = row.assessment.round
    changes, field = _changes(row), Field.of(current)
    found = [compared(load(current.county, current.year, current.kind, field), changes, user)]
    try:
        loaded = load(current.county, current.year, YEAR, field)
    except Http404:  # the other rounds of the year aren't there yet, or this one is the whole year
        return found
    if loaded.base.round(current.kind) is None:
        return found
    year = compared(loaded, changes, user)
    return [*found, year] if any(line.row.today.total is not None for line in year.lines) else found


def _changes(row: Appeal) -> list[CellChange]:
    centre = row.assessment.centre.code
    items = row.items.filter(proposed__isnull=False).select_related("score__indicator")
    return [
        CellChange(
            round=row.assessment.round.kind,
            centre=centre,
            indicator=one.score.indicator.code,
            inputs=one.becomes["inputs"],
            na=one.becomes["na"],
            ne=one.becomes["ne"],
        )
        for one in items
    ]


def consequences(row: Appeal, user: User) -> list[dict[str, str]]:
    """The same as texts to be kept with the decision: one line a centre and base, of those that move."""
    return [
        _kept(page, line)
        for page in comparisons(row, user)
        for line in page.lines
        if line.changed or line.money_moves
    ]


def _kept(page: Comparison, line: Line) -> dict[str, str]:
    today, then = line.row.today, line.row.then
    kept = {
        "period": page.loaded.period,
        "centre": line.code,
        "name": line.name,
        "old_total": _text(today.total),
        "new_total": _text(then.total),
        "old_rank": _text(today.rank),
        "new_rank": _text(then.rank),
        "old_grade": line.today.name,
        "new_grade": line.then.name,
    }
    if line.money:
        before, after = line.money
        kept |= {"old_released": _text(before.released), "new_released": _text(after.released)}
        kept |= {"old_forfeited": _text(before.forfeited), "new_forfeited": _text(after.forfeited)}
    return kept


def _text(value: object) -> str:
    return "" if value is None else f"{value}"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One indicator of an appeal in words: the claim, what stood there, what is proposed ("" where it stays)."""

    pk: int
    indicator_id: int
    indicator: str
    claim: str
    was: str
    becomes: str
    item: AppealItem


def item_rows(row: Appeal) -> list[ItemRow]:
    """The items of an appeal in the order of the scheme (1 query)."""
    book = book_for(row.assessment.round.scheme)
    rows = row.items.select_related("score__indicator__category")
    found = []
    for one in rows.order_by("score__indicator__category__ordinal", "score__indicator__ordinal"):
        entry = book.entries[one.score.indicator_id]
        becomes = ""
        if one.proposed is not None:
            becomes = cell_words(
                entry,
                one.becomes["inputs"],
                one.new_points,
                not_applicable=one.becomes["na"],
                no_evidence=one.becomes["ne"],
            )
        found.append(
            ItemRow(
                one.pk,
                one.score.indicator_id,
                f"{entry.spec.code} {entry.spec.name}",
                one.claim,
                cell_words(entry, one.old_inputs, one.old_points),
                becomes,
                one,
            )
        )
    return found


def appeals_of(current: Round) -> QuerySet[Appeal]:
    """All appeals of a round with their centres, the open ones first."""
    rows = Appeal.objects.filter(assessment__round=current).select_related(
        "assessment__centre", "assessment__round", "made_by", "decided_by", "proposed_by"
    )
    return rows.order_by("decided_at", "made_at")


def open_appeals(current: Round) -> int:
    return appeals_of(current).filter(state=Appeal.State.OPEN).count()
