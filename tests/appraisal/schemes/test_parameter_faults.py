"""Parameters on the sheets of their rules: every fault at its cell, in parts of composites too; nothing hostile gets in."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from appraisal.sheets.scheme_export import write_scheme
from appraisal.sheets.scheme_families import families, family_of
from appraisal.sheets.scheme_import import SchemeReading, read_scheme
from records.reading.files import read_workbook
from tests.appraisal.schemes.hand import Hand, saved
from tests.appraisal.schemes.shelf import every, every_written, shipped, shipped_written

Edit = Callable[[Hand], object]
HEADER, FIRST = 3, 4


def sheet_of(kind: str) -> str:
    family = family_of(kind)
    assert family is not None
    return family.name


def place(hand: Hand, kind: str, header: str, line: int = 1, code: str = "") -> tuple[str, int, int]:
    """A cell of the sheet of a kind: the column by its header, the line among those of the indicator."""
    name = sheet_of(kind)
    raw = hand[name].raw
    rows = [row for row in range(FIRST, len(raw) + 1) if hand.read(name, row, 1) == (code or f"A-{kind}")]
    return name, rows[line - 1], raw[HEADER - 1].index(header) + 1


def typed(kind: str, header: str, value: object, line: int = 1, percent: str = "", code: str = "") -> Edit:
    return lambda hand: hand.type(*place(hand, kind, header, line, code), value, percent)


def edited(*edits: Edit, data: bytes = b"") -> SchemeReading:
    """The workbook with every kind after edits as by hand."""
    hand = Hand(data or every_written())
    for edit in edits:
        edit(hand)
    return hand.reading()


def cell(book: Any, kind: str, header: str) -> Any:
    """The cell in the file that `place` tells."""
    name, row, column = place(Hand(every_written()), kind, header)
    return book[name].cell(row, column)


def only(reading: SchemeReading) -> tuple[str, str, str]:
    """Sheet, header and message of the one problem."""
    assert reading.document is None
    (problem,) = reading.problems
    return problem.sheet, problem.header, str(problem.message)


FAULTS: list[tuple[str, str, int, object, str]] = [
    ("linear", "目标值", 1, "九十五", "数字"),
    ("linear", "目标值", 1, None, "必须填写"),
    ("linear", "零分点", 1, 90, "应与目标值不同"),
    ("linear", "零分点", 1, -1, "数字"),
    ("linear", "取数方式", 1, "猜", "应为以下之一"),
    ("linear", "加分单位", 1, 1, "三个加分参数应同时填写"),
    ("step", "不足一个单位", 1, "大概", "应为以下之一"),
    ("step", "最低得分", 1, 10, "应小于满分"),
    ("points", "最小分值", 1, "0.3", "整数倍"),
    ("points", "得满分的答案", 1, "是", "规则“评分”没有参数“得满分的答案”，请清空"),
    ("points", "项目要求", 1, "某项", "规则“评分”没有参数“项目要求”，请清空"),
    ("count", "每次扣分", 2, None, "必须填写"),
    ("count", "每次扣分", 2, 0, "大于 0"),
    ("count", "情形", 2, "迟报", "重复"),
    ("count", "代码", 2, "二", "代码"),
    ("count", "倒扣下限", 1, -2, "可倒扣"),
    ("count", "可倒扣", 1, "也许", "应为“是”或“否”"),
    ("checklist", "不符合扣分", 3, "两分", "数字"),
    ("tier", "下限", 2, 30, "重叠"),
    ("quota", "规定数量", 1, "6.5", "整数"),
    ("range", "区间上限", 1, 5, "不得小于区间下限"),
    ("growth", "总扣加不超过", 1, None, "必须填写"),
    ("sample", "每处扣分", 2, None, "必须填写"),
    ("survey", "目标值", 1, 120, "不大于 100"),
    ("external", "提供单位", 1, None, "必须填写"),
    ("bonus", "加分方式", 1, "酌情加分", "不填每次加分"),
    ("veto", "最高可评等次", 1, "good", "不用填写"),
    ("factor", "系数下限", 1, 2, "不得小于系数下限"),
    ("rank", "至第几名", 2, 1, ""),
    ("composite", "子项满分", 2, 4, "子项满分合计 14 分，应等于指标满分 15 分"),
    ("composite", "子项满分", 2, None, "必须填写"),
    ("composite", "子项名称", 2, "巡查户次", "名称重复"),
    ("composite", "评分规则", 2, "组合", "应为以下之一"),
    ("composite", "评分规则", 2, "一票否决", "应为以下之一"),
    ("composite", "组合方式", 1, "随便", "应为以下之一"),
    ("composite", "组合下限", 1, 1, "不得大于 0"),
]


@pytest.mark.parametrize(("kind", "header", "line", "value", "words"), FAULTS)
def test_a_fault_is_named_at_its_cell(kind: str, header: str, line: int, value: object, words: str) -> None:
    reading = edited(typed(kind, header, value, line))
    assert reading.document is None
    assert any(words in str(problem.message) for problem in reading.problems), list(
        map(str, reading.problems)
    )
    assert {problem.sheet for problem in reading.problems} == {sheet_of(kind)}
    assert all(problem.row and problem.column for problem in reading.problems)


def test_the_cell_and_the_value_as_typed_come_with_it() -> None:
    def edit(book: Any) -> None:
        cell(book, "linear", "目标值").value = "九十五"

    (problem,) = saved(edit, every_written()).problems
    assert (problem.sheet, problem.row, problem.column, problem.header) == ("按比例", FIRST, "J", "目标值")
    assert problem.value == "九十五"


PART_FAULTS: list[tuple[str, str, int, object, str]] = [
    ("step", "目标值", 1, "全部", "数字"),
    ("step", "目标值", 1, None, "必须填写"),
    ("step", "最低得分", 1, 10, "应小于满分 10 分"),
    ("count", "每次扣分", 1, None, "必须填写"),
    ("count", "最多扣分", 1, 0, "大于 0"),
]


@pytest.mark.parametrize(("kind", "header", "line", "value", "words"), PART_FAULTS)
def test_a_fault_in_a_part_is_named_on_the_sheet_of_its_rule(
    kind: str, header: str, line: int, value: object, words: str
) -> None:
    sheet, column, message = only(edited(typed(kind, header, value, line, code="A-composite")))
    assert (sheet, column) == (sheet_of(kind), header)
    assert words in message


def test_a_part_without_its_parameters_is_named_where_it_is_listed() -> None:
    def edit(hand: Hand) -> None:
        name, row, _column = place(hand, "step", "目标值", code="A-composite")
        hand.delete_rows(name, row)

    reading = edited(edit)
    assert {(problem.sheet, problem.header) for problem in reading.problems} == {("组合", "评分规则")}
    assert "“按单位扣分”表中没有填“目标值”：必须填写。" in {
        str(problem.message) for problem in reading.problems
    }


def test_an_indicator_without_its_parameters_is_named_where_it_stands() -> None:
    sheet, column, message = only(edited(lambda hand: hand.delete_rows(sheet_of("tier"), FIRST, 3)))
    assert (sheet, column) == ("指标", "评分规则")
    assert message == "“分档”表中没有填“档次”：必须填写。"


STRAYS: list[tuple[str, str, object, str, str]] = [
    ("linear", "指标编码", "A-99", "指标编码", "“指标”表中没有这个编码"),
    ("linear", "指标编码", "A-step", "指标编码", "“A-step”的规则是“按单位扣分”，参数应填在“按单位扣分”表"),
    ("linear", "子项代码", "visits", "子项代码", "这个指标没有这个子项"),
    ("linear", "指标编码", None, "指标编码", "必须填写"),
]


@pytest.mark.parametrize(("kind", "header", "value", "at", "words"), STRAYS)
def test_a_line_that_belongs_to_nothing_is_named(
    kind: str, header: str, value: object, at: str, words: str
) -> None:
    reading = edited(typed(kind, header, value))
    assert reading.document is None
    named = {
        problem.header: str(problem.message)
        for problem in reading.problems
        if problem.sheet == sheet_of(kind)
    }
    assert words in named[at]


def test_a_part_of_an_indicator_that_is_not_there_is_named() -> None:
    reading = edited(typed("composite", "指标编码", "A-99", 2))
    messages = {(problem.sheet, str(problem.message)) for problem in reading.problems}
    assert ("组合", "“指标”表中没有这个编码") in messages
    assert ("按次扣分", "这个指标没有这个子项：子项列在“组合”表中") in messages


def test_a_part_whose_code_differs_on_its_sheet_is_named() -> None:
    reading = edited(typed("count", "子项代码", "recods", code="A-composite"))
    assert {problem.header for problem in reading.problems} == {"子项代码", "评分规则"}


def test_a_single_value_is_filled_in_once() -> None:
    same = edited(typed("count", "可倒扣", "否"), typed("count", "可倒扣", "否", 2))
    assert same.document is not None
    sheet, column, message = only(edited(typed("count", "可倒扣", "否"), typed("count", "可倒扣", "是", 2)))
    assert (sheet, column) == ("按次扣分", "可倒扣")
    assert message == f"与“按次扣分”表第{FIRST}行不一致；一个指标只填一次"


@pytest.mark.parametrize("value", [("85%", ""), (0.85, "0%"), (" ８５ ", ""), ("85.00", "")])
def test_a_target_may_be_typed_as_people_do(value: tuple[object, str]) -> None:
    assert edited(typed("linear", "目标值", value[0], percent=value[1])).document == every()


def test_a_cell_of_the_file_that_shows_per_cent_is_read_so() -> None:
    def edit(book: Any) -> None:
        where = cell(book, "linear", "目标值")
        where.value, where.number_format = 0.85, "0%"

    assert saved(edit, every_written()).document == every()


def test_a_target_that_is_no_rate_is_no_percentage() -> None:
    assert "不能填百分数" in only(edited(typed("quota", "规定数量", "60%")))[2]
    assert edited(typed("growth", "增减单位（%）", "10%")).document == every()
    assert edited(typed("survey", "目标值", "80%")).document == every()


def test_english_headers_labels_and_stored_codes_are_understood() -> None:
    def edit(hand: Hand) -> None:
        english = {"目标值": "Target", "方向": "Direction"}
        header = hand[sheet_of("step")].raw[HEADER - 1]
        header[:] = [english.get(one, one) for one in header]

    low = edited(typed("step", "方向", "lower is better"), edit)
    assert low.document == edited(typed("step", "方向", "lower")).document == every()


def test_a_case_without_a_code_gets_one() -> None:
    document = edited(*(typed("count", "代码", None, line) for line in (1, 2))).document
    assert document is not None
    (count,) = [part for _category, part in document.indicators() if part.rule == "count"]
    assert [kind["code"] for kind in count.params["kinds"]] == ["k1", "k2"]


def test_lines_of_one_indicator_may_stand_apart() -> None:
    def edit(hand: Hand) -> None:
        moved = list(hand[sheet_of("count")].raw[FIRST])
        hand.delete_rows(sheet_of("count"), FIRST + 1)
        for column, value in enumerate(moved, start=1):
            hand.type(sheet_of("count"), FIRST + 5, column, value)

    assert edited(edit).document == every()


def test_parameters_may_stand_beside_the_indicator_as_they_used_to() -> None:
    def edit(hand: Hand) -> None:
        where = place(hand, "linear", "目标值")
        codes = [hand.read("指标", row, 2) for row in range(1, len(hand["指标"].raw) + 1)]
        hand.type("指标", 1, 30, "目标值")
        hand.type("指标", codes.index("A-linear") + 1, 30, hand.read(*where))
        hand.type(*where, None)

    assert edited(edit).document == every()


@pytest.mark.parametrize("name", [family.name for family in families()])
def test_a_sheet_that_is_not_there_has_no_lines(name: str) -> None:
    reading = edited(lambda hand: hand.remove(name), data=shipped_written())
    used = {part.rule for _category, part in shipped().indicators()}
    due = any(family.name == name and set(family.kinds) & used for family in families())
    assert (reading.document != shipped()) == due


def test_formulas_without_results_and_merged_cells_are_refused() -> None:
    def edit(book: Any) -> None:
        cell(book, "linear", "目标值").value = "=80+5"
        book[sheet_of("count")].merge_cells(f"G{FIRST}:G{FIRST + 1}")

    problems = [(one.sheet, one.header, str(one.message)) for one in saved(edit, every_written()).problems]
    linear = [(header, words) for sheet, header, words in problems if sheet == "按比例"]
    assert [header for header, _words in linear] == ["目标值"]
    assert "公式没有保存计算结果" in linear[0][1]
    merged = [words for sheet, _header, words in problems if sheet == sheet_of("count")]
    assert any("合并单元格" in words for words in merged)
    assert len(linear + merged) == len(problems)


def test_computed_columns_are_never_read() -> None:
    def edit(book: Any) -> None:
        for row in range(FIRST, FIRST + 3):
            book["组合"].cell(row, 2).value = "别的名称"
        for row in range(2, 6):
            book["指标"].cell(row, 6).value = "胡写"

    assert saved(edit, every_written()).document == every()


def test_text_that_looks_like_a_formula_stays_text() -> None:
    (category,) = every().categories
    (first, *rest) = category.indicators
    changed = replace(category, indicators=(replace(first, name="=1+1", note="@SUM(A1)"), *rest))
    document = replace(every(), categories=(changed,))
    data = write_scheme(document)
    assert openpyxl.load_workbook(BytesIO(data), read_only=True)["指标"]["C2"].data_type == "s"
    assert read_scheme(read_workbook(data)).document == document
