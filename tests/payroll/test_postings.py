"""What a correction posts where the centre was paid little or nothing in the year: balanced all the same."""

from decimal import Decimal

import pytest

from payroll.core.ledger import Account, faults
from payroll.models import CorrectionLine
from payroll.postings import of_correction
from payroll.queries.ledger import Books

KEY = 1


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
