"""Every fault of a workbook is named with sheet, row, column, value and what is expected; none gets in."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from appraisal.sheets.scheme_export import write_scheme
from appraisal.sheets.scheme_import import SchemeReading, read_scheme
from records.reading.files import read_workbook
from tests.appraisal.schemes.shelf import shipped

Book = Any
COLUMNS = {"目标值": "W", "取数方式": "Q"}


def edited(edit: Callable[[Book], object]) -> SchemeReading:
    """The shipped workbook after an edit as by hand."""
    book = openpyxl.load_workbook(BytesIO(write_scheme(shipped())))
    edit(book)
    buffer = BytesIO()
    book.save(buffer)
    return read_scheme(read_workbook(buffer.getvalue()))


def put(sheet: str, cell: str, value: object, number_format: str = "") -> Callable[[Book], None]:
    def edit(book: Book) -> None:
        book[sheet][cell] = value
        if number_format:
            book[sheet][cell].number_format = number_format

    return edit


def places(reading: SchemeReading) -> list[tuple[str, int | None, str]]:
    return [(problem.sheet, problem.row, problem.column) for problem in reading.problems]


FAULTS: list[tuple[str, str, object, str]] = [
    ("方案", "B2", "方案 一", "编码"),
    ("方案", "B3", None, "必须填写"),
    ("方案", "B4", 1999, "不小于2000"),
    ("方案", "B4", 2026.5, "整数"),
    ("方案", "B5", "乡镇", "应为以下之一"),
    ("方案", "B6", 0, "大于0"),
    ("方案", "B7", 120, "不大于100"),
    ("方案", "B8", "12月考核、家访", "应为以下之一"),
    ("轮次", "A3", "6月考核", "与第2行重复"),
    ("轮次", "B2", "四十", "百分数或数字"),
    ("轮次", "B2", 0, "大于0"),
    ("等次", "C3", 90, "小于上一等次的下限"),
    ("等次", "D3", 84, "空档或重叠"),
    ("等次", "D2", 100, "最高等次没有上限"),
    ("等次", "E5", -1, "百分数或数字"),
    ("类别", "A3", "C01", "与第2行重复"),
    ("类别", "C2", "8分", "数字"),
    ("类别", "D2", "同分", "应为以下之一"),
    ("指标", "A2", "C99", "“类别”表中没有"),
    ("指标", "B3", "C01-01", "与第2行重复"),
    ("指标", "C2", "长" * 161, "不超过160个字"),
    ("指标", "D2", True, "逻辑值"),
    ("指标", "D2", 1.555, "最多2位小数"),
    ("指标", "E2", "直线", "应为以下之一"),
    ("指标", "E2", None, "必须填写"),
    ("指标", "G2", "随便", "应为以下之一"),
    ("指标", "L2", "大概", "是"),
    ("指标", "W2", "九十五", "数字"),
    ("指标", "W2", None, "必须填写"),
    ("指标", "W2", 70, "应与目标值不同"),
    ("指标", "X2", -1, "数字"),
    ("指标", "N2", 1, "没有参数“最小分值”"),
    ("指标", "Q2", "猜", "应为以下之一"),
    ("规则明细", "A3", "C99-01", "“指标”表中没有"),
    ("规则明细", "A2", "C01-01", "没有这张明细表"),
    ("规则明细", "F5", None, "必须填写"),
    ("规则明细", "F5", 0, "大于 0"),
]


@pytest.mark.parametrize(("sheet", "cell", "value", "words"), FAULTS)
def test_a_fault_is_named_at_its_cell(sheet: str, cell: str, value: object, words: str) -> None:
    reading = edited(put(sheet, cell, value))
    assert reading.document is None
    assert any(words in str(problem.message) for problem in reading.problems), list(
        map(str, reading.problems)
    )
    rows = {row for found, row, _column in places(reading) if found == sheet}
    # A zero point is to blame where the target passes it; a lost line of a table, where its indicator stands.
    assert int("".join(filter(str.isdigit, cell))) in rows


def test_the_value_as_typed_and_the_column_come_with_it() -> None:
    (problem,) = edited(put("指标", "W2", "九十五")).problems
    assert (problem.sheet, problem.row, problem.column, problem.header) == ("指标", 2, "W", "目标值")
    assert problem.value == "九十五"


def test_all_faults_are_named_at_once() -> None:
    def edit(book: Book) -> None:
        for sheet, cell, value, _words in FAULTS[:6] + FAULTS[17:20]:
            book[sheet][cell] = value

    assert {sheet for sheet, _row, _column in places(edited(edit))} >= {"方案", "类别", "指标"}


@pytest.mark.parametrize("name", ["方案", "轮次", "等次", "类别", "指标"])
def test_a_missing_sheet_is_named(name: str) -> None:
    reading = edited(lambda book: book.remove(book[name]))
    assert any(f"缺少工作表“{name}”" in str(problem.message) for problem in reading.problems)


def test_a_missing_column_and_a_missing_line_are_named() -> None:
    assert "缺少“满分”列" in str(next(iter(edited(lambda book: book["指标"].delete_cols(4)).problems)))
    reading = edited(lambda book: book["方案"].delete_rows(7))
    assert "缺少项目“最高等次比例上限（%）”" in str(next(iter(reading.problems)))


@pytest.mark.parametrize("typed", [("95%", ""), (0.95, "0%"), (" ９５ ", ""), ("95.00", "")])
def test_a_target_may_be_typed_as_people_do(typed: tuple[object, str]) -> None:
    reading = edited(put("指标", "W2", *typed))
    document = reading.document
    assert document is not None
    assert document.categories[0].indicators[0].params["target"] == "95"


def test_a_target_in_yuan_is_no_percentage() -> None:
    row = next(
        place
        for place, (_category, part) in enumerate(shipped().indicators(), start=2)
        if part.params.get("value_unit") == "元"
    )
    (problem,) = edited(put("指标", f"W{row}", "60%")).problems
    assert "不能填百分数" in str(problem.message)


def test_english_labels_and_stored_codes_are_understood() -> None:
    def edit(book: Book) -> None:
        book["指标"]["E1"], book["指标"]["E2"], book["指标"]["H2"] = "Rule", "linear", "on-site"
        book["指标"]["H2"] = "on_site"

    document = edited(edit).document
    assert document is not None
    assert document.categories[0].indicators[0].method == "on_site"


def test_a_case_without_a_code_gets_one() -> None:
    def edit(book: Book) -> None:
        for row in range(5, 8):
            book["规则明细"][f"C{row}"] = None

    document = edited(edit).document
    assert document is not None
    kinds = document.categories[0].indicators[5].params["kinds"]
    assert [kind["code"] for kind in kinds] == ["k1", "k2", "k3"]


def test_an_unknown_column_is_mentioned_and_not_read() -> None:
    reading = edited(put("指标", "AZ1", "去年得分"))
    assert reading.document == shipped()
    assert any("去年得分" in note for note in reading.notes)
