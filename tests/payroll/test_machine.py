"""The machine finds nothing, and finds each fault that is planted for it.

By default it runs short; `PAYROLL_RUNS=60 PAYROLL_STEPS=30` is the length that the bar asks for.
"""

from collections.abc import Callable

import pytest
from hypothesis.stateful import run_state_machine_as_test

from payroll import books, postings
from payroll.core import subsidy
from payroll.core.ledger import Account, Posting, opposite
from records import audit
from tests.payroll.machine import MoneyMachine, how_long, until_found

pytestmark = pytest.mark.django_db


def test_every_invariant_holds_after_every_act() -> None:
    run_state_machine_as_test(MoneyMachine, settings=how_long())


def to_the_wrong_account(lines: list[Posting]) -> list[Posting]:
    """A reversal that gives the money back to what is held, whatever it came from."""
    return [
        Posting(Account.HELD, one.source, one.amount, one.centre, one.line)
        if one.account is Account.DUE
        else one
        for one in opposite(lines)
    ]


def wrong_reversal(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(books, "opposite", to_the_wrong_account)


def lost_remainder(patch: pytest.MonkeyPatch) -> None:
    """Twelve instalments of a twelfth, cut to the fen: the last one doesn't take the remainder."""
    real = subsidy.split_equal

    def cut(total, parts):  # type: ignore[no-untyped-def]
        shares = real(total, parts)
        return (*shares[:-1], shares[0])

    patch.setattr(subsidy, "split_equal", cut)


def no_audit(patch: pytest.MonkeyPatch) -> None:
    real = audit.Trail.add

    def quiet(trail, obj, *values, **more):  # type: ignore[no-untyped-def]
        if obj._meta.model_name != "ledgerentry":
            real(trail, obj, *values, **more)

    patch.setattr(audit.Trail, "add", quiet)


def paid_from_the_wrong_centre(patch: pytest.MonkeyPatch) -> None:
    """Every payment is posted to the first centre of the sheet: balanced, and wrong."""
    real = postings.of_payment

    def first(sheet, lines, found):  # type: ignore[no-untyped-def]
        made = list(lines)
        return [
            Posting(one.account, one.source, one.amount, one.centre and made[0].centre_id, one.line)
            for one in real(sheet, made, found)
        ]

    patch.setattr("payroll.actions.sheets.of_payment", first)


@pytest.mark.parametrize("plant", [wrong_reversal, lost_remainder, no_audit, paid_from_the_wrong_centre])
def test_a_planted_fault_is_found(
    plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    with pytest.raises((AssertionError, ValueError)):
        run_state_machine_as_test(MoneyMachine, settings=until_found())
