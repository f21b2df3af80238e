"""Money received and passed on; awards out of the reward fund."""

from datetime import date
from decimal import Decimal

import pytest

from payroll.actions import awards, corrections, receipts
from payroll.models import Receipt, ReleaseSheet
from records.errors import Conflict, Invalid, NotAllowed
from tests.payroll.world import NOW, A, Money, accounts, faults

pytestmark = pytest.mark.django_db
D = Decimal


class TestReceipts:
    def test_received_and_passed_on(self) -> None:
        money = Money(1)
        receipt = money.received("1000", "province")
        passed = receipts.pass_on(
            actor=money.finance, receipt_id=receipt.pk, amount=D("400.00"), passed_on=date(2026, 2, 1),
            key="pass-0001", now=NOW,
        )  # fmt: skip
        assert accounts(money) == {"granted": "-1000.00", "treasury": "600.00", "bank": "400.00"}
        again = receipts.pass_on(
            actor=money.finance, receipt_id=receipt.pk, amount=D("400.00"), passed_on=date(2026, 2, 1),
            key="pass-0001", now=NOW,
        )  # fmt: skip
        assert again.pk == passed.pk
        assert faults() == []

    @pytest.mark.parametrize(
        ("amount", "day", "code"),
        [
            ("1000.01", date(2026, 2, 1), "amount"),
            ("0", date(2026, 2, 1), "amount"),
            ("1", date(2026, 1, 9), "passed_on"),
            ("1", date(2026, 8, 4), "passed_on"),
        ],
    )
    def test_no_more_than_came_and_not_before(self, amount: str, day: date, code: str) -> None:
        money = Money(1)
        receipt = money.received("1000")
        with pytest.raises(Invalid) as caught:
            receipts.pass_on(
                actor=money.finance, receipt_id=receipt.pk, amount=D(amount), passed_on=day, key="pass-0001",
                now=NOW,
            )  # fmt: skip
        assert caught.value.code == code

    def test_the_same_key_is_the_same_receipt_and_no_other(self) -> None:
        money = Money(1)
        first = money.received("1000", key="receipt-1")
        assert money.received("1000", key="receipt-1").pk == first.pk
        with pytest.raises(Conflict):
            money.received("1001", key="receipt-1")
        assert Receipt.objects.count() == 1

    def test_every_fault_is_named(self) -> None:
        money = Money(1)
        arrival = receipts.Arrival("moon", " ", date(2026, 9, 2), date(2026, 9, 1), D(0))
        with pytest.raises(Invalid) as caught:
            receipts.enter_receipt(
                actor=money.finance, county=money.region, year=2026, arrival=arrival, key="receipt-1", now=NOW
            )
        assert [one.place for one in caught.value.problems] == ["source", "document", "amount", "received_on"]

    def test_withdrawn_once_by_another(self) -> None:
        money = Money(1)
        receipt = money.received("1000")
        with pytest.raises(NotAllowed):
            receipts.withdraw_receipt(actor=money.finance, receipt_id=receipt.pk, reason="错", now=NOW)
        receipts.withdraw_receipt(actor=money.payer, receipt_id=receipt.pk, reason="重复登记", now=NOW)
        assert accounts(money) == {}
        with pytest.raises(Conflict):
            receipts.withdraw_receipt(actor=money.payer, receipt_id=receipt.pk, reason="错", now=NOW)
        with pytest.raises(Conflict):
            receipts.pass_on(
                actor=money.finance, receipt_id=receipt.pk, amount=D(1), passed_on=date(2026, 2, 1),
                key="pass-0001", now=NOW,
            )  # fmt: skip
        assert faults() == []

    def test_what_was_passed_on_is_withdrawn_first(self) -> None:
        money = Money(1)
        receipt = money.received("1000")
        one = receipts.pass_on(
            actor=money.finance, receipt_id=receipt.pk, amount=D("1000"), passed_on=date(2026, 2, 1),
            key="pass-0001", now=NOW,
        )  # fmt: skip
        with pytest.raises(Conflict) as caught:
            receipts.withdraw_receipt(actor=money.payer, receipt_id=receipt.pk, reason="错", now=NOW)
        assert caught.value.code == "below_zero"
        receipts.withdraw_remittance(actor=money.payer, remittance_id=one.pk, reason="错", now=NOW)
        receipts.withdraw_receipt(actor=money.payer, receipt_id=receipt.pk, reason="错", now=NOW)
        assert faults() == []


