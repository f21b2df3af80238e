"""Kept files of other bodies: those of a round, and the one behind a cell (RULES 7, 14)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils.translation import get_language

from appraisal.book import Entry, book_for
from appraisal.core.rules import Params
from appraisal.models import Assessment, ExternalFile, ExternalFill, Round, Score

SHORT = 12


@dataclass(frozen=True, slots=True)
class FileMark:
    """The file behind a cell. `holds` is False where the cell was changed since; `sha256` is cut short for the eye."""

    pk: int
    round_id: int
    name: str
    body: str
    dated: date
    sha256: str
    place: str
    holds: bool


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One kept file of a round; `size` in bytes, `cells` how many it spoke of."""

    pk: int
    name: str
    body: str
    dated: date
    sha256: str
    size: int
    cells: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Supplied:
    """An indicator that takes a file: what it asks for, how far it is filled, the files kept for it."""

    indicator_id: int
    code: str
    name: str
    sentence: str
    body: str
    headers: Sequence[tuple[str, str]]
    filled: int
    cells: int
    files: Sequence[KeptFile]


def marks_of(sheet: Assessment, rows: Iterable[Score]) -> dict[int, FileMark]:
    """The newest kept file behind each cell of a sheet, by indicator, reopened versions included (0 or 1 query)."""
    wanted = {
        row.indicator_id: row for row in rows if row.indicator_id in book_for(sheet.round.scheme).external
    }
    if not wanted:
        return {}
    current = sheet.round
    fills = ExternalFill.objects.filter(
        score__indicator_id__in=wanted,
        score__assessment__centre=sheet.centre_id,
        score__assessment__staff=sheet.staff_id,
        file__round__county=current.county_id,
        file__round__level=current.level,
        file__round__centre=current.centre_id,
        file__round__year=current.year,
        file__round__kind=current.kind,
        file__round__version__lte=current.version,
    )
    newest = fills.select_related("file").defer("file__content").order_by("pk")
    return {one.file.indicator_id: _mark(one, wanted[one.file.indicator_id]) for one in newest}


def _mark(fill: ExternalFill, row: Score) -> FileMark:
    kept = fill.file
    holds = all(row.inputs.get(name) == value for name, value in fill.inputs.items())
    holds = holds and not row.not_applicable
    return FileMark(
        kept.pk, kept.round_id, kept.file_name, kept.body, kept.dated, kept.sha256[:SHORT], fill.place, holds
    )


def supplied_of(current: Round) -> list[Supplied]:
    """Every indicator of a round that takes a file, with its kept files (2 queries beside the book's)."""
    book = book_for(current.scheme)
    rows = Score.objects.filter(assessment__round=current, indicator_id__in=book.external)
    open_, all_ = rows.filter(inputs={}, not_applicable=False), rows
    counts = dict(all_.values_list("indicator_id").annotate(n=Count("pk")).order_by())
    empty = dict(open_.values_list("indicator_id").annotate(n=Count("pk")).order_by())
    kept = list(
        ExternalFile.objects.filter(round=current)
        .defer("content")
        .select_related("uploaded_by")
        .annotate(filled=Count("fills__score", distinct=True))
    )
    return [
        _supplied(book.entries[pk], counts.get(pk, 0), empty.get(pk, 0), [one for one in kept if one.indicator_id == pk])
        for pk in book.external
    ]  # fmt: skip


def _supplied(entry: Entry, cells: int, empty: int, kept: Sequence[ExternalFile]) -> Supplied:
    language = get_language() or "zh-hans"
    spec = entry.spec
    return Supplied(
        indicator_id=entry.indicator_id,
        code=spec.code,
        name=spec.name,
        sentence=spec.sentence().in_(language),
        body=_body(spec.params),
        headers=[(f"header.{one.name}", one.label.zh) for one in entry.supplied],
        filled=cells - empty,
        cells=cells,
        files=[_kept(one) for one in kept],
    )


def _body(params: Params) -> str:
    """Who supplies the data, by the rule; of a composite, by its first part that says so."""
    parts = [params, *params.get("parts", ())]
    return next((str(part["body"]) for part in parts if part.get("body")), "")


def _kept(one: ExternalFile) -> KeptFile:
    cells: int = getattr(one, "filled")  # noqa: B009  (an annotation)
    by = str(one.uploaded_by)
    return KeptFile(
        one.pk, one.file_name, one.body, one.dated, one.sha256, one.size, cells, by, one.uploaded_at
    )
