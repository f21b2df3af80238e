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
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from records.errors import Invalid, Problem, Problems
from records.reading.files import EMPTY, Cell, Sheet, Workbook
from records.reading.names import column_letter, normalise
from records.reading.numbers import NOT_ENTERED, Parsed, shown

T = TypeVar("T")

SEARCHED_ROWS = 20
TOTAL = re.compile(r"(合计|总计|小计|共计)[:：]?")
# A signature line has a colon, so that an indicator called 审核制度 is not taken for one.
FOOTER = re.compile(
    r"(制表|填表|复核|审核|负责|单位负责)人?[:：]|(合计)?(人民币)?\(?大写\)?[:：]|(备注|说明|注|日期)[:：]"
)
SERIAL = "序号"
UNIT_LINE = re.compile(r"单位[:：](万元|元)")
UNIT_IN_HEADER = re.compile(r"(.*)\((万元|元)\)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column to read. `units`: the header, or a line above it, must name one of them: 核定补助（万元）."""

    key: str
    header: str
    required: bool = True
    aliases: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    def named(self, header: str, *, exact: bool) -> bool:
        names = (self.header, *self.aliases)
        return header in names if exact else header in {normalise(name) for name in names}


@dataclass(slots=True)
class Row:
    """One row of a table; `number` as Excel counts it."""

    table: "Table"
    number: int

    def cell(self, key: str) -> Cell:
        """The cell of a column; an empty one where the table lacks an optional column."""
        place = self.table.places.get(key)
        return self.table.sheet.cell(self.number, place) if place else EMPTY

    def text(self, key: str) -> str:
        """The cell as text; the signs for *not entered* read as empty."""
        text = self.cell(key).text
        return "" if normalise(text) in NOT_ENTERED else text

    def read(self, key: str, parse: Callable[..., Parsed[T] | Problem], **options: Any) -> T | None:
        """The cell through a parser of `numbers`; a fault goes to the table's problems and reads as None."""
        cell = self.cell(key)
        answer = parse(cell.value, cell.number_format, **options)
        if isinstance(answer, Problem):
            self.fault(key, answer.message, answer.value)
            return None
        return answer.value

    def require(self, key: str, parse: Callable[..., Parsed[T] | Problem], **options: Any) -> T | None:
        """As `read`, but *not entered* is a fault too."""
        before = len(self.table.problems)
        value = self.read(key, parse, **options)
        if value is None and len(self.table.problems) == before:
            self.fault(key, _("此处必须填写"))
        return value

    def fault(self, key: str, message: Any, value: str | None = None) -> None:
        """Record a problem at this row's cell."""
        self.table.problems.add(self.problem(key, message, value))

    def problem(self, key: str, message: Any, value: str | None = None) -> Problem:
        place = self.table.places.get(key)
        return Problem(message, shown(self.cell(key).text) if value is None else value).at(
            sheet=self.table.sheet.name,
            row=self.number,
            column=column_letter(place) if place else "",
            header=self.table.headers.get(key, ""),
        )


@dataclass(slots=True)
class Table:
    """A table that was found. `places` and `headers` are by column key; `notes` are for the preview."""

    sheet: Sheet
    header_row: int
    places: dict[str, int] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    totals: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)

    def unit(self, key: str, default: str = "元") -> str:
        """The unit that the header names; `default` after a problem was recorded for its absence."""
        return self.units.get(key, default)

    def check_total(
        self, key: str, own: Decimal, parse: Callable[..., Parsed[Decimal] | Problem], **options: Any
    ) -> None:
        """Compare the sheet's 合计 of a column with the sum of the rows read; 小计 rows aren't compared."""
        for row in self.totals:
            if "小计" in _label(self, row.number):
                continue
            said = row.read(key, parse, **options)
            if said is not None and said != own:
                row.fault(key, _("合计与各行之和 %(sum)s 不符") % {"sum": f"{own:f}"})


def find(workbook: Workbook, columns: Sequence[Column], sheet: Sheet | None = None) -> Table:
    """The table with these columns on `sheet`, or on the first visible sheet that has its header.

    Raises Invalid when no sheet has the header; every lesser fault is in the table's `problems`.
    """
    exact = workbook.kind == "csv"
    candidates = [sheet] if sheet else workbook.visible
    for candidate in candidates:
        if header_row := _header_row(candidate, columns, exact):
            table = Table(candidate, header_row)
            _match_header(table, columns, exact)
            _read_units(table, columns)
            _collect_rows(table)
            _check_cells(table)
            _take_notes(table, workbook)
            return table
    names = "、".join(column.header for column in columns if column.required)
    message = _("没有找到表头。表头应包含以下各列：%(names)s。") % {"names": names}
    if exact:
        message += _("CSV 文件的表头须一字不差；如显示为乱码，请另存为 UTF-8 编码或 .xlsx。")
    raise Invalid(message, code="header")


