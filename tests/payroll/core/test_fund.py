"""Awards are split to the fen, by weight; the fund is what came in less what went out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payroll.core.allocation import by_standard, by_total
from payroll.core.fund import Fund, award_pool, award_shares

D = Decimal
FEN = st.integers(0, 10**12).map(lambda fen: D(fen).scaleb(-2))


def test_half_of_the_fund_among_three_directors() -> None:
    """RULES 9: 优秀 2, 良好 1; 49,382.72 × 50 % = 24,691.36 → 2 : 1 : 1, the spare fen none."""
    pool = award_pool(D("49382.72"), D(50))
    assert pool == D("24691.36")
    shares = award_shares(pool, [D(2), D(1), D(1)])
    assert [f"{one.amount:f}" for one in shares] == ["12345.68", "6172.84", "6172.84"]
    assert shares[0].step.zh == "24,691.36 × 2 ÷ 4 = 12,345.68 元（余下的分按最大余数分配）"


def test_spare_fen_go_to_the_largest_remainders() -> None:
    assert [f"{one.amount:f}" for one in award_shares(D("100.00"), [D(2), D(2), D(2)])] == [
        "33.34", "33.33", "33.33",
    ]  # fmt: skip


@given(FEN, st.lists(st.integers(0, 9).map(D), min_size=1, max_size=60))
def test_shares_add_up_to_the_pool(pool: Decimal, weights: list[Decimal]) -> None:
    if not any(weights):
        with pytest.raises(ValueError, match="must not all be zero"):
            award_shares(pool, weights)
        return
    shares = award_shares(pool, weights)
    assert sum(one.amount for one in shares) == pool
    assert all(one.amount == 0 for one in shares if not one.weight)


@pytest.mark.parametrize(("fund", "percent"), [("-0.01", "50"), ("1", "-1"), ("1", "100.01")])
def test_a_pool_that_can_not_be(fund: str, percent: str) -> None:
    with pytest.raises(ValueError, match="can't be awarded"):
        award_pool(D(fund), D(percent))


@given(FEN, st.integers(0, 100).map(D))
def test_a_pool_is_within_the_fund(fund: Decimal, percent: Decimal) -> None:
    assert 0 <= award_pool(fund, percent) <= fund


@given(FEN, FEN, FEN, FEN)
def test_what_is_left(brought: Decimal, forfeits: Decimal, awards: Decimal, forward: Decimal) -> None:
    assert Fund(brought, forfeits, awards, forward).left == brought + forfeits - awards - forward


def test_a_standard_by_head_and_a_sum_by_heads() -> None:
    assert [f"{one.amount:f}" for one in by_standard(D("3.335"), [1, 2, 0])] == ["3.34", "6.67", "0.00"]
    shares = by_total(D("100.00"), [1, 1, 1])
    assert [f"{one.amount:f}" for one in shares] == ["33.34", "33.33", "33.33"]
    assert shares[0].step.en == "100.00 × 1 ÷ 3 = 33.34 yuan"


@given(FEN, st.lists(st.integers(0, 10**6), min_size=1, max_size=60).filter(any))
def test_an_allocated_sum_is_given_out_whole(amount: Decimal, heads: list[int]) -> None:
    assert sum(one.amount for one in by_total(amount, heads)) == amount


def test_what_can_not_be_allocated() -> None:
    for fault in (lambda: by_standard(D(-1), [1]), lambda: by_standard(D(1), [-1])):
        with pytest.raises(ValueError, match="not negative"):
            fault()
    with pytest.raises(ValueError, match="not negative"):
        by_total(D(-1), [1])
    with pytest.raises(ValueError, match="must not"):
        by_total(D(1), [0, 0])
