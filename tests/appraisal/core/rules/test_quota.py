"""quota: missing ones cost, extra ones earn, each capped. RULES worked example 7."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.points import round_points
from appraisal.core.rules import rule_for
from tests.appraisal.core.rules.cases import cents, faults, points, score, told, zh_steps

VALUED = {"code": "valued", "name": "价值较高的线索", "unit": "条", "earn": "0.5", "cap": "5"}
REPORTS: dict[str, Any] = {
    "subject": "线索", "unit": "条", "required": "6", "deduct": "2", "sub_cap": "12",
    "earn": "0.2", "bonus_cap": "2", "extras": [VALUED],
}  # fmt: skip
PLAIN = {"required": "10", "deduct": "1"}


@pytest.mark.parametrize(
    ("count", "valued", "expected"),
    [
        ("4", "0", "8.00"),  # 4 reports → −4
        ("9", "1", "13.10"),  # 9 reports, one of high value → +0.6 + 0.5
        ("6", "0", "12.00"),
        ("5", "0", "10.00"),
        ("7", "0", "12.20"),
        ("0", "0", "0.00"),
        ("0", "1", "0.50"),
        ("16", "0", "14.00"),
        ("17", "0", "14.00"),
        ("6", "10", "17.00"),
        ("6", "11", "17.00"),
        ("30", "30", "19.00"),
    ],
)
def test_worked_example_7(count: str, valued: str, expected: str) -> None:
    assert str(told("quota", REPORTS, "12", {"count": count, "extra.valued": valued}).points) == expected


@pytest.mark.parametrize(
    ("params", "count", "expected"),
    [
        (PLAIN, "10", "8.00"),
        (PLAIN, "25", "8.00"),
        (PLAIN, "9", "7.00"),
        (PLAIN, "2", "0.00"),
        (PLAIN, "1", "0.00"),
        ({**PLAIN, "minimum": "-1"}, "1", "-1.00"),
        ({**PLAIN, "minimum": "-1"}, "0", "-1.00"),
        ({**PLAIN, "minimum": "2"}, "0", "2.00"),
        ({**PLAIN, "sub_cap": "3"}, "7", "5.00"),
        ({**PLAIN, "sub_cap": "3"}, "0", "5.00"),
        ({**PLAIN, "earn": "1", "bonus_cap": "5", "maximum": "9"}, "12", "9.00"),
        ({**PLAIN, "earn": "1", "bonus_cap": "5", "maximum": "8"}, "12", "8.00"),
        (PLAIN, "9.5", "–"),
        (PLAIN, "-1", "–"),
    ],
)
def test_points(params: dict[str, Any], count: str, expected: str) -> None:
    assert points("quota", params, "8", count=count) == expected


def test_every_number_must_be_entered_and_the_value_is_the_number() -> None:
    assert score("quota", REPORTS, "12", count="6").missing == ("extra.valued",)
    assert score("quota", REPORTS, "12", count="9", extra__valued="2").value == 9


@given(
    full=st.integers(1, 3000), required=st.integers(1, 30), deduct=st.integers(1, 300),
    sub_cap=st.none() | st.integers(1, 2000), extra=st.none() | st.tuples(st.integers(1, 200), st.integers(1, 900)),
    minimum=st.integers(-3000, 0), count=st.integers(0, 60), valued=st.integers(0, 30),
)  # fmt: skip
def test_against_the_definition(
    full: int, required: int, deduct: int, sub_cap: int | None, extra: tuple[int, int] | None, minimum: int,
    count: int, valued: int,
) -> None:  # fmt: skip
    params: dict[str, Any] = {
        "required": str(required), "deduct": cents(deduct), "minimum": cents(minimum), "extras": [VALUED],
    }  # fmt: skip
    if sub_cap is not None:
        params["sub_cap"] = cents(sub_cap)
    if extra is not None:
        params |= {"earn": cents(extra[0]), "bonus_cap": cents(extra[1])}

    def expected(number: int) -> Decimal:
        lost = deduct * max(0, required - number)
        lost = lost if sub_cap is None else min(lost, sub_cap)
        won = min(extra[0] * max(0, number - required), extra[1]) if extra else 0
        return round_points(Fraction(max(minimum, full - lost + won + min(50 * valued, 500)), 100))

    def scored(number: int) -> Decimal | None:
        return told("quota", params, cents(full), {"count": str(number), "extra.valued": str(valued)}).points

    assert scored(count) == expected(count)
    assert expected(count + 1) >= expected(count)
    assert scored(count + 1) == expected(count + 1)


@pytest.mark.parametrize(
    ("params", "found"),
    [
        (REPORTS, []),
        (PLAIN, []),
        ({}, ["required", "deduct"]),
        ({**PLAIN, "required": "0"}, ["required"]),
        ({**PLAIN, "required": "2.5"}, ["required"]),
        ({**PLAIN, "deduct": "0"}, ["deduct"]),
        ({**PLAIN, "earn": "1"}, ["bonus_cap"]),
        ({**PLAIN, "bonus_cap": "1"}, ["earn"]),
        ({**PLAIN, "extras": [VALUED, VALUED]}, ["extras[1].code", "extras[1].name"]),
        ({**PLAIN, "extras": [{"code": "a", "name": "甲", "earn": "1"}]}, ["extras[0].cap"]),
        ({**PLAIN, "minimum": "10"}, ["minimum"]),
        ({**PLAIN, "minimum": "9.99"}, []),
        ({**PLAIN, "maximum": "9.99"}, ["maximum"]),
        ({**PLAIN, "maximum": "10"}, []),
    ],
)
def test_faults(params: dict[str, Any], found: list[str]) -> None:
    assert faults("quota", params) == found


def test_limits_are_the_caps_unless_a_maximum_is_set() -> None:
    assert rule_for("quota").bind(REPORTS, Decimal(12)).limits.highest == 19
    assert rule_for("quota").bind({**REPORTS, "maximum": "15"}, Decimal(12)).limits.highest == 15
    assert rule_for("quota").bind(PLAIN, Decimal(8)).limits.highest == 8


def test_fields() -> None:
    count, valued = rule_for("quota").entry(REPORTS, Decimal(12))
    assert (count.name, count.type, count.label.zh, count.unit) == ("count", "count", "线索", "条")
    assert (valued.name, valued.label.zh, valued.unit) == ("extra.valued", "价值较高的线索", "条")
    assert rule_for("quota").entry(PLAIN, Decimal(8))[0].label.en == "Number"


def test_sentences() -> None:
    assert rule_for("quota").sentence(REPORTS, Decimal(12)).zh == (
        "线索达到 6 条得满分 12 分；每少 1 条扣 2 分，最多扣 12 分，扣完为止；"
        "每多 1 条加 0.2 分，最多加 2 分；价值较高的线索每 1 条加 0.5 分，最多加 5 分。"
    )
    assert (
        rule_for("quota").sentence({**REPORTS, "maximum": "15"}, Decimal(12)).zh.endswith("；最高得 15 分。")
    )
    assert rule_for("quota").sentence({**REPORTS, "maximum": "19"}, Decimal(12)).zh.endswith("最多加 5 分。")
    assert rule_for("quota").sentence(PLAIN, Decimal(8)).en == (
        "Number: 10 times earn full marks, 8 points; each one missing costs 1 point, down to 0."
    )


def test_steps() -> None:
    assert zh_steps(told("quota", REPORTS, "12", {"count": "4", "extra.valued": "0"})) == [
        "线索 4 条，规定 6 条，少 2，扣 2 × 2 = 4",
        "12 − 4 = 8",
        "得分 8.00 分",
    ]
    assert zh_steps(told("quota", REPORTS, "12", {"count": "9", "extra.valued": "1"})) == [
        "线索 9 条，规定 6 条，多 3，加 0.2 × 3 = 0.6",
        "价值较高的线索 1 条，加 0.5 × 1 = 0.5",
        "12 + 0.6 + 0.5 = 13.1",
        "得分 13.10 分",
    ]
    assert zh_steps(told("quota", REPORTS, "12", {"count": "6", "extra.valued": "0"})) == [
        "线索 6 条，达到规定的 6 条，得满分 12 分",
        "得分 12.00 分",
    ]
    assert "最多扣 3" in zh_steps(told("quota", {**PLAIN, "sub_cap": "3"}, "8", {"count": "0"}))[0]
