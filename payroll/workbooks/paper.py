"""A sheet of money as a workbook: unit in every header of an amount, live totals with stored results, 大写, signatures."""

from django.utils.translation import gettext as _

from payroll.core.units import Unit, writable
from payroll.papers.paper import Column, Paper, Table
from records.cell_values import Kind, Value
from records.errors import Invalid
from records.writing import Book, Col

KINDS: dict[str, Kind] = {"text": "text", "points": "points", "count": "count", "date": "date"}


def header(column: Column, unit: Unit) -> str:
    """The header of a column; that of an amount names the unit below it."""
    return f"{column.name}\n（{unit}）" if column.kind == "money" else column.name


def paper_xlsx(paper: Paper, address: str = "") -> bytes:
    """The workbook; equal contents give equal bytes. `address` is where the fingerprint can be checked.

    Raises Invalid for an amount that a workbook can't hold to the fen.
    """
    book = Book(title=paper.title, created=paper.created)
    for number, table in enumerate(paper.tables):
        title = f"{paper.title}：{table.name}" if number else paper.title
        unit = f"{paper.standing}　　单位：{paper.unit}" if paper.standing else f"单位：{paper.unit}"
        page = book.sheet(
            table.name, _columns(table, paper.unit), title=title, unit=unit, freeze=table.freeze
        )
        page.rows([_cell(value, column, paper.unit) for value, column in zip(row, table.columns, strict=True)]
                  for row in table.rows)  # fmt: skip
        if any(column.total for column in table.columns):
            page.total()
            for amount in table.sums:
                _cell(amount, Column("", "money"), paper.unit)
        if number == 0:
            for line in _lines(paper, address):
                page.line(line)
            page.signatures(paper.people)
    return book.data()


def _columns(table: Table, unit: Unit) -> list[Col]:
    return [
        Col(
            header(column, unit),
            _kind(column, unit),
            width=30 if column.wrap else 6 if column.kind == "count" and column.middle else None,
            total=column.total,
            wrap=column.wrap,
            align="center" if column.middle else "",
        )
        for column in table.columns
    ]


def _kind(column: Column, unit: Unit) -> Kind:
    if column.kind == "money":
        return "wan" if unit is Unit.WAN else "money"
    return KINDS[column.kind]


def _cell(value: Value, column: Column, unit: Unit) -> Value:
    if column.kind != "money" or value is None:
        return value
    try:
        return writable(value, unit)  # type: ignore[arg-type]
    except ValueError as error:
        message = _("金额 %(amount)s 的位数超出表格能保存的范围，不能导出。") % {"amount": value}
        raise Invalid(message, code="amount_too_long") from error


def _lines(paper: Paper, address: str) -> list[str]:
    """Below the table: the total in words, notes, the fingerprint and where to check it."""
    found = [paper.words] if paper.words else []
    found += [f"说明：{note}" for note in paper.notes]
    found.append(f"说明：校验指纹 {paper.fingerprint}")
    return [*found, f"说明：核对地址 {address}"] if address else found
