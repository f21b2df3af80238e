"""Entries are balanced in each book, source and centre; the opposite undoes; only some accounts may be below 0."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payroll.core.ledger import (
    CREDIT,
    EITHER_SIDE,
    PLACES,
    Account,
    Book,
    Posting,
    balances,
    below_zero,
    book_of,
    faults,
    merged,
    move,
    opposite,
    shown,
)

D = Decimal
FEN = st.integers(-(10**13), 10**13).map(lambda fen: D(fen).scaleb(-2))
POSTINGS = st.builds(
    Posting,
    st.sampled_from(list(Account)),
    st.sampled_from(["county", "province"]),
    FEN,
    st.sampled_from([None, 1, 2]),
    st.sampled_from([None, 7]),
)


def test_every_account_has_one_book() -> None:
    books = {book: {one for one in Account if book_of(one) is book} for book in Book}
    assert {one.value for one in books[Book.FUND]} == {
        "fund", "fund_in", "fund_brought", "fund_forward", "awarded",
    }  # fmt: skip
    assert {one.value for one in books[Book.CASH]} == {
        "granted", "treasury", "bank", "outlay", "cash_brought", "cash_forward",
    }  # fmt: skip
    assert books[Book.RELEASE] == {Account.BUDGET, Account.OPENING, *PLACES}


def test_a_move_takes_off_and_puts_on() -> None:
    found = move({"county": D("1.00"), "province": D("0.00")}, Account.DUE, Account.PAID, 3, 9)
    assert found == [
        Posting(Account.DUE, "county", D("-1.00"), 3, 9),
        Posting(Account.PAID, "county", D("1.00"), 3, 9),
    ]
    assert faults(found) == []


@pytest.mark.parametrize(
    ("postings", "said"),
    [
        ([], ["一笔凭证至少两行"]),
        ([Posting(Account.FUND, "county", D(0))], ["一笔凭证至少两行"]),
        (
            [Posting(Account.DUE, "county", D("-1"), 1), Posting(Account.PAID, "county", D("0.99"), 1)],
            ["凭证不平：release county 相差 -0.01 元"],
        ),
        (
            [Posting(Account.DUE, "county", D("-1"), 1), Posting(Account.PAID, "county", D("1"), 2)],
            ["凭证不平：release county 相差 -1.00 元", "凭证不平：release county 相差 1.00 元"],
        ),
        (
            [Posting(Account.DUE, "county", D("-1"), 1), Posting(Account.PAID, "province", D("1"), 1)],
            ["凭证不平：release county 相差 -1.00 元", "凭证不平：release province 相差 1.00 元"],
        ),
        (
            [Posting(Account.FUND, "county", D("-1")), Posting(Account.BANK, "county", D("1"))],
            ["凭证不平：fund county 相差 -1.00 元", "凭证不平：cash county 相差 1.00 元"],
        ),
        (
            [Posting(Account.DUE, "county", D("-1")), Posting(Account.PAID, "county", D("1"))],
            ["科目 due 须有卫生院", "科目 paid 须有卫生院"],
        ),
    ],
)
def test_what_is_wrong_with_an_entry(postings: list[Posting], said: list[str]) -> None:
    assert [one.zh for one in faults(postings)] == said


def test_an_award_leaves_the_fund_for_a_director() -> None:
    """The fund is the county's; the centre of the director doesn't part the book."""
    entry = [Posting(Account.FUND, "county", D("-5")), Posting(Account.AWARDED, "county", D("5"), 4)]
    assert faults(entry) == []


@given(st.lists(POSTINGS, max_size=12))
def test_an_entry_and_its_opposite_come_to_nothing(postings: list[Posting]) -> None:
    assert balances([*postings, *opposite(postings)]) == {}
    assert opposite(opposite(postings)) == [
        Posting(one.account, one.source, one.amount + 0, one.centre, one.line) for one in postings
    ]


@given(st.lists(POSTINGS, max_size=12))
def test_merging_changes_no_balance(postings: list[Posting]) -> None:
    kept = merged(postings)
    assert balances(kept) == balances(postings)
    assert len({(*one.place, one.line) for one in kept}) == len(kept)
    assert all(one.amount for one in kept)


def test_only_some_accounts_may_be_below_zero() -> None:
    for account in Account:
        side = D("0.01") if account in CREDIT else D("-0.01")
        wrong = below_zero({(account, "county", 1): side})
        assert bool(wrong) is (account not in EITHER_SIDE), account
        assert below_zero({(account, "county", 1): -side}) == []


def test_a_credit_account_is_read_above_zero() -> None:
    assert shown(Account.BUDGET, D("-5.00")) == D("5.00")
    assert shown(Account.PAID, D("5.00")) == D("5.00")
