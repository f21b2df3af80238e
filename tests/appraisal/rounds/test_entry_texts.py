"""What people type as records, texts and answers becomes the canonical inputs of a cell (SAFETY, Reading)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.rules import Choice, EntryField
from appraisal.core.rules.drawn import read_drawing
from appraisal.core.text import Text
from appraisal.entry import clean_inputs
from appraisal.entry_texts import clean_list, shown_list

DEFECTS = (
    Choice("blank", Text("有空项", "blank items")),
    Choice("phone", Text("电话，手机不正确", "wrong phone")),
    Choice("x2", Text("乙", "x2")),
)
RECORDS = EntryField(name="records", type="list", label=Text("名单", "Records"), choices=DEFECTS)
LINE = EntryField(name="document", type="text", label=Text("文号", "Document"))


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("12", "12"),
        ("12: blank", "12: blank"),
        ("12：有空项", "12: blank"),
        ("12 ： 有空项 × 2", "12: blank×2"),
        ("12:有空项＊２", "12: blank×2"),
        ("12:有空项x2", "12: blank×2"),
        ("12:有空项 X2,乙", "12: blank×2, x2"),
        ("12:x2", "12: x2"),
        ("12:x2x2", "12: x2×2"),
        ("12:有空项×1", "12: blank"),
        ("12：有空项，电话，手机不正确、乙", "12: blank, phone, x2"),
        ("12：电话,手机不正确", "12: phone"),
        ("12: Blank Items, WRONG PHONE", "12: blank, phone"),
        ("12；13;14：乙", "12\n13\n14: x2"),
        ("12\r\n13\r14\n\n15", "12\n13\n14\n15"),
        (" 12\u3000a  b ", "12 a b"),
        ("档案（１２３）：有空项", "档案（１２３）: blank"),
        ("①\u200b2：有空项", "①2: blank"),
        ("12：乱写，有空项", "12: 乱写, blank"),
        ("12：", "12: "),
        ("12：有空项，", "12: blank"),
        ("12：，有空项", "12: , blank"),
        ("12：有空项×0", "12: blank×0"),
    ],
)
def test_a_list_is_brought_to_one_form(typed: str, canonical: str) -> None:
    assert clean_list(typed, RECORDS) == canonical
    assert clean_list(canonical, RECORDS) == canonical


@pytest.mark.parametrize("typed", ["", " ", "-", "—", "/", "无", "\n"])
def test_nothing_is_not_entered(typed: str) -> None:
    for field in (RECORDS, LINE):
        cleaned = clean_inputs([field], {field.name: typed})
        assert (cleaned.inputs, cleaned.problems) == ({}, ())


@pytest.mark.parametrize(
    ("raw", "inputs"),
    [
        (12, "12"),
        (12.0, "12"),
        (Decimal("12.50"), "12.50"),
        (12.5, "12.5"),
        ("１２", "１２"),
        (" 卫发〔2026〕 8号 ", "卫发〔2026〕 8号"),
    ],
)
def test_a_line_of_text_keeps_its_characters(raw: Any, inputs: str) -> None:
    assert clean_inputs([LINE], {"document": raw}).inputs == {"document": inputs}


@pytest.mark.parametrize("raw", [True, date(2026, 6, 30)])
@pytest.mark.parametrize("field", [RECORDS, LINE])
def test_what_is_no_text_is_refused_with_what_is_expected(field: EntryField, raw: Any) -> None:
    cleaned = clean_inputs([field], {field.name: raw})
    (problem,) = cleaned.problems
    assert cleaned.inputs == {}
    assert field.expected.zh in problem.message
    assert problem.place == field.label.zh


def test_a_list_is_shown_by_the_names_of_its_defects() -> None:
    text = "12: blank×2, x2\n13"
    assert shown_list(text, RECORDS, "zh-hans") == "12：有空项×2，乙\n13"
    assert shown_list(text, RECORDS, "en") == "12: blank items×2, x2\n13"
    assert shown_list("12: gone", RECORDS, "zh-hans") == "12：gone"


IDS = st.text(st.characters(categories=("L", "N"), exclude_characters="×"), min_size=1, max_size=10)
FOUND = st.dictionaries(st.sampled_from(["blank", "phone", "x2"]), st.integers(1, 999))


@given(st.dictionaries(IDS, FOUND, min_size=1, max_size=6), st.sampled_from(["zh-hans", "en"]))
def test_what_is_shown_can_be_typed_again(rows: dict[str, dict[str, int]], language: str) -> None:
    lines = [
        record
        + (
            ": " + ", ".join(code if times == 1 else f"{code}×{times}" for code, times in found.items())
            if found
            else ""
        )
        for record, found in rows.items()
    ]
    canonical = "\n".join(lines)
    known = {one.code: one.label for one in DEFECTS}
    assert clean_list(canonical, RECORDS) in {canonical, None}
    assert clean_list(shown_list(canonical, RECORDS, language), RECORDS) in {canonical, None}
    assert all("重复" in fault.zh for fault in read_drawing(canonical, known)[1])


@given(st.text(max_size=80))
def test_cleaning_is_done_once(typed: str) -> None:
    once = clean_list(typed, RECORDS)
    assert once is None or clean_list(once, RECORDS) in {once, None}
