"""Money is exact to the fen, and parts add up to the whole; RULES 9."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payroll.core.money import (
    exact,
    fen_half_up,
    from_fen,
    from_wan,
    in_wan,
    percent_of,
    round_fen,
    split_by_weights,
    split_equal,
    to_fen,
    with_commas,
)

AMOUNTS = st.integers(-(10**13), 10**13).map(from_fen)


def amounts(*yuan: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(one) for one in yuan)


@given(st.integers(-(10**20), 10**20))
def test_fen_there_and_back(fen: int) -> None:
    yuan = from_fen(fen)
    assert to_fen(yuan) == fen
    assert yuan.as_tuple().exponent == -2


def test_fen_do_not_depend_on_the_decimal_context() -> None:
    with localcontext() as context:
        context.prec = 4
        assert str(from_fen(123456789)) == "1234567.89"
        assert to_fen(Decimal("1234567.89")) == 123456789


def test_a_broken_fen_is_refused() -> None:
    with pytest.raises(ValueError, match="whole number of fen"):
        to_fen(Decimal("0.005"))
    assert to_fen(Decimal("0.0100")) == 1
    assert to_fen(3) == 300


@pytest.mark.parametrize("amount", [float("0.5"), True, "5", None])
def test_inexact_amounts_are_refused(amount: object) -> None:
    for call in (exact, to_fen, round_fen):
        with pytest.raises(TypeError):
            call(amount)  # type: ignore[operator]


@pytest.mark.parametrize("amount", ["NaN", "Infinity"])
def test_amounts_without_a_value_are_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="finite"):
        to_fen(Decimal(amount))


@pytest.mark.parametrize(
    ("yuan", "rounded"),
    [
        ("49382.715", "49382.72"),
        ("987654.312", "987654.31"),
        ("0.005", "0.01"),
        ("0.0049", "0.00"),
        ("-0.005", "-0.01"),
        ("-0.0049", "0.00"),
        ("2.675", "2.68"),
        ("-7", "-7.00"),
    ],
)
def test_half_up(yuan: str, rounded: str) -> None:
    assert str(round_fen(Decimal(yuan))) == rounded
    assert fen_half_up(Decimal(yuan)) == to_fen(Decimal(rounded))


@given(st.decimals(-(10**9), 10**9, places=6))
def test_half_up_agrees_with_decimal(yuan: Decimal) -> None:
    assert round_fen(yuan) == yuan.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_per_cent() -> None:
    assert percent_of(Decimal("1234567.89"), Decimal(80)) == Decimal("987654.31")
    assert percent_of(Decimal("98765.43"), Decimal(50)) == Decimal("49382.72")
    assert percent_of(Decimal("0.01"), Decimal("33.33")) == Decimal("0.00")


@pytest.mark.parametrize(
    ("total", "parts", "split"),
    [
        ("100", 3, ("33.33", "33.33", "33.34")),
        ("200", 3, ("66.67", "66.67", "66.66")),
        ("0.06", 12, (*["0.00"] * 11, "0.06")),
        ("0.17", 12, (*["0.01"] * 11, "0.06")),
        ("0.11", 12, (*["0.01"] * 11, "0.00")),
        ("0.10", 12, (*["0.00"] * 11, "0.10")),
        ("0", 2, ("0.00", "0.00")),
        ("5.55", 1, ("5.55",)),
        ("-100", 3, ("-33.33", "-33.33", "-33.34")),
    ],
)
def test_equal_parts(total: str, parts: int, split: tuple[str, ...]) -> None:
    assert split_equal(Decimal(total), parts) == amounts(*split)


@given(AMOUNTS, st.integers(1, 40))
def test_equal_parts_add_up(total: Decimal, parts: int) -> None:
    split = split_equal(total, parts)
    assert len(split) == parts
    assert sum(to_fen(part) for part in split) == to_fen(total)
    assert len(set(split[:-1])) <= 1
    assert all(part * total >= 0 for part in split)


@given(st.integers(10**5, 10**12), st.integers(1, 40))
def test_equal_parts_are_rounded_half_up(fen: int, parts: int) -> None:
    each = (Decimal(fen) / parts).quantize(Decimal(1), ROUND_HALF_UP)
    assert all(to_fen(part) == each for part in split_equal(from_fen(fen), parts)[:-1])


def test_no_parts() -> None:
    with pytest.raises(ValueError, match="no parts"):
        split_equal(Decimal(1), 0)


@pytest.mark.parametrize(
    ("total", "weights", "split"),
    [
        ("100", [1, 1, 1], ("33.34", "33.33", "33.33")),
        ("0.02", [1, 1, 1], ("0.01", "0.01", "0.00")),
        ("1.00", [1, 2, 4], ("0.14", "0.29", "0.57")),
        ("10", [2, 0, 1], ("6.67", "0.00", "3.33")),
        ("-100", [1, 1, 1], ("-33.34", "-33.33", "-33.33")),
        ("0", [3, 5], ("0.00", "0.00")),
        ("7", [Decimal("0.5")], ("7.00",)),
        ("1.00", [Fraction(1, 3), Fraction(2, 3)], ("0.33", "0.67")),
    ],
)
def test_split_by_weights(total: str, weights: list[int], split: tuple[str, ...]) -> None:
    assert split_by_weights(Decimal(total), weights) == amounts(*split)


def test_worked_example_5_normalised() -> None:
    weights = amounts("1.9", "1.6", "1.4", "1.3", "1.2", "1.1", "1.0", "0.9", "0.9", "0.6")
    assert split_by_weights(Decimal("100000.00"), weights) == amounts(
        "15966.39",
        "13445.38",
        "11764.71",
        "10924.37",
        "10084.03",
        "9243.70",
        "8403.36",
        "7563.02",
        "7563.02",
        "5042.02",
    )


@given(AMOUNTS, st.lists(st.integers(0, 1000), min_size=1, max_size=30).filter(any))
def test_weighted_parts_add_up_and_are_within_a_fen(total: Decimal, weights: list[int]) -> None:
    split = split_by_weights(total, weights)
    assert sum(to_fen(part) for part in split) == to_fen(total)
    for part, weight in zip(split, weights, strict=True):
        assert abs(to_fen(part) - Fraction(to_fen(total) * weight, sum(weights))) < 1
        assert weight or part == 0


@given(st.integers(0, 10**6), st.lists(st.integers(1, 9), min_size=2, max_size=12))
def test_spare_fen_go_to_the_largest_remainders_then_to_the_earlier_row(fen: int, weights: list[int]) -> None:
    got = [to_fen(part) for part in split_by_weights(from_fen(fen), weights)]
    ideal = [Fraction(fen * weight, sum(weights)) for weight in weights]
    raised = [row for row in range(len(weights)) if got[row] > ideal[row] // 1]
    left = sorted(range(len(weights)), key=lambda row: (-(ideal[row] % 1), row))
    assert sorted(left[: len(raised)]) == raised


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [2, -1]])
def test_weights_without_meaning(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split_by_weights(Decimal(1), weights)


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        ("0", "0.00"),
        ("1234567.89", "1,234,567.89"),
        ("999.9", "999.90"),
        ("1000", "1,000.00"),
        ("-0.5", "-0.50"),
        ("-1234.05", "-1,234.05"),
    ],
)
def test_commas(yuan: str, text: str) -> None:
    assert with_commas(Decimal(yuan)) == text


@pytest.mark.parametrize(
    ("yuan", "places", "text"),
    [
        ("1234567.89", 2, "123.46"),
        ("1234567.89", 6, "123.456789"),
        ("12345678.90", 0, "1,235"),
        ("50", 2, "0.01"),
        ("49.99", 2, "0.00"),
        ("-50", 2, "-0.01"),
        ("-49.99", 2, "0.00"),
        ("99999999.99", 2, "10,000.00"),
    ],
)
def test_ten_thousands(yuan: str, places: int, text: str) -> None:
    assert in_wan(Decimal(yuan), places) == text


def test_ten_thousands_have_two_places_unless_said() -> None:
    assert in_wan(Decimal("1234567.89")) == "123.46"


def test_from_ten_thousands() -> None:
    assert from_wan(Decimal("123.456789")) == Decimal("1234567.89")
    assert from_wan(3) == 30000
    with pytest.raises(ValueError, match="whole number of fen"):
        from_wan(Decimal("0.0000001"))
