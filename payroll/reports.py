"""A sheet of money as PDF: the same content as its workbook, A4 landscape, with fingerprint, QR code and audit anchor."""

from dataclasses import dataclass
from decimal import Decimal

import segno
from django.template.loader import render_to_string

from payroll.core.units import Unit, aligned
from payroll.papers.paper import Column, Paper, Table
from payroll.papers.release import release_paper
from payroll.queries.sheets import SheetView
from records import audit
from records.cell_values import Value
from records.pdf import render_pdf

NOTHING = "—"
# What a column of amounts holds on one line: characters of a header, and of an amount before it is printed smaller.
HEADER, AMOUNT = 7, 13


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is printed, and how it stands; a header of amounts has its unit below."""

    text: str
    css: str = ""
    unit: str = ""

    @property
    def lines(self) -> list[str]:
        """A long header of amounts in two lines of sense: never one character alone."""
        if not self.unit or len(self.text) <= HEADER:
            return [self.text]
        cut = self.text.find("）") + 1 or (len(self.text) + 1) // 2
        return [self.text[:cut], self.text[cut:]]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as it is printed; `sums` is empty without a total."""

    name: str
    columns: list[Cell]
    rows: list[list[Cell]]
    sums: list[Cell]


def paper_html(paper: Paper, address: str = "") -> str:
    """The document before it is rendered; in Chinese, as the workbook. `address` is where it can be checked."""
    context = {
        "paper": paper,
        "tables": [_table(table, paper.unit) for table in paper.tables],
        "anchor": audit.head(),
        "code": _code(address or paper.fingerprint),
    }
    return render_to_string("reports/payroll/paper.html", context)


def paper_pdf(paper: Paper, address: str = "") -> bytes:
    return render_pdf(paper_html(paper, address))


def release_html(view: SheetView) -> str:
    return paper_html(release_paper(view))


def release_pdf(view: SheetView) -> bytes:
    return paper_pdf(release_paper(view))


def _code(text: str) -> str:
    """The QR code as a data address: nothing is fetched."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(border=0))


def _table(table: Table, unit: Unit) -> PrintedTable:
    columns = [
        Cell(one.name, f"w{one.width}" if one.width else "", unit if one.kind == "money" else "")
        for one in table.columns
    ]
    rows = [
        [_cell(value, column, unit) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    return PrintedTable(table.name, columns, rows, _sums(table, unit))


def _sums(table: Table, unit: Unit) -> list[Cell]:
    if not any(column.total for column in table.columns):
        return []
    sums = zip(table.sums, table.columns, strict=True)
    return [_cell(amount, column, unit) if amount is not None else Cell("") for amount, column in sums][1:]


def _cell(value: Value, column: Column, unit: Unit) -> Cell:
    text = _text(value, column, unit)
    if column.middle:
        return Cell(text, "mid")
    if column.kind in {"text", "date"}:
        return Cell(text, "wide" if column.wrap else "")
    return Cell(text, "num long" if len(text) > AMOUNT else "num")


def _text(value: Value, column: Column, unit: Unit) -> str:
    if value is None or (value == "" and column.middle):
        return NOTHING
    if isinstance(value, Decimal):
        return aligned(value, unit) if column.kind == "money" else f"{value:.2f}"
    return str(value)
