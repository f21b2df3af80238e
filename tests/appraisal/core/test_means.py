"""Means and shares: exact inside, half up outside, silent where they would tell another's points."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.means import FEWEST, mean, percent, public_mean

POINTS = st.decimals(0, 100, places=2)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (["1", "2"], "1.50"),
        (["84.99", "85.00"], "85.00"),
        (["0.01", "0.02", "0.02"], "0.02"),
        (["-0.01", "0.00"], "-0.01"),
        (["33.33"], "33.33"),
    ],
)
def test_a_mean_is_rounded_half_up(points: list[str], expected: str) -> None:
    assert mean([Decimal(one) for one in points]) == Decimal(expected)


def test_nothing_has_no_mean() -> None:
    assert mean([]) is None
    assert public_mean([]) is None


def test_few_have_no_public_mean() -> None:
    points = [Decimal(number) for number in range(FEWEST)]
    assert public_mean(points) == Decimal("1.00")
    assert public_mean(points[1:]) is None


@pytest.mark.parametrize(
    ("points", "full", "expected"), [("1", "3", "33.33"), ("2", "3", "66.67"), ("5", "5", "100")]
)
def test_a_share_is_per_cent_of_full_marks(points: str, full: str, expected: str) -> None:
    assert percent(Decimal(points), Decimal(full)) == Decimal(expected)


def test_nothing_that_applies_has_no_share() -> None:
    assert percent(Decimal(0), Decimal(0)) is None


@given(st.lists(POINTS, min_size=1, max_size=60))
def test_a_mean_is_within_half_a_hundredth_of_the_exact_one(points: list[Decimal]) -> None:
    found = mean(points)
    assert found is not None
    exact = sum((Fraction(one) for one in points), Fraction(0)) / len(points)
    assert abs(Fraction(found) - exact) <= Fraction(1, 200)
