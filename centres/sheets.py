"""The workbook of centres: its columns, read and written the same way (docs/workbooks.md)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from centres.models import Centre
from centres.models.places import ACCOUNT, BANK_ACCOUNT, CENTRE_CODE, CODE
from records.reading.dates import parse_date
from records.reading.names import normalise, similar, tidy
from records.reading.numbers import parse_count
from records.reading.tables import Column, Row, Table
from records.writing import Book, Col

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Part:
    """A column of the workbook and the field it fills; `read` gives the value or records a problem."""

    field: str
    column: Column
    read: Callable[[Row, str], Value]
    write: Callable[[Centre], Value]
    kind: str = "text"
    width: int | None = None


def _text(pattern: str, words: Callable[[], str]) -> Callable[[Row, str], Value]:
    def read(row: Row, key: str) -> Value:
        value = tidy(row.text(key))
        if value and pattern and not re.fullmatch(pattern, value):
            row.fault(key, words())
            return None
        return value or None

    return read


def _kind(row: Row, key: str) -> Value:
    typed = normalise(row.text(key))
    for value, label in Centre.Kind.choices:
        if typed and typed in (value, normalise(str(label)), normalise(str(label)).removesuffix("卫生院")):
            return value
    if typed:
        row.fault(key, _("应为“一般卫生院”或“中心卫生院”。"))
    return None


def _count(row: Row, key: str) -> Value:
    return row.read(key, parse_count)


def _day(row: Row, key: str) -> Value:
    return row.read(key, parse_date)


def _part(field: str, header: str, read: Any, *, kind: str = "text", required: bool = False) -> Part:
    return Part(field, Column(field, header, required=required), read, lambda c: getattr(c, field), kind)


_ANY = _text("", str)
_CODE = _text(CODE, lambda: str(CENTRE_CODE.message))
_ACCOUNT = _text(ACCOUNT, lambda: str(BANK_ACCOUNT.message))

PARTS = (
    _part("code", "机构代码", _CODE, required=True),
    _part("name", "名称", _ANY, required=True),
    Part("kind", Column("kind", "类别", required=False), _kind, lambda centre: centre.get_kind_display()),
    _part("staffing_quota", "编制数", _count, kind="count"),
    _part("staff_count", "在岗职工数", _count, kind="count"),
    _part("population", "服务人口", _count, kind="count"),
    _part("bank_name", "开户银行", _ANY),
    _part("bank_account_name", "账户名称", _ANY),
    _part("bank_account", "银行账号", _ACCOUNT),
    _part("opened_on", "启用日期", _day, kind="date"),
    _part("closed_on", "停用日期", _day, kind="date"),
)
COLUMNS = [part.column for part in PARTS]


def read_rows(table: Table, known: Iterable[Centre], taken_codes: set[str]) -> list[dict[str, Any]]:
    """Rows of {field: value}, empty cells left out; faults go to the table's problems.

    A row is matched by its code; one without a code by its name. `known`: the county's centres;
    `taken_codes`: codes of other counties, refused like any that can't be used.
    """
    by_code = {centre.code: centre for centre in known}
    by_name = {normalise(centre.name): centre for centre in by_code.values()}
    rows, seen_codes = [], set()
    for row in table.rows:
        read: dict[str, Any] = {part.field: part.read(row, part.field) for part in PARTS}
        values = {field: value for field, value in read.items() if value is not None}
        _match(row, values, by_name)
        code = values.get("code")
        if code in seen_codes:
            row.fault("code", _("本表中机构代码重复。"))
        if code in taken_codes:
            row.fault("code", _("该机构代码不能使用。"))
        kept = by_code.get(code or "")
        if kept and normalise(values.get("name", "")) == normalise(kept.name):
            del values["name"]  # written with other blanks: no new name
        if code and kept is None and "name" not in values:
            row.fault("name", _("新增的卫生院须填写名称。"))
        if code:
            seen_codes.add(code)
            rows.append(values)
    _check_names(table, rows, by_code)
    return rows


def _match(row: Row, values: dict[str, Any], by_name: dict[str, Centre]) -> None:
    """A row without a code takes that of the centre it names."""
    if "code" in values or row.text("code"):
        return
    name = values.get("name", "")
    if found := by_name.get(normalise(name)):
        values["code"] = found.code
        del values["name"]
        return
    near = similar(name, [centre.name for centre in by_name.values()])
    asked = _("是否指“%(name)s”？") % {"name": near[0]} if near else ""
    row.fault("code", _("请填写机构代码。") + asked)


def _check_names(table: Table, rows: list[dict[str, Any]], by_code: dict[str, Centre]) -> None:
    """No two centres of the county have the same name once the file is in."""
    names = {code: centre.name for code, centre in by_code.items()}
    names.update({values["code"]: values["name"] for values in rows if "name" in values})
    holders: dict[str, list[str]] = {}
    for code, name in names.items():
        holders.setdefault(normalise(name), []).append(code)
    doubled = {code for codes in holders.values() for code in codes[1:]}
    for row in table.rows:
        if row.text("code") in doubled:
            row.fault("name", _("与本县另一家卫生院重名。"))


def workbook(centres: Iterable[Centre], *, title: str = "", bank: bool = True) -> bytes:
    """The centres as a workbook that the import reads back to the same values; empty, a form to fill in."""
    parts = [part for part in PARTS if bank or not part.field.startswith("bank_")]
    book = Book(title=title or _("乡镇卫生院"))
    columns = [Col(part.column.header, _kind_of(part)) for part in parts]
    sheet = book.sheet("乡镇卫生院", columns, freeze=2)
    for centre in centres:
        sheet.row([_written(part.write(centre)) for part in parts])
    return book.data()


def _kind_of(part: Part) -> Any:
    return part.kind


def _written(value: Value) -> Any:
    return None if value == "" else str(value) if not isinstance(value, (int, date, type(None))) else value
