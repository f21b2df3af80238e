"""Exact against Fraction, which it must equal in everything but speed."""

import operator
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.points import Exact, exact

NUMBERS = st.builds(Fraction, st.integers(-(10**9), 10**9), st.integers(1, 10**6))
OTHERS = st.one_of(NUMBERS, st.integers(-1000, 1000))
ARITHMETIC = [operator.add, operator.sub, operator.mul, operator.truediv]
COMPARISONS = [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]


def same(found: object, wanted: Fraction) -> bool:
    """The same number in lowest terms, and an Exact."""
    assert isinstance(found, Exact)
    return (found.numerator, found.denominator) == (wanted.numerator, wanted.denominator)


@pytest.mark.parametrize("act", ARITHMETIC)
@given(one=NUMBERS, other=OTHERS)
def test_arithmetic(act: Callable[[object, object], Fraction], one: Fraction, other: Fraction | int) -> None:
    ours = exact(one)
    for left, right, first, second in (
        (ours, other, one, other),
        (other, ours, other, one),
        (ours, exact(other), one, other),
    ):
        if act is operator.truediv and second == 0:
            with pytest.raises(ZeroDivisionError):
                act(left, right)
        elif not (act is operator.truediv and isinstance(first, int) and isinstance(second, int)):
            assert same(act(left, right), act(Fraction(first), second))


@pytest.mark.parametrize("act", COMPARISONS)
@given(one=NUMBERS, other=OTHERS)
def test_comparisons(act: Callable[[object, object], bool], one: Fraction, other: Fraction | int) -> None:
    for second in (other, one, int(one)):
        assert act(exact(one), second) is act(one, second)
        assert act(second, exact(one)) is act(second, one)
        assert act(exact(one), exact(second)) is act(one, second)


@given(one=NUMBERS)
def test_the_rest(one: Fraction) -> None:
    ours = exact(one)
    assert same(-ours, -one)
    assert same(abs(ours), abs(one))
    assert same(sum([ours, ours], 0), one * 2)
    assert (floor(ours), ceil(ours), bool(ours), hash(ours), str(ours)) == (
        floor(one), ceil(one), bool(one), hash(one), str(one)
    )  # fmt: skip
    assert same(pickle.loads(pickle.dumps(ours)), one)


@pytest.mark.parametrize("act", [*ARITHMETIC, *COMPARISONS[:4]])
def test_a_float_is_refused(act: Callable[[object, object], object]) -> None:
    with pytest.raises((TypeError, AttributeError)):
        act(exact(1), 0.5)


@pytest.mark.parametrize("act", COMPARISONS)
def test_a_decimal_compares_itself(act: Callable[[object, object], bool]) -> None:
    for text in ("0.49", "0.5", "0.51"):
        assert act(exact(Fraction(1, 2)), Decimal(text)) is act(Fraction(1, 2), Decimal(text))


def test_division_by_nothing_says_so() -> None:
    with pytest.raises(ZeroDivisionError, match="3 ÷ 0"):
        exact(3) / exact(0)
    with pytest.raises(ZeroDivisionError, match="1 ÷ 0"):
        1 / exact(0)


def test_an_exact_stays_itself() -> None:
    one = exact(Decimal("93.5"))
    assert exact(one) is one
    assert type(exact(3)) is type(exact(Fraction(1, 3))) is Exact
