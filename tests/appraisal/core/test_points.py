"""Points: exact in, 0.01 grid out, half up; RULES 4."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.points import exact, from_hundredths, on_grid, parse_number, round_points, to_hundredths


@pytest.mark.parametrize(
    ("number", "points"),
    [
        ("84.996", "85.00"),
        ("84.992", "84.99"),
        ("69.994", "69.99"),
        ("0.005", "0.01"),
        ("0.00499999999999999999999999999999999", "0.00"),
        ("-0.005", "-0.01"),
        ("-0.004", "0.00"),
        ("85", "85.00"),
        ("2.675", "2.68"),
    ],
)
def test_half_up(number: str, points: str) -> None:
    rounded = round_points(Decimal(number))
    assert rounded == Decimal(points)
    assert rounded.as_tuple().exponent == -2


@given(st.decimals(-1000, 1000, places=5))
def test_rounding_agrees_with_decimal(number: Decimal) -> None:
    assert round_points(number) == number.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(st.fractions(-1000, 1000))
def test_rounding_is_the_nearest_point_on_the_grid(number: Fraction) -> None:
    assert abs(Fraction(round_points(number)) - number) <= Fraction(1, 200)


def test_rounding_does_not_depend_on_the_decimal_context() -> None:
    with localcontext() as context:
        context.prec = 3
        assert exact(Decimal("84.996")) == Fraction(84996, 1000)


@given(st.integers(-(10**9), 10**9))
def test_hundredths_there_and_back(hundredths: int) -> None:
    assert to_hundredths(from_hundredths(hundredths)) == hundredths


def test_hundredths_refuse_a_third_place() -> None:
    assert to_hundredths(Decimal("85.1")) == 8510
    with pytest.raises(ValueError, match="two decimal places"):
        to_hundredths(Decimal("85.005"))


@pytest.mark.parametrize("number", [True, float("85"), "85", None])
def test_inexact_numbers_are_refused(number: object) -> None:
    with pytest.raises(TypeError):
        exact(number)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_numbers_without_a_value_are_refused(number: str) -> None:
    with pytest.raises(ValueError, match="finite"):
        exact(Decimal(number))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", Fraction(0)),
        ("93.5", Fraction(187, 2)),
        ("-3", Fraction(-3)),
        ("-0.05", Fraction(-1, 20)),
        ("0.000001", Fraction(1, 10**6)),
        ("999999999999", Fraction(999999999999)),
    ],
)
def test_canonical_numbers(text: str, number: Fraction) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1e2",
        "+1",
        "1,000",
        "01",
        ".5",
        "5.",
        " 5",
        "5\n",
        "٨٥",
        "8_5",
        "\uff18\uff15",
        "--1",
        "NaN",
        "0.0000001",
        "1" * 13,
        "95%",
    ],
)
def test_other_spellings_are_no_numbers(text: str) -> None:
    assert parse_number(text) is None


def test_the_grid() -> None:
    assert on_grid(Decimal("0.01"))
    assert on_grid(Fraction(1, 4))
    assert not on_grid(Fraction(1, 8))
    assert not on_grid(Fraction(1, 3))
