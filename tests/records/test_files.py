"""The bounded reader: every limit at n and n + 1, every other format refused by name."""

import io
import struct
import time
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from records.errors import Invalid
from records.reading import files
from records.reading.files import read_workbook
from records.reading.limits import DEFAULT
from records.reading.numbers import CellError
from tests.records.books import SHEET, book, packed, parts_of, saved, with_sheet


def refused(data, limits=DEFAULT):
    with pytest.raises(Invalid) as caught:
        read_workbook(data, limits)
    assert "Traceback" not in caught.value.message
    assert "/" not in caught.value.message
    return caught.value.code.removeprefix("file:")


def values(data, limits=DEFAULT):
    return [[cell.value for cell in row] for row in read_workbook(data, limits).sheets[0].rows]


def test_values_keep_their_kind():
    data = book([["代码", 85.1, 3, True, date(2026, 6, 30), "买买提·艾力 𠅤"]])
    assert values(data) == [["代码", 85.1, 3.0, True, date(2026, 6, 30), "买买提·艾力 𠅤"]]


def test_the_hash_and_the_place_of_a_cell():
    workbook = read_workbook(book([["a"], [], ["", "x"]]))
    sheet = workbook.sheets[0]
    assert (len(workbook.sha256), workbook.kind, sheet.name) == (64, "xlsx", "评分")
    assert (sheet.cell(3, 2).value, sheet.cell(3, 1).value, sheet.cell(99, 1).value) == ("x", None, None)
    assert sheet.rows[2][1].value == "x"
    assert len(sheet.rows[0:2]) == 2


def test_a_per_cent_format_is_seen():
    def change(sheet):
        sheet["A1"].number_format = "0.00%"
        sheet["B1"].number_format = '0.0"%"'

    row = read_workbook(book([[0.8, 0.8, 0.8]], change=change)).sheets[0].rows[0]
    assert [cell.number_format for cell in row] == ["0.00%", "", ""]


def test_an_error_cell_is_no_empty_cell():
    def change(sheet):
        sheet["B1"] = "#DIV/0!"

    assert values(book([[1]], change=change)) == [[1.0, CellError("#DIV/0!")]]


def test_a_formula_without_a_stored_result_is_told():
    rows = read_workbook(book([[1, "=A1+1"], ["=A1"]])).sheets[0].rows
    assert [cell.formula_without_value for cell in rows[0]] == [False, True]
    assert rows[1][0].formula_without_value


def test_a_formula_with_its_result_reads_as_the_result():
    data = with_sheet(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>'
    )
    row = read_workbook(data).sheets[0].rows[0]
    assert (row[0].value, row[0].formula_without_value) == (2.0, False)
    assert len(row) == 1


def test_hidden_and_merged_are_told():
    def change(sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.merge_cells("A3:B4")
        sheet.parent.create_sheet("隐藏").sheet_state = "hidden"

    workbook = read_workbook(book([[1, 2], [3, 4], [5]], change=change))
    sheet = workbook.sheets[0]
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.merged) == ([2], [2], [(3, 1, 4, 2)])
    assert [s.name for s in workbook.visible] == ["评分"]


def test_a_wrong_dimension_hides_no_row():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 11))
    assert len(values(with_sheet(rows, head='<dimension ref="A1:A2"/>'))) == 10


def test_cells_without_references_count_on():
    assert values(with_sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")) == [
        [1, 2],
        [3],
    ]


def test_phonetic_guides_are_no_text():
    rich = '<is><r><t>临</t></r><r><t>江</t></r><rPh sb="0" eb="1"><t>lin</t></rPh></is>'
    assert values(with_sheet(f'<row r="1"><c r="A1" t="inlineStr">{rich}</c></row>')) == [["临江"]]


@pytest.mark.parametrize("limit", ["rows", "columns"])
def test_rows_and_columns_at_n_and_one_more(limit):
    limits = replace(DEFAULT, rows=5, columns=4)
    assert len(values(book([[1, 2, 3, 4]] * 5), limits)) == 5
    assert refused(book([[1, 2, 3, 4]] * 6), limits) == "rows"
    assert refused(book([[1, 2, 3, 4, 5]]), limits) == "columns"


def test_the_shipped_limits_of_rows_and_columns():
    cell = '<row r="{r}"><c r="{c}{r}"><v>1</v></c></row>'
    assert read_workbook(with_sheet(cell.format(r=5000, c="GR")))
    assert refused(with_sheet(cell.format(r=5001, c="A"))) == "rows"
    assert refused(with_sheet(cell.format(r=1, c="GS"))) == "columns"
    assert refused(with_sheet(cell.format(r=1048576, c="XFD"))) == "rows"


