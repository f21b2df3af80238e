"""A table in a sheet: header, places, totals, and every fault with its place."""

from decimal import Decimal

import pytest

from records.errors import MAX_PROBLEMS, Invalid
from records.reading import tables
from records.reading.files import read_workbook
from records.reading.numbers import parse_money, parse_points
from records.reading.tables import Column
from tests.records.books import book

D = Decimal
COLUMNS = [
    Column("code", "机构代码"),
    Column("points", "得分", aliases=("分数",)),
    Column("note", "备注", required=False),
]
MONEY = [Column("code", "机构代码"), Column("amount", "核定补助", units=("元", "万元"))]


def found(rows, columns=COLUMNS, change=None):
    return tables.find(read_workbook(book(rows, change=change)), columns)


def said(table):
    return [str(problem) for problem in table.problems]


def test_reads_below_titles_and_passes_over_signatures():
    rows = [
        ["2026年评分表"],
        ["单位：分"],
        ["序号", "机构 代码", "得分"],
        [1, "A1", 85.1],
        [None],
        [2, "A2", "90"],
        ["合计", None, 175.1],
        ["制表人：张三"],
        ["人民币（大写）：壹元整"],
    ]
    table = found(rows)
    assert [(row.number, row.text("code"), row.read("points", parse_points)) for row in table.rows] == [
        (4, "A1", D("85.10")),
        (6, "A2", D("90.00")),
    ]
    assert [row.number for row in table.totals] == [7]
    assert not table.problems
    assert table.notes == ["合计行只用于核对，没有导入。"]


def test_a_row_named_like_a_signature_is_still_a_row():
    assert len(found([["机构代码", "得分"], ["审核制度", 1], ["负责人培训", 2]]).rows) == 2


def test_a_total_that_differs_is_told():
    table = found([["机构代码", "得分"], ["A1", 85.1], ["小计", 1], ["合计", 85.2]])
    table.check_total("points", D("85.10"), parse_points)
    assert said(table) == ["工作表“评分” 第4行 B列 “得分” '85.2' 合计与各行之和 85.10 不符"]


def test_a_fault_names_sheet_row_column_value_and_what_is_expected():
    table = found([["机构代码", "得分"], ["A1", "85.555"], ["A2", True], ["A3", None]])
    for row in table.rows:
        row.require("points", parse_points)
    assert said(table) == [
        "工作表“评分” 第2行 B列 “得分” '85.555' 应为不小于0的数字，最多2位小数",
        "工作表“评分” 第3行 B列 “得分” 'True' 单元格是逻辑值，应为不小于0的数字，最多2位小数",
        "工作表“评分” 第4行 B列 “得分” 此处必须填写",
    ]


def test_problems_are_capped_and_counted():
    table = found([["机构代码", "得分"], *[["A", "x"]] * 250])
    for row in table.rows:
        row.read("points", parse_points)
    assert (len(table.problems.kept), table.problems.total) == (MAX_PROBLEMS, 250)


def test_missing_doubled_and_unknown_columns():
    table = found([["机构代码", "机构代码", "联系电话", "得分"], ["A", "B", "1", 1]])
    assert said(table) == ["工作表“评分” 第1行 B列 '机构代码' 表头重复，请删去或改名"]
    assert table.notes == ["以下各列不认识，没有读取：联系电话。"]
    table = found([["机构代码", "x", "x"], ["A", 1, 2]])
    assert said(table) == [
        "工作表“评分” 第1行 C列 'x' 表头重复，请删去或改名",
        "工作表“评分” 第1行 缺少“得分”列",
    ]


def test_an_alias_and_a_full_width_header_match():
    table = found([["机构代码", "分\u3000数\n"], ["A", 1]])
    assert table.rows[0].read("points", parse_points) == D("1.00")


def test_no_header_says_what_it_should_be():
    with pytest.raises(Invalid, match="机构代码、得分"):
        found([["甲", "乙"], ["A", 1]])


def test_an_optional_column_may_lack():
    row = found([["机构代码", "得分"], ["A", 1]]).rows[0]
    assert (row.text("note"), row.cell("note").value) == ("", None)


def test_units_come_from_the_header_or_the_line_above():
    for rows in ([["机构代码", "核定补助（万元）"]], [["单位：万元"], ["机构代码", "核定补助"]]):
        table = found([*rows, ["A", 12.5]], MONEY)
        unit = table.unit("amount")
        assert table.rows[0].read("amount", parse_money, unit=unit) == D("125000.00")
        assert table.notes == ["“核定补助”按 万元 读取。"]


def test_a_unit_must_be_named():
    assert said(found([["机构代码", "核定补助"], ["A", 1]], MONEY)) == [
        "工作表“评分” 第1行 B列 '核定补助' 表头须注明单位，如“核定补助（元）”"
    ]
    assert said(found([["机构代码", "核定补助（美元）"], ["A", 1]], MONEY))[0].endswith("缺少“核定补助”列")


def test_merged_data_cells_are_refused_and_titles_are_not():
    def change(sheet):
        sheet.merge_cells("A1:B1")
        sheet.merge_cells("A3:A4")
        sheet.merge_cells("A5:B5")

    table = found([["标题"], ["机构代码", "得分"], ["A", 1], [None, 2], ["合计：", None]], change=change)
    assert said(table) == ["工作表“评分” 第3行 A列 “机构代码” 'A' 数据区有合并单元格，请取消合并后逐格填写"]


def test_formulas_without_results_and_hidden_rows_are_told():
    def change(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.parent.create_sheet("说明")

    table = found([["机构代码", "得分"], ["A", "=1+1"], ["B", 2]], change=change)
    assert said(table) == [
        "工作表“评分” 第2行 B列 “得分” 公式没有保存计算结果，请用 Excel 或 WPS 打开并保存一次"
    ]
    assert table.notes == ["第 3 行是隐藏行，也已读取。", "只读取了工作表“评分”。"]


def test_csv_headers_match_word_for_word():
    data = "机构代码,得分\nA1,85\n"
    for encoding in ("utf-8", "gb18030"):
        assert tables.find(read_workbook(data.encode(encoding)), COLUMNS).rows[0].text("code") == "A1"
    with pytest.raises(Invalid, match="一字不差"):
        tables.find(read_workbook("机构 代码,得 分\nA1,85\n".encode()), COLUMNS)


def test_a_code_typed_as_a_number_loses_its_point():
    assert found([["机构代码", "得分"], [360123001, 1]]).rows[0].text("code") == "360123001"


def test_the_first_visible_sheet_with_the_header_is_read():
    def change(sheet):
        sheet.parent.create_sheet("封面", 0)["A1"] = "说明"

    assert found([["机构代码", "得分"], ["A", 1]], change=change).sheet.name == "评分"
