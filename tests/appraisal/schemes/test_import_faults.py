"""Every fault of a workbook is named with sheet, row, column, value and what is expected; none gets in."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from appraisal.scheme_document import GatePart
from appraisal.sheets.scheme_export import write_scheme
from appraisal.sheets.scheme_import import SchemeReading
from tests.appraisal.schemes.hand import Hand, saved
from tests.appraisal.schemes.shelf import shipped, shipped_written

Book = Any


def edited(edit: Callable[[Hand], object], data: bytes = b"") -> SchemeReading:
    """The workbook of a scheme, the shipped one by default, after an edit as by hand."""
    hand = Hand(data or shipped_written())
    edit(hand)
    return hand.reading()


def put(sheet: str, cell: str, value: object) -> Callable[[Hand], None]:
    return lambda hand: hand.put(sheet, cell, value)


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
    ("类别", "D2", 0, "大于0"),
    ("类别", "D2", 101, "不大于100"),
    ("类别", "E2", "同分", "应为以下之一"),
    ("评优门槛", "B2", "C05-01、C99-01", "“指标”表中没有这个编码：C99-01"),
    ("评优门槛", "B2", "C05 01", "编码"),
    ("评优门槛", "B2", None, "必须填写"),
    ("评优门槛", "C2", 0, "大于0"),
    ("评优门槛", "A3", "必查内容", "与第2行重复"),
    ("指标", "A2", "C99", "“类别”表中没有"),
    ("指标", "B3", "C01-01", "与第2行重复"),
    ("指标", "C2", "长" * 161, "不超过160个字"),
    ("指标", "D2", True, "逻辑值"),
    ("指标", "D2", 1.555, "最多2位小数"),
    ("指标", "D2", 0, "满分应大于 0"),
    ("指标", "E2", "直线", "应为以下之一"),
    ("指标", "E2", None, "必须填写"),
    ("指标", "H2", "随便", "应为以下之一"),
    ("指标", "J2", "也许", "是"),
    ("指标", "N2", "大概", "是"),
]


@cache
def gated() -> bytes:
    """The workbook of the shipped scheme with a gate."""
    gate = GatePart(name="必查内容", codes=("C05-01", "C05-02"), percent=Decimal(90))
    return write_scheme(replace(shipped(), gates=(gate,)))


@pytest.mark.parametrize(("sheet", "cell", "value", "words"), FAULTS)
def test_a_fault_is_named_at_its_cell(sheet: str, cell: str, value: object, words: str) -> None:
    reading = edited(put(sheet, cell, value), gated())
    assert reading.document is None
    assert any(words in str(problem.message) for problem in reading.problems), list(
        map(str, reading.problems)
    )
    assert (sheet, int("".join(filter(str.isdigit, cell)))) in {place[:2] for place in places(reading)}


def test_the_value_as_typed_and_the_column_come_with_it() -> None:
    def edit(book: Book) -> None:
        book["指标"]["H2"] = "随便"

    (problem,) = saved(edit, shipped_written()).problems
    assert (problem.sheet, problem.row, problem.column, problem.header) == ("指标", 2, "H", "缺项处理")
    assert problem.value == "随便"


def test_all_faults_are_named_at_once_and_the_same_in_a_file() -> None:
    some = FAULTS[:6] + FAULTS[16:17] + FAULTS[27:29]

    def edit(book: Book) -> None:
        for sheet, cell, value, _words in some:
            book[sheet][cell] = value

    def by_hand(hand: Hand) -> None:
        for sheet, cell, value, _words in some:
            hand.put(sheet, cell, value)

    reading = saved(edit, shipped_written())
    assert {sheet for sheet, _row, _column in places(reading)} >= {"方案", "类别", "指标"}
    assert list(map(str, reading.problems)) == list(map(str, edited(by_hand).problems))


@pytest.mark.parametrize("name", ["方案", "轮次", "等次", "类别", "指标"])
def test_a_missing_sheet_is_named(name: str) -> None:
    reading = edited(lambda hand: hand.remove(name))
    assert any(f"缺少工作表“{name}”" in str(problem.message) for problem in reading.problems)


def test_a_missing_column_and_a_missing_line_are_named() -> None:
    assert "缺少“满分”列" in str(next(iter(edited(lambda hand: hand.delete_column("指标", 4)).problems)))
    reading = edited(lambda hand: hand.delete_rows("方案", 7))
    assert "缺少项目“最高等次比例上限（%）”" in str(next(iter(reading.problems)))


def test_no_sheet_of_gates_is_no_gate() -> None:
    document = edited(lambda hand: hand.remove("评优门槛"), gated()).document
    assert document == shipped()


def test_an_unknown_column_is_mentioned_and_not_read() -> None:
    def edit(book: Book) -> None:
        book["指标"]["AZ1"] = "去年得分"

    reading = saved(edit, shipped_written())
    assert reading.document == shipped()
    assert any("去年得分" in note for note in reading.notes)
