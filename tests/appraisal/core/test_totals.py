"""Totals: category, round, year; RULES 4 and worked examples 15.1, 15.3."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.cells import CellInput, CellResult, score_cell
from appraisal.core.totals import CategoryTotal, category_total, round_total, year_total
from tests.appraisal.core.build import category, category_sum, indicator

WEIGHTS = {"june": Decimal(40), "december": Decimal(60)}


def results(**cells: tuple[str, str]) -> Mapping[str, CellResult]:
    """Cells by indicator: (full marks, points); points "na" is 缺项 left out, "" unscored, "x" invalid."""
    found = {}
    for code, (full, points) in cells.items():
        cell = CellInput({} if points == "na" else {"points": points}, not_applicable=points == "na")
        found[code] = score_cell(indicator(code, full, na_mode="exclude"), cell)
    return found


def total_of(**cells: tuple[str, str]) -> object:
    whole = category("5", "0", *(indicator(code, full) for code, (full, _) in cells.items()))
    return category_total(whole, results(**cells))


def test_a_category_adds_up_its_cells() -> None:
    total = total_of(a=("5", "4.5"), b=("3", "na"), c=("2", "2"))
    assert total == category_sum_with("6.50", "10", "7", scored=2, not_applicable=1)


def category_sum_with(points: str, full: str, applicable: str, **counts: int) -> object:
    return replace(category_sum(points, full, applicable, code="5"), **counts)


@pytest.mark.parametrize("points", ["", "x"])
def test_an_open_cell_leaves_the_category_open_and_counts_nothing(points: str) -> None:
    assert total_of(a=("5", "4"), b=("3", points)) == category_sum_with("4.00", "8", "8", scored=1, open=1)


def test_an_indicator_without_any_result_is_open() -> None:
    whole = category("5", "8", indicator("a", "5"), indicator("b", "3"))
    total = category_total(whole, results(a=("5", "4")))
    assert (total.open, total.complete, total.comparable) == (1, False, None)


def test_comparable_points_make_good_for_what_was_left_out() -> None:
    assert category_sum("6", "10", "8").comparable == Decimal("7.50")
    assert category_sum("1", "10", "3").comparable == Decimal("3.33")
    assert category_sum("6", "10").comparable == Decimal("6.00")
    assert category_sum("0", "10", "0").comparable is None
    assert category_sum("6", "10", open_=1).comparable is None


def test_a_round_of_hundred_marks_is_the_plain_sum() -> None:
    total = round_total([category_sum("50.25", "60"), category_sum("30.50", "40", code="2")])
    assert (total.value, total.missing) == (Decimal("80.75"), ())
    assert [step.zh for step in total.steps] == ["各类别得分合计：50.25 + 30.5 = 80.75", "总分 80.75 分"]


def test_worked_example_3() -> None:
    total = round_total([category_sum("76.50", "100", "92")])
    assert total.value == Decimal("83.15")
    assert [step.zh for step in total.steps] == [
        "各类别得分合计：76.5 = 76.5",
        "适用满分（扣除缺项）：100 − 8 = 92",
        "折算为百分制：76.5 ÷ 92 × 100 ≈ 83.1522",
        "四舍五入保留两位小数：83.15 分",
    ]


@pytest.mark.parametrize(
    ("points", "full", "applicable", "value"),
    [
        ("180", "200", "200", "90.00"),
        ("41", "120", "120", "34.17"),
        ("45", "50", "45", "100.00"),
        ("103", "100", "100", "100.00"),
        ("100.01", "100", "100", "100.00"),
        ("-0.01", "100", "100", "0.00"),
        ("-30", "100", "100", "0.00"),
        ("100", "120", "100", "100.00"),
        ("50", "100", "100", "50.00"),
    ],
)
def test_conversion_and_limits(points: str, full: str, applicable: str, value: str) -> None:
    assert str(round_total([category_sum(points, full, applicable)]).value) == value


def test_what_is_cut_off_is_said() -> None:
    steps = round_total([category_sum("103", "100")]).steps
    assert [step.zh for step in steps][1:] == ["总分限于 0 至 100：100", "总分 100.00 分"]


def test_an_open_category_leaves_no_total() -> None:
    total = round_total([category_sum("50", "60"), category_sum("30", "40", code="2", open_=1)])
    assert (total.value, total.missing) == (None, ("2",))
    assert total.steps[0].zh == "尚有未评分的指标"


def test_a_round_in_which_nothing_applies_has_no_total() -> None:
    assert round_total([category_sum("0", "100", "0")]).value is None
    assert round_total([]).value is None
    assert round_total([category_sum("0", "100", "0")]).steps[0].zh == "全部指标均为缺项"


PARTS = st.tuples(st.integers(0, 4000), st.integers(1, 4000), st.integers(0, 4000))


@given(st.lists(PARTS, min_size=1, max_size=11))
def test_a_round_against_the_definition(parts: list[tuple[int, int, int]]) -> None:
    def cents(number: int) -> str:
        return str(Decimal(number) / 100)

    sums = [
        category_sum(cents(got), cents(max(full, na)), cents(max(full, na) - na)) for got, full, na in parts
    ]
    applicable = sum(max(full, na) - na for _, full, na in parts)
    total = round_total(sums)
    if applicable == 0:
        assert total.value is None
        return
    exact = min(Fraction(sum(got for got, _, _ in parts), applicable) * 100, Fraction(100))
    scaled = exact * 100 + Fraction(1, 2)
    assert total.value == Decimal(scaled.numerator // scaled.denominator) / 100


@pytest.mark.parametrize(
    ("june", "december", "year"),
    [
        ("88.40", "84.10", "85.82"),
        ("84.99", "85.00", "85.00"),
        ("84.98", "85.00", "84.99"),
        ("69.49", "70.33", "69.99"),
        ("0", "0", "0.00"),
        ("100", "100", "100.00"),
    ],
)
def test_worked_example_1(june: str, december: str, year: str) -> None:
    assert str(year_total({"june": Decimal(june), "december": Decimal(december)}, WEIGHTS).value) == year


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_a_year_against_the_definition(june: Decimal, december: Decimal) -> None:
    expected = (june * 40 / 100 + december * 60 / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert year_total({"june": june, "december": december}, WEIGHTS).value == expected


def test_the_year_says_how_it_came_about() -> None:
    total = year_total({"december": Decimal("85.00"), "june": Decimal("84.99")}, WEIGHTS)
    assert [step.zh for step in total.steps] == [
        "84.99 × 40% + 85.00 × 60% = 84.996",
        "四舍五入保留两位小数：85.00 分",
    ]


def test_an_exempt_june_gives_its_weight_to_december() -> None:
    total = year_total({"june": None, "december": Decimal("71.23")}, WEIGHTS, exempt=["june"])
    assert total.value == Decimal("71.23")
    assert [step.zh for step in total.steps] == [
        "免于考核的轮次：june",
        "(71.23 × 60%) ÷ 60% = 71.23",
        "总分 71.23 分",
    ]


def test_an_exempt_round_is_left_out_even_where_it_was_scored() -> None:
    assert year_total({"june": Decimal(10), "december": Decimal(90)}, WEIGHTS, {"june"}).value == 90


@pytest.mark.parametrize(
    ("totals", "exempt", "missing"),
    [
        ({"june": None, "december": Decimal(80)}, [], ("june",)),
        ({"december": Decimal(80)}, [], ("june",)),
        ({}, [], ("june", "december")),
        ({"june": Decimal(80)}, ["june"], ("december",)),
        ({}, ["june", "december"], ()),
    ],
)
def test_an_incomplete_year(
    totals: dict[str, Decimal | None], exempt: list[str], missing: tuple[str, ...]
) -> None:
    total = year_total(totals, WEIGHTS, exempt)
    assert (total.value, total.missing) == (None, missing)
    assert total.steps[0].zh == "年度考核不完整"


def test_a_total_of_zero_is_a_total() -> None:
    assert year_total({"june": Decimal(0), "december": Decimal(50)}, WEIGHTS).value == 30


def test_other_weights_and_a_single_round() -> None:
    weights = {"a": Decimal("33.3"), "b": Decimal("33.3"), "c": Decimal("33.4")}
    totals = {"a": Decimal(90), "b": Decimal(80), "c": Decimal(70)}
    assert year_total(totals, weights).value == Decimal("79.99")
    assert year_total({"year": Decimal("88.88")}, {"year": Decimal(100)}).value == Decimal("88.88")


def test_a_bare_category_has_counted_nothing_and_nothing_is_open() -> None:
    bare = CategoryTotal(code="1", points=Decimal(1), full_marks=Decimal(2), applicable_full=Decimal(2))
    assert (bare.scored, bare.not_applicable, bare.open, bare.complete) == (0, 0, 0, True)
