"""count: cases cost points, each kind with a sub-cap, down to 0 or below."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.points import round_points
from appraisal.core.rules import rule_for
from tests.appraisal.core.rules.cases import faults, points, score, zh_steps

LATE = {"code": "late", "name": "迟报", "deduct": "0.5", "sub_cap": "3"}
MISSED = {"code": "missed", "name": "漏报", "unit": "例", "deduct": "1"}
TWO = {"kinds": [LATE, MISSED]}
NEGATIVE = {**TWO, "may_go_negative": True}


@pytest.mark.parametrize(
    ("params", "late", "missed", "expected"),
    [
        (TWO, "0", "0", "6.00"),
        (TWO, "1", "0", "5.50"),
        (TWO, "6", "0", "3.00"),
        (TWO, "7", "0", "3.00"),
        (TWO, "99", "2", "1.00"),
        (TWO, "2", "5", "0.00"),
        (TWO, "2", "6", "0.00"),
        (NEGATIVE, "2", "6", "-1.00"),
        (NEGATIVE, "6", "100", "-97.00"),
        ({**NEGATIVE, "floor": "-2"}, "6", "5", "-2.00"),
        ({**NEGATIVE, "floor": "-2"}, "6", "4", "-1.00"),
        ({**NEGATIVE, "floor": "-2"}, "6", "6", "-2.00"),
        ({**NEGATIVE, "floor": "0"}, "6", "6", "0.00"),
        (TWO, "1.5", "0", "–"),
        (TWO, "-1", "0", "–"),
    ],
)
def test_points(params: dict[str, Any], late: str, missed: str, expected: str) -> None:
    assert points("count", params, "6", count__late=late, count__missed=missed) == expected


def test_every_kind_must_be_entered() -> None:
    outcome = score("count", TWO, "6", count__late="1")
    assert (outcome.points, outcome.missing) == (None, ("count.missed",))


def test_the_value_is_the_number_of_cases() -> None:
    assert score("count", TWO, "6", count__late="2", count__missed="3").value == 5


@given(
    st.integers(1, 3000),
    st.lists(
        st.tuples(st.integers(1, 500), st.one_of(st.none(), st.integers(1, 1000)), st.integers(0, 50)),
        min_size=1,
        max_size=5,
    ),
    st.one_of(st.none(), st.integers(-2000, 0)),
    st.booleans(),
)
def test_against_the_definition(
    full: int, kinds: list[tuple[int, int | None, int]], floor: int | None, negative: bool
) -> None:
    def cents(number: int) -> str:
        return f"{Decimal(number) / 100:f}"

    rows = [
        {
            "code": f"k{row}",
            "name": f"情形{row}",
            "deduct": cents(deduct),
            "sub_cap": "" if cap is None else cents(cap),
        }
        for row, (deduct, cap, _) in enumerate(kinds)
    ]
    params: dict[str, Any] = {"kinds": rows, "may_go_negative": negative}
    if negative and floor is not None:
        params["floor"] = cents(floor)
    lost = sum(deduct * n if cap is None else min(cap, deduct * n) for deduct, cap, n in kinds)
    lowest = 0 if not negative else floor
    left = full - lost if lowest is None else max(full - lost, lowest)
    inputs = {f"count__k{row}": str(n) for row, (_, _, n) in enumerate(kinds)}
    assert points("count", params, cents(full), **inputs) == str(round_points(Fraction(left, 100)))


@pytest.mark.parametrize(
    ("params", "found"),
    [
        (TWO, []),
        (NEGATIVE, []),
        ({}, ["kinds"]),
        ({"kinds": []}, ["kinds"]),
        ({"kinds": [LATE, {**MISSED, "code": "late"}]}, ["kinds[1].code"]),
        ({"kinds": [LATE, {**MISSED, "name": "迟报"}]}, ["kinds[1].name"]),
        ({"kinds": [LATE, MISSED, LATE]}, ["kinds[2].code", "kinds[2].name"]),
        ({"kinds": [{**LATE, "deduct": "0"}]}, ["kinds[0].deduct"]),
        ({"kinds": [{**LATE, "sub_cap": "0"}]}, ["kinds[0].sub_cap"]),
        ({"kinds": [{"deduct": "1"}]}, ["kinds[0].code", "kinds[0].name"]),
        ({"kinds": [{"code": "a", "name": "空项"}]}, ["kinds[0].deduct"]),
        ({"kinds": [{**LATE, "deduct": "0.00001"}]}, ["kinds[0].deduct"]),
        ({"kinds": [{**LATE, "sub_cap": "0.005"}]}, ["kinds[0].sub_cap"]),
        ({**NEGATIVE, "floor": "-0.005"}, ["floor"]),
        ({**TWO, "floor": "-2"}, ["floor"]),
        ({**TWO, "floor": "0"}, []),
        ({**NEGATIVE, "floor": "-2"}, []),
        ({**NEGATIVE, "floor": "1"}, ["floor"]),
        ({**TWO, "may_go_negative": "yes"}, ["may_go_negative"]),
    ],
)
def test_faults(params: dict[str, Any], found: list[str]) -> None:
    assert faults("count", params) == found


def test_fields_and_limits() -> None:
    bound = rule_for("count").bind(NEGATIVE, Decimal(6))
    assert [(field.name, field.type, field.unit, field.places) for field in bound.entry] == [
        ("count.late", "count", "次", 0),
        ("count.missed", "count", "例", 0),
    ]
    assert (bound.limits.lowest, bound.limits.highest) == (None, 6)
    assert rule_for("count").bind(TWO, Decimal(6)).limits.lowest == 0


@pytest.mark.parametrize(
    ("params", "end"),
    [(TWO, "扣完为止。"), (NEGATIVE, "可倒扣。"), ({**NEGATIVE, "floor": "-2"}, "可倒扣，最低 −2 分。")],
)
def test_sentences(params: dict[str, Any], end: str) -> None:
    start = "满分 6 分；迟报每 1 次扣 0.5 分，最多扣 3 分；漏报每 1 例扣 1 分；"
    assert rule_for("count").sentence(params, Decimal(6)).zh == start + end


def test_sentence_in_english() -> None:
    assert rule_for("count").sentence(TWO, Decimal(6)).en == (
        "Full marks 6 points; 迟报: 0.5 points off each, at most 3 points; 漏报: 1 point off each; down to 0."
    )


def test_steps() -> None:
    assert zh_steps(score("count", TWO, "6", count__late="7", count__missed="1")) == [
        "迟报 7 次，扣 0.5 × 7 = 3.5，最多扣 3",
        "漏报 1 例，扣 1 × 1 = 1",
        "6 − 4 = 2",
        "得分 2.00 分",
    ]
    assert zh_steps(score("count", TWO, "6", count__late="0", count__missed="0")) == [
        "未发生扣分情形，得满分 6 分",
        "得分 6.00 分",
    ]
    assert (
        zh_steps(score("count", TWO, "6", count__late="2", count__missed="0"))[0]
        == "迟报 2 次，扣 0.5 × 2 = 1"
    )
    assert "−1 分低于下限，按 0 分计" in zh_steps(
        score("count", TWO, "6", count__late="0", count__missed="7")
    )
