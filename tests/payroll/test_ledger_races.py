"""Reversals, budgets and payments at the same moment, on PostgreSQL, each with a control that fails without its guard.

Each race is run 50 times in one county: what a try has paid is reversed for the next one, and the sessions stay open
between the tries. `PAYROLL_RACES` sets another number.
"""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection

from payroll.actions import reversals, sheets
from payroll.models import LedgerEntry, ReleaseSheet, SubsidyYear
from records import guards
from records.errors import Conflict, Refused
from records.models import AuditEntry
from tests.payroll import auditor
from tests.payroll.test_races import hold_together, payer, reviewed_sheet, unlocked
from tests.payroll.world import NOW, Money, accounts, faults
from tests.records.test_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres_only(reason="SQLite hides races"),
]
ROUNDS, SESSIONS = int(os.environ.get("PAYROLL_RACES", "50")), 6
Outcome = object


@contextmanager
def sessions(count: int) -> Iterator[Callable[[Callable[[int], Outcome]], list[Outcome]]]:
    """Threads with a connection each; the function given runs `work(number)` in all of them at the same moment."""
    gate = threading.Barrier(count, timeout=120)

    def one(work: Callable[[int], Outcome], number: int) -> Outcome:
        gate.wait()
        try:
            return work(number)
        except Exception as error:
            return error

    def leave(_number: int) -> None:
        gate.wait()
        connection.close()

    with ThreadPoolExecutor(count) as pool:
        yield lambda work: list(pool.map(lambda number: one(work, number), range(count)))
        list(pool.map(leave, range(count)))


def kinds(kind: str) -> int:
    return LedgerEntry.objects.filter(kind=kind).count()


def refused(outcomes: list[Outcome]) -> int:
    """How many were refused; anything but an answer or a refusal is a fault."""
    assert [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Refused)] == []
    return sum(isinstance(one, Refused) for one in outcomes)


def test_one_sheet_is_paid_once_by_six_sessions_and_reversed_once_by_six() -> None:
    money = Money(2)
    money.budget("1200000", "600000")
    with sessions(SESSIONS) as at_the_same_time:
        for number in range(1, ROUNDS + 1):
            sheet = money.review(money.draft("month", 1))
            assert refused(at_the_same_time(payer(money, sheet, f"pay{number}"))) == SESSIONS - 1
            assert (kinds("payment"), accounts(money)["paid"]) == (number, "120000.00")
            assert refused(at_the_same_time(reverser(money, sheet, f"back{number}"))) == SESSIONS - 1
            assert (kinds("reversal"), "paid" in accounts(money)) == (number, False)
            assert auditor.faults(auditor.read()) == []
    assert AuditEntry.objects.filter(action="release.reverse").count() == ROUNDS
    assert faults() == []


def test_without_lock_and_guard_the_ledger_is_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second session finds the money gone where it wants to take it, or meets the entry of the first."""
    money, sheet = reviewed_sheet()
    hold_together(monkeypatch)
    with guards.lifted():
        outcomes = at_once(payer(money, sheet), 2)
    assert sum(isinstance(one, IntegrityError | Conflict) for one in outcomes) == 1
    assert kinds("payment") == 1


def two_sheets(money: Money) -> list[ReleaseSheet]:
    """A month and the June part of the same budgets, both reviewed."""
    month = money.review(money.draft("month", 1))
    return [month, money.review(money.draft("june"))]


def budgets_and_a_result() -> Money:
    money = Money(2)
    money.budget("1200000", "600000")
    money.results("june", "59.99", "80")
    return money


def start_anew(money: Money, number: int) -> None:
    """Reverse what was paid, newest first, and take away what wasn't: the periods are free again."""
    for sheet in ReleaseSheet.objects.filter(state="paid").order_by("-sequence"):
        money.reverse(sheet, key=f"anew-{number}-{sheet.pk}")
    for sheet in ReleaseSheet.objects.filter(state="reviewed"):
        sheets.send_back_sheet(actor=money.leader, sheet_id=sheet.pk, remark="过时")
        sheets.delete_draft(actor=money.finance, sheet_id=sheet.pk)


