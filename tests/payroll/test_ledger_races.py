"""Reversals, budgets and payments at the same moment, on PostgreSQL, each with a control that fails without its guard.

`PAYROLL_RACES` sets how often each is run; the bar asks for 50.
"""

import os
import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError

from payroll.actions import reversals, sheets
from payroll.core.ledger import Account
from payroll.models import LedgerEntry, ReleaseSheet, SubsidyYear
from payroll.queries.ledger import books_of
from records import guards
from records.errors import Conflict, Refused
from records.models import AuditEntry
from tests.payroll.test_races import hold_together, payer, reviewed_sheet, unlocked
from tests.payroll.world import NOW, Money, accounts, faults
from tests.records.test_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres_only(reason="SQLite hides races"),
]
ROUNDS, SESSIONS = int(os.environ.get("PAYROLL_RACES", "2")), 6


def kinds(kind: str) -> int:
    return LedgerEntry.objects.filter(kind=kind).count()


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_sheet_paid_by_six_sessions_is_posted_once(_round: int) -> None:
    money, sheet = reviewed_sheet()
    outcomes = at_once(payer(money, sheet), SESSIONS)
    assert sum(isinstance(one, Conflict) for one in outcomes) == SESSIONS - 1
    assert (kinds("payment"), accounts(money)["paid"]) == (1, "120000.00")
    assert faults() == []


def test_without_lock_and_guard_the_ledger_is_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second session finds the money gone where it wants to take it, or meets the entry of the first."""
    money, sheet = reviewed_sheet()
    hold_together(monkeypatch)
    with guards.lifted():
        outcomes = at_once(payer(money, sheet), 2)
    assert sum(isinstance(one, IntegrityError | Conflict) for one in outcomes) == 1
    assert kinds("payment") == 1


def two_sheets() -> tuple[Money, list[ReleaseSheet]]:
    """A month and the June part of the same budgets, both reviewed."""
    money = Money(2)
    money.budget("1200000", "600000")
    money.results("june", "59.99", "80")
    month = money.review(money.draft("month", 1))
    return money, [month, money.review(money.draft("june"))]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_sheets_against_one_budget(_round: int) -> None:
    """One after the other: the second is stale where it says what was paid before, never both on old figures."""
    money, made = two_sheets()
    outcomes = at_once(lambda number: payer(money, made[number])(number), 2)
    assert [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Refused)] == []
    assert kinds("payment") == sum(isinstance(one, str) for one in outcomes) >= 1
    assert faults() == []


def test_without_the_lock_two_sheets_meet_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    money, made = two_sheets()
    hold_together(monkeypatch)
    outcomes = at_once(lambda number: payer(money, made[number])(number), 2)
    assert sum(isinstance(one, IntegrityError) for one in outcomes) == 1


def reverser(money: Money, sheet: ReleaseSheet) -> Callable[[int], str]:
    def reverse(number: int) -> str:
        done = reversals.reverse_sheet(
            actor=money.leader, sheet_id=sheet.pk, reason="退回", key=f"back-of-{number:04d}", now=NOW
        )
        return done.state

    return reverse


def paid_sheet() -> tuple[Money, ReleaseSheet]:
    money, sheet = reviewed_sheet()
    return money, money.pay(sheet)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_reversal_by_many_is_one(_round: int) -> None:
    money, sheet = paid_sheet()
    outcomes = at_once(reverser(money, sheet), SESSIONS)
    assert sum(isinstance(one, Conflict) for one in outcomes) == SESSIONS - 1
    assert (kinds("reversal"), "paid" in accounts(money)) == (1, False)
    assert AuditEntry.objects.filter(action="release.reverse").count() == 1
    assert faults() == []


def test_without_the_lock_the_second_reversal_meets_the_constraint(monkeypatch: pytest.MonkeyPatch) -> None:
    money, sheet = paid_sheet()
    gate = threading.Barrier(2, timeout=10)

    def take(actor: object, sheet_id: int, trail: object) -> tuple[SubsidyYear, ReleaseSheet]:
        held = unlocked(ReleaseSheet.objects.get(pk=sheet_id))
        gate.wait()
        return held

    monkeypatch.setattr(reversals, "take_own", take)
    with guards.lifted():
        outcomes = at_once(reverser(money, sheet), 2)
    assert sum(isinstance(one, IntegrityError) for one in outcomes) == 1
    assert kinds("reversal") == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_publishing_during_a_payment_is_before_or_after_it(_round: int) -> None:
    """Paid on the old result with a correction to come, or refused as stale: never half of each."""
    money = Money(2)
    money.budget("1200000", "600000")
    money.results("june", "90", "80")
    sheet = money.review(money.draft("june"))

    def act(number: int) -> object:
        return payer(money, sheet)(1) if number == 0 else money.results("june", "59.99", "80").version

    paid, version = at_once(act, 2)
    assert version == 2
    fresh = ReleaseSheet.objects.get(pk=sheet.pk)
    if isinstance(paid, Conflict):
        assert (paid.code, fresh.state) == ("stale", "reviewed")
    else:
        assert (fresh.state, fresh.publication and fresh.publication.version) == ("paid", 1)
        assert books_of(money.region, 2026).total(Account.FORFEITED, money.centres[0].pk) == 0
    assert faults() == []


def test_without_the_check_it_would_be_paid_on_a_result_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    money = Money(1)
    money.budget("1200000")
    money.results("june", "90")
    sheet = money.review(money.draft("june"))
    money.results("june", "59.99")
    monkeypatch.setattr(sheets, "_refuse_stale", lambda _sheet: None)
    assert payer(money, sheet)(1)
    assert ReleaseSheet.objects.get(pk=sheet.pk).publication.version == 1  # type: ignore[union-attr]
