"""Warnings about unlikely values: each rule at its edge, keys that lapse with the values, exact figures."""

import statistics
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.plausibility import Doubt, Quantity, SheetRow, Units, median, quantities, warnings

NAMES = {"A": "甲指标", "B": "乙指标", "C": "丙指标"}


def rate(top: int, bottom: int = 100) -> Quantity:
    return Quantity((str(top), str(bottom)), Fraction(top * 100, bottom), True)


def value(number: str) -> Quantity:
    return Quantity((number,), Fraction(number), False)


def row(centre: int, before: dict[str, Quantity] | None = None, **own: Quantity) -> SheetRow:
    code = f"C{centre:02d}"
    old = {(name, "value"): one for name, one in (before or {}).items()}
    return SheetRow(code, f"第{centre}院", {}, {(name, "value"): one for name, one in own.items()}, old)


def kinds(rows: list[SheetRow]) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [(one.kind, one.cells) for one in warnings(rows, NAMES)]


def column(values: list[int], name: str = "A") -> list[SheetRow]:
    return [row(number, **{name: rate(one)}) for number, one in enumerate(values)]


@pytest.mark.parametrize(("top", "found"), [(100, []), (101, ["over_hundred"]), (250, ["over_hundred"])])
def test_a_rate_over_a_hundred(top: int, found: list[str]) -> None:
    doubts = warnings([row(0, A=rate(top))], NAMES)
    assert [one.kind for one in doubts] == found
    if found:
        assert doubts[0].cells == (("C00", "A"),)
        assert doubts[0].text.zh == f"比率为 {top}%，超过 100%"


def test_a_ratio_that_may_exceed_a_hundred_is_no_doubt() -> None:
    inputs = {"numerator": "105", "denominator": "100", "a.numerator": "105", "a.denominator": "100"}
    found = quantities(inputs, Units(beyond=frozenset({"a.numerator"})))
    assert [(name, one.beyond) for name, one in found.items()] == [
        ("numerator", False),
        ("a.numerator", True),
    ]
    assert kinds([row(0, A=found["a.numerator"], B=found["numerator"])]) == [
        ("over_hundred", (("C00", "B"),))
    ]


def test_a_value_that_is_no_rate_may_be_over_a_hundred() -> None:
    assert warnings([row(0, A=value("250"))], NAMES) == []


# The median is 90 and nobody is away from it: the spread is the least one, 5 points, and 3.5 × 5 = 17.5.
@pytest.mark.parametrize(("last", "found"), [(73, False), (72, True), (100, False)])
def test_an_outlier_among_rates_that_are_alike(last: int, found: bool) -> None:
    assert bool(kinds(column([90, 90, 90, 90, last]))) == found


# Distances to the median 100: 0, 10, 10, 20, x; MAD 10, spread 14.826, 3.5 × 14.826 = 51.891.
@pytest.mark.parametrize(
    ("last", "found"), [("151.89", False), ("151.9", True), ("48.12", False), ("48.1", True)]
)
def test_an_outlier_by_the_median_of_distances(last: str, found: bool) -> None:
    others = ["100", "90", "110", "100"]
    rows = [row(number, A=value(one)) for number, one in enumerate([*others, last, "90", "110"])]
    assert [one for one, _cells in kinds(rows)] == (["outlier"] if found else [])


def test_four_centres_are_too_few_for_an_outlier() -> None:
    assert kinds(column([90, 90, 90, 10])) == []
    assert kinds(column([90, 90, 90, 90, 10])) == [("outlier", (("C04", "A"),))]


def test_where_nearly_all_are_zero_nothing_is_an_outlier() -> None:
    rows = [row(number, A=value("7" if number == 4 else "0")) for number in range(9)]
    assert kinds(rows) == []


@pytest.mark.parametrize(
    ("now", "then", "found"),
    [
        (rate(90), rate(70), False), (rate(90), rate(69), True), (rate(40), rate(61), True),
        (value("150"), value("100"), False), (value("151"), value("100"), True), (value("49"), value("100"), True),
        (value("0"), value("0"), False), (value("1"), value("0"), True), (rate(90), value("10"), False),
    ],
)  # fmt: skip
def test_beside_last_year(now: Quantity, then: Quantity, found: bool) -> None:
    assert [one for one, _cells in kinds([row(0, {"A": then}, A=now)])] == (["last_year"] if found else [])


def test_a_base_that_is_not_last_years_value() -> None:
    own = {("A", "current"): value("120"), ("A", "base"): value("90")}
    before = {("A", "current"): value("100"), ("A", "base"): value("80")}
    (doubt,) = warnings([SheetRow("C0", "甲院", {}, own, before)], NAMES)
    assert (doubt.kind, doubt.text.zh) == ("base", "上年同期值填 90，上年考核时为 100")
    right = own | {("A", "base"): value("100")}
    assert warnings([SheetRow("C0", "甲院", {}, right, before)], NAMES) == []


def cells(count: int, mark: str = "yes") -> dict[str, tuple[str, ...]]:
    return {f"I{number}": ("False", "False", "answer", mark) for number in range(count)}


def full_row(centre: str, held: dict[str, tuple[str, ...]]) -> SheetRow:
    return SheetRow(centre, f"{centre}院", held, {})


def test_rows_that_are_identical_in_every_cell() -> None:
    rows = [full_row("甲", cells(5)), full_row("乙", cells(5, "no")), full_row("丙", cells(5))]
    (doubt,) = warnings(rows, NAMES)
    assert (doubt.kind, doubt.cells) == ("identical", (("甲", "I0"), ("丙", "I0")))
    assert doubt.text.zh == "甲院、丙院的 5 项录入完全相同"


