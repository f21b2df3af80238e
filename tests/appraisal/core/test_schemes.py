"""A scheme can't be activated with a fault, and each fault names its place; RULES 2."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from appraisal.core.levels import LEVELS, REVENUE
from appraisal.core.rules import Fault
from appraisal.core.schemes import MoneySpec, RoundSpec, SchemeSpec, check_scheme
from tests.appraisal.core.build import BANDS, category, indicator

ROUNDS = (RoundSpec("june", "6月", Decimal(40)), RoundSpec("december", "12月", Decimal(60)))
HEALTH = category("5", "60", indicator("5.1", "40"), indicator("5.2", "20"), tie_break="public_health")
PEOPLE = category("10", "40", indicator("10.1", "40"), tie_break="satisfaction")
SOUND = SchemeSpec(
    code="PJ-2026",
    name="绩效考核方案",
    year=2026,
    level="centre",
    full_marks=Decimal(100),
    rounds=ROUNDS,
    categories=(HEALTH, PEOPLE),
    bands=BANDS,
    cap_percent=Decimal(20),
    tie_breaks=("december", "public_health", "satisfaction"),
)


def faults(**changes: Any) -> list[Fault]:
    return check_scheme(replace(SOUND, **changes))


def paths(**changes: Any) -> list[str]:
    return [fault.path for fault in faults(**changes)]


def with_indicator(**more: Any) -> tuple[Any, ...]:
    """The sound categories, the indicator 5.2 changed."""
    changed = indicator("5.2", **{"full": "20", **more})
    return (category("5", "60", indicator("5.1", "40"), changed, tie_break="public_health"), PEOPLE)


def test_a_sound_scheme() -> None:
    assert check_scheme(SOUND) == []
    assert [(group.code, one.code) for group, one in SOUND.indicators()] == [
        ("5", "5.1"),
        ("5", "5.2"),
        ("10", "10.1"),
    ]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"code": " "}, ["code"]),
        ({"name": ""}, ["name"]),
        ({"year": 1999}, ["year"]),
        ({"year": 2000}, []),
        ({"year": 2100}, []),
        ({"year": 2101}, ["year"]),
        ({"level": "ship"}, ["level"]),
        ({"full_marks": Decimal(0)}, ["full_marks", "full_marks"]),
        ({"full_marks": Decimal("100.005")}, ["full_marks", "full_marks"]),
        ({"cap_percent": Decimal("100.01")}, ["cap_percent"]),
        ({"cap_percent": Decimal("-0.01")}, ["cap_percent"]),
        ({"cap_percent": Decimal(100)}, []),
        ({"cap_percent": Decimal(0)}, []),
        ({"money": MoneySpec(monthly_percent=Decimal(101))}, ["money.monthly_percent"]),
        ({"money": MoneySpec(first_part_percent=Decimal(-1))}, ["money.first_part_percent"]),
        ({"money": MoneySpec(award_percent=Decimal(101))}, ["money.award_percent"]),
        ({"bands": BANDS[:3]}, ["bands[2].floor"]),
        ({"tie_breaks": ("december", "happiness")}, ["tie_breaks[1]"]),
        ({"tie_breaks": ("december", "december")}, ["tie_breaks[1]"]),
        ({"tie_breaks": ("",)}, ["tie_breaks[0]"]),
        ({"tie_breaks": ()}, []),
    ],
)
def test_faults_of_the_whole(changes: dict[str, Any], found: list[str]) -> None:
    assert paths(**changes) == found


@pytest.mark.parametrize(
    ("weights", "found"),
    [
        (["40", "60"], []),
        (["40", "59.99"], ["rounds"]),
        (["40", "60.01"], ["rounds"]),
        (["100"], []),
        ([], ["rounds"]),
        (["0", "100"], ["rounds[0].weight_percent"]),
        (["-10", "110"], ["rounds[0].weight_percent", "rounds[1].weight_percent"]),
        (["33.3", "33.3", "33.4"], []),
        (["0.5", "99.5"], []),
    ],
)
def test_weights(weights: list[str], found: list[str]) -> None:
    rounds = tuple(RoundSpec(f"r{row}", f"第{row}轮", Decimal(weight)) for row, weight in enumerate(weights))
    assert paths(rounds=rounds, tie_breaks=()) == found


def test_marks_must_add_up_at_every_level() -> None:
    (fault,) = faults(full_marks=Decimal(99))
    assert fault.message.zh == "类别满分合计 100 分，与满分 99 分不符。"
    short = category("5", "60", indicator("5.1", "40"), tie_break="public_health")
    (fault,) = faults(categories=(short, PEOPLE))
    assert (fault.path, fault.place.zh) == ("categories[0].full_marks", "类别 5")
    assert fault.message.zh == "指标满分合计 40 分，与满分 60 分不符。"


def test_nothing_to_score() -> None:
    assert paths(categories=(), tie_breaks=()) == ["categories"]
    empty = category("5", "60", tie_break="public_health")
    assert paths(categories=(empty, PEOPLE)) == ["categories[0].indicators"]


def test_codes_are_given_and_unique() -> None:
    double = category("5", "60", indicator("5.1", "40"), indicator("10.1", "20"), tie_break="public_health")
    (fault,) = faults(categories=(double, PEOPLE))
    assert (fault.path, fault.place.zh, fault.message.zh) == ("indicators", "指标 10.1", "代码重复。")
    twice = (replace(HEALTH, code="10"), PEOPLE)
    assert [(fault.path, fault.value) for fault in faults(categories=twice)] == [("categories", "10")]
    nameless = (ROUNDS[0], replace(ROUNDS[1], code=""))
    assert paths(rounds=nameless, tie_breaks=()) == ["rounds"]


def test_an_incomplete_rule_is_named_down_to_its_parameter() -> None:
    params = {"target": "95", "unit": "0", "deduct": "1"}
    (fault,) = faults(categories=with_indicator(kind="step", params=params))
    assert fault.path == "categories[0].indicators[1].params.unit"
    assert fault.place.zh == "类别 5 / 指标 5.2 / 参数 扣分单位（unit）"
    assert fault.place.en == "category 5 / indicator 5.2 / parameter Unit (unit)"
    assert (fault.message.zh, fault.value) == ("应大于 0。", "0")


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"kind": "magic"}, "kind"),
        ({"name": " "}, "name"),
        ({"na_mode": "zero"}, "na_mode"),
        ({"revenue_basis": "luck"}, "revenue_basis"),
        ({"kind": "linear"}, "params.target"),
    ],
)
def test_faults_of_an_indicator(more: dict[str, Any], found: str) -> None:
    assert paths(categories=with_indicator(**more)) == [f"categories[0].indicators[1].{found}"]


def test_full_marks_of_an_indicator() -> None:
    found = faults(categories=with_indicator(full="-20"))
    assert [fault.path for fault in found] == [
        "categories[0].full_marks",
        "categories[0].indicators[1].full_marks",
    ]
    assert found[1].place.zh == "类别 5 / 指标 5.2 / 满分"


@pytest.mark.parametrize("basis", REVENUE)
def test_staff_and_clinics_are_not_appraised_on_revenue(basis: str) -> None:
    """Both results decide somebody's pay: staff's performance pay, village doctors' subsidy."""
    categories = with_indicator(revenue_basis=basis)
    for level, name in (("staff", "职工"), ("clinic", "村卫生室")):
        (fault,) = faults(level=level, categories=categories)
        assert fault.path == "categories[0].indicators[1].revenue_basis"
        assert fault.message.zh == f"{name}考核不得与{REVENUE[basis].zh}挂钩（篇1 三（一））。"
    for level in set(LEVELS) - {"staff", "clinic"}:
        assert paths(level=level, categories=categories) == []


def test_a_tie_break_is_named_by_its_place_in_the_list() -> None:
    (fault,) = faults(tie_breaks=("december", "happiness"))
    assert (fault.place.zh, fault.value) == ("同分排序 第 2 项", "happiness")


def test_the_shipped_shares_of_the_money() -> None:
    money = MoneySpec()
    assert (money.monthly_percent, money.first_part_percent, money.award_percent) == (80, 40, 50)


def test_all_faults_are_listed() -> None:
    found = paths(
        code="", full_marks=Decimal(1), rounds=(), bands=(), tie_breaks=("x",), cap_percent=Decimal(101)
    )
    assert found == ["code", "rounds", "full_marks", "bands", "tie_breaks[0]", "cap_percent"]
