"""The two layouts of a score workbook: one centre (a row an input) and the matrix (a column an input).

Headers are made from the scheme, so that a file is recognised by them and a column that was moved is still found.
`docs/workbooks.md` describes both layouts for people.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from appraisal.book import Book, Entry
from appraisal.core.rules import EntryField
from appraisal.core.totals import CategorySpec
from records.reading.tables import Column

YES, NO = "是", "否"
# One centre: a row for each input of each indicator.
CENTRE_COLUMNS = (
    Column("code", "指标编码"),
    Column("input", "录入项代码"),
    Column("category", "类别", required=False),
    Column("name", "指标名称", required=False),
    Column("full", "满分", required=False),
    Column("rule", "评分规则", required=False),
    Column("label", "录入项", required=False),
    Column("value", "录入值"),
    Column("na", "缺项", required=False),
    Column("ne", "未提供佐证", required=False),
    Column("reason", "扣分原因", required=False),
    Column("source", "数据来源", required=False),
    Column("date", "数据日期", required=False),
    Column("points", "得分", required=False),
    Column("seen", "版本", required=False),
)
CENTRE_LINE = "机构代码："
CENTRE, NAME = (
    Column("centre", "机构代码", aliases=("工号",)),
    Column("name", "机构名称", False, ("卫生院", "姓名")),
)


def subject_headers(level: str) -> tuple[str, str]:
    """The headers of the first two columns of the matrix, by the level of its round."""
    return {"centre": ("机构代码", "卫生院"), "staff": ("工号", "姓名")}.get(level, ("机构代码", "机构名称"))


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A column of the matrix: one input, or one of an indicator's additions: 缺项, 未提供佐证, 扣分原因, 数据来源."""

    key: str
    header: str
    entry: Entry
    field: EntryField | None
    role: str

    @property
    def column(self) -> Column:
        return Column(self.key, self.header, required=False)


def matrix_columns(book: Book, category_id: int) -> list[MatrixColumn]:
    """The columns of one category, indicator by indicator: its inputs, then what else its cells may have to say."""
    return [
        column
        for entry in book.entries.values()
        if entry.category_id == category_id
        for column in _of_entry(entry)
    ]


def _of_entry(entry: Entry) -> Iterator[MatrixColumn]:
    code = entry.spec.code
    for field in entry.fields:
        header = f"{code} {entry.spec.name}" if len(entry.fields) == 1 else f"{code} {field.label.zh}"
        yield MatrixColumn(f"{code}/{field.name}", f"{header}〔{field.name}〕", entry, field, "input")
    if entry.spec.na_mode != "forbidden":
        yield MatrixColumn(f"{code}/na", f"{code} 缺项〔na〕", entry, None, "na")
    if entry.spec.needs_evidence:
        yield MatrixColumn(f"{code}/ne", f"{code} 未提供佐证〔ne〕", entry, None, "ne")
    if entry.spec.needs_evidence or entry.spec.na_mode != "forbidden" or entry.spec.rule().judged:
        yield MatrixColumn(f"{code}/reason", f"{code} 扣分原因〔reason〕", entry, None, "reason")
    if entry.spec.rule().needs_source:
        yield MatrixColumn(f"{code}/source", f"{code} 数据来源〔source〕", entry, None, "source")


def sheet_name(category: CategorySpec) -> str:
    """A sheet's name of at most 31 characters, without those that Excel refuses."""
    name = "".join(mark for mark in f"{category.code} {category.name}" if mark not in r"[]:*?/\\'")
    return name[:31]
