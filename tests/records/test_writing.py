"""Workbooks that people open: harmless, printable, and read back to the same values."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.reading import tables
from records.reading.files import read_workbook
from records.reading.numbers import parse_count, parse_money, parse_points, parse_rate
from records.reading.tables import Column
from records.writing import MOST_CHARACTERS, Book, Col, display_width
from tests.records.books import parts_of

D = Decimal
COLUMNS = [
    Col("机构代码"),
    Col("名称", wrap=True),
    Col("得分", "points", total=True, comment="两位小数"),
    Col("金额（元）", "money", total=True),
    Col("比率", "rate"),
    Col("人数", "count", total=True),
    Col("日期", "date"),
]
ROWS = [
    [
        "A01",
        "临江镇卫生院 珺䶮㛃𠅤 买买提·艾力",
        D("85.10"),
        D("1234567.89"),
        D("22.42"),
        30,
        date(2026, 6, 30),
    ],
    ["A02", None, D("0.07"), D("-0.01"), D("7.00"), 0, None],
]


def made(rows=ROWS, **options):
    book = Book(title="试", created=datetime(2026, 1, 1, tzinfo=UTC))
    sheet = book.sheet("表", COLUMNS, title="标题", unit="单位：元", **options)
    sheet.rows(rows)
    sheet.total()
    sheet.line("人民币（大写）：壹元整")
    sheet.signatures(["制表人", "审核人", "负责人"])
    return book.data()


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def test_reads_back_what_was_written():
    workbook = read_workbook(made())
    read = [
        Column("code", "机构代码"),
        Column("name", "名称"),
        Column("points", "得分"),
        Column("rate", "比率"),
        Column("amount", "金额", units=("元", "万元")),
        Column("count", "人数"),
        Column("on", "日期"),
    ]
    table = tables.find(workbook, read)
    got = [
        [
            row.text("code"),
            row.text("name") or None,
            row.read("points", parse_points),
            row.read("rate", parse_rate),
            row.read("count", parse_count),
            row.cell("on").value,
        ]
        for row in table.rows
    ]
    assert got == [[r[0], r[1], r[2], r[4], r[5], r[6]] for r in ROWS]
    assert table.rows[0].read("amount", parse_money) == D("1234567.89")
    table.check_total("points", D("85.17"), parse_points)
    table.check_total("count", D(30), parse_points)
    assert not table.problems


def test_totals_are_live_and_carry_their_result():
    sheet = opened(made())
    assert sheet["C6"].value == "=SUM(C4:C5)"
    values = read_workbook(made()).sheets[0]
    assert [cell.value for cell in values.rows[5]] == ["合计", None, 85.17, 1234567.88, None, 30.0]


def test_a_table_without_rows_totals_zero():
    assert opened(made([]))["C4"].value == 0


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "http://x.example", "{=1}", "'x", "mailto:a@b", "  x ", "a\nb"]
)
def test_text_stays_text(text):
    book = Book()
    book.sheet("表", [Col("x")]).row([text])
    data = book.data()
    assert opened(data)["A2"].data_type == "s"
    assert read_workbook(data).sheets[0].cell(2, 1).value == text
    assert b"<f>" not in parts_of(data)["xl/worksheets/sheet1.xml"]
    assert "xl/worksheets/_rels/sheet1.xml.rels" not in parts_of(data)


PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40)


@settings(max_examples=15, deadline=None)
@given(st.lists(PRINTABLE.filter(lambda text: text != ""), min_size=1, max_size=30))
def test_any_text_reads_back(texts):
    book = Book()
    sheet = book.sheet("表", [Col("x")])
    sheet.rows([[text] for text in texts])
    read = read_workbook(book.data()).sheets[0]
    assert [read.cell(number + 2, 1).value for number in range(len(texts))] == texts


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 99_999_999_999_999), min_size=1, max_size=30))
def test_any_amount_reads_back(fen):
    book = Book()
    sheet = book.sheet("表", [Col("x", "money")])
    sheet.rows([[D(n) / 100] for n in fen])
    read = read_workbook(book.data()).sheets[0]
    amounts = [parse_money(read.cell(number + 2, 1).value).value for number in range(len(fen))]
    assert amounts == [D(n) / 100 for n in fen]


@pytest.mark.parametrize(
    ("header", "width", "height"),
    [
        ("名次", 8, 30),
        ("一二三四", 4, 36),
        ("卫生院环境干净整洁", 6, 51),
        ("甲\n乙\n丙", 9, 51),
        ("甲\n乙", 9, 36),
    ],
)
def test_a_header_is_as_tall_as_its_words(header: str, width: int, height: int) -> None:
    """Two lines at least; a full-width character takes two places of the width."""
    book = Book()
    book.sheet("表", [Col(header, width=width), Col("短")]).row(["", ""])
    sheet = opened(book.data())
    assert sheet.row_dimensions[1].height == height


def test_prints_on_a4_with_its_header_on_every_page():
    sheet = opened(made())
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.freeze_panes == "A4"
    assert "A1:G1" in {str(merged) for merged in sheet.merged_cells.ranges}
    assert opened(made(portrait=True)).page_setup.orientation != "landscape"


def test_widths_fit_chinese_text():
    sheet = opened(made())
    assert display_width("卫生院A") == 7
    assert sheet.column_dimensions["B"].width > display_width(ROWS[0][1])
    book = Book()
    book.sheet("表", [Col("x", width=5), Col("y")]).row(["长" * 40, "长" * 80])
    widths = opened(book.data()).column_dimensions
    assert round(widths["A"].width) == 6
    assert widths["B"].width < 50


def test_comments_choices_protection_and_limits():
    book = Book()
    columns = [
        Col("是否", choices=("是", "否")),
        Col("等次", choices=tuple(f"第{n}档，较长的名称" for n in range(40))),
        Col("得分", "points"),
        Col("公式", "points", editable=False, comment="不用填"),
    ]
    sheet = book.sheet("表", columns, protect=True, freeze=1)
    sheet.limit(sheet.row([None, None, None, D(1)]), 2, D(0), D(10), "0 至 10 分")
    got = opened(book.data())
    rules = {str(rule.sqref): rule for rule in got.data_validations.dataValidation}
    assert rules["A2"].formula1 == '"是,否"'
    assert rules["B2"].formula1 == "'选项'!$A$1:$A$40"
    assert (rules["C2"].type, rules["C2"].formula2, rules["C2"].error) == ("decimal", "10", "0 至 10 分")
    assert got.protection.sheet
    assert (got["C2"].protection.locked, got["D2"].protection.locked) == (False, True)
    assert got["D1"].comment.text == "不用填"
    assert got.freeze_panes == "B2"


def test_what_excel_cannot_hold_is_an_error():
    sheet = Book().sheet("表", [Col("x", "points")])
    sheet.row(["字" * MOST_CHARACTERS])
    for wrong, error in (
        (["字" * (MOST_CHARACTERS + 1)], ValueError),
        ([0.1], TypeError),
        ([1, 2], ValueError),
        ([True], TypeError),
    ):
        with pytest.raises(error):
            sheet.row(wrong)


def test_equal_contents_are_equal_bytes():
    assert made() == made()


def test_a_wrapped_text_has_room_and_no_page_holds_the_last_lines_alone() -> None:
    """Excel gives merged and fixed rows no height of their own."""
    book = Book(title="表")
    sheet = book.sheet("表", [Col("名称", width=10), Col("备注", width=20, wrap=True)], title="表")
    sheet.row(["甲", "一" * 30])
    sheet.row(["乙", "短"])
    sheet.line("二" * 40)
    for _row in range(19):
        sheet.row(["丙", ""])
    page = openpyxl.load_workbook(io.BytesIO(book.data())).worksheets[0]
    assert round(page.row_dimensions[3].height) == 20 + 16 * 3
    assert round(page.row_dimensions[4].height) == 20
    assert round(page.row_dimensions[5].height) == 20 + 16 * 2
    assert page.page_setup.fitToHeight in {None, 1}
