"""sample: the drawn records are kept, each defect costs. Appendix 24, 26, 27."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.points import round_points
from appraisal.core.rules import rule_for
from appraisal.core.rules.sample import _drawn
from tests.appraisal.core.rules.cases import cents, faults, messages, score, told, zh_steps

BLANK = {"code": "blank", "name": "有空项", "deduct": "1"}
PHONE = {"code": "phone", "name": "电话不正确", "deduct": "5", "sub_cap": "10"}
COPY = {"code": "copy", "name": "重复档案", "zero_item": True}
THREE: dict[str, Any] = {"size": "3", "defects": [BLANK, PHONE, COPY]}
NEGATIVE = {**THREE, "may_go_negative": True}


def drawn(*lines: str) -> dict[str, str]:
    return {"records": "\n".join(lines)}


@pytest.mark.parametrize(
    ("params", "lines", "expected"),
    [
        (THREE, ("1", "2", "3"), "12.00"),
        (THREE, ("1: blank", "2", "3"), "11.00"),
        (THREE, ("1: blank×2", "2: blank", "3"), "9.00"),
        (THREE, ("1: phone, blank", "2: phone", "3"), "1.00"),
        (THREE, ("1: phone", "2: phone", "3: phone"), "2.00"),
        (THREE, ("1: blank×12", "2", "3"), "0.00"),
        (THREE, ("1: blank×13", "2", "3"), "0.00"),
        (THREE, ("1: copy", "2", "3"), "0.00"),
        (NEGATIVE, ("1: blank×13", "2", "3"), "-1.00"),
        (NEGATIVE, ("1: blank×999", "2", "3"), "-987.00"),
        ({**NEGATIVE, "floor": "-2"}, ("1: blank×13", "2", "3"), "-1.00"),
        ({**NEGATIVE, "floor": "-2"}, ("1: blank×99", "2", "3"), "-2.00"),
        (NEGATIVE, ("1: copy", "2", "3"), "0.00"),
        (NEGATIVE, ("1: copy, blank×13", "2", "3"), "-1.00"),
        ({**THREE, "once_per_record": True}, ("1: blank×9", "2: blank", "3"), "10.00"),
        ({**THREE, "allow_fewer": True}, ("1: blank",), "11.00"),
    ],
)
def test_points(params: dict[str, Any], lines: tuple[str, ...], expected: str) -> None:
    assert str(told("sample", params, "12", drawn(*lines)).points) == expected


def test_fewer_records_leave_the_cell_open_and_keep_what_was_typed() -> None:
    outcome = score("sample", THREE, "12", **drawn("1", "2: blank"))
    message = "已登记 2 份，应抽取 3 份，登记齐后计分。"
    assert (outcome.points, outcome.errors, messages(outcome)) == (None, (), [("records", "open", message)])
    assert score("sample", {**THREE, "allow_fewer": True}, "12", **drawn("1", "2")).points == 12


@pytest.mark.parametrize("params", [THREE, {**THREE, "allow_fewer": True}])
def test_more_records_are_refused(params: dict[str, Any]) -> None:
    outcome = score("sample", params, "12", **drawn("1", "2", "3", "4"))
    assert messages(outcome) == [("records", "error", "登记了 4 份，应抽取 3 份，请核对。")]


def test_no_list_is_missing_and_a_faulty_one_says_where() -> None:
    assert score("sample", THREE, "12").missing == ("records",)
    outcome = score("sample", THREE, "12", **drawn("1", "1: blank", "3: crack"))
    assert messages(outcome) == [
        ("records", "error", "“抽查名单”第 2 行：“1”与第 1 行重复。"),
        (
            "records",
            "error",
            "“抽查名单”第 3 行：“crack”不是本指标的问题，可填：有空项、电话不正确、重复档案。",
        ),
    ]


def test_only_a_list_of_records_can_be_counted() -> None:
    with pytest.raises(TypeError, match="records is not a list"):
        _drawn({"records": "1"})


FOUND = st.dictionaries(st.sampled_from(["blank", "phone"]), st.integers(1, 20))


@given(
    full=st.integers(1, 3000), costs=st.tuples(st.integers(1, 900), st.integers(1, 900)),
    cap=st.none() | st.integers(1, 2000),
    found=st.lists(FOUND, min_size=1, max_size=6), floor=st.none() | st.integers(-3000, 0), once=st.booleans(),
)  # fmt: skip
def test_against_the_definition(
    full: int,
    costs: tuple[int, int],
    cap: int | None,
    found: list[dict[str, int]],
    floor: int | None,
    once: bool,
) -> None:
    phone = {**PHONE, "deduct": cents(costs[1]), "sub_cap": "" if cap is None else cents(cap)}
    params: dict[str, Any] = {
        "size": str(len(found)), "defects": [{**BLANK, "deduct": cents(costs[0])}, phone], "once_per_record": once,
        "may_go_negative": floor is not None, "floor": cents(floor or 0),
    }  # fmt: skip

    def scored(rows: list[dict[str, int]]) -> Decimal | None:
        lines = [
            f"{n}" + (": " if row else "") + ", ".join(f"{code}×{times}" for code, times in row.items())
            for n, row in enumerate(rows)
        ]
        return told("sample", params, cents(full), drawn(*lines)).points

    def times(code: str) -> int:
        return sum(min(row.get(code, 0), 1) if once else row.get(code, 0) for row in found)

    phones = costs[1] * times("phone")
    lost = costs[0] * times("blank") + (phones if cap is None else min(phones, cap))
    expected = round_points(Fraction(max(full - lost, floor or 0), 100))
    assert scored(found) == expected
    worse = scored([{**found[0], "blank": found[0].get("blank", 0) + 1}, *found[1:]])
    assert worse is not None
    assert worse <= expected


@pytest.mark.parametrize(
    ("params", "found"),
    [
        (THREE, []),
        (NEGATIVE, []),
        ({}, ["size", "defects"]),
        ({**THREE, "size": "0"}, ["size"]),
        ({**THREE, "size": "101"}, ["size"]),
        ({**THREE, "size": "2.5"}, ["size"]),
        ({**THREE, "defects": [BLANK, BLANK]}, ["defects[1].code", "defects[1].name"]),
        ({**THREE, "defects": [{"code": "a", "name": "甲"}]}, ["defects[0].deduct"]),
        ({**THREE, "defects": [{"code": "a", "name": "甲", "zero_item": False}]}, ["defects[0].deduct"]),
        ({**THREE, "defects": [{**BLANK, "zero_item": True}]}, []),
        ({**THREE, "defects": [{**BLANK, "zero_item": "yes"}]}, ["defects[0].zero_item"]),
        ({**THREE, "floor": "-1"}, ["floor"]),
        ({**THREE, "floor": "0"}, []),
        ({**NEGATIVE, "floor": "-1"}, []),
    ],
)
def test_faults(params: dict[str, Any], found: list[str]) -> None:
    assert faults("sample", params) == found


def test_the_field_is_a_list_of_the_defects() -> None:
    (field,) = rule_for("sample").entry(THREE, Decimal(12))
    assert (field.name, field.type, [choice.code for choice in field.choices]) == (
        "records",
        "list",
        ["blank", "phone", "copy"],
    )


def test_sentences() -> None:
    sentence = rule_for("sample").sentence(NEGATIVE, Decimal(12))
    assert sentence.zh == (
        "抽取 3 份，满分 12 分；有空项每处扣 1 分；电话不正确每处扣 5 分，最多扣 10 分；重复档案，出现即本项不得分；可倒扣。"
    )
    assert sentence.en == (
        "3 records drawn, full marks 12 points; 有空项: 1 point off each; 电话不正确: 5 points off each, at most 10 points; "
        "重复档案: one of it zeroes the item; may go below 0."
    )
    other = {**THREE, "once_per_record": True, "allow_fewer": True, "defects": [{**BLANK, "zero_item": True}]}
    assert rule_for("sample").sentence(other, Decimal(12)).zh == (
        "抽取 3 份（不足的全查），满分 12 分；有空项每份扣 1 分，出现即本项不得分；扣完为止。"
    )
    assert "有空项: 1 point off each record, one of it" in rule_for("sample").sentence(other, Decimal(12)).en


def test_steps() -> None:
    assert zh_steps(told("sample", THREE, "12", drawn("1: blank×2", "2: phone", "3: phone×2"))) == [
        "抽取 3 份",
        "有空项 2 处，扣 1 × 2 = 2",
        "电话不正确 3 处，扣 5 × 3 = 15，最多扣 10",
        "12 − 12 = 0",
        "得分 0.00 分",
    ]
    assert zh_steps(told("sample", THREE, "12", drawn("1", "2", "3"))) == [
        "抽取 3 份",
        "未发现扣分的问题，得满分 12 分",
        "得分 12.00 分",
    ]
    assert zh_steps(told("sample", THREE, "12", drawn("1: copy", "2", "3"))) == [
        "抽取 3 份",
        "出现“重复档案”，本项不得分",
        "得分 0.00 分",
    ]
    assert zh_steps(told("sample", THREE, "12", drawn("1: copy, blank", "2", "3")))[1:4] == [
        "有空项 1 处，扣 1 × 1 = 1",
        "12 − 1 = 11",
        "出现“重复档案”，本项不得分",
    ]
    fewer = told("sample", {**THREE, "allow_fewer": True}, "12", drawn("1"))
    assert zh_steps(fewer)[0] == "抽取 1 份（应抽 3 份，实有不足）"
