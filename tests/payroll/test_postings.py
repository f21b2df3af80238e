"""What a correction posts where the centre was paid little or nothing in the year: balanced all the same."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payroll.core.ledger import Account, Posting, below_zero, faults, merged
from payroll.core.sources import total
from payroll.models import CorrectionLine, ReleaseLine, ReleaseSheet
from payroll.postings import after, of_correction, of_payment
from payroll.queries.ledger import Books
from records.errors import Conflict

KEY = 1
KINDS = ("month", "june", "year_end", "advance_june")


def forfeit(amount: str, books: Books) -> dict[str, str]:
    """The sources of a forfeit that comes later, in yuan; the entry balances."""
    line = CorrectionLine(centre_id=KEY, line_id=2, change=-Decimal(amount))
    found = of_correction(line, books)
    assert faults(found) == []
    return {one.source: f"{one.amount:f}" for one in found if one.account is Account.FORFEITED}


def books(paid: dict[str, str], budget: dict[str, str]) -> Books:
    return Books(
        {
            (Account.PAID, KEY): {name: Decimal(one) for name, one in paid.items()},
            (Account.BUDGET, KEY): {name: -Decimal(one) for name, one in budget.items()},
        }
    )


@pytest.mark.parametrize(
    ("paid", "budget", "wanted"),
    [
        ({"county": "30", "province": "10"}, {"county": "100"}, {"county": "3.00", "province": "1.00"}),
        ({"county": "4"}, {"province": "100"}, {"county": "4.00"}),
        # All of the year went into what was paid too much the year before: nothing was paid, or less than is forfeited.
        ({}, {"county": "30", "province": "10"}, {"county": "3.00", "province": "1.00"}),
        ({"county": "3.99"}, {"province": "10"}, {"province": "4.00"}),
        ({"county": "3.99", "province": "-1"}, {"province": "10"}, {"province": "4.00"}),
        ({}, {}, {"county": "4.00"}),
    ],
)
def test_a_later_forfeit_is_charged_to_sources(
    paid: dict[str, str], budget: dict[str, str], wanted: dict[str, str]
) -> None:
    assert forfeit("4.00", books(paid, budget)) == wanted


FEN = st.integers(0, 10**6).map(lambda fen: Decimal(fen).scaleb(-2))
SIGNED = st.integers(-(10**6), 10**6).map(lambda fen: Decimal(fen).scaleb(-2))
BY_SOURCE = st.dictionaries(st.sampled_from(("county", "prefecture", "province")), FEN, min_size=1)


@given(due=BY_SOURCE, carry=st.dictionaries(st.sampled_from(("county", "province")), SIGNED), data=st.data())
def test_a_line_that_fits_is_posted_and_takes_nothing_below_zero(
    due: dict[str, Decimal], carry: dict[str, Decimal], data: st.DataObject
) -> None:
    """Any line that a release may make of what a centre has: balanced, exact, no account below 0."""

    def up_to(limit: Decimal) -> Decimal:
        return data.draw(st.integers(0, max(0, int(limit * 100))).map(lambda fen: Decimal(fen).scaleb(-2)))

    part = up_to(total(due))
    forfeited, owed = up_to(part), total(carry)
    applied = up_to(owed) if owed > 0 else -up_to(min(part - forfeited, -owed))
    kept = Books({(Account.HELD, KEY): due, (Account.CARRY, KEY): carry})
    line = release_line(part, forfeited, applied)
    found = of_payment(ReleaseSheet(kind="june"), [line], kept)
    assert balanced(found)
    left = after(kept, found)
    assert left.total(Account.PAID, KEY) == line.amount
    assert left.total(Account.FUND) == forfeited
    assert [place for place in below_zero(left.balances()) if place[0] is not Account.BUDGET] == []


@given(kept=st.tuples(BY_SOURCE, BY_SOURCE), amounts=st.tuples(FEN, FEN, SIGNED), kind=st.sampled_from(KINDS))
def test_a_line_that_does_not_fit_is_a_clear_refusal(
    kept: tuple[dict[str, Decimal], dict[str, Decimal]], amounts: tuple[Decimal, Decimal, Decimal], kind: str
) -> None:
    """A ledger that was touched from outside: the act says what is wrong and posts nothing."""
    held, carry = kept
    known = Books({(Account.HELD, KEY): held, (Account.DUE, KEY): held, (Account.CARRY, KEY): carry})
    line = release_line(*amounts)
    found = posted(kind, line, known)
    if isinstance(found, Conflict):
        assert (found.code, "某院" in str(found)) == ("ledger_off", True)
    else:
        assert balanced(found)


def posted(kind: str, line: ReleaseLine, kept: Books) -> list[Posting] | Conflict:
    try:
        return of_payment(ReleaseSheet(kind=kind), [line], kept)
    except Conflict as refused:
        return refused


def balanced(found: list[Posting]) -> bool:
    """Right by itself; a line of zeros posts nothing."""
    lines = merged(found)
    return not lines or not faults(lines)


def release_line(part: Decimal, forfeited: Decimal, applied: Decimal) -> ReleaseLine:
    return ReleaseLine(
        pk=2, centre_id=KEY, centre_name="某院", due=part, forfeited=forfeited, adjustment=applied,
        amount=part - forfeited + applied,
    )  # fmt: skip


def test_a_forfeit_that_is_not_there_is_not_given_back() -> None:
    line = CorrectionLine(
        centre_id=KEY, line=release_line(Decimal(5), Decimal(5), Decimal(0)), change=Decimal(4)
    )
    kept = Books({(Account.FORFEITED, KEY): {"county": Decimal("3.99")}})
    with pytest.raises(Conflict) as caught:
        of_correction(line, kept)
    assert caught.value.code == "ledger_off"
