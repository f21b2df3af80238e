"""The one parser for numbers, as SAFETY (Reading) says."""

import math
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import Problem
from records.reading import numbers
from records.reading.numbers import (
    CellError,
    Parsed,
    parse_count,
    parse_money,
    parse_points,
    parse_quantity,
    parse_rate,
)

D = Decimal


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (85, "85.00"),
        (85.1, "85.10"),
        (math.nextafter(85.1, 86), "85.10"),
        (0, "0.00"),
        (math.nextafter(85.1, 85), "85.10"),
        (85.100000001, "85.10"),
        (D("85.1"), "85.10"),
        (1e-10, "0.00"),
    ],
)
def test_numbers_come_to_the_grid(typed, value):
    answer = parse_points(typed)
    assert answer == Parsed(D(value))
    assert str(answer.value) == value


@pytest.mark.parametrize(
    "typed", [85.555, 85.1000000011, 85.005, -1, -0.01, float("nan"), float("inf"), 1e300, 10**9, D("NaN")]
)
def test_numbers_off_the_grid_are_refused(typed):
    assert isinstance(parse_points(typed), Problem)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("85", "85.00"),
        ("85.1", "85.10"),
        (" 85.10 ", "85.10"),
        ("\uff18\uff15\uff0e\uff15", "85.50"),
        ("\u300085\u200b.5\ufeff", "85.50"),
        ("\u00a085", "85.00"),
        ("085", "85.00"),
    ],
)
def test_text_is_accepted_and_marked(typed, value):
    assert parse_points(typed) == Parsed(D(value), marked_as_text=True)


@pytest.mark.parametrize(
    "typed",
    [
        "+5",
        "-5",
        "1e2",
        "8_5",
        "٨٥",
        "8²",
        "①",
        "½",
        "85.555",
        "85.",
        ".5",
        "8 5",
        "八十五",
        "1,234",
        "85%",
        "0x10",
        "NaN",
        "∞",
        "5分",
        "=1+1",
        "85..1",
        "85\n86",
    ],
)
def test_other_text_is_refused(typed):
    answer = parse_points(typed)
    assert isinstance(answer, Problem)
    assert answer.value == typed


@pytest.mark.parametrize("typed", [None, "", "  ", "-", "—", "/", "无", "\uff0f", "\u200b", " 无 "])
def test_signs_for_not_entered_are_never_zero(typed):
    for parse in (parse_points, parse_quantity, parse_rate, parse_money, parse_count):
        assert parse(typed) == Parsed(None)


@pytest.mark.parametrize(
    "typed",
    [
        True,
        False,
        date(2026, 6, 30),
        datetime(2026, 6, 30, tzinfo=UTC),
        time(8),
        timedelta(1),
        CellError("#DIV/0!"),
    ],
)
def test_booleans_dates_and_errors_are_refused(typed):
    for parse in (parse_points, parse_quantity, parse_rate, parse_money, parse_count):
        assert isinstance(parse(typed), Problem)


@pytest.mark.parametrize("number_format", ["0%", "0.00%", "[红色]0.0%", '0.00%"x"'])
def test_a_per_cent_cell_is_a_rate_and_never_points(number_format):
    assert parse_rate(0.2242, number_format) == Parsed(D("22.42"))
    assert parse_rate(0.07, number_format) == Parsed(D("7.00"))
    refused = parse_points(0.8, number_format)
    assert isinstance(refused, Problem)
    assert refused.value == "80.0%"


@pytest.mark.parametrize("number_format", ["", "0.00", '0"%"', "0\\%", "General"])
def test_a_per_cent_sign_that_is_only_text_is_none(number_format):
    assert parse_points(0.8, number_format) == Parsed(D("0.80"))


def test_a_rate_may_be_typed_with_its_sign():
    assert (
        parse_rate("22.42%") == parse_rate("22.42\uff05") == parse_rate("22.42 %") == Parsed(D("22.42"), True)
    )
    assert parse_rate(22.42) == Parsed(D("22.42"))
    assert isinstance(parse_rate("22.425%"), Problem)
    assert isinstance(parse_rate("%"), Problem)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1,234,567.89", "1234567.89"),
        ("1234567.89", "1234567.89"),
        ("1\uff0c234", "1234.00"),
        ("999999999999.99", "999999999999.99"),
        (999999999999.99, "999999999999.99"),
        (1234567.8900000001, "1234567.89"),
        (0.1 + 0.2, "0.30"),
    ],
)
def test_money(typed, value):
    assert parse_money(typed).value == D(value)


@pytest.mark.parametrize(
    "typed",
    ["12,34", "1,2345", ",123", "1234,567", "1,234,56", "1000000000000", 1e12, "￥5", "5元", "0.001", 0.005],
)
def test_money_that_is_refused(typed):
    assert isinstance(parse_money(typed), Problem)


def test_money_in_ten_thousands():
    assert parse_money(123.456789, unit="万元").value == D("1234567.89")
    assert parse_money("123.456789", unit="万元").value == D("1234567.89")
    assert isinstance(parse_money("123.4567891", unit="万元"), Problem)
    assert isinstance(parse_money(100_000_000, unit="万元"), Problem)


def test_a_long_sum_of_money_keeps_its_binary_noise_out():
    total = sum([123456789.17] * 12)
    assert parse_money(total).value == D("1481481470.04")


def test_counts_are_whole():
    assert parse_count(30) == Parsed(30)
    assert parse_count(30.0) == Parsed(30)
    assert parse_count("30") == Parsed(30, marked_as_text=True)
    for wrong in (30.5, "30.0", "-3", 10**9):
        assert isinstance(parse_count(wrong), Problem)


def test_negative_numbers_only_where_they_may_be():
    grid = numbers.Grid(negative=True)
    assert numbers.parse(-4, grid) == Parsed(D("-4.00"))
    assert numbers.parse("-0.1", grid) == Parsed(D("-0.10"), marked_as_text=True)
    assert isinstance(numbers.parse("--1", grid), Problem)


@given(st.integers(0, 99_999_999_999))
def test_every_value_on_the_grid_is_read_back(cents):
    value = D(cents) / 100
    assert parse_quantity(float(value)).value == value
    assert parse_quantity(str(value)).value == value
    assert parse_money(f"{value:,.2f}").value == value


@given(st.floats() | st.text() | st.integers() | st.booleans() | st.none())
def test_any_value_is_answered_and_on_the_grid(typed):
    for parse in (parse_points, parse_quantity, parse_rate, parse_money, parse_count):
        answer = parse(typed)
        assert isinstance(answer, Parsed | Problem)
        if isinstance(answer, Parsed) and answer.value is not None:
            assert answer.value >= 0
            assert answer.value == round(D(answer.value), 2)


@given(st.text())
def test_text_is_read_as_ascii_digits_or_not_at_all(typed):
    answer = parse_points(typed)
    if isinstance(answer, Parsed) and answer.value is not None:
        assert str(int(answer.value)) in "".join(str(int(c)) if c.isdecimal() else c for c in typed)
