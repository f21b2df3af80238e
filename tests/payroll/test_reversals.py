"""A paid sheet undone, once, by another; a month paid before it is due only where a leader says why."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from payroll.actions import reversals, sheets
from payroll.core.ledger import opposite
from payroll.models import LedgerEntry, ReleaseSheet
from payroll.queries.ledger import postings_of_entry
from records.errors import NotAllowed
from records.models import AuditEntry
from tests.harness.worlds import kept
from tests.payroll.test_sheets_life import refusal
from tests.payroll.world import NOW, A, Money, accounts, amounts, faults, sources

pytestmark = pytest.mark.django_db
D = Decimal


@kept
def paid() -> tuple[Money, ReleaseSheet]:
    money = Money(1)
    money.budget("1200")
    return money, money.release("month", 1)


class TestReversal:
    def test_is_the_exact_opposite_and_frees_the_period(self) -> None:
        money = Money(2)
        money.budget(A, "600000")
        money.results("june", "59.99", "80")
        before = accounts(money)
        sheet = money.release("june")
        undone = money.reverse(sheet)
        assert (undone.state, undone.number) == ("reversed", sheet.number)
        assert accounts(money) == before
        paid, back = LedgerEntry.objects.filter(sheet=sheet).order_by("number")
        assert postings_of_entry(back) == opposite(postings_of_entry(paid))
        again = money.release("june")
        assert (amounts(again), again.sequence) == (amounts(sheet), 2)
        assert faults() == []

    def test_once_and_the_same_key_again_is_the_same_answer(self, paid: tuple[Money, ReleaseSheet]) -> None:
        money, sheet = paid
        first = money.reverse(sheet, "back-0001")
        assert money.reverse(sheet, "back-0001").version == first.version
        with refusal("wrong_state"):
            money.reverse(sheet, "back-0002")
        assert LedgerEntry.objects.filter(kind="reversal").count() == 1
        assert AuditEntry.objects.filter(action="release.reverse").count() == 1

    def test_by_another_than_who_paid(self, paid: tuple[Money, ReleaseSheet]) -> None:
        money, sheet = paid
        with refusal("same_person"):
            reversals.reverse_sheet(
                actor=money.payer, sheet_id=sheet.pk, reason="错", key="back-0001", now=NOW
            )
        for role in (money.clerk,):
            with pytest.raises(NotAllowed):
                reversals.reverse_sheet(actor=role, sheet_id=sheet.pk, reason="错", key="back-0001", now=NOW)

    @pytest.mark.parametrize(
        ("reason", "key", "code"),
        [
            (" ", "back-0001", "reason_missing"),
            ("字" * 201, "back-0001", "reason_missing"),
            ("错", "short", "key_missing"),
        ],
    )
    def test_says_why_and_has_a_key(
        self, reason: str, key: str, code: str, paid: tuple[Money, ReleaseSheet]
    ) -> None:
        money, sheet = paid
        with refusal(code):
            reversals.reverse_sheet(actor=money.leader, sheet_id=sheet.pk, reason=reason, key=key, now=NOW)

    def test_the_newest_first(self) -> None:
        money = Money(1)
        money.budget("1200")
        first, second = money.months(1, 2)
        with refusal("not_newest"):
            money.reverse(first)
        money.reverse(second, "back-0001")
        with refusal("key_used"):
            money.reverse(first, "back-0001")
        money.reverse(first)
        assert accounts(money) == {"budget": "-1200.00", "due": "960.00", "held": "240.00"}
        money.months(1, 3)
        assert faults() == []

    def test_after_a_revision_the_rest_is_arranged_anew(self) -> None:
        money = Money(1)
        sources(money, {"county": "600000", "province": "400000"}, from_month=10)
        money.months(10, 10)
        sources(money, {"county": "100000", "province": "400000"}, from_month=11, reason="县级核减")
        sheet = money.release("month", 11)
        money.reverse(sheet)
        assert faults() == []
        money.months(11, 12)
        assert faults() == []


class TestEarly:
    """A month can't be paid before it is due, unless a leader says why."""

    JULY = datetime(2026, 7, 31, 15, 59, tzinfo=UTC)

    def test_not_before_its_first_day_in_shanghai(self) -> None:
        money = Money(1)
        money.budget("1200", from_month=8)
        sheet = money.review(money.draft("month", 8))
        with refusal("not_due"):
            money.pay(sheet, now=self.JULY)
        assert money.pay(sheet, now=self.JULY.replace(hour=16, minute=0)).state == "paid"

    def test_unless_a_leader_says_why(self) -> None:
        money = Money(1)
        money.budget("1200", from_month=8)
        sheet = money.review(money.draft("month", 8))
        for actor in (money.finance, money.clerk):
            with pytest.raises(NotAllowed):
                sheets.permit_early(actor=actor, sheet_id=sheet.pk, reason="提前")
        with refusal("reason_missing"):
            sheets.permit_early(actor=money.leader, sheet_id=sheet.pk, reason=" ")
        permitted = sheets.permit_early(actor=money.leader, sheet_id=sheet.pk, reason="汛期提前拨付")
        assert (permitted.early_reason, permitted.early_by) == ("汛期提前拨付", money.leader)
        assert money.pay(sheet, now=self.JULY).state == "paid"
        with refusal("wrong_state"):
            sheets.permit_early(actor=money.leader, sheet_id=sheet.pk, reason="再来")
        assert faults() == []
