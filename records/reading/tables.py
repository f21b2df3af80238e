"""A table in a sheet: its header found, its rows with their places, its 合计 recognised.

    columns = [Column("code", "机构代码"), Column("amount", "核定补助", units=("元", "万元"))]
    table = tables.find(workbook, columns)
    for row in table.rows:
        code = row.text("code")
        amount = row.read("amount", parse_money, unit=table.unit("amount"))
    problems = table.problems            # every fault so far, those of row.read included

The header may stand below titles. Headers match exactly after NFKC and without blanks; those of a CSV
file must match word for word, which proves that the encoding was guessed right. Unknown columns are
reported, not read.
"""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from records.errors import Invalid
from records.reading.files import Sheet, Workbook
from records.reading.names import column_letter
from records.reading.table_header import header_row, match_header, read_units
from records.reading.table_model import Column, Row, Table

__all__ = ["Column", "Row", "Table", "find"]

TOTAL = re.compile(r"(合计|总计|小计|共计)[:：]?")
# A signature line has a colon, so that an indicator called 审核制度 is not taken for one.
FOOTER = re.compile(
    r"(制表|填表|复核|审核|负责|单位负责)人?[:：]|(合计)?(人民币)?\(?大写\)?[:：]|(备注|说明|注|日期)[:：]"
)


def find(workbook: Workbook, columns: Sequence[Column], sheet: Sheet | None = None) -> Table:
    """The table with these columns on `sheet`, or on the first visible sheet that has its header.

    Raises Invalid when no sheet has the header; every lesser fault is in the table's `problems`.
    """
    exact = workbook.kind == "csv"
    candidates = [sheet] if sheet else workbook.visible
    for candidate in candidates:
        if number := header_row(candidate, columns, exact):
            table = Table(candidate, number)
            match_header(table, columns, exact)
            read_units(table, columns)
            _collect_rows(table)
            _check_cells(table)
            _take_notes(table, workbook)
            return table
    names = "、".join(column.header for column in columns if column.required)
    message = _("没有找到表头。表头应包含以下各列：%(names)s。") % {"names": names}
    if exact:
        message += _("CSV 文件的表头须一字不差；如显示为乱码，请另存为 UTF-8 编码或 .xlsx。")
    raise Invalid(message, code="header")


def _collect_rows(table: Table) -> None:
    """Rows below the header: data, totals (never imported); blank and signature lines are passed over."""
    count = len(table.sheet.rows)
    for number in range(table.header_row + 1, count + 1):
        label = table.label(number)
        if TOTAL.fullmatch(label):
            table.totals.append(Row(table, number))
        elif label and not FOOTER.match(label) and _has_values(table, number):
            table.rows.append(Row(table, number))


def _has_values(table: Table, number: int) -> bool:
    row = Row(table, number)
    return any(row.cell(key).text or row.cell(key).formula_without_value for key in table.places)


def _check_cells(table: Table) -> None:
    """Merged cells among the data and formulas whose result isn't stored."""
    numbers = {row.number for row in table.rows}
    last_number = max(numbers, default=0)
    keys = {place: key for key, place in table.places.items()}
    for first_row, first, last_row, last in table.sheet.merged:
        if first_row in numbers or any(
            number in numbers for number in range(first_row, min(last_row, last_number) + 1)
        ):
            place = next((place for place in range(first, last + 1) if place in keys), None)
            if place:
                row = Row(table, max(first_row, table.header_row + 1))
                row.fault(keys[place], _("数据区有合并单元格，请取消合并后逐格填写"))
    for number, place in sorted(table.sheet.formulas):
        if number in numbers and place in keys:
            message = _("公式没有保存计算结果，请用 Excel 或 WPS 打开并保存一次")
            Row(table, number).fault(keys[place], message)


def _take_notes(table: Table, workbook: Workbook) -> None:
    sheet = table.sheet
    hidden = sorted({row.number for row in table.rows} & set(sheet.hidden_rows))
    if hidden:
        shown_rows = "、".join(map(str, hidden[:20])) + ("…" if len(hidden) > 20 else "")
        table.notes.append(_("第 %(rows)s 行是隐藏行，也已读取。") % {"rows": shown_rows})
    columns = [
        column_letter(place) for place in sorted(set(table.places.values()) & set(sheet.hidden_columns))
    ]
    if columns:
        table.notes.append(_("%(columns)s 列是隐藏列，也已读取。") % {"columns": "、".join(columns)})
    others = [other.name for other in workbook.sheets if other is not sheet]
    if others:
        table.notes.append(_("只读取了工作表“%(name)s”。") % {"name": sheet.name})
    if table.totals:
        table.notes.append(_("合计行只用于核对，没有导入。"))
