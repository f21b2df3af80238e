"""A file of another body read: a row for each subject, its value under a header of the body's own (RULES 3 external).

The file is kept as it came, so it is read as it came: headers are known by the names in use, and whoever uploads it
may name a header that isn't.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from appraisal.book import Entry
from appraisal.core.rules import EntryField
from appraisal.entry import clean_inputs
from appraisal.models import Assessment
from appraisal.sheets.subject_names import SubjectNames
from records.errors import Invalid, Problem
from records.importers import PlainRow, Reading
from records.reading import tables
from records.reading.files import Workbook
from records.reading.numbers import CellValue
from records.reading.table_model import Row, Table

CODE = tables.Column(
    "code", "机构代码", required=False, aliases=("单位代码", "机构编码", "代码", "编码", "工号")
)
NAME = tables.Column(
    "name",
    "机构名称",
    required=False,
    aliases=(
        "单位名称",
        "单位",
        "机构",
        "名称",
        "卫生院",
        "卫生院名称",
        "乡镇卫生院",
        "医院",
        "村卫生室",
        "姓名",
    ),
)
# What other bodies call a value, by the last part of the input's name.
USUAL = {
    "points": ("得分", "评分", "分数", "考核得分", "评定得分"),
    "value": ("数值", "实际值", "结果", "完成值"),
    "numerator": ("分子",),
    "denominator": ("分母",),
}
NAMED = 6


def columns(entry: Entry, own: Mapping[str, str]) -> list[tables.Column]:
    """The value columns. `own` names a header by input where the body calls it otherwise."""
    fields = entry.supplied
    return [_column(entry, field, own.get(field.name, ""), alone=len(fields) == 1) for field in fields]


def _column(entry: Entry, field: EntryField, own: str, *, alone: bool) -> tables.Column:
    if own:
        return tables.Column(field.name, own)
    spec = entry.spec
    names = [*USUAL.get(field.name.rsplit(".", 1)[-1], ())]
    names += [spec.name, spec.code, f"{spec.code} {spec.name}"] if alone else []
    return tables.Column(field.name, field.label.zh, aliases=tuple(names))


def read(workbook: Workbook, entry: Entry, own: Mapping[str, str], names: SubjectNames) -> Reading:
    """Rows of canonical inputs by sheet, every fault in its place. Raises Invalid without the table."""
    reading = Reading()
    wanted = columns(entry, own)
    table = tables.find(workbook, [CODE, NAME, *wanted])
    if not {"code", "name"} & set(table.places):
        raise Invalid(_("没有找到机构代码或机构名称一列。"), code="header")
    found = _Found()
    for row in table.rows:
        _read_row(row, entry, names, reading, found)
    _close(table, reading, found, names.sheets.values())
    return reading


class _Found:
    """Subjects seen so far, and what the preview has to say of rows that change nothing."""

    def __init__(self) -> None:
        self.seen: set[int] = set()
        self.blank: list[str] = []
        self.elsewhere: list[str] = []


def _read_row(row: Row, entry: Entry, names: SubjectNames, reading: Reading, found: _Found) -> None:
    sheet = names.find(row.text("code"), row.text("name"))
    key = "code" if row.text("code") else "name"
    if sheet is None:
        found.elsewhere.append(row.text("name") or row.text("code"))
    elif isinstance(sheet, str):
        row.fault(key if key in row.table.places else "name", sheet)
    elif sheet.pk in found.seen:
        row.fault(key, _("同一机构出现了两次"))
    else:
        found.seen.add(sheet.pk)
        plain = _plain(row, entry, sheet)
        if plain is None:
            found.blank.append(sheet.subject.name)
        else:
            reading.rows.append(plain)


def _plain(row: Row, entry: Entry, sheet: Assessment) -> PlainRow | None:
    """What the file says of one cell; None where it says nothing: missing is never 0."""
    fields = entry.supplied
    cells = {field.name: row.cell(field.name) for field in fields}
    raw: dict[str, CellValue] = {name: cell.value for name, cell in cells.items()}
    cleaned = clean_inputs(fields, raw, {name: cell.number_format for name, cell in cells.items()})
    if not cleaned.problems and not cleaned.inputs:
        return None
    _tell(row, fields, cleaned.problems, cleaned.inputs)
    places = {name: row.problem(name, "") for name in cells}
    at = {name: [one.sheet, one.row, one.column, one.header] for name, one in places.items()}
    at[""] = next(iter(at.values()))
    return {
        "centre": sheet.subject.code, "indicator": entry.indicator_id, "inputs": cleaned.inputs, "na": None, "ne": None,
        "reason": "", "at": at, "place": _place(row),
    }  # fmt: skip


def _tell(
    row: Row, fields: Iterable[EntryField], problems: Iterable[Problem], inputs: Mapping[str, str]
) -> None:
    """Faults at their cells. One of two values alone is a fault too: it would mix with what was entered before."""
    wrong = set()
    for problem in problems:
        name = next((one.name for one in fields if str(problem.place) in {one.label.zh, one.label.en}), "")
        name = name or next(one.name for one in fields if one.name not in inputs)
        wrong.add(name)
        row.fault(name, problem.message, problem.value)
    for field in fields:
        if field.name not in inputs and field.name not in wrong:
            row.fault(field.name, _("此处必须填写"))


def _place(row: Row) -> str:
    words = {"sheet": row.table.sheet.name, "row": row.number}
    return (_("工作表“%(sheet)s”第%(row)d行") if words["sheet"] else _("第%(row)d行")) % words


def _close(table: Table, reading: Reading, found: _Found, sheets: Iterable[Assessment]) -> None:
    reading.problems.extend(table.problems)
    reading.notes.extend(table.notes)
    absent = [sheet.subject.name for sheet in sheets if sheet.pk not in found.seen]
    for pattern, whose in (
        (_("文件中没有数值，未改动：%(names)s。"), found.blank),
        (_("文件中没有，未改动：%(names)s。"), absent),
        (_("不在本轮次，没有读取：%(names)s。"), found.elsewhere),
    ):
        if whose:
            reading.notes.append(pattern % {"names": listed(whose)})


def listed(names: list[str]) -> str:
    rest = len(names) - NAMED
    said = "、".join(names[:NAMED])
    return said if rest <= 0 else _("%(names)s 等 %(count)d 个") % {"names": said, "count": len(names)}