def test_two_sheets_against_one_budget() -> None:
    """One after the other: the second is stale where it says what was paid before, never both on old figures."""
    money, paid = budgets_and_a_result(), 0
    with sessions(2) as at_the_same_time:
        for number in range(1, ROUNDS + 1):
            made = two_sheets(money)
            outcomes = at_the_same_time(lambda one: payer(money, made[one], f"{number}-")(one))  # noqa: B023
            done = 2 - refused(outcomes)
            paid += done
            assert (kinds("payment"), done >= 1) == (paid, True)
            assert auditor.faults(auditor.read()) == []
            start_anew(money, number)
    assert faults() == []


def test_without_the_lock_two_sheets_meet_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    money = budgets_and_a_result()
    made = two_sheets(money)
    hold_together(monkeypatch)
    outcomes = at_once(lambda number: payer(money, made[number])(number), 2)
    assert sum(isinstance(one, IntegrityError) for one in outcomes) == 1


def reverser(money: Money, sheet: ReleaseSheet, keys: str = "back") -> Callable[[int], str]:
    def reverse(number: int) -> str:
        done = reversals.reverse_sheet(
            actor=money.leader, sheet_id=sheet.pk, reason="退回", key=f"{keys}-of-{number:04d}", now=NOW
        )
        return done.state

    return reverse


def paid_sheet() -> tuple[Money, ReleaseSheet]:
    money, sheet = reviewed_sheet()
    return money, money.pay(sheet)


def test_without_the_lock_the_second_reversal_meets_the_constraint(monkeypatch: pytest.MonkeyPatch) -> None:
    money, sheet = paid_sheet()
    gate = threading.Barrier(2, timeout=120)

    def take(actor: object, sheet_id: int, trail: object) -> tuple[SubsidyYear, ReleaseSheet]:
        held = unlocked(ReleaseSheet.objects.get(pk=sheet_id))
        gate.wait()
        return held

    monkeypatch.setattr(reversals, "take_own", take)
    with guards.lifted():
        outcomes = at_once(reverser(money, sheet), 2)
    assert sum(isinstance(one, IntegrityError) for one in outcomes) == 1
    assert kinds("reversal") == 1


def test_publishing_during_a_payment_is_before_or_after_it() -> None:
    """Paid on the old result with a correction to come, or refused as stale: never half of each."""
    money = Money(2)
    money.budget("1200000", "600000")
    money.results("june", "90", "80")
    with sessions(2) as at_the_same_time:
        for number in range(1, ROUNDS + 1):
            sheet = money.review(money.draft("june"))
            total = "59.99" if number % 2 else "90"

            def act(one: int) -> Outcome:
                if one == 0:
                    return payer(money, sheet, f"{number}-")(1)  # noqa: B023
                return money.results("june", total, "80").version  # noqa: B023

            paid, version = at_the_same_time(act)
            assert version == number + 1
            paid_on_one_result(paid, sheet, number)
            assert auditor.faults(auditor.read()) == []
            start_anew(money, number)
    assert faults() == []


def paid_on_one_result(paid: Outcome, sheet: ReleaseSheet, version: int) -> None:
    """Whole on the version it was signed on: an odd one forfeits nothing."""
    fresh = ReleaseSheet.objects.get(pk=sheet.pk)
    if isinstance(paid, Conflict):
        assert (paid.code, fresh.state) == ("stale", "reviewed")
    else:
        assert isinstance(paid, str), paid
        assert (fresh.state, fresh.publication and fresh.publication.version) == ("paid", version)
        assert (fresh.forfeited == 0) == bool(version % 2)


def test_without_the_check_it_would_be_paid_on_a_result_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    money = Money(1)
    money.budget("1200000")
    money.results("june", "90")
    sheet = money.review(money.draft("june"))
    money.results("june", "59.99")
    monkeypatch.setattr(sheets, "_refuse_stale", lambda _sheet: None)
    assert payer(money, sheet)(1)
    assert ReleaseSheet.objects.get(pk=sheet.pk).publication.version == 1  # type: ignore[union-attr]
