"""How the scheme workbook looks: formats, header comments, drop-downs, colours that guide the hand."""

from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from appraisal.core.rules import Parameter
from appraisal.core.text import Text
from appraisal.sheets.scheme_families import ParameterColumn
from appraisal.sheets.scheme_fields import Field
from records.writing import Book

FONT = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
BORDER = {"border": 1, "border_color": "#C9CFD6"}
HEADER, PARAMETER_HEADER, TABLE_HEADER, AUTOMATIC = "#DCE6F2", "#E7EEDD", "#FBE9D7", "#F3F4F6"
# Of sheet tabs: the scheme itself, parameters in use, parameters not in use, help.
TABS = {"scheme": "#4F81BD", "used": "#77933C", "unused": "#BFBFBF", "guide": "#E0A030"}
# Rows below the last one that already have drop-downs and colours.
SPARE = 30
UNUSED, DUE, WRONG = "#D9DCE0", "#FFF4CC", "#F8CBC6"
# Of the printed page, in inches.
MARGIN = Decimal("0.5")
NUMBERS = {"points", "percent", "whole"}


def column_name(place: int) -> str:
    return str(xl_col_to_name(place))


def put(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    """Write a number as a number and a text as a text: data never becomes a formula."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool) or not isinstance(value, int | Decimal):
        sheet.write_string(row, column, str(value), style)
    else:
        sheet.write_number(row, column, value, style)


class PlainWorksheet(Worksheet):  # type: ignore[misc]
    """A worksheet whose formulas are all ours, none with a function newer than Excel 2007.

    XlsxWriter searches every formula for each of them, to mark it: half of the time that a workbook takes.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("{").removeprefix("=").removesuffix("}")


class Look:
    """The formats of one workbook and what to do with them."""

    def __init__(self, book: Book) -> None:
        self.book = book

        def style(**more: Any) -> Any:
            return book.format(**FONT | more)

        wrap = {"text_wrap": True}
        self.title = style(font_size=14, bold=True)
        self.heading = style(font_size=11, bold=True, font_color="#1F4E79")
        self.plain = style(**wrap | {"valign": "top"})
        self.strong = style(bold=True, **wrap | {"valign": "top"})
        self.head = style(bold=True, bg_color=HEADER, align="center", **BORDER, **wrap)
        self.parameter_style = style(bold=True, bg_color=PARAMETER_HEADER, align="center", **BORDER, **wrap)
        self.table_head = style(bold=True, bg_color=TABLE_HEADER, align="center", **BORDER, **wrap)
        self.title_line = style(bold=True, font_color="#1F4E79")
        self.looked_up = style(bg_color=AUTOMATIC, font_color="#5B6570", font_size=9, **BORDER, **wrap)
        self.value = style(num_format="@", align="left", **BORDER, **wrap)
        self.english = style(font_color="#5B6570", font_size=9, **wrap | {"valign": "top"})
        self.link = style(font_color="#1F4E79", underline=1, **wrap | {"valign": "top"})
        self.label = style(bold=True, bg_color=AUTOMATIC, **BORDER)
        self.note = style(font_color="#5B6570", font_size=9, **BORDER, **wrap)
        self.text = style(num_format="@", **BORDER, **wrap)
        # Of whole columns: a code typed far below stays text, without a border of its own.
        self.text_column = style(num_format="@", **wrap)
        self.number = style(num_format="0.######", align="right", indent=1, **BORDER)
        self.computed = style(
            num_format="0.##", align="right", bg_color=AUTOMATIC, font_color="#5B6570", **BORDER
        )
        self.sentence = style(bg_color=AUTOMATIC, font_color="#5B6570", font_size=9, **BORDER, **wrap)
        self.head_number = style(num_format="0.######", align="left", **BORDER)
        self.head_computed = style(
            num_format="0.##", align="left", bg_color=AUTOMATIC, font_color="#5B6570", **BORDER
        )
        self.unused = book.workbook.add_format({"bg_color": UNUSED, "pattern": 1})
        self.due = book.workbook.add_format({"bg_color": DUE, "pattern": 1})
        self.wrong = book.workbook.add_format({"bg_color": WRONG, "font_color": "#9C0006", "pattern": 1})

    def sheet(self, name: str) -> Any:
        return self.book.workbook.add_worksheet(name, worksheet_class=PlainWorksheet)

    def cell(self, kind: str) -> Any:
        return self.number if kind in NUMBERS else self.text

    def head_cell(self, kind: str) -> Any:
        return self.head_number if kind in NUMBERS else self.text

    @staticmethod
    def lines(text: str, width: int) -> int:
        """About how many lines a text takes in a column of that width."""
        return sum(max(1, -(-len(line.encode("gbk", "replace")) // width)) for line in text.split("\n"))

    def parameter_cell(self, parameter: Parameter) -> Any:
        return self.number if parameter.type in {"decimal", "percent"} else self.text

    def header(self, sheet: Any, row: int, names: list[str], widths: list[int]) -> None:
        """The header; whole columns are text or general so that a code typed by hand keeps its zeros."""
        sheet.set_row(row, 32)
        for column, (name, width) in enumerate(zip(names, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(row, column, name, self.head)

    def comment(self, sheet: Any, row: int, column: int, label: Text, help_: Text, *, required: bool) -> None:
        due = Text("必填。", "Required.") if required else Text("", "")
        text = f"{due.zh}{help_.zh}\n{label.en}. {due.en} {help_.en}".strip()
        sheet.write_comment(row, column, text, {"width": 260, "height": 96, "font_size": 9})

    def choices(self, sheet: Any, first: int, left: int, last: int, right: int, field: Field) -> None:
        """A drop-down where there is a list, limits where there is a number; text columns stay text."""
        if field.kind in {"text", "code"} and last > first:
            sheet.set_column(left, right, field.width, self.text_column)
        labels = [option.label.zh for option in field.options]
        if field.kind in {"choice", "flag"}:
            self.drop_down(sheet, first, left, last, right, labels)

    def drop_down(self, sheet: Any, first: int, left: int, last: int, right: int, labels: list[str]) -> None:
        if not labels:
            return
        rule = {
            "validate": "list",
            "source": self.book.choice_range(tuple(labels)),
            "error_title": "请从列表中选择",
            "error_message": "可填：" + "、".join(labels)[:200],
        }
        sheet.data_validation(first, left, last, right, rule)

    def field_head(self, sheet: Any, row: int, place: int, field: Field) -> None:
        """One header of a basic column, with its width and comment."""
        sheet.set_column(
            place, place, field.width, self.text_column if field.kind in {"text", "code"} else None
        )
        sheet.write_string(row, place, field.header.zh, self.head)
        self.comment(sheet, row, place, field.header, field.help, required=field.required)

    def parameter_head(self, sheet: Any, row: int, place: int, column: ParameterColumn, help_: Text) -> None:
        """One header of a parameter; columns of texts are text, so that what is typed stays as it is."""
        texts = any(one.type in {"text", "code"} for one in column.parameters)
        sheet.set_column(place, place, self.width(column), self.text_column if texts else None)
        style = self.table_head if column.in_table else self.parameter_style
        sheet.write_string(row, place, column.header.zh, style)
        self.comment(sheet, row, place, column.header, help_, required=False)

    @staticmethod
    def width(column: ParameterColumn) -> int:
        """In characters: names take more room than codes, lists as much as their longest word."""
        if any(one.type == "code" for one in column.parameters):
            return 10
        if any(one.type == "text" for one in column.parameters):
            return 18
        longest = max((len(label.zh) for label in column.options), default=0)
        return min(max(10, 2 * longest + 2), 20)

    def band(self, sheet: Any, row: int, first: int, last: int, name: str, style: Any) -> None:
        """A coloured heading over some columns."""
        if last > first:
            sheet.merge_range(row, first, row, last, name, style)
        else:
            sheet.write_string(row, first, name, style)

    def list_from(
        self, sheet: Any, first: int, left: int, last: int, right: int, source: str, of: str
    ) -> None:
        """A drop-down of codes of another sheet; another value is questioned, not refused."""
        message = f"“{of}”表中没有这个编码。"
        words = {"error_type": "warning", "error_title": "请核对", "error_message": message}
        sheet.data_validation(first, left, last, right, {"validate": "list", "source": source, **words})

    def tab(self, name: str) -> str:
        return TABS[name]

    def mark(
        self, sheet: Any, first: int, left: int, last: int, right: int, formula: str, style: Any
    ) -> None:
        rule = {"type": "formula", "criteria": formula, "format": style}
        sheet.conditional_format(first, left, last, right, rule)

    def page(self, sheet: Any, *, landscape: bool = True, repeat: int | None = 0) -> None:
        """A4, fit to width, the rows down to `repeat` on every page, page numbers."""
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        if repeat is not None:
            sheet.repeat_rows(0, repeat)
        sheet.set_margins(left=MARGIN, right=MARGIN, top=MARGIN, bottom=MARGIN)
        sheet.set_footer("&C&9第 &P 页，共 &N 页")