def test_formatted_empty_cells_far_away_are_no_rows():
    def change(sheet):
        sheet["ZZ90000"].fill = PatternFill("solid", fgColor="FFFF00")

    assert values(book([[1]], change=change)) == [[1.0]]


def test_sheets_at_n_and_one_more():
    def sheets(count):
        workbook = openpyxl.Workbook()
        for _n in range(count - 1):
            workbook.create_sheet()
        return saved(workbook)

    assert len(read_workbook(sheets(20)).sheets) == 20
    assert refused(sheets(21)) == "sheets"


def test_characters_of_a_cell_at_n_and_one_more():
    assert values(book([["字" * 2000]])) == [["字" * 2000]]
    with pytest.raises(Invalid, match=r"第1行 B列.*2000"):
        read_workbook(book([[1, "字" * 2001]]))
    assert values(b"a\n" + ("字" * 2000).encode())[1] == ["字" * 2000]
    assert refused(b"a\n" + ("字" * 2001).encode()) == "characters"


def test_size_at_n_and_one_more():
    data = book([[1]])
    assert read_workbook(data, replace(DEFAULT, size=len(data)))
    assert refused(data, replace(DEFAULT, size=len(data) - 1)) == "size"
    assert refused(io.BytesIO(b"x" * (DEFAULT.size + 1))) == "size"


def test_members_at_n_and_one_more():
    def padded(count):
        parts = parts_of(book([[1]]))
        return packed(parts | {f"x{n}": b"" for n in range(count - len(parts))})

    assert read_workbook(padded(200))
    assert refused(padded(201)) == "members"


def test_unpacked_size_at_n_and_one_more():
    parts = parts_of(book([[1]]))
    unpacked = sum(map(len, parts.values()))
    assert read_workbook(packed(parts), replace(DEFAULT, unpacked=unpacked))
    assert refused(packed(parts), replace(DEFAULT, unpacked=unpacked - 1)) == "unpacked"


def test_ratio():
    parts = parts_of(book([[1]]))
    fine = packed(parts | {"pad": b"\0" * 300_000})
    assert refused(packed(parts | {"pad": b"\0" * 3_000_000})) == "ratio"
    assert read_workbook(fine)


def test_a_directory_that_lies_is_damage():
    data = bytearray(packed(parts_of(book([[1]])) | {"bomb": b"\0" * 5_000_000}))
    end = data.rindex(b"PK\x05\x06")
    place = data.rindex(b"PK\x01\x02", 0, end)
    struct.pack_into("<I", data, place + 24, 10)
    assert refused(bytes(data)) == "damaged"


def test_entities_are_refused():
    parts = parts_of(book([[1]]))
    parts[SHEET] = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    assert refused(packed(parts)) == "damaged"


@pytest.mark.parametrize(
    ("limits", "code"),
    [(replace(DEFAULT, seconds=0), "time"), (replace(DEFAULT, memory=1 << 20), "resources")],
)
def test_a_child_that_meets_its_limits_leaves_us_going(limits, code):
    assert refused(book([[1]]), limits) in {code, "memory", "resources"}


def test_too_much_memory_is_an_answer():
    limits = replace(DEFAULT, memory=140 << 20, ratio=10_000)
    data = book([["x" * 1000 + str(n)] * 100 for n in range(400)])
    started = time.perf_counter()
    assert refused(data, limits) in {"memory", "resources"}
    assert time.perf_counter() - started < 10


def test_a_repeated_long_text_cannot_grow_without_bound():
    row = '<row r="{r}">' + "".join('<c t="s"><v>0</v></c>' for _n in range(200)) + "</row>"
    parts = parts_of(book([["x" * 2000]]))
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = "".join(row.format(r=n) for n in range(1, 101))
    parts[SHEET] = f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    strings = f'<sst xmlns="{namespace}"><si><t>{"x" * 2000}</t></si></sst>'
    parts["xl/sharedStrings.xml"] = strings.encode()
    started = time.perf_counter()
    assert refused(packed(parts), replace(DEFAULT, ratio=10_000)) == "all_characters"
    assert time.perf_counter() - started < 20


def test_a_path_and_an_upload(tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(book([[1]]))
    assert read_workbook(path).sheets[0].rows[0][0].value == 1
    assert read_workbook(str(path)).sha256 == read_workbook(path.open("rb")).sha256
    with pytest.raises(Invalid, match=r"没有\.xlsx"):
        read_workbook(tmp_path / "没有.xlsx")


def test_every_code_of_a_refusal_has_its_words():
    for code in files._messages():
        assert files.refusal(code, {"limit": 1, "row": 1}).message
