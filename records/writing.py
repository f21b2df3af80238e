"""XLSX sheets that people open: one builder, so that every sheet prints, reads back and stays harmless.

    book = Book(title="拨付单")
    columns = [Col("机构代码"), Col("卫生院", width=24), Col("本次实拨", "money", total=True)]
    sheet = book.sheet("拨付单", columns, title="临江县2026年6月拨付单", unit="单位：元")
    sheet.row(["A01", "临江镇卫生院", Decimal("82304.53")])
    sheet.total()                     # 合计: live SUM formulas, with their results stored
    sheet.line("人民币（大写）：…")
    sheet.signatures(["制表人", "审核人", "负责人"])
    data = book.data()

Text is always written as text: nothing that came from data becomes a formula or a link. Numbers are
Decimal or int. Headers repeat on every page, A4, fit to the width; `records.reading` reads every sheet
back to the same values.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from records.cell_values import (
    MOST_CHARACTERS,
    NUMBER_FORMATS,
    Kind,
    Value,
    as_number,
    broadest,
    checked,
    display_width,
    header_height,
    shown,
)
from records.columns import Col
from records.page_fit import ROW, height_of, whole_pages

__all__ = ["MOST_CHARACTERS", "Book", "Col", "Kind", "Sheet", "Value", "display_width"]

FONT = "宋体"
A4 = 9
MARGIN = Decimal("0.5")  # inches
LIST_IN_PLACE = 250
CHOICES_SHEET = "选项"
SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


class Book:
    """A workbook in memory. `created` fixes the file's time stamp: equal contents give equal bytes."""

    def __init__(self, *, title: str = "", created: datetime | None = None) -> None:
        self._buffer = io.BytesIO()
        self.workbook = xlsxwriter.Workbook(self._buffer, SAFE)
        properties: dict[str, Any] = {"title": title}
        if created is not None:
            properties["created"] = created.replace(tzinfo=None)
        self.workbook.set_properties(properties)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._choices: dict[tuple[str, ...], str] = {}
        self._choice_sheet: Any = None
        self._sheets: list[Sheet] = []

    def sheet(
        self,
        name: str,
        columns: Sequence[Col],
        *,
        title: str = "",
        unit: str = "",
        portrait: bool = False,
        freeze: int = 0,
        protect: bool = False,
    ) -> "Sheet":
        """Add a sheet. `freeze`: columns kept in sight; `protect`: only editable columns can be changed."""
        sheet = Sheet(self, name, columns, portrait=portrait)
        sheet.head(title, unit, freeze=freeze)
        if protect:
            sheet.worksheet.protect(options={"format_columns": True, "format_rows": True})
        self._sheets.append(sheet)
        return sheet

    def format(self, **properties: Any) -> Any:
        """A format of these properties, made once."""
        properties = {"font_name": FONT, "font_size": 11, "valign": "vcenter", **properties}
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def choice_range(self, choices: tuple[str, ...]) -> list[str] | str:
        """The source of a drop-down: the words themselves, or a range of a hidden sheet where they are
        long.
        """
        if sum(map(len, choices)) + len(choices) <= LIST_IN_PLACE and not any(
            "," in word for word in choices
        ):
            return list(choices)
        if choices not in self._choices:
            self._choices[choices] = self._write_choices(choices)
        return self._choices[choices]

    def _write_choices(self, choices: tuple[str, ...]) -> str:
        if self._choice_sheet is None:
            self._choice_sheet = self.workbook.add_worksheet(CHOICES_SHEET)
            self._choice_sheet.hide()
        column = len(self._choices)
        for row, word in enumerate(choices):
            self._choice_sheet.write_string(row, column, word)
        first = xl_rowcol_to_cell(0, column, row_abs=True, col_abs=True)
        last = xl_rowcol_to_cell(len(choices) - 1, column, row_abs=True, col_abs=True)
        return f"='{CHOICES_SHEET}'!{first}:{last}"

    def data(self) -> bytes:
        """The file. Nothing can be added afterwards."""
        for sheet in self._sheets:
            sheet.finish()
        self.workbook.close()
        return self._buffer.getvalue()


