"""How the scheme workbook looks: formats, header comments, drop-downs, colours that guide the hand."""

from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from appraisal.core.rules import RULES, Parameter
from appraisal.core.text import Text
from appraisal.sheets.scheme_columns import ParameterColumn
from appraisal.sheets.scheme_fields import Field
from records.writing import Book

FONT = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
BORDER = {"border": 1, "border_color": "#C9CFD6"}
HEADER, PARAMETER_HEADER, AUTOMATIC = "#DCE6F2", "#E7EEDD", "#F3F4F6"
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
        self.parameter_head = style(bold=True, bg_color=PARAMETER_HEADER, align="center", **BORDER, **wrap)
        self.label = style(bold=True, bg_color=AUTOMATIC, **BORDER)
        self.note = style(font_color="#5B6570", font_size=9, **BORDER, **wrap)
        self.text = style(num_format="@", **BORDER, **wrap)
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
        return self.book.workbook.add_worksheet(name)

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
            sheet.set_column(left, right, field.width, self.text)
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

    def parameter(self, sheet: Any, place: int, column: ParameterColumn, last: int, rule_column: int) -> None:
        """A parameter's column: grey where the row's rule doesn't take it, yellow where it is due."""
        self._parameter_head(sheet, place, column)
        rule = f"${column_name(rule_column)}2"
        taking = [RULES[kind].name.zh for kind in column.by_kind]
        takes = "OR(" + ",".join(f'{rule}="{name}"' for name in taking) + ")"
        self.mark(sheet, 1, place, last, place, f'=AND({rule}<>"",NOT({takes}))', self.unused)
        needing = [RULES[kind].name.zh for kind, one in column.by_kind.items() if one.required]
        if needing:
            needs = "OR(" + ",".join(f'{rule}="{name}"' for name in needing) + ")"
            self.mark(sheet, 1, place, last, place, f'=AND({needs},{column_name(place)}2="")', self.due)
        self.drop_down(sheet, 1, place, last, place, [label.zh for label in column.options])

    def detail(self, sheet: Any, place: int, column: ParameterColumn, last: int) -> None:
        self._parameter_head(sheet, place, column)
        self.drop_down(sheet, 1, place, last, place, [label.zh for label in column.options])

    def _parameter_head(self, sheet: Any, place: int, column: ParameterColumn) -> None:
        texts = {one.type in {"text", "code"} for one in column.by_kind.values()}
        sheet.set_column(
            place, place, 16 if column.options or True in texts else 11, self.text if True in texts else None
        )
        sheet.write_string(0, place, column.label.zh, self.parameter_head)
        first = next(iter(column.by_kind.values()))
        kinds = "、".join(RULES[kind.split(".")[0]].name.zh for kind in column.by_kind)
        english = ", ".join(RULES[kind.split(".")[0]].name.en for kind in column.by_kind)
        help_ = Text(f"用于：{kinds}。{first.help.zh}", f"For: {english}. {first.help.en}")
        self.comment(sheet, 0, place, first.label, help_, required=False)

    def mark(
        self, sheet: Any, first: int, left: int, last: int, right: int, formula: str, style: Any
    ) -> None:
        rule = {"type": "formula", "criteria": formula, "format": style}
        sheet.conditional_format(first, left, last, right, rule)

    def warn_where(self, sheet: Any, first: int, left: int, last: int, right: int, formula: str) -> None:
        self.mark(sheet, first, left, last, right, formula, self.wrong)

    def page(self, sheet: Any, *, landscape: bool = True) -> None:
        """A4, fit to width, header repeated on every page, page numbers."""
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(left=MARGIN, right=MARGIN, top=MARGIN, bottom=MARGIN)
        sheet.set_footer("&C&9第 &P 页，共 &N 页")
