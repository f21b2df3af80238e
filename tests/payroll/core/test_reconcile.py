"""Payments against rows: each finding by hand, and for any rows at all that nothing is lost or counted twice."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payroll.core.reconcile import Directory, Expected, Finding, Listed, Match, Why, reconcile

BOOK = Directory(
    by_account={"111111": 1, "222222": 2},
    by_name={"甲院": 1, "乙院": 2, "丙院": 3, "同名院": None},
    accounts={1: "111111", 2: "222222", 3: ""},
)


def paid(key: int, who: int, amount: str) -> Expected:
    return Expected(key, who, Decimal(amount))


def row(number: int, payee: str, amount: str, account: str = "") -> Listed:
    return Listed(number, payee, account, Decimal(amount))


def said(found: list[Match]) -> list[tuple[str, int | None, int | None, str]]:
    return [
        (one.finding.value, one.expected.key if one.expected else None, one.row.number if one.row else None, one.why.value)
        for one in found
    ]  # fmt: skip


CASES: dict[str, tuple[list[Expected], list[Listed], list[tuple[str, int | None, int | None, str]]]] = {
    "by account, whatever the order": (
        [paid(1, 1, "10"), paid(2, 2, "20")],
        [row(5, "乙院", "20", "222222"), row(6, "甲院", "10", "111111")],
        [("matched", 1, 6, ""), ("matched", 2, 5, "")],
    ),
    "by name alone": ([paid(1, 3, "10")], [row(5, "丙院", "10")], [("matched", 1, 5, "")]),
    "no account on file": ([paid(1, 3, "10")], [row(5, "丙院", "10", "999999")], [("matched", 1, 5, "")]),
    "missing": ([paid(1, 1, "10")], [], [("missing", 1, None, "")]),
    "another amount": ([paid(1, 1, "10")], [row(5, "甲院", "10.01")], [("different", 1, 5, "amount")]),
    "another account": (
        [paid(1, 1, "10")], [row(5, "甲院", "10", "999999")], [("different", 1, 5, "account")],
    ),
    "another's name": (
        [paid(1, 1, "10")], [row(5, "乙院", "10", "111111")], [("different", 1, 5, "name")],
    ),
    "twice": (
        [paid(1, 1, "10")],
        [row(5, "甲院", "10"), row(6, "甲院", "10")],
        [("matched", 1, 5, ""), ("twice", None, 6, "")],
    ),
    "two of the same amount are no double": (
        [paid(1, 1, "10"), paid(2, 1, "10")],
        [row(5, "甲院", "10"), row(6, "甲院", "10")],
        [("matched", 1, 5, ""), ("matched", 2, 6, "")],
    ),
    "twice beside one that is missing": (
        [paid(1, 1, "10"), paid(2, 1, "7")],
        [row(5, "甲院", "10"), row(6, "甲院", "10")],
        [("matched", 1, 5, ""), ("missing", 2, None, ""), ("twice", None, 6, "")],
    ),
    "nobody": ([], [row(5, "外人", "10"), row(6, "同名院", "1")], [
        ("unknown", None, 5, "nobody"), ("unknown", None, 6, "nobody"),
    ]),
    "an unknown account under no known name": ([], [row(5, "外人", "10", "999999")], [("unknown", None, 5, "nobody")]),
    "known, but nothing due": ([], [row(5, "甲院", "10")], [("unknown", None, 5, "not_due")]),
    "a right row goes before a wrong one": (
        [paid(1, 1, "10")],
        [row(5, "甲院", "10", "999999"), row(6, "甲院", "10", "111111")],
        [("matched", 1, 6, ""), ("twice", None, 5, "account")],
    ),
    "nothing at all": ([], [], []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_finding(name: str) -> None:
    expected, rows, wanted = CASES[name]
    assert said(reconcile(expected, rows, BOOK)) == wanted


PAID = st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["10", "20", "0.01"])), max_size=8)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["甲院", "乙院", "丙院", "同名院", "外人", ""]),
        st.sampled_from(["10", "20", "0.01", "5"]),
        st.sampled_from(["", "111111", "222222", "999999"]),
    ),
    max_size=8,
)


@given(PAID, ROWS)
def test_every_payment_and_every_row_exactly_once(
    paid_: list[tuple[int, str]], rows_: list[tuple[str, str, str]]
) -> None:
    expected = [paid(key, who, amount) for key, (who, amount) in enumerate(paid_, 1)]
    rows = [row(number, *one) for number, one in enumerate(rows_, 1)]
    found = reconcile(expected, rows, BOOK)
    assert sorted(one.expected.key for one in found if one.expected) == [one.key for one in expected]
    assert sorted(one.row.number for one in found if one.row) == [one.number for one in rows]
    for one in found:
        if one.finding is Finding.MATCHED:
            assert one.expected is not None
            assert one.row is not None
            assert (one.expected.amount, one.why) == (one.row.amount, Why.NOTHING)
            assert BOOK.find(one.row) == (one.expected.who, Why.NOTHING)
        assert (one.finding is Finding.MISSING) == (one.row is None)


@given(PAID)
def test_the_list_itself_matches_in_any_order(paid_: list[tuple[int, str]]) -> None:
    expected = [paid(key, who, amount) for key, (who, amount) in enumerate(paid_, 1)]
    names = {1: "甲院", 2: "乙院", 3: "丙院"}
    rows = [row(one.key, names[one.who], str(one.amount), BOOK.accounts[one.who]) for one in expected]
    found = reconcile(expected, rows[::-1], BOOK)
    assert {one.finding for one in found} <= {Finding.MATCHED}
    assert len(found) == len(expected)
