"""The machine finds nothing, and finds each fault that is planted for it.

`PAYROLL_RUNS` and `PAYROLL_STEPS` make it longer than the 60 × 30 of the bar.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest
from hypothesis.stateful import run_state_machine_as_test

from payroll import books, postings
from payroll.core import subsidy
from payroll.core.ledger import Account, Posting, opposite
from payroll.core.subsidy import ZERO
from payroll.workbooks import paper as workbook
from records import audit
from tests.harness.worlds import kept
from tests.payroll.exported import Exported
from tests.payroll.machine import CENTRES, READ_BACK_EVERY, MoneyMachine, how_long, until_found
from tests.payroll.world import Money

pytestmark = pytest.mark.django_db


@kept
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

    def first(sheet, lines, *found):  # type: ignore[no-untyped-def]
        made = list(lines)
        return [
            Posting(one.account, one.source, one.amount, one.centre and made[0].centre_id, one.line)
            for one in real(sheet, made, *found)
        ]

    patch.setattr("payroll.actions.sheets.of_payment", first)


def dropped_forfeit(patch: pytest.MonkeyPatch) -> None:
    """A payment whose forfeit is paid out instead of going into the fund: balanced, and nobody's words differ."""
    real = postings.take_line

    def keep(part_left, carry, *, forfeited, **more):  # type: ignore[no-untyped-def]
        return real(part_left, carry, forfeited=ZERO, **more)

    patch.setattr(postings, "take_line", keep)


def lost_source(patch: pytest.MonkeyPatch) -> None:
    """The forfeit reaches the fund under another source than it came from."""
    real = postings._release

    def county(*asked):  # type: ignore[no-untyped-def]
        return [
            replace(one, source="county") if one.account in {Account.FUND, Account.FUND_IN} else one
            for one in real(*asked)
        ]

    patch.setattr(postings, "_release", county)


PLANTED = [
    *(wrong_reversal, lost_remainder, no_audit, paid_from_the_wrong_centre),
    *(dropped_forfeit, lost_source),
]


def walk(machine: MoneyMachine) -> None:
    """The machine's own acts in a fixed order that meets every kind of entry, looked after at each step as in a search."""
    failed: list[str | None] = ["40", "59.99", "70"]
    steps: list[Callable[[], None]] = [
        lambda: machine.first_budgets([Decimal("1234567.89"), Decimal("600000.01"), Decimal("0.07")]),
        lambda: machine.receive("province", Decimal("900000.00"), 50),
        lambda: machine.months(2),
        machine.reverse,
        lambda: machine.judge_and_release("june", failed),
        machine.reverse,
        lambda: machine.judge_and_release("june", failed),
        machine.pay_again,
        machine.award,
        machine.take_awards_back,
        lambda: machine.judge_anew("june", ["90", "90", "40"]),
        lambda: machine.budget(0, Decimal("1300000.00"), Decimal(30), 3),
        lambda: machine.months(3),
        machine.pass_all_on,
        machine.close,
    ]
    try:
        for step in steps:
            step()
            machine.every_invariant_holds()
    finally:
        machine.teardown()


def test_the_walk_itself_finds_nothing(money: Money) -> None:
    machine = MoneyMachine(money)
    walk(machine)
    assert machine.year == 2027


@pytest.mark.parametrize("plant", PLANTED)
@pytest.mark.parametrize("looks", ["auditor", "verify"])
def test_a_planted_fault_is_found(
    plant: Callable[[pytest.MonkeyPatch], None], looks: str, money: Money, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the auditor after a step, and by `verify` alone at the end; some are refused by the books before that."""
    plant(monkeypatch)
    machine = MoneyMachine(money)
    machine.audited, machine.verified = looks == "auditor", looks == "verify"
    with pytest.raises((AssertionError, ValueError)):
        walk(machine)


def test_an_export_that_loses_a_fen_is_found_within_the_run_and_at_its_end(
    money: Money, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Invariant 21: nobody but the reading back sees it, at the fifteenth step and, in a shorter run, at the end."""
    real, fen = workbook.writable, Decimal("0.01")
    monkeypatch.setattr(workbook, "writable", lambda yuan, unit: real(yuan - fen if yuan > 1 else yuan, unit))
    machine = MoneyMachine(money)
    machine.first_budgets([Decimal(7)] * 3)
    for _step in range(READ_BACK_EVERY - 1):
        machine.every_invariant_holds()
    assert "读回后不一致" in Exported(money).faults(2026)[0]
    with pytest.raises(AssertionError, match="读回后不一致"):
        machine.every_invariant_holds()
    machine.exported = Exported(money)
    with pytest.raises(AssertionError, match="读回后不一致"):
        machine.teardown()


def test_the_search_finds_a_dropped_forfeit(money: Money, monkeypatch: pytest.MonkeyPatch) -> None:
    dropped_forfeit(monkeypatch)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(partial(MoneyMachine, money), settings=until_found())
