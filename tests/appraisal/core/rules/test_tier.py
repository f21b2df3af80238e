"""tier: half-open bands without gap or overlap."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.rules import rule_for
from tests.appraisal.core.rules.cases import faults, points, score, zh_steps


def band(low: str, high: str, worth: str) -> dict[str, str]:
    return {"from": low, "to": high, "points": worth}


THREE = [band("95", "", "10"), band("90", "95", "3"), band("", "90", "0")]
LOWER = {"measure": "value", "bands": THREE}
UPPER = {**LOWER, "bounds": "upper"}


@pytest.mark.parametrize(
    ("params", "value", "expected"),
    [
        (LOWER, "0", "0.00"),
        (LOWER, "89.99", "0.00"),
        (LOWER, "90", "3.00"),
        (LOWER, "94.99", "3.00"),
        (LOWER, "95", "10.00"),
        (LOWER, "999", "10.00"),
        (UPPER, "90", "0.00"),
        (UPPER, "90.01", "3.00"),
        (UPPER, "95", "3.00"),
        (UPPER, "95.01", "10.00"),
    ],
)
def test_points(params: dict[str, Any], value: str, expected: str) -> None:
    assert points("tier", params, "10", value=value) == expected


def test_an_exact_rate_on_the_edge() -> None:
    assert (
        points(
            "tier",
            {"bands": [band("66.6666", "", "10"), band("", "66.6666", "0")]},
            "10",
            numerator="2",
            denominator="3",
        )
        == "10.00"
    )
    assert (
        points(
            "tier",
            {"bands": [band("66.6667", "", "10"), band("", "66.6667", "0")]},
            "10",
            numerator="2",
            denominator="3",
        )
        == "0.00"
    )


@given(
    edges=st.lists(st.integers(1, 10000), min_size=1, max_size=6, unique=True),
    value=st.integers(0, 12000),
    upper=st.booleans(),
    order=st.randoms(use_true_random=False),
)
def test_every_value_is_in_exactly_one_band(edges: list[int], value: int, upper: bool, order: Any) -> None:
    cuts = [f"{Decimal(edge) / 100:f}" for edge in sorted(edges)]
    bounds = ["", *cuts, ""]
    rows = [band(low, high, str(worth)) for worth, (low, high) in enumerate(pairwise(bounds))]
    order.shuffle(rows)
    full = str(len(cuts))
    params = {"measure": "value", "bands": rows, "bounds": "upper" if upper else "lower"}
    assert faults("tier", params, full) == []
    at = Fraction(value, 100)
    passed = sum(at > Fraction(cut) if upper else at >= Fraction(cut) for cut in cuts)
    assert points("tier", params, full, value=f"{Decimal(value) / 100:f}") == f"{passed}.00"


@pytest.mark.parametrize(
    ("bands", "found"),
    [
        (THREE, []),
        ([band("", "", "10")], []),
        ([band("0", "60", "0"), band("60", "", "10")], []),
        ([], ["bands"]),
        ([band("1", "60", "0"), band("60", "", "10")], ["bands[0].from"]),
        ([band("", "60", "0"), band("60", "100", "10")], ["bands[1].to"]),
        ([band("", "60", "0"), band("61", "", "10")], ["bands[1].from"]),
        ([band("", "60", "0"), band("59", "", "10")], ["bands[1].from"]),
        ([band("", "", "0"), band("60", "", "10")], ["bands[1].from"]),
        ([band("", "60", "0"), band("", "", "10")], ["bands[1].from"]),
        ([band("", "60", "0"), band("60", "60", "5"), band("60", "", "10")], ["bands[1].to"]),
        ([band("", "60", "0"), band("60", "50", "5"), band("50", "", "10")], ["bands[1].to"]),
        ([band("", "60", "0"), band("60", "", "9.995"), band("", "", "10")], ["bands[1].points"]),
        ([band("0", "0.5", "0"), band("0.5", "", "10")], []),
        ([band("30", "60", "5"), band("60", "", "10"), band("20", "30", "0")], ["bands[2].from"]),
        ([band("60", "90", "10"), band("", "30", "0"), band("30", "60", "5")], ["bands[0].to"]),
        ([band("", "60", "0"), band("60", "", "10.01")], ["bands[1].points"]),
        ([band("", "60", "0"), band("60", "", "9")], ["bands[0].points"]),
        ([band("", "60", "-1"), band("60", "", "10")], ["bands[0].points"]),
        ([band("x", "60", "0"), band("60", "", "")], ["bands[0].from", "bands[1].points"]),
    ],
)
def test_faults(bands: list[dict[str, str]], found: list[str]) -> None:
    assert faults("tier", {"bands": bands}) == found


def test_an_open_end_that_is_closed_is_named_with_its_bound() -> None:
    bands = [band("60", "90", "10"), band("20", "30", "0"), band("30", "60", "5")]
    found = rule_for("tier").check({"bands": bands}, Decimal(10))
    assert [(fault.path, fault.value) for fault in found] == [("bands[1].from", "20"), ("bands[0].to", "90")]


def test_gap_and_overlap_are_told_apart() -> None:
    def message(start: str) -> str:
        params = {"bands": [band("", "60", "0"), band(start, "", "10")]}
        return rule_for("tier").check(params, Decimal(10))[0].message.zh

    assert message("61") == "与第 1 行有空档。"
    assert message("59") == "与第 1 行重叠。"
    open_ended = {"bands": [band("", "", "0"), band("60", "", "10")]}
    assert rule_for("tier").check(open_ended, Decimal(10))[0].message.zh == "与第 1 行重叠。"


def test_the_row_named_is_the_one_in_the_table_whatever_its_order() -> None:
    bands = [band("61", "", "10"), band("", "60", "0")]
    (fault,) = rule_for("tier").check({"bands": bands}, Decimal(10))
    assert (fault.path, fault.value, fault.message.zh) == ("bands[0].from", "61", "与第 2 行有空档。")


@pytest.mark.parametrize(
    ("params", "zh", "en"),
    [
        (
            {"bands": THREE, "subject": "知晓率"},
            "知晓率≥95% 得 10 分；≥90% 且 <95% 得 3 分；<90% 得 0 分。",
            "Rate ≥ 95%: 10 points; ≥ 90% and < 95%: 3 points; < 90%: 0 points.",
        ),
        (
            UPPER,
            "实际值>95% 得 10 分；>90% 且 ≤95% 得 3 分；≤90% 得 0 分。",
            "Value > 95%: 10 points; > 90% and ≤ 95%: 3 points; ≤ 90%: 0 points.",
        ),
        ({"bands": [band("", "", "10")]}, "比率任何数值得 10 分。", "Rate any value: 10 points."),
    ],
)
def test_sentences(params: dict[str, Any], zh: str, en: str) -> None:
    sentence = rule_for("tier").sentence(params, Decimal(10))
    assert (sentence.zh, sentence.en) == (zh, en)


def test_steps() -> None:
    assert zh_steps(score("tier", LOWER, "10", value="93")) == [
        "实际值：93%",
        "属于“≥90% 且 <95%”一档，得 3 分",
        "得分 3.00 分",
    ]


HALVES = {
    "bands": [
        {"from": "60", "points": "10", "ends": "neither"},
        {"from": "40", "to": "60", "points": "5", "ends": "both"},
        {"to": "40", "points": "0"},
    ]
}


@pytest.mark.parametrize(
    ("rate", "expected"),
    [("100", "10.00"), ("60.01", "10.00"), ("60", "5.00"), ("40", "5.00"), ("39.99", "0.00"), ("0", "0.00")],
)
def test_a_band_may_hold_both_its_bounds(rate: str, expected: str) -> None:
    """Appendix 32: over 60 % the whole, 40–60 % half, under 40 % nothing."""
    assert points("tier", HALVES, "10", numerator=rate, denominator="100") == expected
    assert (
        rule_for("tier").sentence(HALVES, Decimal(10)).zh
        == "比率>60% 得 10 分；≥40% 且 ≤60% 得 5 分；<40% 得 0 分。"
    )


@pytest.mark.parametrize(
    ("ends", "found"),
    [
        (("neither", "both", "lower"), []),
        (("upper", "both", "lower"), []),
        (("as_bounds", "as_bounds", "as_bounds"), []),
        (("lower", "both", "lower"), ["bands[0].ends"]),
        (("neither", "lower", "lower"), ["bands[0].ends"]),
        (("neither", "both", "upper"), ["bands[1].ends"]),
        (("neither", "upper", "lower"), ["bands[1].ends"]),
        (("neither", "upper", "both"), []),
        (("some", "both", "lower"), ["bands[0].ends"]),
    ],
)
def test_neighbours_share_each_bound_once(ends: tuple[str, str, str], found: list[str]) -> None:
    bands = [{**row, "ends": end} for row, end in zip(HALVES["bands"], ends, strict=True)]
    assert faults("tier", {"bands": bands}) == found


def test_a_shared_or_lost_bound_is_named() -> None:
    def message(*ends: str) -> str:
        bands = [{**row, "ends": end} for row, end in zip(HALVES["bands"], ends, strict=True)]
        return rule_for("tier").check({"bands": bands}, Decimal(10))[0].message.zh

    assert message("lower", "both", "lower") == "60 同时属于第 2 行，请只归一档。"
    assert message("neither", "lower", "lower") == "60 不属于本行，也不属于第 2 行。"


@pytest.mark.parametrize(("bounds", "sign"), [("upper", "≥0% 且 ≤50%"), ("lower", "≥0% 且 <50%")])
def test_the_lowest_band_holds_0_whatever_the_bounds(bounds: str, sign: str) -> None:
    params = {
        "bands": [{"from": "50", "points": "10"}, {"from": "0", "to": "50", "points": "1"}],
        "bounds": bounds,
    }
    assert points("tier", params, "10", numerator="0", denominator="7") == "1.00"
    assert sign in rule_for("tier").sentence(params, Decimal(10)).zh
    alone = {**params["bands"][1], "ends": "neither"}  # type: ignore[dict-item]
    assert (
        points(
            "tier",
            {"bands": [{**params["bands"][0], "ends": "lower"}, alone]},
            "10",
            numerator="0",
            denominator="7",
        )
        == "1.00"
    )  # type: ignore[dict-item]