def _header_row(sheet: Sheet, columns: Sequence[Column], exact: bool) -> int:
    """The row, of the first 20, that has most of the required headers; 0 when none has half of them."""
    required = [column for column in columns if column.required]
    best, best_row = 0, 0
    for number in range(1, min(SEARCHED_ROWS, len(sheet.raw)) + 1):
        names = {name for _column, name in _header_names(sheet, number, columns, exact)}
        found = sum(any(column.named(name, exact=exact) for name in names) for column in required)
        if found > best:
            best, best_row = found, number
    return best_row if best * 2 >= len(required) and best else 0


def _header_names(sheet: Sheet, number: int, columns: Sequence[Column], exact: bool) -> list[tuple[int, str]]:
    """(column number, header) of a row; a unit in brackets is taken off where a column has units."""
    names = []
    for place in range(1, len(sheet.raw[number - 1]) + 1):
        text = sheet.cell(number, place).text
        name = text if exact else normalise(text)
        bare = UNIT_IN_HEADER.fullmatch(normalise(text))
        if bare and any(column.units and column.named(bare.group(1), exact=exact) for column in columns):
            name = bare.group(1)
        if name:
            names.append((place, name))
    return names


def _match_header(table: Table, columns: Sequence[Column], exact: bool) -> None:
    names = _header_names(table.sheet, table.header_row, columns, exact)
    seen: set[str] = set()
    unknown = []
    for place, name in names:
        column = next((column for column in columns if column.named(name, exact=exact)), None)
        key = column.key if column else name
        if key in seen:
            _fault_header(table, place, _("表头重复，请删去或改名"))
        elif column:
            table.places[key] = place
            table.headers[key] = table.sheet.cell(table.header_row, place).text
        elif normalise(name) != SERIAL:
            unknown.append(table.sheet.cell(table.header_row, place).text)
        seen.add(key)
    for column in columns:
        if column.required and column.key not in table.places:
            table.problems.add(
                Problem(_("缺少“%(header)s”列") % {"header": column.header}).at(
                    sheet=table.sheet.name, row=table.header_row
                )
            )
    if unknown:
        table.notes.append(_("以下各列不认识，没有读取：%(names)s。") % {"names": "、".join(unknown)})


def _fault_header(table: Table, place: int, message: str) -> None:
    table.problems.add(
        Problem(message, shown(table.sheet.cell(table.header_row, place).text)).at(
            sheet=table.sheet.name, row=table.header_row, column=column_letter(place)
        )
    )


def _read_units(table: Table, columns: Sequence[Column]) -> None:
    above = _unit_above(table)
    for column in columns:
        if not column.units or column.key not in table.places:
            continue
        in_header = UNIT_IN_HEADER.fullmatch(normalise(table.headers[column.key]))
        unit = in_header.group(2) if in_header else above
        if unit in column.units:
            table.units[column.key] = unit
            table.notes.append(_("“%(header)s”按 %(unit)s 读取。") % {"header": column.header, "unit": unit})
        else:
            expected = _("表头须注明单位，如“%(example)s”") % {
                "example": f"{column.header}（{column.units[0]}）"
            }
            _fault_header(table, table.places[column.key], expected)


def _unit_above(table: Table) -> str:
    for number in range(1, table.header_row):
        for place in range(1, len(table.sheet.raw[number - 1]) + 1):
            found = UNIT_LINE.search(normalise(table.sheet.cell(number, place).text))
            if found:
                return found.group(1)
    return ""


def _collect_rows(table: Table) -> None:
    """Rows below the header: data, totals (never imported); blank and signature lines are passed over."""
    count = len(table.sheet.rows)
    for number in range(table.header_row + 1, count + 1):
        label = _label(table, number)
        if TOTAL.fullmatch(label):
            table.totals.append(Row(table, number))
        elif label and not FOOTER.match(label) and _has_values(table, number):
            table.rows.append(Row(table, number))


def _label(table: Table, number: int) -> str:
    """The first text of a row, folded; it tells a total or a signature line."""
    raw = table.sheet.raw[number - 1] if number <= len(table.sheet.raw) else []
    for place in range(1, len(raw) + 1):
        if text := normalise(table.sheet.cell(number, place).text):
            return text
    return "?" if any((number, place) in table.sheet.formulas for place in table.places.values()) else ""


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
