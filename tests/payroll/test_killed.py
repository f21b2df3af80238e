"""Killed at the N-th statement, for every N, of paying, reversing, correcting and closing: nothing is half done.

Nothing but the act's own transaction takes back what was written: the test opens none around it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from payroll.actions import awards, corrections
from payroll.models import (
    AwardSheet,
    Correction,
    CorrectionLine,
    LedgerEntry,
    LedgerPosting,
    Receipt,
    ReleaseLine,
    ReleaseSheet,
    SubsidyYear,
)
from records import audit
from records.models import AuditEntry, AuditHead
from tests.harness.worlds import kept
from tests.payroll.world import NOW, Money, faults

pytestmark = pytest.mark.django_db
TABLES: list[type[models.Model]] = [
    *(ReleaseSheet, ReleaseLine, LedgerEntry, LedgerPosting, AwardSheet),
    *(Correction, CorrectionLine, Receipt, SubsidyYear, AuditEntry, AuditHead),
]
MOST = 400


class Killed(DatabaseError):  # noqa: N818
    """The connection is gone: what a kill looks like from inside."""


@contextmanager
def killed_at(number: int) -> Iterator[list[int]]:
    """The connection dies at the statement of that number; the list counts what was asked."""
    seen = [0]

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        seen[0] += 1
        if seen[0] == number:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield seen


def state() -> dict[str, list[object]]:
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in TABLES}


def every_statement(act: Callable[[], object]) -> int:
    """Kill `act` at each of its statements in turn; return how many it has. The last run goes through."""
    before = state()
    for number in range(1, MOST):
        try:
            with killed_at(number):
                act()
        except Killed:
            # What the act's own transaction didn't take back is looked at, though the test's is broken by then.
            transaction.set_rollback(False)
            assert state() == before, f"half done at statement {number}"
        else:
            return number - 1
    raise AssertionError(f"more than {MOST} statements")


@kept
def money() -> Money:
    made = Money(2)
    made.directors()
    made.budget("1000000", "600000")
    made.results("june", "59", "90")
    return made


def test_a_payment(money: Money) -> None:
    sheet = money.review(money.draft("june"))
    assert every_statement(lambda: money.pay(sheet)) > 10
    assert ReleaseSheet.objects.get(pk=sheet.pk).state == "paid"
    assert faults() == []


def test_a_reversal(money: Money) -> None:
    sheet = money.release("june")
    assert every_statement(lambda: money.reverse(sheet)) > 10
    assert LedgerEntry.objects.filter(kind="reversal").count() == 1
    assert faults() == []


def test_an_award(money: Money) -> None:
    money.release("june")
    money.results("year", "59", "90")
    sheet = awards.propose(actor=money.finance, county=money.region, year=2026, now=NOW)
    awards.approve(actor=money.leader, sheet_id=sheet.pk, now=NOW)
    pay = lambda: awards.pay(actor=money.payer, sheet_id=sheet.pk, key="award-0001", now=NOW)  # noqa: E731
    assert every_statement(pay) > 10
    assert faults() == []


def test_the_end_of_a_year(money: Money) -> None:
    money.months(1, 2)
    assert every_statement(lambda: money.close("结转下年")) > 10
    assert SubsidyYear.objects.get(year=2026).closed_at == NOW
    assert LedgerEntry.objects.filter(kind__in=["closing", "opening"]).count() == 2
    assert faults() == []


def test_a_correction(money: Money) -> None:
    sheet = money.release("june")
    money.results("june", "90", "90")
    correct = lambda: corrections.correct_sheet(  # noqa: E731
        actor=money.finance, sheet_id=sheet.pk, cause="申诉成立", now=NOW
    )
    assert every_statement(correct) > 10
    assert Correction.objects.count() == 1
    assert faults() == []


def test_the_control_without_a_transaction_is_half_done(
    money: Money, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were an act not one transaction, the kill would leave its first writes behind, and this test would see them."""
    sheet = money.review(money.draft("june"))
    monkeypatch.setattr(audit, "transaction", SimpleNamespace(atomic=nullcontext))
    with pytest.raises(AssertionError, match="half done"):
        every_statement(lambda: money.pay(sheet))