class TestAwards:
    def year(self) -> Money:
        money = Money(3)
        money.directors()
        money.budget(A, "600000", "600000")
        money.results("june", "59.99", "90", "80")
        money.release("june")
        money.results("year", "58", "90", "80")
        return money

    def test_half_of_the_fund_by_weights(self) -> None:
        money = self.year()
        sheet = money.award()
        assert (f"{sheet.fund:f}", f"{sheet.total:f}") == ("49382.72", "24691.36")
        lines = list(sheet.lines.order_by("ordinal"))
        assert sorted(f"{one.weight:f} {one.amount:f}" for one in lines) == ["1.00 8230.45", "2.00 16460.91"]
        assert accounts(money)["fund"] == "24691.36"
        assert sheet.number.endswith("卫奖〔2026〕1号")
        assert faults() == []

    def test_reversed_by_another_and_awarded_anew(self) -> None:
        money = self.year()
        sheet = money.award()
        with pytest.raises(NotAllowed):
            awards.reverse_award(actor=money.payer, sheet_id=sheet.pk, reason="错", now=NOW)
        awards.reverse_award(actor=money.leader, sheet_id=sheet.pk, reason="银行退回", now=NOW)
        assert accounts(money)["fund"] == "49382.72"
        assert money.award().number.endswith("卫奖〔2026〕2号")
        assert faults() == []

    def test_a_forfeit_that_was_awarded_can_not_be_given_back(self) -> None:
        money = self.year()
        money.award()
        money.results("june", "60.00", "90", "80")
        sheet = ReleaseSheet.objects.get(kind="june")
        with pytest.raises(Conflict) as caught:
            corrections.correct_sheet(actor=money.finance, sheet_id=sheet.pk, cause="申诉", now=NOW)
        assert caught.value.code == "fund_spent"
        with pytest.raises(Conflict) as caught:
            money.reverse(sheet)
        assert caught.value.code == "fund_spent"
        assert faults() == []

    def test_in_order_and_by_different_people(self) -> None:
        money = self.year()
        sheet = awards.propose(actor=money.finance, county=money.region, year=2026, now=NOW)
        with pytest.raises(Conflict):
            awards.propose(actor=money.finance, county=money.region, year=2026, now=NOW)
        with pytest.raises(Conflict):
            awards.pay(actor=money.payer, sheet_id=sheet.pk, key="award-0001", now=NOW)
        with pytest.raises(NotAllowed):
            awards.approve(actor=money.payer, sheet_id=sheet.pk, now=NOW)
        awards.withdraw(actor=money.finance, sheet_id=sheet.pk)
        money.award()

    def test_not_before_a_result_nor_out_of_nothing(self) -> None:
        money = Money(2)
        money.directors()
        money.budget("600000", "600000")
        for code in ("not_published", "fund_empty"):
            with pytest.raises(Conflict) as caught:
                awards.propose(actor=money.finance, county=money.region, year=2026, now=NOW)
            assert caught.value.code == code
            money.results("year", "90", "80")

    def test_a_proposal_of_another_fund_is_stale(self) -> None:
        money = self.year()
        sheet = awards.propose(actor=money.finance, county=money.region, year=2026, now=NOW)
        money.results("year", "58", "90", "80")
        with pytest.raises(Conflict) as caught:
            awards.approve(actor=money.leader, sheet_id=sheet.pk, now=NOW)
        assert caught.value.code == "stale"
