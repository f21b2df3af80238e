"""bonus: extra points, each kind and the total capped; inside or on top. Appendix 9, 10, 28."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.points import round_points
from appraisal.core.rules import rule_for
from tests.appraisal.core.rules.cases import cents, faults, messages, score, told, zh_steps

METHOD = {"code": "method", "name": "推广适宜技术", "unit": "项", "earn": "2", "cap": "4"}
TOWN = {"code": "town", "name": "创建卫生镇", "unit": "个", "earn": "1"}
FREE = {"code": "free", "name": "其他成绩", "award": "judged", "cap": "2"}
ON_TOP: dict[str, Any] = {"kinds": [METHOD, TOWN, FREE], "placement": "on_top", "cap": "6"}
INSIDE: dict[str, Any] = {"kinds": [METHOD, TOWN, FREE]}


@pytest.mark.parametrize(
    ("params", "full", "method", "town", "free", "expected"),
    [
        (ON_TOP, "0", "0", "0", "0", "0.00"),
        (ON_TOP, "0", "1", "0", "0", "2.00"),
        (ON_TOP, "0", "2", "0", "0", "4.00"),
        (ON_TOP, "0", "9", "0", "0", "4.00"),
        (ON_TOP, "0", "1", "1", "1.25", "4.25"),
        (ON_TOP, "0", "2", "2", "0", "6.00"),
        (ON_TOP, "0", "2", "9", "2", "6.00"),
        (INSIDE, "5", "2", "1", "0", "5.00"),
        (INSIDE, "5", "2", "1", "0.01", "5.00"),
        (INSIDE, "5", "0", "0", "0", "0.00"),
        ({**INSIDE, "cap": "3"}, "5", "2", "0", "0", "3.00"),
    ],
)
def test_points(params: dict[str, Any], full: str, method: str, town: str, free: str, expected: str) -> None:
    inputs = {"case.method": method, "case.town": town, "award.free": free}
    assert str(told("bonus", params, full, inputs).points) == expected


def test_a_judged_bonus_is_capped_where_it_is_entered() -> None:
    outcome = score("bonus", ON_TOP, "0", case__method="0", case__town="0", award__free="2.01")
    assert messages(outcome)[0][:2] == ("award.free", "error")
    assert score("bonus", ON_TOP, "0", case__method="0").missing == ("case.town", "award.free")


@pytest.mark.parametrize(
    ("params", "full", "found"),
    [
        (ON_TOP, "0", []),
        (ON_TOP, "5", ["full_marks"]),
        (ON_TOP, "0.001", ["full_marks"]),
        (INSIDE, "5", []),
        (INSIDE, "0", ["full_marks"]),
        ({**INSIDE, "placement": "beside"}, "5", ["placement"]),
        ({**ON_TOP, "cap": ""}, "0", ["cap"]),
        ({**INSIDE, "cap": "5"}, "5", []),
        ({**INSIDE, "cap": "5.01"}, "5", ["cap"]),
        ({**INSIDE, "cap": "0"}, "5", ["cap"]),
        ({"kinds": []}, "5", ["kinds"]),
        ({"kinds": [METHOD, METHOD]}, "5", ["kinds[1].code", "kinds[1].name"]),
        ({"kinds": [{"code": "a", "name": "甲"}]}, "5", ["kinds[0].earn"]),
        ({"kinds": [{**FREE, "cap": ""}]}, "5", ["kinds[0].cap"]),
        ({"kinds": [{**FREE, "earn": "1"}]}, "5", ["kinds[0].earn"]),
        ({"kinds": [{**FREE, "award": "random"}]}, "5", ["kinds[0].award"]),
    ],
)
def test_faults(params: dict[str, Any], full: str, found: list[str]) -> None:
    assert faults("bonus", params, full) == found


PAPERS: dict[str, Any] = {
    "kinds": [
        {"code": "one", "name": "一类刊物", "unit": "篇", "earn": "1", "cap": "5", "group": "刊物"},
        {"code": "two", "name": "二类刊物", "unit": "篇", "earn": "0.5", "cap": "5", "group": "刊物"},
        METHOD,
    ],
    "placement": "on_top",
    "cap": "8",
}


@pytest.mark.parametrize(
    ("one", "two", "method", "expected"),
    [
        ("5", "0", "0", "5.00"), ("4", "1", "0", "4.50"), ("4", "2", "0", "5.00"), ("4", "9", "0", "5.00"),
        ("9", "9", "1", "7.00"), ("9", "9", "2", "8.00"), ("0", "0", "2", "4.00"),
    ],
)  # fmt: skip
def test_kinds_may_be_capped_together(one: str, two: str, method: str, expected: str) -> None:
    inputs = {"case.one": one, "case.two": two, "case.method": method}
    assert str(told("bonus", PAPERS, "0", inputs).points) == expected


def test_a_group_says_its_sum() -> None:
    assert zh_steps(told("bonus", PAPERS, "0", {"case.one": "4", "case.two": "4", "case.method": "1"})) == [
        "一类刊物 4 篇，加 1 × 4 = 4",
        "二类刊物 4 篇，加 0.5 × 4 = 2",
        "推广适宜技术 1 项，加 2 × 1 = 2",
        "“刊物”合计 6，最多加 5",
        "2 + 5 = 7",
        "得分 7.00 分",
    ]
    sentence = rule_for("bonus").sentence(PAPERS, Decimal(0))
    assert (
        "二类刊物每 1 篇加 0.5 分；推广适宜技术每 1 项加 2 分，最多加 4 分；“刊物”合计最多加 5 分；"
        in sentence.zh
    )
    assert "“刊物” together at most 5 points" in sentence.en


@pytest.mark.parametrize(
    ("caps", "found"),
    [
        (("5", "5"), []),
        (("5", "4"), ["kinds[1].cap"]),
        (("", "5"), ["kinds[0].cap"]),
        (("5", ""), ["kinds[1].cap"]),
    ],
)
def test_a_group_has_one_cap(caps: tuple[str, str], found: list[str]) -> None:
    rows = [{**row, "cap": cap} for row, cap in zip(PAPERS["kinds"], caps, strict=False)]
    assert faults("bonus", {"kinds": rows}) == found


def test_whether_it_carries_marks() -> None:
    assert not rule_for("bonus").carries_marks(ON_TOP)
    assert rule_for("bonus").carries_marks(INSIDE)
    assert rule_for("bonus").carries_marks({})


@given(
    st.lists(
        st.tuples(st.integers(1, 400), st.none() | st.integers(1, 900), st.integers(0, 20)),
        min_size=1,
        max_size=6,
    ),
    st.integers(1, 2000),
    st.booleans(),
)
def test_against_the_definition(kinds: list[tuple[int, int | None, int]], cap: int, on_top: bool) -> None:
    rows = [
        {"code": f"k{n}", "name": f"项{n}", "earn": cents(earn), "cap": "" if most is None else cents(most)}
        for n, (earn, most, _) in enumerate(kinds)
    ]
    params = {"kinds": rows, "placement": "on_top" if on_top else "inside", "cap": cents(cap)}
    full = "0" if on_top else cents(cap)
    inputs = {f"case.k{n}": str(cases) for n, (_, _, cases) in enumerate(kinds)}
    total = sum(earn * cases if most is None else min(earn * cases, most) for earn, most, cases in kinds)
    expected = round_points(Fraction(min(total, cap), 100))
    assert told("bonus", params, full, inputs).points == expected
    more = told("bonus", params, full, inputs | {"case.k0": str(kinds[0][2] + 1)}).points
    assert more is not None
    assert more >= expected


def test_fields() -> None:
    method, _town, free = rule_for("bonus").entry(ON_TOP, Decimal(0))
    assert (method.name, method.type, method.unit) == ("case.method", "count", "项")
    assert (free.name, free.type, free.unit, free.maximum) == ("award.free", "number", "分", 2)


def test_sentences() -> None:
    sentence = rule_for("bonus").sentence(ON_TOP, Decimal(0))
    assert sentence.zh == (
        "在总分以外另加：推广适宜技术每 1 项加 2 分，最多加 4 分；创建卫生镇每 1 个加 1 分；"
        "其他成绩，酌情加分，最多加 2 分；合计最多加 6 分。"
    )
    assert sentence.en == (
        "On top of the total: 推广适宜技术: 2 points each, at most 4 points; 创建卫生镇: 1 point each; "
        "其他成绩: by judgement, at most 2 points; at most 6 points in total."
    )
    assert rule_for("bonus").sentence(INSIDE, Decimal(5)).zh.startswith("从 0 分起加分：")


def test_steps() -> None:
    inputs = {"case.method": "3", "case.town": "0", "award.free": "1.5"}
    assert zh_steps(told("bonus", ON_TOP, "0", inputs)) == [
        "推广适宜技术 3 项，加 2 × 3 = 6，最多加 4",
        "其他成绩，酌情加 1.5 分",
        "4 + 1.5 = 5.5",
        "得分 5.50 分",
    ]
    nothing = {"case.method": "0", "case.town": "0", "award.free": "0"}
    assert zh_steps(told("bonus", ON_TOP, "0", nothing)) == ["没有加分情形", "得分 0.00 分"]
    assert zh_steps(told("bonus", ON_TOP, "0", nothing | {"case.town": "1"})) == [
        "创建卫生镇 1 个，加 1 × 1 = 1",
        "得分 1.00 分",
    ]