class Sheet:
    """One sheet of a `Book`; `worksheet` is XlsxWriter's own, for what isn't offered here."""

    def __init__(self, book: Book, name: str, columns: Sequence[Col], *, portrait: bool) -> None:
        self.book, self.columns = book, list(columns)
        self.worksheet = book.workbook.add_worksheet(name)
        self._next = 0
        self._first_data = self._header = 0
        self._sums = [Decimal(0)] * len(self.columns)
        self._widths = [broadest(column.header) + 2 for column in self.columns]
        self._heights: dict[int, int] = {}
        self._lines: dict[int, str] = {}
        self._landscape = not portrait
        self.worksheet.set_default_row(ROW)
        self._set_up_print(portrait=portrait)

    def _set_up_print(self, *, portrait: bool) -> None:
        sheet = self.worksheet
        if not portrait:
            sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=MARGIN, right=MARGIN, top=MARGIN, bottom=MARGIN)
        sheet.center_horizontally()
        sheet.set_footer("&C第 &P 页　共 &N 页")

    def head(self, title: str, unit: str, *, freeze: int) -> None:
        """Title merged over the width, unit line at the right, header row repeated on every page."""
        last = max(len(self.columns) - 1, 0)
        if title:
            style = self.book.format(bold=True, font_size=16, align="center")
            self._across(0, last, title, style, height=30)
        if unit:
            self._across(0, last, unit, self.book.format(align="right"))
        header = self._next
        for place, column in enumerate(self.columns):
            self._header_cell(header, place, column)
        self._header = header
        self.worksheet.repeat_rows(0, header)
        self.worksheet.freeze_panes(header + 1, freeze)
        self._next = self._first_data = header + 1

    def _header_cell(self, row: int, place: int, column: Col) -> None:
        style = self.book.format(
            bold=True, align="center", text_wrap=True, border=1, bg_color="#EEF1F4", num_format="@"
        )
        self.worksheet.write_string(row, place, column.header, style)
        if column.comment:
            self.worksheet.write_comment(row, place, column.comment, {"x_scale": 2, "y_scale": 2})

    def _across(self, first: int, last: int, text: str, style: Any, height: int | None = None) -> None:
        """A line over several columns."""
        if last > first:
            self.worksheet.merge_range(self._next, first, self._next, last, "", style)
        self.worksheet.write_string(self._next, first, checked(text), style)
        if height:
            self._set_height(self._next, height)
        self._next += 1

    def _set_height(self, row: int, height: int) -> None:
        if height > self._heights.get(row, ROW):
            self._heights[row] = height
            self.worksheet.set_row(row, height)

    def row(self, values: Sequence[Value], *, strong: bool = False) -> int:
        """One row in the order of the columns; None leaves the cell empty. Returns its Excel number."""
        if len(values) != len(self.columns):
            raise ValueError(f"{len(values)} values for {len(self.columns)} columns")
        for place, (column, value) in enumerate(zip(self.columns, values, strict=True)):
            self._cell(self._next, place, column, value, strong=strong)
            if column.total and value is not None:
                self._sums[place] += as_number(value)
        self._next += 1
        return self._next

    def rows(self, rows: Iterable[Sequence[Value]]) -> None:
        for row in rows:
            self.row(row)

    def _cell(self, row: int, place: int, column: Col, value: Value, *, strong: bool) -> None:
        style = self._style(column, strong=strong)
        if value is None or value == "":
            self.worksheet.write_blank(row, place, None, style)
        elif isinstance(value, str):
            self.worksheet.write_string(row, place, checked(value), style)
            if column.wrap and column.width:
                self._set_height(row, height_of(value, column.width))
        elif isinstance(value, date):
            self.worksheet.write_datetime(row, place, value, style)
        else:
            number = as_number(value)
            self.worksheet.write_number(
                row, place, number.scaleb(-2) if column.kind == "rate" else number, style
            )
        self._widen(place, shown(column.kind, value))

    def _style(self, column: Col, *, strong: bool = False) -> Any:
        align = "right" if column.kind in {"points", "money", "wan", "rate", "count"} else "left"
        return self.book.format(
            border=1,
            bold=strong,
            align=column.align or align,
            text_wrap=column.wrap,
            num_format=NUMBER_FORMATS[column.kind],
            locked=not column.editable,
        )

    def _widen(self, place: int, text: str) -> None:
        self._widths[place] = max(self._widths[place], broadest(text) + 2)

    def total(self, label: str = "合计") -> int:
        """The total row: a live SUM for every column with `total`, its result stored. Returns its number."""
        for place, column in enumerate(self.columns):
            style = self._style(column, strong=True)
            if column.total:
                self._sum(place, style)
            elif place == 0:
                self.worksheet.write_string(self._next, 0, label, style)
            else:
                self.worksheet.write_blank(self._next, place, None, style)
        self._next += 1
        return self._next

    def _sum(self, place: int, style: Any) -> None:
        result = self._sums[place]
        self._widen(place, shown(self.columns[place].kind, result))
        if self._next == self._first_data:
            self.worksheet.write_number(self._next, place, result, style)
            return
        first = xl_rowcol_to_cell(self._first_data, place)
        last = xl_rowcol_to_cell(self._next - 1, place)
        stored = result.scaleb(-2) if self.columns[place].kind == "rate" else result
        self.worksheet.write_formula(self._next, place, f"=SUM({first}:{last})", style, stored)

    def line(self, text: str) -> None:
        """A line below the table over its whole width: amount in words, a remark."""
        style = self.book.format(align="left", text_wrap=True)
        self._lines[self._next] = text
        self._across(0, len(self.columns) - 1, text, style)

    def signatures(self, people: Sequence[str]) -> None:
        """The signature block, after an empty row: 制表人：　　审核人：　　负责人：."""
        self._next += 1
        self.line("".join(f"{person}：{'　' * 8}" for person in people).rstrip("　") + "　" * 8)

    def limit(self, row: int, place: int, low: Decimal, high: Decimal, message: str) -> None:
        """Excel itself refuses numbers outside low … high in one cell (`row` as `row()` returned it)."""
        rule = {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
        self.worksheet.data_validation(
            row - 1, place, row - 1, place, rule | {"error_message": message[:255]}
        )

    def finish(self) -> None:
        """Widths, heights, pages and drop-downs, once the rows are known."""
        columns = list(zip(self.columns, self._widths, strict=True))
        widths = [column.width or min(max(measured, 6), 48) for column, measured in columns]
        self._set_height(self._header, header_height([column.header for column in self.columns], widths))
        for row, text in self._lines.items():
            self._set_height(row, height_of(text, sum(widths)))
        high = sum(self._heights.values()) + ROW * (self._next - len(self._heights))
        if self._landscape and (pages := whole_pages(high, sum(widths))):
            self.worksheet.fit_to_pages(1, pages)
        for place, column in enumerate(self.columns):
            self.worksheet.set_column(place, place, widths[place])
            if column.choices and self._next > self._first_data:
                source = self.book.choice_range(column.choices)
                rule = {"validate": "list", "source": source}
                self.worksheet.data_validation(self._first_data, place, self._next - 1, place, rule)
