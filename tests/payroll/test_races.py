"""Payers and makers at the same moment. SQLite hides races, so they run on PostgreSQL, each with a control that
must fail without the lock.
"""

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from payroll.actions import sheets
from payroll.locks import take_year
from payroll.models import ReleaseSheet, SubsidyYear
from records import guards
from records.errors import Conflict
from records.models import AuditEntry
from tests.payroll.world import NOW, Money
from tests.records.test_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres_only(reason="SQLite hides races"),
]
SESSIONS, ROUNDS = 2, 5


def reviewed_sheet() -> tuple[Money, ReleaseSheet]:
    money = Money(2)
    money.budget("1200000", "600000")
    return money, money.review(money.draft("month", 1))


def payer(money: Money, sheet: ReleaseSheet, keys: str = "key") -> Callable[[int], str]:
    def pay(number: int) -> str:
        done = sheets.pay_sheet(actor=money.payer, sheet_id=sheet.pk, key=f"{keys}-of-{number:04d}", now=NOW)
        return done.number

    return pay


def unlocked(sheet: ReleaseSheet) -> tuple[SubsidyYear, ReleaseSheet]:
    """What `take_sheet` would be without its locks."""
    year = SubsidyYear.objects.select_related("county", "scheme").get(county=sheet.county, year=sheet.year)
    return year, ReleaseSheet.objects.select_related("county", "scheme", "publication").get(pk=sheet.pk)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_of_two_payers_pays(_round: int) -> None:
    money, sheet = reviewed_sheet()
    outcomes = at_once(payer(money, sheet), SESSIONS)
    assert sum(isinstance(one, Conflict) and one.code == "wrong_state" for one in outcomes) == SESSIONS - 1
    assert sum(isinstance(one, str) for one in outcomes) == 1
    assert AuditEntry.objects.filter(action="release.pay").count() == 1


def test_one_key_from_many_sessions_pays_once_and_answers_all() -> None:
    money, sheet = reviewed_sheet()
    pay = payer(money, sheet)
    outcomes = at_once(lambda _number: pay(7), SESSIONS)
    assert len(set(outcomes)) == 1
    assert AuditEntry.objects.filter(action="release.pay").count() == 1


def hold_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without locks, and with both sessions at the same point after they have looked."""
    gate = threading.Barrier(SESSIONS, timeout=120)
    monkeypatch.setattr(sheets, "take_sheet", unlocked)
    real = sheets._refuse_stale

    def both(sheet: ReleaseSheet) -> None:
        real(sheet)
        gate.wait()

    monkeypatch.setattr(sheets, "_refuse_stale", both)


def test_without_the_lock_the_guard_is_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: both sessions think they may pay, and only the database stops the second."""
    money, sheet = reviewed_sheet()
    hold_together(monkeypatch)
    outcomes = at_once(payer(money, sheet), SESSIONS)
    assert sum(isinstance(one, IntegrityError) for one in outcomes) == 1


def test_without_lock_guard_and_ledger_it_is_paid_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control's control: this is what the lock, the guard and the ledger's entry are for."""
    money, sheet = reviewed_sheet()
    hold_together(monkeypatch)
    monkeypatch.setattr(sheets, "_post", lambda *_values: None)
    with guards.lifted():
        outcomes = at_once(payer(money, sheet), SESSIONS)
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert AuditEntry.objects.filter(action="release.pay").count() == SESSIONS


def maker(money: Money) -> Callable[[int], str]:
    return lambda _number: money.draft("month", 1).title


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_of_two_makers_drafts(_round: int) -> None:
    money = Money(2)
    money.budget("1200000", "600000")
    outcomes = at_once(maker(money), SESSIONS)
    assert sum(isinstance(one, Conflict) and one.code == "sheet_exists" for one in outcomes) == SESSIONS - 1
    assert ReleaseSheet.objects.count() == 1


def test_without_the_lock_the_constraint_is_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    money = Money(2)
    money.budget("1200000", "600000")
    # Bound to its scheme beforehand: that write would hold the year's row as well.
    sheets.delete_draft(actor=money.finance, sheet_id=money.draft("month", 1).pk)
    gate = threading.Barrier(SESSIONS, timeout=120)
    monkeypatch.setattr(
        sheets, "take_year", lambda county, year: SubsidyYear.objects.get(county=county, year=year)
    )
    real = sheets.draft

    def both(*values: object) -> object:
        gate.wait()
        return real(*values)  # type: ignore[arg-type]

    monkeypatch.setattr(sheets, "draft", both)
    outcomes = at_once(maker(money), SESSIONS)
    assert sum(isinstance(one, IntegrityError) for one in outcomes) == 1
    assert ReleaseSheet.objects.count() == 1


def test_a_first_use_of_a_year_by_many() -> None:
    """The year's row is made once, whoever comes first."""
    money = Money(1)

    def use(_number: int) -> int:
        with transaction.atomic():
            return take_year(money.region, 2031).pk

    assert len(set(at_once(use, 4))) == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_revision_beside_a_payment_is_before_or_after_it(_round: int) -> None:
    """Never in between: the paid June part is that of the budget before, or the payment is refused as stale."""
    money = Money(1)
    money.budget("1200000")
    money.results("june", "90")
    sheet = money.review(money.draft("june"))

    def act(number: int) -> object:
        if number == 0:
            return payer(money, sheet)(1)
        return money.budget("1800000", from_month=1, reason="追加")

    paid, revised = at_once(act, 2)
    assert revised is None
    fresh = ReleaseSheet.objects.get(pk=sheet.pk)
    if isinstance(paid, Conflict):
        assert (paid.code, fresh.state) == ("stale", "reviewed")
    else:
        assert (fresh.state, str(fresh.total)) == ("paid", "96000.00")
