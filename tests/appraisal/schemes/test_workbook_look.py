"""The workbook as people meet it: sheets, drop-downs, comments, print set-up; LibreOffice reads and keeps it."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from xlsxwriter.worksheet import Worksheet

from appraisal.core.rules import RULES
from appraisal.sheets import scheme_columns as layout
from appraisal.sheets import scheme_look
from appraisal.sheets.scheme_examples import EXAMPLES
from appraisal.sheets.scheme_export import write_scheme
from appraisal.sheets.scheme_families import families, family_of
from appraisal.sheets.scheme_import import read_scheme
from records.reading.files import read_workbook
from records.reading.limits import DEFAULT
from tests.appraisal.schemes.shelf import every, every_written, shipped, shipped_written

HEADER = 3
OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def book() -> Any:
    return openpyxl.load_workbook(BytesIO(every_written()))


def test_the_workbook_keeps_within_the_sheets_that_are_read(book: Any) -> None:
    names = [*layout.SHEETS, *(family.name for family in families())]
    assert book.sheetnames == names
    assert len(names) <= DEFAULT.sheets
    assert all(len(name) <= 31 for name in names)


def test_every_kind_has_its_sheet_and_no_header_stands_twice() -> None:
    assert sorted(kind for family in families() for kind in family.kinds) == sorted(RULES)
    for family in families():
        headers = [field.header.zh for field in family.fields] + [one.header.zh for one in family.columns]
        assert len(set(headers)) == len(headers), family.name
        assert all(RULES[kind].name.zh in family.name for kind in family.kinds)


@pytest.mark.parametrize("kind", sorted(RULES))
def test_every_parameter_has_a_column(kind: str) -> None:
    family = family_of(kind)
    assert family is not None
    found = {(table, one.name) for _column, table, one in family.of(kind)}
    for parameter in RULES[kind].parameters:
        columns = [(parameter.name, one.name) for one in parameter.columns] or [("", parameter.name)]
        assert set(columns) <= found


def lists(sheet: Any) -> dict[str, str]:
    """What every drop-down of a sheet offers, by the letter of its column."""
    rules = sheet.data_validations.dataValidation
    return {
        str(one.sqref).rstrip("0123456789").split(":")[-1]: one.formula1
        for one in rules
        if one.type == "list"
    }


def test_every_choice_has_a_drop_down_in_chinese(book: Any) -> None:
    rules = lists(book["指标"])
    assert rules["E"] == '"' + ",".join(rule.name.zh for rule in RULES.values()) + '"'
    for family in families():
        sheet = book[family.name]
        offered = lists(sheet)
        assert offered["A"] == "'指标'!$B$2:$B$1000"
        letters = {one.value: one.column_letter for one in sheet[HEADER]}
        for column in family.columns:
            words = ",".join(label.zh for label in column.options)
            assert offered.get(letters[column.header.zh], '""') == f'"{words}"', column.header.zh


def test_headers_explain_themselves(book: Any) -> None:
    for family in families():
        for one in book[family.name][HEADER]:
            assert one.comment is not None, (family.name, one.value)
    step = {one.value: one.comment.text for one in book["按单位扣分"][HEADER]}
    assert "用于：按单位扣分。必填。" in step["扣分单位"]
    assert "不填即为：不足一个单位按比例计。" in step["不足一个单位"]


def test_sheets_are_frozen_and_print_on_a4_across(book: Any) -> None:
    for sheet in book.worksheets[1:]:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows is not None
        if sheet.title != "方案":
            assert sheet.freeze_panes is not None
    assert book["按比例"].freeze_panes == "D4"


def test_formulas_need_none_of_the_searches_that_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """XlsxWriter marks functions newer than Excel 2007; ours has none, so that both write the same bytes."""
    monkeypatch.setattr(scheme_look, "PlainWorksheet", Worksheet)
    assert write_scheme(every()) == every_written()


def test_tabs_tell_which_sheets_are_in_use() -> None:
    shown = openpyxl.load_workbook(BytesIO(shipped_written()))
    used = {part.rule for _category, part in shipped().indicators()}
    for family in families():
        colour = shown[family.name].sheet_properties.tabColor.rgb
        assert colour == ("FF77933C" if used & set(family.kinds) else "FFBFBFBF"), family.name


def test_the_instructions_have_an_example_of_every_kind(book: Any) -> None:
    text = "\n".join(str(one.value) for row in book["填写说明"] for one in row if one.value)
    for kind, rule in RULES.items():
        assert f"评分规则：{rule.name.zh}" in text
        assert EXAMPLES[kind].line in text
        assert rule.sentence(EXAMPLES[kind].params, EXAMPLES[kind].full_marks).zh in text


def converted(data: bytes, folder: Path) -> bytes:
    """The file as LibreOffice saves it."""
    (folder / "in.xlsx").write_bytes(data)
    profile, kind = f"-env:UserInstallation=file://{folder}/profile", "xlsx:Calc MS Excel 2007 XML"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", "out", "in.xlsx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return (folder / "out" / "in.xlsx").read_bytes()


@OFFICE
def test_libreoffice_opens_and_keeps_it_without_a_change(tmp_path: Path) -> None:
    reading = read_scheme(read_workbook(converted(every_written(), tmp_path)))
    assert [str(problem) for problem in reading.problems] == []
    assert reading.document == every()


@OFFICE
def test_names_rules_and_hints_follow_what_is_typed(tmp_path: Path) -> None:
    """The computed cells, their stored results dropped, as LibreOffice computes them."""
    book = openpyxl.load_workbook(BytesIO(every_written()))
    row = next(one.row for one in book["指标"]["B"] if one.value == "A-tier")
    book["分档"].delete_rows(4, 3)
    book["按比例"]["A5"], book["按比例"]["A6"] = "A-99", "A-step"
    buffer = BytesIO()
    book.save(buffer)
    shown = openpyxl.load_workbook(BytesIO(converted(buffer.getvalue(), tmp_path)), data_only=True)
    assert shown["指标"].cell(row, 6).value == "请填“分档”表"
    assert {shown["指标"].cell(place, 6).value for place in range(2, 20)} - {"已填"} == {"请填“分档”表"}
    assert [shown["按比例"].cell(place, 3).value for place in (4, 5, 6)] == [
        "儿童健康管理率", "？", "抗生素2联及以上处方比例",
    ]  # fmt: skip
    assert [shown["按次扣分"].cell(place, 3).value for place in (4, 5, 6)] == [
        "信息报告",
        "信息报告",
        "巡查记录",
    ]
    first = shown["评分、是否、逐项检查"]
    assert [first.cell(place, 4).value for place in (4, 5, 6)] == ["评分", "是否", "逐项检查"]
