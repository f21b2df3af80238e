"""Self-assessments beside the county's sheets: what the centre said, where it differs, what was taken over (RULES 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from appraisal.book import Book, book_for
from appraisal.cell_words import entered_words
from appraisal.models import Assessment, Round, SelfAssessment, SelfScore, TakeOver
from appraisal.queries.grid import Json, Row, cell_data, columns
from appraisal.totals import kept_result, totals_of
from centres.models import User


def _first(sheet: Assessment) -> Assessment | None:
    """The sheet of the round's first version: the self-assessment belongs to that one, also after a reopening (1 query)."""
    now = sheet.round
    if now.version == 1:
        return sheet
    same = {"county": now.county_id, "level": now.level, "year": now.year, "kind": now.kind, "version": 1}
    rows = Assessment.objects.filter(centre=sheet.centre_id, staff__isnull=True)
    return rows.filter(**{f"round__{name}": value for name, value in same.items()}).first()


def handed_in(sheet: Assessment) -> SelfAssessment | None:
    """What the centre handed in for this sheet; None where it didn't, or hasn't yet."""
    if not sheet.round.self_assessed or (first := _first(sheet)) is None:
        return None
    found = SelfAssessment.objects.filter(assessment=first, handed_in_at__isnull=False)
    return found.select_related("handed_in_by").first()


def self_cells(round_id: int, sheet_id: int) -> dict[int, SelfScore]:
    """The cells handed in for a sheet of that round, by indicator; empty where nothing was (3 queries)."""
    sheets = Assessment.objects.filter(pk=sheet_id, round=round_id).select_related("round")
    sheet = sheets.first()
    own = handed_in(sheet) if sheet else None
    rows = own.scores.filter(version__gt=0) if own else SelfScore.objects.none()
    return {row.indicator_id: row for row in rows}


def beside(sheet: Assessment) -> Json:
    """For the county's sheet of one centre: by indicator what the centre said, and which cells were taken over.

    A cell: [words, points, differs from what the county has]. The browser asks again after a save whether they differ:
    it compares what is on the page. `origin` says of a reopened round that the centre spoke in its first version.
    """
    own = handed_in(sheet)
    if own is None:
        return {"cells": {}, "taken": {}, "origin": ""}
    book = book_for(sheet.round.scheme)
    rows = own.scores.filter(version__gt=0)
    return {
        "cells": {row.indicator_id: _said(row, book) for row in rows},
        "taken": _taken(sheet),
        "origin": _("第1版提交") if sheet.round.version > 1 else "",
    }


def _said(row: SelfScore, book: Book) -> Json:
    entry = book.entries[row.indicator_id]
    words = entered_words(entry, row.inputs, not_applicable=row.not_applicable, no_evidence=row.no_evidence)
    marks = 2 if row.no_evidence else int(row.not_applicable)
    points = None if row.points is None else f"{row.points:.2f}"
    return {
        "words": words,
        "points": points,
        "inputs": row.inputs,
        "mark": marks,
        "reason": row.reason,
        "source": row.source,
    }


def _taken(sheet: Assessment) -> dict[int, int]:
    """The version of each cell that was taken over last; the mark stands while the cell is at that version."""
    rows = TakeOver.objects.filter(score__assessment=sheet).order_by("version")
    return dict(rows.values_list("score__indicator_id", "version"))


def self_grid(sheet: Assessment) -> Json:
    """The page of a centre's own sheet, in the form that the county's has (queries.grid.grid_data)."""
    book = book_for(sheet.round.scheme)
    own = SelfAssessment.objects.filter(assessment=sheet).first()
    rows = {row.indicator_id: row for row in own.scores.all()} if own else {}
    return {
        "categories": columns(book),
        "sheets": [
            sums(sheet, own, rows, book) | {"code": sheet.centre.code, "name": sheet.centre.name, "url": ""}
        ],
        "cells": [
            [cell_data(_row(rows.get(pk), sheet), entry, detailed=True) for pk, entry in book.entries.items()]
        ],
    }


def _row(row: SelfScore | None, sheet: Assessment) -> Row | None:
    if row is None:
        return None
    return Row(
        sheet.pk, row.indicator_id, row.version, row.points, row.inputs, row.not_applicable, row.reason, row.source,
        row.source_date, row.no_evidence,
    )  # fmt: skip


def sums(sheet: Assessment, own: SelfAssessment | None, rows: Mapping[int, SelfScore], book: Book) -> Json:
    """The totals of a self-assessment as the page takes them: reckoned from its cells, kept nowhere."""
    results = {
        entry.spec.code: kept_result(book, pk, rows[pk].points, rows[pk].not_applicable)
        if pk in rows
        else kept_result(book, pk, None, False)
        for pk, entry in book.entries.items()
    }
    totals = totals_of(book, results)
    return {
        "id": sheet.pk,
        "version": own.version if own else 0,
        "total": None if totals.total.value is None else f"{totals.total.value:.2f}",
        "subtotal": f"{totals.subtotal:.2f}",
        "entered": totals.entered,
        "cells": len(book.entries),
        "sums": {
            pk: [f"{one.points:.2f}", one.scored + one.not_applicable, f"{one.applicable_full:.2f}"]
            for pk, one in totals.categories.items()
        },
        "effects": [],
    }


def saving_data(saving: Any, sheet: Assessment) -> Json:
    """The answer to a save, in the form that the county's has (queries.saving)."""
    book = book_for(saving.round.scheme)
    rows = {row.indicator_id: row for row in saving.sheet.scores.all()}
    return {
        "outcomes": [_outcome(one, sheet, book) for one in saving.outcomes],
        "moved": [],
        "sheets": [sums(sheet, saving.sheet, rows, book)],
    }


def _outcome(one: Any, sheet: Assessment, book: Book) -> Json:
    problems = [
        {"where": problem.where, "value": problem.value, "message": str(problem.message)}
        for problem in one.problems
    ]
    cell = None
    if one.score is not None and one.score.version:
        cell = cell_data(_row(one.score, sheet), book.entries[one.change.indicator_id], detailed=True)
    answer: Json = {"verdict": one.verdict, "cell": cell, "problems": problems}
    if one.verdict == "conflict":
        answer |= {"by": str(one.score.updated_by), "at": one.score.updated_at.isoformat()}
    return answer


@dataclass(frozen=True, slots=True)
class OwnRound:
    """A county round that a director self-assesses: how far it got, until when."""

    round: Round
    entered: int
    cells: int
    handed_in_at: datetime | None


def own_rounds(user: User) -> list[OwnRound]:
    """The county rounds with self-assessment in which the own centre has a sheet, newest first (2 queries)."""
    sheets = Assessment.objects.filter(centre=user.centre_id, round__self_assessed=True, round__version=1)
    rows = sheets.exclude(round__state=Round.State.DRAFT).select_related("round__county", "self_assessment")
    counted = _counts([row.pk for row in rows])
    return [
        OwnRound(row.round, counted.get(row.pk, 0), row.cells, _handed(row))
        for row in rows.order_by("-round__year", "-round__opened_at")
    ]


def _handed(row: Assessment) -> datetime | None:
    own = getattr(row, "self_assessment", None)
    return own.handed_in_at if own else None


def _counts(sheets: list[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    rows = SelfScore.objects.filter(sheet__assessment__in=sheets, version__gt=0)
    for sheet, points, na in rows.values_list("sheet__assessment_id", "points", "not_applicable"):
        found[sheet] = found.get(sheet, 0) + (points is not None or na)
    return found