@pytest.mark.parametrize(
    "second",
    [
        cells(4),
        {**cells(4), "I9": ("False", "False", "answer", "yes")},
        {**cells(5), "I0": ("True", "False")},
    ],
)
def test_rows_that_differ_somewhere_are_not(second: dict[str, tuple[str, ...]]) -> None:
    assert warnings([full_row("甲", cells(5)), full_row("乙", second)], NAMES) == []
    assert warnings([full_row("甲", cells(4)), full_row("乙", cells(4))], NAMES) == []


BASE = [91, 92, 93, 94, 95]


def two(first: list[int], second: list[int]) -> list[SheetRow]:
    pairs = zip(first, second, strict=True)
    return [row(number, A=rate(one), B=rate(other)) for number, (one, other) in enumerate(pairs)]


@pytest.mark.parametrize("moved", [[90, *BASE[:-1]], [*BASE[1:], 96]])
def test_a_column_moved_by_a_row(moved: list[int]) -> None:
    (doubt,) = warnings(two(BASE, moved), NAMES)
    assert doubt.kind == "shifted"
    assert doubt.cells == tuple((f"C{number:02d}", "B") for number in range(5))
    assert doubt.text.zh == "整列与“A 甲指标”错开一行相同"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (BASE, BASE), ([91, 91, 92, 92, 91], [92, 91, 91, 92, 92]), (BASE, [90, 91, 92, 94, 95]),
        (BASE[:4], [90, 91, 92, 93]), ([90] * 5, [90] * 5),
    ],
)  # fmt: skip
def test_columns_that_only_look_so(first: list[int], second: list[int]) -> None:
    assert kinds(two(first, second)) == []


def test_a_column_with_a_gap_is_not_moved() -> None:
    rows = two(BASE, [90, *BASE[:-1]])
    rows[2] = row(2, A=rate(93))
    assert kinds(rows) == []


@pytest.mark.parametrize("moved", [[90, *BASE[:-1]], [*BASE[1:], 96]])
def test_a_column_that_is_last_years_moved_by_a_row(moved: list[int]) -> None:
    rows = [
        row(number, {"A": rate(old)}, A=rate(new))
        for number, (old, new) in enumerate(zip(BASE, moved, strict=True))
    ]
    (doubt,) = warnings(rows, NAMES)
    assert (doubt.kind, doubt.text.zh) == ("shifted", "整列与上年的本列错开一行相同")


def test_the_same_column_as_last_year_is_no_shift() -> None:
    rows = [row(number, {"A": rate(one)}, A=rate(one)) for number, one in enumerate(BASE)]
    assert kinds(rows) == []


def keys(found: list[Doubt]) -> set[str]:
    return {one.key for one in found}


def test_a_key_lapses_with_the_value_and_with_nothing_else() -> None:
    first = keys(warnings(column([90, 90, 90, 90, 10]), NAMES))
    assert first == keys(warnings(column([91, 90, 89, 90, 10]), NAMES))
    assert first.isdisjoint(keys(warnings(column([90, 90, 90, 90, 11]), NAMES)))
    assert keys(warnings([row(0, A=rate(101))], NAMES)).isdisjoint(
        keys(warnings([row(1, A=rate(101))], NAMES))
    )


@pytest.mark.parametrize(
    ("inputs", "percent", "expected"),
    [
        ({"numerator": "45", "denominator": "60"}, (), {"numerator": ("75%", True)}),
        ({"numerator": "45", "denominator": "0"}, (), {}),
        ({"numerator": "45"}, (), {}),
        ({"answers": "20", "satisfied": "18"}, (), {"satisfied": ("90%", True)}),
        ({"value": "12.5"}, (), {"value": ("12.5", False)}),
        ({"value": "12.5"}, ("value",), {"value": ("12.5%", True)}),
        ({"answer": "yes", "records": "0101"}, (), {}),
        ({"a.numerator": "1", "a.denominator": "3"}, (), {"a.numerator": ("33.33%", True)}),
        ({"b.value": "7", "c.value": "8"}, (), {"b.value": ("7", False), "c.value": ("8", False)}),
        ({"count.late": "2"}, (), {}),
    ],
)  # fmt: skip
def test_what_is_measured(inputs: dict[str, str], percent: tuple[str, ...], expected: dict[str, Any]) -> None:
    found = quantities(inputs, Units(frozenset(percent)))
    assert {name: (one.shown(), one.rate) for name, one in found.items()} == expected


@given(st.lists(st.integers(-999, 999), min_size=1, max_size=40))
def test_the_median_is_the_one_of_the_books(numbers: list[int]) -> None:
    assert median([Fraction(one) for one in numbers]) == Fraction(statistics.median(map(Fraction, numbers)))


def test_no_values_have_no_median() -> None:
    with pytest.raises(ValueError, match="no values"):
        median([])


@given(st.lists(st.integers(0, 120), min_size=5, max_size=12), st.randoms())
def test_warnings_are_the_same_whatever_the_order_of_reading(numbers: list[int], random: Any) -> None:
    rows = column(numbers)
    shuffled = list(rows)
    random.shuffle(shuffled)
    first = {one.key for one in warnings(rows, NAMES) if one.kind != "shifted"}
    assert first == {one.key for one in warnings(shuffled, NAMES) if one.kind != "shifted"}
