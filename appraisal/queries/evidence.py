"""Reads around evidence: the files of a sheet's cells and of appeals, how many there are, what verify asks."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse

from appraisal.book import book_for
from appraisal.field_access import Holder, may_add_evidence
from appraisal.models import Appeal, AppealItem, Assessment, Evidence, Indicator, Score
from centres.models import User
from records.attached import files


@dataclass(frozen=True, slots=True)
class Piece:
    """One file with what it replaced, and whether this account may replace or withdraw it."""

    row: Evidence
    older: Sequence[Evidence]
    reason: str
    mine: bool

    @property
    def withdrawn(self) -> bool:
        return bool(self.reason)

    @property
    def kilobytes(self) -> int:
        return max(1, self.row.size // 1024)

    @property
    def is_pdf(self) -> bool:
        return self.row.kind == Evidence.Kind.PDF


@dataclass(frozen=True, slots=True)
class Cell:
    """One indicator with the files of a sheet, or of an appeal. `address` takes a further one.

    `asked`: the scheme wants evidence (never of an appeal); `lacks`: and none counts.
    """

    indicator: Indicator
    pieces: Sequence[Piece]
    address: str
    asked: bool = False
    no_evidence: bool = False

    @property
    def count(self) -> int:
        return sum(not piece.withdrawn for piece in self.pieces)

    @property
    def lacks(self) -> bool:
        return self.asked and not self.count


@dataclass(frozen=True, slots=True)
class Group:
    """A category with its cells."""

    name: str
    cells: Sequence[Cell]


def sheet_evidence(user: User, holder: Holder, now: datetime) -> list[Group]:
    """Every indicator of a sheet with its files (3 queries)."""
    indicators = Indicator.objects.filter(scheme_id=holder.sheet.round.scheme_id).select_related("category")
    cells = _cells(user, holder, list(indicators.order_by("category__ordinal", "ordinal", "pk")), now)
    groups: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        groups[str(cell.indicator.category)].append(cell)
    return [Group(name, found) for name, found in groups.items()]


def appeal_evidence(user: User, holder: Holder, now: datetime) -> list[Cell]:
    """The indicators that an appeal names with its files; none where there is none and none may come (2 queries)."""
    named = AppealItem.objects.filter(appeal=holder.appeal).values("score__indicator")
    indicators = Indicator.objects.filter(pk__in=named).order_by("category__ordinal", "ordinal", "pk")
    cells = _cells(user, holder, list(indicators), now)
    shown = any(cell.pieces for cell in cells) or may_add_evidence(user, holder, now)
    return cells if shown else []


def cell_evidence(user: User, holder: Holder, indicator: Indicator, now: datetime) -> Cell:
    """One indicator of a sheet with its files (2 queries)."""
    return _cells(user, holder, [indicator], now)[0]


def _cells(user: User, holder: Holder, indicators: Sequence[Indicator], now: datetime) -> list[Cell]:
    rows = holder.evidence().filter(indicator__in=indicators)
    found: dict[int, list[Evidence]] = defaultdict(list)
    for row in rows.select_related("withdrawal__by", "added_by").order_by("pk"):
        found[row.indicator_id].append(row)
    marked = _marked(holder)
    may = may_add_evidence(user, holder, now)
    return [
        Cell(
            one,
            _pieces(user, found[one.pk], may),
            _address(holder, one),
            one.needs_evidence and holder.appeal is None,
            one.pk in marked,
        )
        for one in indicators
    ]


def _marked(holder: Holder) -> set[int]:
    """The cells that bear the mark "no evidence"; of an appeal nothing is marked."""
    if holder.appeal is not None:
        return set()
    marked = Score.objects.filter(assessment=holder.sheet, no_evidence=True)
    return set(marked.values_list("indicator_id", flat=True))


def _address(holder: Holder, indicator: Indicator) -> str:
    if holder.appeal is not None:
        return reverse("appraisal:appeal-evidence", args=[holder.appeal.pk, indicator.pk])
    sheet = holder.sheet
    return reverse("appraisal:evidence-cell", args=[sheet.round_id, sheet.subject.code, indicator.pk])


def counting_files(appeal: Appeal) -> list[Evidence]:
    """The files that an appeal rests on, by indicator: neither replaced nor withdrawn (1 query)."""
    rows = Evidence.objects.filter(appeal=appeal, replaced_by__isnull=True, withdrawal__isnull=True)
    order = ("indicator__category__ordinal", "indicator__ordinal", "pk")
    return list(rows.select_related("indicator").order_by(*order))


def _pieces(user: User, rows: Sequence[Evidence], may: bool) -> list[Piece]:
    """The newest version of each file, with the older ones behind it; withdrawn ones last."""
    by_id = {row.pk: row for row in rows}
    replaced = {row.replaces_id for row in rows}
    pieces = []
    for row in rows:
        if row.pk in replaced:
            continue
        gone = getattr(row, "withdrawal", None)
        own = not user.can("own.appraise") or row.added_by.centre_id == user.centre_id
        pieces.append(Piece(row, _older(row, by_id), gone.reason if gone else "", may and own and not gone))
    return sorted(pieces, key=lambda piece: piece.withdrawn)


def _older(row: Evidence, by_id: Mapping[int, Evidence]) -> list[Evidence]:
    found = []
    while row.replaces_id is not None:
        row = by_id[row.replaces_id]
        found.append(row)
    return found


def counts_of(sheets: Sequence[Assessment]) -> dict[str, int]:
    """How many files count, by "sheet:indicator" (1 query): for the page of a sheet."""
    rows = Evidence.objects.filter(
        assessment__in=sheets, appeal__isnull=True, replaced_by__isnull=True, withdrawal__isnull=True
    )
    counted = rows.values_list("assessment", "indicator").annotate(n=Count("pk")).order_by()
    return {f"{sheet}:{indicator}": n for sheet, indicator, n in counted}


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet in a list: its files, how many indicators ask for evidence, and how many of those have none."""

    sheet: Assessment
    files: int
    asked: int
    lacking: int


def sheet_lines(sheets: Sequence[Assessment]) -> list[SheetLine]:
    """Sheets with what they have and lack (1 query, the schemes' books aside)."""
    counts = counts_of(sheets)
    return [_line(sheet, counts) for sheet in sheets]


def _line(sheet: Assessment, counts: Mapping[str, int]) -> SheetLine:
    entries = book_for(sheet.round.scheme).entries
    held = {pk: counts.get(f"{sheet.pk}:{pk}", 0) for pk in entries}
    asked = [pk for pk, entry in entries.items() if entry.spec.needs_evidence]
    return SheetLine(sheet, sum(held.values()), len(asked), sum(not held[pk] for pk in asked))


def faulty_files() -> Iterator[str]:
    """25: every row whose file is missing or has another SHA-256."""
    rows = Evidence.objects.select_related("assessment__round__county", "assessment__centre", "indicator")
    for row in rows.iterator(chunk_size=500):
        if fault := files.fault_of(row.path, row.sha256):
            sheet = row.assessment
            yield f"{sheet.round.county} {sheet.centre} {row.indicator.code} {row.name} #{row.pk}: {fault}"
