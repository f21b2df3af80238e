"""Invariant 21: what was exported reads back as what was written, and no formula of it came from data."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payroll.core.units import Unit, writable
from payroll.models import AwardSheet, ReleaseSheet
from payroll.papers.award import award_paper
from payroll.papers.paper import Column, Paper, Table
from payroll.papers.release import release_paper
from payroll.queries.sheets import sheet_view
from payroll.workbooks.paper import paper_xlsx
from records import verification
from records.cell_values import Value
from records.reading import child
from records.reading.limits import DEFAULT

# Title, unit, header; then the rows, then the sums.
ABOVE = 3


def paid_papers() -> Iterator[Paper]:
    """Every sheet that was paid, with what it paid and with whom it awarded."""
    sheets = ReleaseSheet.objects.filter(sequence__isnull=False).order_by("pk")
    people = ("made_by", "reviewed_by", "paid_by")
    for sheet in sheets.select_related("county", "scheme", "publication", *people):
        yield release_paper(sheet_view(sheet))
    rows = AwardSheet.objects.filter(sequence__isnull=False).order_by("pk")
    for award in rows.select_related("county", "publication__scheme", "made_by", "approved_by"):
        yield award_paper(award)


def exports() -> Iterator[str]:
    """21, 3: the workbook of every paid sheet, read back, says what its lines say, and its sums are theirs."""
    yield from exported_wrong(paid_papers())


def exported_wrong(papers: Iterable[Paper]) -> Iterator[str]:
    """The sheets whose workbook doesn't read back as they are."""
    for paper in papers:
        for fault in differences(paper, child.read(paper_xlsx(paper), DEFAULT)["sheets"]):
            yield _("%(sheet)s：导出的表格读回后不一致") % {"sheet": paper.title} + f" {fault}"


def differences(paper: Paper, sheets: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Where the pages of a workbook say otherwise than the sheet, row by row and in the sums."""
    for table, page in zip(paper.tables, sheets, strict=True):
        rows = page["rows"][ABOVE:]
        for number, wanted in enumerate(table.rows):
            yield from _row(paper.unit, table, number, rows, wanted, list(range(len(table.columns))))
        summed = [place for place, column in enumerate(table.columns) if column.total]
        if summed:
            yield from _row(paper.unit, table, len(table.rows), rows, table.sums, summed)


def _row(
    unit: Unit,
    table: Table,
    number: int,
    rows: Sequence[Sequence[object]],
    wanted: Sequence[Value],
    places: list[int],
) -> Iterator[str]:
    row = rows[number] if number < len(rows) else ()
    for place in places:
        found, column = row[place] if place < len(row) else None, table.columns[place]
        if not _same(found, wanted[place], column, unit):
            yield f"{table.name} {number + 1} {column.name}: {found} ≠ {wanted[place]}"


def _same(found: object, wanted: Value, column: Column, unit: Unit) -> bool:
    if wanted is None or wanted == "":
        return found is None or found == ""
    if isinstance(wanted, Decimal):
        amount = writable(wanted, unit) if column.kind == "money" else wanted
        return isinstance(found, int | float) and Decimal(repr(found)) == amount
    if isinstance(wanted, date):
        return found == {"d": wanted.isoformat()}
    return found == wanted


verification.register("ledger_exports", 21, gettext_lazy("导出的拨付单读回一致"), exports)
