"""composite: parts with caps of their own, whose points add up or which all deduct from the same marks."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.points import exact, round_points
from appraisal.core.rules import RULES, rule_for
from appraisal.core.rules.composite_words import sum_step
from appraisal.core.text import Text
from tests.appraisal.core.rules.cases import faults, points, score, zh_steps


def counted(code: str, name: str, deduct: str, full: str = "", **more: Any) -> dict[str, Any]:
    """A part that counts one kind of case, called n."""
    params = {"kinds": [{"code": "n", "name": "缺", "deduct": deduct}], **more}
    return {"code": code, "name": name, "kind": "count", "params": params} | (
        {"full_marks": full} if full else {}
    )


def rated(code: str, name: str, full: str = "", **params: str) -> dict[str, Any]:
    """A part that goes by a rate, step by step."""
    params = {"target": "100", "unit": "2", "deduct": "0.5", "broken_unit": "floor"} | params
    return {"code": code, "name": name, "kind": "step", "params": params} | (
        {"full_marks": full} if full else {}
    )


VISITS, RECORDS = rated("visits", "巡查户次", "10"), counted("records", "巡查记录", "0.1", "5")
SUM = {"mode": "sum", "parts": [VISITS, RECORDS]}
LICENCE = counted("licence", "许可证持证", "1")
STAFF = rated("staff", "人员持证率", target="98", unit="5")
SHARED = {"mode": "shared", "parts": [LICENCE, STAFF]}


@pytest.mark.parametrize(
    ("done", "lacking", "expected"),
    [
        ("100", "0", "15.00"), ("98", "0", "14.50"), ("97", "1", "14.40"), ("0", "0", "5.00"),
        ("100", "50", "10.00"), ("100", "999", "10.00"), ("0", "999", "0.00"),
    ],
)  # fmt: skip
def test_the_points_of_parts_add_up_each_within_its_cap(done: str, lacking: str, expected: str) -> None:
    inputs = {"visits__numerator": done, "visits__denominator": "100", "records__count__n": lacking}
    assert points("composite", SUM, "15", **inputs) == expected


@pytest.mark.parametrize(
    ("lacking", "rate", "floor", "expected"),
    [
        ("0", "98", None, "4.00"), ("1", "93", None, "2.50"), ("3", "83", None, "0.00"), ("9", "0", None, "0.00"),
        ("3", "83", "-1", "-0.50"), ("9", "0", "-1", "-1.00"), ("9", "0", "-9", "-4.00"), ("0", "0", "0", "0.00"),
    ],
)  # fmt: skip
def test_all_parts_deduct_from_the_same_marks(
    lacking: str, rate: str, floor: str | None, expected: str
) -> None:
    params = SHARED if floor is None else {**SHARED, "floor": floor}
    inputs = {"licence__count__n": lacking, "staff__numerator": rate, "staff__denominator": "100"}
    assert points("composite", params, "4", **inputs) == expected


def test_a_part_of_shared_marks_costs_its_own_cap_at_most() -> None:
    capped = {"mode": "shared", "parts": [LICENCE | {"full_marks": "1.5"}, STAFF]}
    inputs = {"licence__count__n": "9", "staff__numerator": "98", "staff__denominator": "100"}
    assert points("composite", capped, "4", **inputs) == "2.50"


@given(
    st.lists(st.tuples(st.integers(1, 900), st.integers(1, 500), st.integers(0, 30)), min_size=1, max_size=5),
    st.integers(0, 900),
    st.booleans(),
)
def test_against_the_definition(parts: list[tuple[int, int, int]], below: int, shared: bool) -> None:
    def cents(number: int) -> str:
        return f"{Decimal(number) / 100:f}"

    rows = [
        counted(f"p{i}", f"子项{i}", cents(cost), cents(full)) for i, (full, cost, _n) in enumerate(parts)
    ]
    whole = max(full for full, *_ in parts) if shared else sum(full for full, *_ in parts)
    lost = sum(min(full, cost * n) for full, cost, n in parts)
    expected = max(whole - lost, -below if shared else 0)
    params = {
        "mode": "shared" if shared else "sum",
        "parts": rows,
        "floor": f"-{cents(below)}" if below else "0",
    }
    inputs = {f"p{i}__count__n": str(n) for i, (*_, n) in enumerate(parts)}
    assert points("composite", params, cents(whole), **inputs) == str(round_points(Fraction(expected, 100)))


def test_parts_are_rounded_together_and_not_each_for_itself() -> None:
    third = {"kind": "linear", "full_marks": "1", "params": {"target": "3", "measure": "value"}}
    parts = [{"code": f"p{i}", "name": f"子项{i}", **third} for i in range(3)]
    inputs = {f"p{i}__value": "1" for i in range(3)}
    assert points("composite", {"parts": parts}, "3", **inputs) == "1.00"


def test_parts_that_may_go_below_nothing_do_so_together() -> None:
    deep = counted("a", "甲", "5", "10", may_go_negative=True)
    assert (
        points("composite", {"parts": [deep, RECORDS]}, "15", a__count__n="4", records__count__n="0")
        == "-5.00"
    )
    floored = {"parts": [deep, RECORDS], "floor": "-3"}
    assert points("composite", floored, "15", a__count__n="4", records__count__n="0") == "-3.00"


@pytest.mark.parametrize(
    ("params", "full", "lowest", "highest"),
    [
        (SUM, 15, 0, 15),
        (SHARED, 4, 0, 4),
        ({**SHARED, "floor": "-1"}, 4, -1, 4),
        ({**SHARED, "floor": "-9"}, 4, -4, 4),
        ({"parts": [counted("a", "甲", "5", "10", may_go_negative=True), RECORDS]}, 15, None, 15),
        ({"parts": [rated("a", "甲", "10", better_earns="1", maximum="12"), RECORDS]}, 15, 0, 17),
        ({"mode": "shared", "parts": [LICENCE, rated("a", "甲", better_earns="1", maximum="6")]}, 4, 0, 6),
    ],
)
def test_limits(params: dict[str, Any], full: int, lowest: int | None, highest: int) -> None:
    limits = rule_for("composite").bind(params, Decimal(full)).limits
    assert (limits.lowest, limits.highest) == (lowest, highest)


def test_fields_are_those_of_the_parts_under_their_names() -> None:
    fields = rule_for("composite").bind(SUM, Decimal(15)).entry
    assert [field.name for field in fields] == ["visits.numerator", "visits.denominator", "records.count.n"]
    assert fields[2].label == Text("巡查记录 · 缺", "巡查记录 · 缺")
    assert (fields[2].type, fields[2].unit) == ("count", "次")


def test_a_missing_input_of_any_part_leaves_the_cell_unscored() -> None:
    outcome = score("composite", SHARED, "4", licence__count__n="1", staff__numerator="9")
    assert (outcome.points, outcome.missing) == (None, ("staff.denominator",))


def test_what_a_part_objects_to_names_the_part() -> None:
    inputs = {"licence__count__n": "1", "staff__numerator": "9", "staff__denominator": "0"}
    (problem,) = score("composite", SHARED, "4", **inputs).problems
    assert (problem.input, problem.severity) == ("staff.denominator", "error")
    assert problem.message.zh.startswith("人员持证率：分母为 0")
    warned = score("composite", SHARED, "4", **inputs | {"staff__denominator": "8"})
    assert [one.severity for one in warned.problems] == ["warning"]
    assert warned.points == Decimal("3.00")


def test_a_reason_is_due_where_a_part_is_judged() -> None:
    judged = {"code": "j", "name": "资料", "kind": "points", "params": {"step": "0.5"}}
    assert not rule_for("composite").bind(SHARED, Decimal(4)).judged
    assert rule_for("composite").bind({"mode": "shared", "parts": [LICENCE, judged]}, Decimal(4)).judged


FAULTS: list[tuple[dict[str, Any], str, list[str]]] = [
    (SUM, "15", []),
    (SHARED, "4", []),
    ({}, "4", ["parts"]),
    ({"parts": []}, "4", ["parts"]),
    ({"parts": "x"}, "4", ["parts"]),
    ({"parts": ["x"]}, "4", ["parts"]),
    ({"parts": [RECORDS] * 31}, "4", ["parts"]),
    (SUM, "14", ["parts"]),
    ({**SUM, "mode": "product"}, "15", ["mode"]),
    ({**SHARED, "floor": "1"}, "4", ["floor"]),
    ({"parts": [VISITS, LICENCE]}, "15", ["parts[1].full_marks"]),
    ({"parts": [VISITS, RECORDS | {"code": "visits"}]}, "15", ["parts[1].code"]),
    ({"parts": [VISITS, RECORDS | {"name": "巡查户次"}]}, "15", ["parts[1].name"]),
    ({"parts": [VISITS | {"full_marks": "0"}, RECORDS]}, "15", ["parts[0].full_marks"]),
    ({"parts": [VISITS | {"full_marks": "-1"}, RECORDS]}, "15", ["parts[0].full_marks"]),
    ({"mode": "shared", "parts": [LICENCE | {"full_marks": "5"}, STAFF]}, "4", ["parts[0].full_marks"]),
    ({"mode": "shared", "parts": [LICENCE | {"full_marks": "5"}, STAFF], "floor": "-1"}, "4", []),
    ({"parts": [{}]}, "4", ["parts[0].code", "parts[0].name", "parts[0].kind"]),
    ({"parts": [VISITS | {"kind": "magic"}]}, "10", ["parts[0].kind"]),
    ({"parts": [VISITS | {"params": "x"}]}, "10", ["parts[0].params"]),
    ({"parts": [VISITS | {"surprise": "x"}]}, "10", ["parts[0].surprise"]),
    ({"parts": [VISITS | {"params": {"target": "x"}}]}, "10",
     ["parts[0].params.target", "parts[0].params.unit", "parts[0].params.deduct"]),
    ({"parts": [RECORDS | {"params": {"kinds": [{"code": "a"}]}}]}, "5",
     ["parts[0].params.kinds[0].name", "parts[0].params.kinds[0].deduct"]),
    ({"parts": [RECORDS | {"params": {"kinds": RECORDS["params"]["kinds"] * 2}}]}, "5",
     ["parts[0].params.kinds[1].code", "parts[0].params.kinds[1].name"]),
    ({"parts": [VISITS | {"params": VISITS["params"] | {"minimum": "10"}}, RECORDS]}, "15",
     ["parts[0].params.minimum"]),
]  # fmt: skip


@pytest.mark.parametrize(("params", "full", "found"), FAULTS)
def test_faults(params: dict[str, Any], full: str, found: list[str]) -> None:
    assert faults("composite", params, full) == found


@pytest.mark.parametrize("kind", ["composite", "rank", "veto", "factor"])
def test_what_acts_beyond_a_cell_can_not_be_a_part(kind: str) -> None:
    (fault,) = rule_for("composite").check({"parts": [RECORDS | {"kind": kind}]}, Decimal(5))
    assert fault.path == "parts[0].kind"
    assert fault.place.zh == "参数 子项（parts）第 1 项“巡查记录” 评分规则（kind）"
    assert f"{kind}（" not in fault.message.zh


def test_the_place_of_a_nested_fault_names_the_part() -> None:
    bad = {"parts": [RECORDS, VISITS | {"params": VISITS["params"] | {"target": "x"}}]}
    (fault,) = rule_for("composite").check(bad, Decimal(15))
    assert fault.place == Text(
        "参数 子项（parts）第 2 项“巡查户次” / 参数 目标值（target）",
        "parameter Parts (parts), part 2 “巡查户次” / parameter Target (target)",
    )
    assert fault.value == "x"


def test_every_leaf_kind_may_be_a_part() -> None:
    (parts,) = [one for one in RULES["composite"].parameters if one.type == "parts"]
    assert set(parts.kinds) == set(RULES) - {"composite", "rank", "veto", "factor"}
    assert all(parts.kinds[kind] is RULES[kind].parameters for kind in parts.kinds)


def test_sentences() -> None:
    composite = rule_for("composite")
    assert composite.sentence(SUM, Decimal(15)).zh == (
        "满分 15 分，各子项得分相加：（1）巡查户次（10 分）：比率≥100% 得满分 10 分；每低 2 个百分点扣 0.5 分"
        "（不足 2 个百分点的不扣），扣完为止；（2）巡查记录（5 分）：满分 5 分；缺每 1 次扣 0.1 分；扣完为止。"
    )
    shared = composite.sentence({"mode": "shared", "parts": [LICENCE | {"full_marks": "2"}]}, Decimal(4))
    assert shared.zh == (
        "满分 4 分，各子项的扣分合并计算，扣完为止：（1）许可证持证（最多扣 2 分）：满分 2 分；缺每 1 次扣 1 分；扣完为止。"
    )
    assert shared.en.startswith(
        "Full marks 4 points, all parts deduct, down to 0: (1) 许可证持证 (at most 2 points off): "
    )
    floored = composite.sentence({**SHARED, "floor": "-2"}, Decimal(4))
    assert "可倒扣，最低 −2 分：" in floored.zh
    assert "，最低 −2 分：" in composite.sentence({**SUM, "floor": "-2"}, Decimal(15)).zh


def test_steps_of_a_sum() -> None:
    inputs = {"visits__numerator": "97", "visits__denominator": "100", "records__count__n": "60"}
    assert zh_steps(score("composite", SUM, "15", **inputs)) == [
        "巡查户次：比率：97 ÷ 100 × 100% = 97%",
        "巡查户次：低于目标值 100%，相差 3 个百分点",
        "巡查户次：3 ÷ 2 = 1.5 个单位，不足一个单位不计 → 1",
        "巡查户次：10 − 0.5 × 1 = 9.5",
        "巡查户次：得 9.5 分（满分 10 分）",
        "巡查记录：缺 60 次，扣 0.1 × 60 = 6",
        "巡查记录：5 − 6 = −1",
        "巡查记录：−1 分低于下限，按 0 分计",
        "巡查记录：得 0 分（满分 5 分）",
        "9.5 + 0 = 9.5",
        "得分 9.50 分",
    ]


def test_steps_of_shared_marks() -> None:
    inputs = {"licence__count__n": "3", "staff__numerator": "83", "staff__denominator": "100"}
    steps = zh_steps(score("composite", SHARED, "4", **inputs))
    assert [steps[2], *steps[-4:]] == [
        "许可证持证：扣 3 分",
        "人员持证率：扣 1.5 分",
        "4 − 3 − 1.5 = −0.5",
        "−0.5 分低于下限，按 0 分计",
        "得分 0.00 分",
    ]
    inputs = {"licence__count__n": "0", "staff__numerator": "98", "staff__denominator": "100"}
    assert zh_steps(score("composite", SHARED, "4", **inputs))[-2] == "合计 4 分"


@pytest.mark.parametrize(
    ("points", "full", "zh", "en"),
    [
        ("0", "0", "加 0 分", "adds 0 points"),
        ("1", "0", "加 1 分", "adds 1 point"),
        ("-0.5", "0", "计 −0.5 分", "counts −0.5 points"),
    ],
)
def test_a_part_without_marks_adds_or_counts(points: str, full: str, zh: str, en: str) -> None:
    said = sum_step(exact(Decimal(points)), exact(Decimal(full)))
    assert (said.zh, said.en) == (zh, en)
