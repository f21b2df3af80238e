"""growth: change on the same period last year. Appendix 15 and 16."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.points import round_points
from appraisal.core.rules import rule_for
from tests.appraisal.core.rules.cases import cents, faults, messages, score, told, zh_steps

VISITS: dict[str, Any] = {
    "subject": "门诊人次", "value_unit": "人次", "unit": "10", "deduct": "1", "better_earns": "1", "cap": "3",
    "broken_unit": "floor",
}  # fmt: skip
COST: dict[str, Any] = {
    "subject": "人均药费",
    "value_unit": "元",
    "direction": "lower",
    "unit": "5",
    "deduct": "1",
}


@pytest.mark.parametrize(
    ("params", "current", "base", "expected"),
    [
        (VISITS, "10000", "10000", "3.00"),
        (VISITS, "9000", "10000", "2.00"),
        (VISITS, "9001", "10000", "3.00"),
        (VISITS, "11000", "10000", "4.00"),
        (VISITS, "10999", "10000", "3.00"),
        (VISITS, "6999", "10000", "0.00"),
        (VISITS, "0", "10000", "0.00"),
        (VISITS, "13000", "10000", "6.00"),
        (VISITS, "99999", "10000", "6.00"),
        (COST, "30", "30", "6.00"),
        (COST, "20", "30", "6.00"),
        (COST, "31.5", "30", "5.00"),
        (COST, "33.1", "30", "3.93"),
        (COST, "60", "30", "0.00"),
        ({**COST, "cap": "2"}, "60", "30", "4.00"),
        ({**COST, "minimum": "-6"}, "60", "30", "-6.00"),
        ({**COST, "minimum": "-20"}, "60", "30", "-14.00"),
        ({**COST, "broken_unit": "ceil"}, "30.01", "30", "5.00"),
        ({**COST, "better_earns": "1", "cap": "6"}, "27", "30", "8.00"),
    ],
)
def test_points(params: dict[str, Any], current: str, base: str, expected: str) -> None:
    full = "3" if params["subject"] == "门诊人次" else "6"
    assert str(told("growth", params, full, {"current": current, "base": base}).points) == expected


def test_a_base_of_0_is_refused_and_points_to_not_applicable() -> None:
    outcome = score("growth", VISITS, "3", current="5", base="0")
    message = "上年同期为 0，无法计算增减幅度；请标注“缺项”。"
    assert (outcome.points, messages(outcome)) == (None, [("base", "error", message)])


def test_without_a_base_the_cell_is_unscored() -> None:
    outcome = score("growth", VISITS, "3", current="5")
    assert (outcome.points, outcome.missing, outcome.problems) == (None, ("base",), ())


def test_the_base_comes_from_last_year() -> None:
    current, base = rule_for("growth").entry(VISITS, Decimal(3))
    assert (current.source, base.source) == ("entered", "previous_round")
    assert (current.label.zh, base.label.zh, base.unit) == ("本期门诊人次", "上年同期门诊人次", "人次")
    assert (
        rule_for("growth").entry({"unit": "1", "deduct": "1"}, Decimal(3))[1].label.en == "Last year: value"
    )


def test_the_value_is_the_change_in_per_cent() -> None:
    assert score("growth", VISITS, "3", current="8500", base="10000").value == -15
    assert score("growth", COST, "6", current="1", base="3").value == Fraction(-200, 3)


@given(
    full=st.integers(1, 2000), unit=st.integers(1, 3000), deduct=st.integers(1, 400),
    earns=st.none() | st.integers(1, 400), cap=st.integers(1, 1500), capped=st.booleans(), minimum=st.integers(-2000, 0),
    broken=st.sampled_from(["floor", "proportional", "ceil"]), lower=st.booleans(),
    current=st.integers(0, 50000), base=st.integers(1, 50000),
)  # fmt: skip
def test_against_the_definition(
    full: int, unit: int, deduct: int, earns: int | None, cap: int, capped: bool, minimum: int, broken: str,
    lower: bool, current: int, base: int,
) -> None:  # fmt: skip
    params: dict[str, Any] = {
        "unit": cents(unit), "deduct": cents(deduct), "broken_unit": broken, "minimum": cents(minimum),
        "direction": "lower" if lower else "higher",
    }  # fmt: skip
    if earns is not None:
        params["better_earns"] = cents(earns)
    if capped or earns is not None:
        params["cap"] = cents(cap)
    change = Fraction(current - base, base) * 100 * (-1 if lower else 1)
    units = {"floor": floor, "proportional": Fraction, "ceil": ceil}[broken](
        abs(change) / Fraction(unit, 100)
    )
    move = units * (deduct if change < 0 else earns or 0)
    move = min(move, cap) if "cap" in params else move
    expected = round_points(max(Fraction(full) + (move if change > 0 else -move), Fraction(minimum)) / 100)
    inputs = {"current": cents(current), "base": cents(base)}
    outcome = told("growth", params, cents(full), inputs)
    assert outcome.points == expected
    better = told(
        "growth", params, cents(full), inputs | {"current": cents(max(0, current + (-500 if lower else 500)))}
    )
    assert better.points is not None
    assert better.points >= expected


@pytest.mark.parametrize(
    ("params", "found"),
    [
        (VISITS, []),
        (COST, []),
        ({}, ["unit", "deduct"]),
        ({**COST, "better_earns": "1"}, ["cap"]),
        ({**COST, "cap": "1"}, []),
        ({**COST, "unit": "0"}, ["unit"]),
        ({**COST, "minimum": "10"}, ["minimum"]),
        ({**COST, "minimum": "9.99"}, []),
        ({**COST, "direction": "up"}, ["direction"]),
    ],
)
def test_faults(params: dict[str, Any], found: list[str]) -> None:
    assert faults("growth", params) == found


def test_limits() -> None:
    assert rule_for("growth").bind(VISITS, Decimal(3)).limits.highest == 6
    assert rule_for("growth").bind({**COST, "cap": "2"}, Decimal(6)).limits.highest == 6


@pytest.mark.parametrize(
    ("params", "full", "zh"),
    [
        (
            VISITS,
            "3",
            "满分 3 分；门诊人次与上年同期相比，每下降 10% 扣 1 分（不足 10% 的不扣），"
            "每上升 10% 加 1 分，扣、加均不超过 3 分；扣完为止。",
        ),
        (COST, "6", "满分 6 分；人均药费与上年同期相比，每上升 5% 扣 1 分（不足 5% 的按比例扣）；扣完为止。"),
        (
            {**COST, "cap": "2"},
            "6",
            "满分 6 分；人均药费与上年同期相比，每上升 5% 扣 1 分（不足 5% 的按比例扣），最多扣 2 分；扣完为止。",
        ),
    ],
)
def test_sentences(params: dict[str, Any], full: str, zh: str) -> None:
    assert rule_for("growth").sentence(params, Decimal(full)).zh == zh


def test_sentence_in_english() -> None:
    assert rule_for("growth").sentence(VISITS, Decimal(3)).en == (
        "Full marks 3 points; 门诊人次 against last year: each 10% it falls costs 1 point (broken units are dropped), "
        "each 10% it rises earns 1 point, neither more than 3 points; down to 0."
    )


def test_steps() -> None:
    assert zh_steps(told("growth", VISITS, "3", {"current": "14500", "base": "10000"})) == [
        "门诊人次：本期 14500 人次，上年同期 10000 人次",
        "增减幅度：(14500 − 10000) ÷ 10000 × 100% = 45%",
        "45 ÷ 10 = 4.5 个单位，不足一个单位不计 → 4",
        "加 1 × 4 = 4，不超过 3",
        "3 + 3 = 6",
        "得分 6.00 分",
    ]
    assert zh_steps(told("growth", COST, "6", {"current": "31.5", "base": "30"}))[2:4] == [
        "5 ÷ 5 = 1 个单位",
        "6 − 1 × 1 = 5",
    ]
    assert (
        zh_steps(told("growth", {**COST, "cap": "1"}, "6", {"current": "60", "base": "30"}))[3]
        == "扣 1 × 20 = 20，不超过 1"
    )
    assert zh_steps(told("growth", VISITS, "3", {"current": "10500", "base": "10000"}))[3] == "3 + 1 × 0 = 3"
    assert (
        zh_steps(told("growth", VISITS, "3", {"current": "7", "base": "7"}))[2]
        == "与上年同期持平，得满分 3 分"
    )
    assert (
        zh_steps(told("growth", COST, "6", {"current": "3", "base": "7"}))[2] == "优于上年同期，得满分 6 分"
    )
