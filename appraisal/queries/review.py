"""What the second person looks at before signing: what changed since the last look, unlikely values, totals (RULES 6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse

from appraisal.book import Book, book_for
from appraisal.cell_words import entered_words
from appraisal.models import Assessment, Round, Score, SheetReturn
from appraisal.queries.plausibility import Look, looks
from appraisal.queries.rounds import SheetRow, sheet_rows
from records.models import AuditEntry

SHOWN = 500


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that was changed since the last look: before and after, by whom; `returned` where its sheet was sent back."""

    url: str
    centre: str
    indicator: str
    old_entered: str
    new_entered: str
    old_points: Decimal | None
    new_points: Decimal | None
    old_reason: str
    new_reason: str
    who: str
    returned: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """`since` is the act behind which changes count; None on the first look, where all is new and nothing is listed."""

    since: AuditEntry | None
    changes: Sequence[CellChange]
    more: int
    open: Sequence[Look]
    seen: Sequence[Look]
    rows: Sequence[SheetRow]
    remarks: Sequence[SheetReturn]

    @property
    def elsewhere(self) -> int:
        """Changes in sheets that nobody sent back."""
        return sum(not one.returned for one in self.changes) if self.remarks else 0


def review_page(current: Round) -> ReviewPage:
    """Everything of the page (a constant number of queries)."""
    since = last_look(current)
    remarks = _remarks(current, since)
    changes = list(_changes(current, since, {row.assessment_id for row in remarks})) if since else []
    found = looks(current)
    return ReviewPage(
        since=since,
        changes=changes[:SHOWN],
        more=max(0, len(changes) - SHOWN),
        open=[one for one in found if one.tick is None],
        seen=[one for one in found if one.tick is not None],
        rows=sheet_rows(current),
        remarks=remarks,
    )


def last_look(current: Round) -> AuditEntry | None:
    """The last review or sending back before the round was handed in as it stands (2 queries)."""
    own = AuditEntry.objects.filter(object_type=Round._meta.label_lower, object_id=str(current.pk))
    submitted = own.filter(action="round.submit").order_by("-sequence").values_list("sequence", flat=True)
    if (last := submitted.first()) is None:
        return None
    before = own.filter(action__in=["round.review", "round.send_back"], sequence__lt=last)
    return before.order_by("-sequence").first()


def _remarks(current: Round, since: AuditEntry | None) -> list[SheetReturn]:
    """The sheets that were sent back at the last look, with their remarks (1 query)."""
    if since is None or since.action != "round.send_back":
        return []
    rows = SheetReturn.objects.filter(assessment__round=current).select_related(
        "assessment__centre", "by", "corrected_by"
    )
    newest = rows.order_by("-at").first()
    return list(rows.filter(at=newest.at)) if newest else []


def _changes(current: Round, since: AuditEntry, returned: set[int]) -> Iterable[CellChange]:
    """The cells with an entry after `since`, by sheet and in the scheme's order (2 queries)."""
    entries = AuditEntry.objects.filter(
        object_type=Score._meta.label_lower,
        county_code=current.county.code,
        sequence__gt=since.sequence,
    ).order_by("sequence")
    by_cell: dict[int, list[AuditEntry]] = {}
    for entry in entries.iterator(chunk_size=2000):
        by_cell.setdefault(int(entry.object_id), []).append(entry)
    cells = Score.objects.filter(assessment__round=current).select_related(
        "assessment__centre", "assessment__staff"
    )
    ordered = cells.order_by("assessment__centre__code", "indicator__category__ordinal", "indicator__ordinal")
    book = book_for(current.scheme)
    for cell in ordered.filter(pk__in=list(by_cell)) if len(by_cell) < 900 else ordered:
        if cell.pk in by_cell:
            found = _change(cell, by_cell[cell.pk], book, cell.assessment_id in returned)
            if found is not None:
                yield found


def _change(cell: Score, entries: Sequence[AuditEntry], book: Book, returned: bool) -> CellChange | None:
    """First old value against what stands now; None where it went back to what it was."""
    now: dict[str, Any] = {
        "inputs": cell.inputs, "not_applicable": cell.not_applicable, "no_evidence": cell.no_evidence,
        "points": None if cell.points is None else f"{cell.points:f}", "reason": cell.reason,
    }  # fmt: skip
    before = dict(now)
    for entry in reversed(entries):
        before |= {name: value for name, value in entry.old.items() if name in now}
        before |= {
            name: blank for name, blank in BLANK.items() if name in entry.new and name not in entry.old
        }
    if before == now:
        return None
    spec = book.entries[cell.indicator_id].spec
    sheet = cell.assessment
    url = reverse("appraisal:sheet", args=[sheet.round_id, sheet.subject.code])
    return CellChange(
        url=f"{url}#cell-{cell.indicator_id}",
        centre=sheet.subject.name,
        indicator=f"{spec.code} {spec.name}",
        old_entered=_entered(before, cell, book),
        new_entered=_entered(now, cell, book),
        old_points=_points(before["points"]),
        new_points=cell.points,
        old_reason=before["reason"] or "",
        new_reason=cell.reason,
        who="、".join(dict.fromkeys(entry.actor_name for entry in entries)),
        returned=returned,
    )


# What a cell holds of a thing that its record doesn't name as old: the record keeps what differs only.
BLANK: Mapping[str, Any] = {
    "inputs": {}, "not_applicable": False, "no_evidence": False, "points": None, "reason": ""
}  # fmt: skip


def _entered(held: Mapping[str, Any], cell: Score, book: Book) -> str:
    return entered_words(
        book.entries[cell.indicator_id],
        held["inputs"] or {},
        not_applicable=bool(held["not_applicable"]),
        no_evidence=bool(held["no_evidence"]),
    )


def _points(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def sheets_named(current: Round) -> dict[str, Assessment]:
    """The sheets of the round by the key that the form uses (1 query)."""
    rows = Assessment.objects.filter(round=current).select_related("centre", "staff")
    return {str(row.pk): row for row in rows}
