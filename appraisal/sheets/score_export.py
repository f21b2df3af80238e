"""Score workbooks handed out: prefilled with what is entered, by centre or as a matrix."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from appraisal.book import Book as SchemeBook
from appraisal.book import Entry, book_for
from appraisal.core.rules import EntryField
from appraisal.entry_texts import shown_list
from appraisal.models import Assessment, Round, Score, subject_code
from appraisal.sheets import score_columns as layout
from records.writing import Book, Col, Kind, Sheet

# Characters in a cell that the reader of workbooks takes (SAFETY, Reading).
MOST = 2000
Cells = Mapping[tuple[int, int], Score]
Value = str | Decimal | int | date | None

GUIDE = (
    _("本工作簿由系统按考核方案生成，已填入目前的录入值，填写后在“导入评分”页面上传。"),
    _("每列（行）只填一个录入值：数值填半角数字；比率分别填分子和分母，由系统计算。"),
    _("留空表示不改动，不是 0 分；要清空已录入的值，请在评分页面操作。"),
    _("缺项填“是”，并写明原因；方案不允许缺项的指标没有缺项列。"),
    _("要求佐证材料而未提供的，“未提供佐证”填“是”，并写明情况，该项不得分；填“否”撤销。"),
    _(
        "抽查名单每行一份（同一格内换行）：档案号，有问题的加冒号和问题，多处写作“×2”，例如 0102：空项×2，电话不正确。"
    ),
    _("请勿改动表头、机构代码、指标编码和录入项代码；可以调整列宽、隐藏列或增加说明行以外的工作表。"),
    _("导入前会列出每处错误和每处改动（原值 → 新值），确认后一次写入；有一处错误则全部不写入。"),
)


def centre_workbook(sheet: Assessment) -> bytes:
    """The workbook of one centre: a row for each input of each indicator."""
    scheme_book = book_for(sheet.round.scheme)
    book = Book(title=f"{sheet.subject.name} {sheet.round}")
    columns = [_centre_col(column.header) for column in layout.CENTRE_COLUMNS]
    title = f"{sheet.subject.name} {sheet.round.year}年{sheet.round.get_kind_display()}评分表"
    target = book.sheet(
        "评分表", columns, title=title, unit=f"{layout.CENTRE_LINE}{sheet.subject.code}", freeze=4
    )
    cells = {(row.assessment_id, row.indicator_id): row for row in Score.objects.filter(assessment=sheet)}
    for entry in scheme_book.entries.values():
        _centre_rows(target, scheme_book, entry, cells[(sheet.pk, entry.indicator_id)])
    _guide(book)
    return book.data()


WIDE = {
    "指标名称": 32,
    "评分规则": 52,
    "录入项": 24,
    "录入值": 24,
    "扣分原因": 28,
    "数据来源": 16,
    "类别": 18,
}


def _centre_col(header: str) -> Col:
    wrap = header in {"指标名称", "评分规则", "录入项", "录入值", "扣分原因", "类别"}
    kind: Kind = "points" if header in {"满分", "得分"} else ("date" if header == "数据日期" else "text")
    choices = (layout.YES, layout.NO) if header in {"缺项", "未提供佐证"} else ()
    return Col(
        header, kind, width=WIDE.get(header), wrap=wrap, choices=choices, comment=COMMENTS.get(header, "")
    )


COMMENTS = {
    "录入值": "填这一行录入项的值；留空表示不改动。",
    "缺项": "不适用时填“是”，并在扣分原因中写明。",
    "未提供佐证": "要求佐证材料而未提供的填“是”，并在扣分原因中写明；该项不得分。",
    "扣分原因": "考核人员评定未得满分时必填。",
    "数据日期": "数据的截止日期，如 2026-06-30。",
    "版本": "系统用来发现下载之后的改动，请勿修改。",
}


def _centre_rows(target: Sheet, scheme_book: SchemeBook, entry: Entry, cell: Score) -> None:
    spec = entry.spec
    category = scheme_book.categories[entry.category_id]
    for number, field in enumerate(entry.fields):
        first = number == 0
        row = target.row(
            [
                spec.code,
                field.name,
                category.name if first else None,
                spec.name if first else None,
                spec.full_marks if first else None,
                spec.sentence().zh if first else None,
                field.label.zh,
                _value(field, cell),
                (layout.YES if cell.not_applicable else None) if first else None,
                (layout.YES if cell.no_evidence else None) if first else None,
                cell.reason or None if first else None,
                cell.source or None if first else None,
                cell.source_date if first else None,
                cell.points if first else None,
                cell.version if first else None,
            ]
        )
        _help_fill(target, row, layout.CENTRE_COLUMNS.index(_VALUE), field)


_VALUE = next(column for column in layout.CENTRE_COLUMNS if column.key == "value")


def _help_fill(target: Sheet, row: int, place: int, field: EntryField) -> None:
    """A drop-down in a cell that takes a choice, a word on the form of a list."""
    if field.type == "list":
        target.worksheet.write_comment(row - 1, place, field.expected.zh)
    if field.type == "choice":
        rule = {"validate": "list", "source": [choice.label.zh for choice in field.choices]}
        target.worksheet.data_validation(row - 1, place, row - 1, place, rule)


def _value(field: EntryField, cell: Score) -> Value:
    """The entered value as a person reads it: a number as a number, a choice by its label."""
    text: str | None = cell.inputs.get(field.name)
    if text is None:
        return None
    if field.type == "choice":
        return next((choice.label.zh for choice in field.choices if choice.code == text), text)
    if field.type == "list":
        named = shown_list(text, field, "zh-hans")
        return named if len(named) <= MOST else text  # codes are read as well, and are shorter
    if field.type == "text":
        return str(text)
    return int(text) if field.type == "count" else Decimal(text)


def matrix_workbook(current: Round) -> bytes:
    """The workbook of a round: a sheet a category, a row a centre, a column an input."""
    scheme_book = book_for(current.scheme)
    sheets = list(
        Assessment.objects.filter(round=current).select_related("centre", "staff").order_by(subject_code())
    )
    rows = Score.objects.filter(assessment__round=current)
    cells = {(row.assessment_id, row.indicator_id): row for row in rows.iterator(chunk_size=5000)}
    book = Book(title=str(current))
    for category_id in scheme_book.categories:
        _category_sheet(book, scheme_book, category_id, current, sheets, cells)
    _guide(book)
    return book.data()


def _category_sheet(
    book: Book,
    scheme_book: SchemeBook,
    category_id: int,
    current: Round,
    sheets: Iterable[Assessment],
    cells: Cells,
) -> None:
    category = scheme_book.categories[category_id]
    columns = layout.matrix_columns(scheme_book, category_id)
    code, name = layout.subject_headers(current.level)
    heads = [Col(code, width=14), Col(name, width=22), *map(_matrix_col, columns)]
    title = f"{current.county} {current.year}年{current.get_kind_display()} {category.code} {category.name}"
    target = book.sheet(layout.sheet_name(category), heads, title=title, freeze=2)
    target.worksheet.set_row(1, 78)
    for sheet in sheets:
        values = [_matrix_value(column, cells[(sheet.pk, column.entry.indicator_id)]) for column in columns]
        target.row([sheet.subject.code, sheet.subject.name, *values])


def _matrix_col(column: layout.MatrixColumn) -> Col:
    """Numbers keep the general text format out of the way: a typed number stays a number."""
    sentence = column.entry.spec.sentence().zh
    if column.role in {"na", "ne"}:
        return Col(column.header, width=10, choices=(layout.YES, layout.NO))
    if column.field is None:
        return Col(column.header, width=18, wrap=True)
    if column.field.type == "choice":
        labels = tuple(choice.label.zh for choice in column.field.choices)
        return Col(column.header, width=16, choices=labels, comment=sentence)
    if column.field.type in {"text", "list"}:
        return Col(column.header, width=24, wrap=True, comment=f"{sentence}\n{column.field.expected.zh}")
    return Col(
        column.header, "count" if column.field.type == "count" else "points", width=16, comment=sentence
    )


def _matrix_value(column: layout.MatrixColumn, cell: Score) -> Value:
    if column.role in {"na", "ne"}:
        return layout.YES if (cell.not_applicable if column.role == "na" else cell.no_evidence) else None
    if column.field is None:
        return (cell.source if column.role == "source" else cell.reason) or None
    return _value(column.field, cell)


def _guide(book: Book) -> None:
    target = book.sheet("填写说明", [Col("填写说明", width=96, wrap=True)])
    target.rows([str(line)] for line in GUIDE)
