"""The machine finds nothing, and finds each fault that is planted for it.

`PAYROLL_RUNS` and `PAYROLL_STEPS` make it longer than the 60 × 30 of the bar.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from hypothesis.stateful import run_state_machine_as_test

from payroll import books, postings
from payroll.core import subsidy
from payroll.core.ledger import Account, Posting, opposite
from payroll.core.subsidy import ZERO
from records import audit
from tests.payroll.machine import CENTRES, MoneyMachine, how_long, until_found
from tests.payroll.world import Money

pytestmark = pytest.mark.django_db


@pytest.fixture
def money() -> Money:
    """The county of every run: each run rolls back to it."""
    made = Money(CENTRES)
    made.directors()
    return made


def test_every_invariant_holds_after_every_act(money: Money) -> None:
    run_state_machine_as_test(partial(MoneyMachine, money), settings=how_long())


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


def dropped_forfeit(patch: pytest.MonkeyPatch) -> None:
    """A payment whose forfeit is paid out instead of going into the fund: balanced, and nobody's words differ."""
    real = postings.take_line

    def keep(part_left, carry, *, part, forfeited, applied):  # type: ignore[no-untyped-def]
        return real(part_left, carry, part=part, forfeited=ZERO, applied=applied)

    patch.setattr(postings, "take_line", keep)


def lost_source(patch: pytest.MonkeyPatch) -> None:
    """The forfeit reaches the fund under another source than it came from."""
    real = postings._release

    def county(sheet, line, books):  # type: ignore[no-untyped-def]
        return [
            replace(one, source="county") if one.account in {Account.FUND, Account.FUND_IN} else one
            for one in real(sheet, line, books)
        ]

    patch.setattr(postings, "_release", county)


PLANTED = [
    *(wrong_reversal, lost_remainder, no_audit, paid_from_the_wrong_centre),
    *(dropped_forfeit, lost_source),
]


@pytest.mark.parametrize("plant", PLANTED)
def test_a_planted_fault_is_found(
    plant: Callable[[pytest.MonkeyPatch], None], money: Money, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    with pytest.raises((AssertionError, ValueError)):
        run_state_machine_as_test(partial(MoneyMachine, money), settings=until_found())


class OnlyVerify(MoneyMachine):
    """Without the auditor: what `verify` sees by itself at the end of a run."""

    audited = False


class OnlyAudited(MoneyMachine):
    """Without `verify`: what the auditor sees by itself."""

    verified = False


@pytest.mark.parametrize("machine", [OnlyVerify, OnlyAudited])
def test_auditor_and_verify_each_find_a_dropped_forfeit(
    machine: type[MoneyMachine], money: Money, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped_forfeit(monkeypatch)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(partial(machine, money), settings=until_found())
