"""The list of drawn records: canonical text in, records and faults by line out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.rules.drawn import MAX_LIST, Drawn, read_drawing
from appraisal.core.text import Text

KNOWN = {"blank": Text("有空项", "blank items"), "x2": Text("乙", "second")}


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("1", [Drawn("1", {})]),
        ("档案 12", [Drawn("档案 12", {})]),
        ("130123199001011234: blank", [Drawn("130123199001011234", {"blank": 1})]),
        ("1: blank×2, x2", [Drawn("1", {"blank": 2, "x2": 1})]),
        ("1: x2×999", [Drawn("1", {"x2": 999})]),
        ("1:blank,x2", [Drawn("1", {"blank": 1, "x2": 1})]),
        ("（１）\n(1a)", [Drawn("（１）", {}), Drawn("(1a)", {})]),
        ("x" * 60, [Drawn("x" * 60, {})]),
    ],
)
def test_reading(text: str, records: list[Drawn]) -> None:
    assert read_drawing(text, KNOWN) == (tuple(records), [])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "第 1 行：缺少档案号。"),
        ("1\n\n3", "第 2 行：缺少档案号。"),
        ("1\n : blank", "第 2 行：缺少档案号。"),
        ("1\n2\n1", "第 3 行：“1”与第 1 行重复。"),
        ("（1）\n（１）", "第 2 行：“（１）”与第 1 行重复。"),
        ("a b\nab", "第 2 行：“ab”与第 1 行重复。"),
        ("1:", "第 1 行：冒号或逗号后缺少问题名称，可填：有空项、乙。"),
        ("1: blank,", "第 1 行：冒号或逗号后缺少问题名称，可填：有空项、乙。"),
        ("1: crack", "第 1 行：“crack”不是本指标的问题，可填：有空项、乙。"),
        ("1: blank×0", "第 1 行：“blank×0”不是本指标的问题，可填：有空项、乙。"),
        ("1: blank×1000", "第 1 行：“blank×1000”不是本指标的问题，可填：有空项、乙。"),
        ("1: blank x2", "第 1 行：“blank x2”不是本指标的问题，可填：有空项、乙。"),
        ("1: " + "长" * 41, "第 1 行：“" + "长" * 40 + "…”不是本指标的问题，可填：有空项、乙。"),
        ("1: blank, blank", "第 1 行：“有空项”写了两次，多处的请写作“有空项×2”。"),
        *(
            (f"1{sign}2", "第 1 行：档案号应为不超过 60 字的文字，不含冒号、逗号、顿号、分号和乘号。")
            for sign in "：,，、;；×\x00"
        ),
        ("x" * 61, "第 1 行：档案号应为不超过 60 字的文字，不含冒号、逗号、顿号、分号和乘号。"),
    ],
)
def test_faults(text: str, fault: str) -> None:
    assert [one.zh for one in read_drawing(text, KNOWN)[1]] == [fault]


def test_a_name_may_be_as_long_as_40() -> None:
    assert "长" * 40 + "”" in read_drawing("1: " + "长" * 40, KNOWN)[1][0].zh


def test_a_list_has_an_end() -> None:
    assert read_drawing("\n".join(["1" * 9] * 200), KNOWN)[1][0].zh.startswith("第 2 行")
    records, faults = read_drawing("1" * (MAX_LIST + 1), KNOWN)
    assert (records, [one.zh for one in faults]) == ((), ["名单超过 2000 字。"])


NUMBERS = st.text(
    st.characters(exclude_characters=":：;；,，、×\n", categories=("L", "N", "P", "Zs")),
    min_size=1,
    max_size=12,
)


@given(
    st.lists(
        st.tuples(NUMBERS, st.dictionaries(st.sampled_from(["blank", "x2"]), st.integers(1, 999))), max_size=8
    )
)
def test_what_is_written_is_read(rows: list[tuple[str, dict[str, int]]]) -> None:
    lines = [
        record + (": " + ", ".join(f"{code}×{times}" for code, times in found.items()) if found else "")
        for record, found in rows
    ]
    records, faults = read_drawing("\n".join(lines), KNOWN)
    if not faults:
        assert [(one.record, one.defects) for one in records] == [
            (record.strip(), found) for record, found in rows
        ]
