"""The end of a year: settled, carried or given back; the next one opens with exactly that.

Budgets count from November: a year of two months is as whole as one of twelve (`test_year.py`), and sooner paid.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from appraisal.actions import schemes
from centres.models import User
from payroll.actions import budgets, closing, sheets
from payroll.actions.budget_entries import BudgetEntry
from payroll.core.ledger import Account
from payroll.models import LedgerEntry, ReleaseLine, ReleaseSheet, SubsidyYear
from payroll.queries.accounts import account
from payroll.queries.ledger import by_account, postings_of, sums
from records.errors import Conflict, Invalid, NotAllowed
from tests.harness.worlds import kept
from tests.payroll.world import NOW, Money, accounts, faults

pytestmark = pytest.mark.django_db
D = Decimal


@kept
def june_paid() -> Money:
    money = Money(2)
    money.budget("1000000", "600000", from_month=11)
    money.months(11, 12)
    money.results("june", "90", "59")
    money.release("june")
    return money


@kept
def settled(june_paid: Money) -> Money:
    june_paid.results("year", "90", "80")
    june_paid.release("year_end")
    return june_paid


class TestClosing:
    def test_a_settled_year_closes_and_the_next_opens_with_the_fund(self, settled: Money) -> None:
        money = settled
        closed = money.close()
        assert (closed.closed_by, closed.close_reason) == (money.leader, "")
        assert accounts(money, 2027) == {
            "fund_brought": "-24000.00", "fund": "24000.00", "cash_brought": "1576000.00", "bank": "-1576000.00",
        }  # fmt: skip
        assert money.close().pk == closed.pk
        assert faults() == []

    def test_a_closed_year_takes_nothing_more(self, settled: Money) -> None:
        money = settled
        money.close()
        for act in (
            lambda: money.budget("1", None, reason="x"),
            lambda: money.draft("advance_june", 0),
            lambda: money.reverse(ReleaseSheet.objects.get(kind="year_end")),
            lambda: money.received("5"),
        ):
            with pytest.raises((Conflict, Invalid)):
                act()

    def test_what_stands_in_the_way_is_listed(self) -> None:
        money = Money(1)
        money.budget("1200")
        money.draft("month", 1)
        money.received("5")
        with pytest.raises(Conflict) as caught:
            money.close("结转")
        assert caught.value.code == "not_settled"
        assert [str(one.message) for one in caught.value.problems] == [
            "2026年1月按月拨付还没有拨付", "县财政还有 5.00 元没有转入局账户",
        ]  # fmt: skip

    def test_what_is_left_is_carried_with_a_reason_and_paid_next_year(self) -> None:
        money = Money(1)
        money.budget("1200", from_month=11)
        money.months(11, 11)
        with pytest.raises(Conflict) as caught:
            money.close()
        assert caught.value.code == "left_over"
        money.close("考核未完成，结转下年")
        assert accounts(money, 2027)["carry"] == "720.00"
        assert faults() == []
        entry = BudgetEntry(money.centres[0], D("1200"))
        budgets.set_budgets(actor=money.finance, county=money.region, year=2027, entries=[entry], now=NOW)
        copy = schemes.copy_next_year(actor=money.leader, scheme_id=money.scheme.pk)
        schemes.activate(actor=money.leader, scheme_id=copy.pk, now=NOW)
        sheet = sheets.draft_sheet(
            actor=money.finance, county=money.region, year=2027, kind="month", month=1, now=NOW
        )
        line = sheet.lines.get()
        assert (line.due, line.adjustment, line.amount) == (D("80.00"), D("720.00"), D("800.00"))
        assert line.remark == "2026年结转：应补拨 720.00 元"
        assert faults() == []

    def test_of_a_closed_centre_it_is_given_back(self) -> None:
        money = Money(2)
        money.budget("1200", "1200", from_month=11)
        money.months(11, 11)
        money.centres[1].closed_on = date(2026, 12, 1)
        money.centres[1].save()
        money.months(12, 12)
        money.close("停用收回，其余结转")
        found = by_account(sums(postings_of(money.region, 2026).filter(centre=money.centres[1])))
        assert found[Account.RETURNED] == D("720.00")
        assert Account.FORWARD not in found
        assert accounts(money, 2027)["carry"] == "240.00"
        assert faults() == []

    def test_years_close_in_order_by_a_leader(self, settled: Money) -> None:
        money = settled
        with pytest.raises(Conflict) as caught:
            money.close(year=2027)
        assert caught.value.code == "not_settled"
        with pytest.raises(NotAllowed):
            closing.close_year(actor=money.finance, county=money.region, year=2026, now=NOW)

    def test_an_open_correction_comes_first(self, june_paid: Money) -> None:
        money = june_paid
        money.results("year", "59", "80")
        money.release("year_end")
        money.results("year", "61", "80")
        with pytest.raises(Conflict) as caught:
            money.close()
        assert "考核结果已有更正" in str(caught.value.problems[0].message)


@kept
def closed() -> Money:
    money = Money(2)
    money.budget("1200", "1200", from_month=11)
    money.months(11, 11)
    money.results("june", "59", "90")
    money.release("june")
    money.passed_on(money.received("5", key="receipt-of-5"), "5")
    money.close("考核未完成，结转下年")
    return money


class TestPages:
    """What finance and the leader see of a year before and after its close."""

    def page(self, client: Client, user: User, name: str, *args: object) -> str:
        client.force_login(user)
        answer = client.get(reverse(f"payroll:{name}", args=args))
        assert answer.status_code == 200
        return str(answer.content.decode())

    def test_a_closed_year_offers_nothing_to_change(self, client: Client, closed: Money) -> None:
        money = closed
        code, centre = money.region.code, money.centres[0].code
        for name in ("year", "budgets", "accounts", "receipts", "fund", "reconciliations"):
            told = self.page(client, money.finance, name, code, 2026)
            assert "本年度已关账，只能查看" in told, name
            assert "登记到账" not in told, name
            assert 'name="amount-' not in told, name
            assert "提出院长奖励" not in told, name
        year = self.page(client, money.finance, "year", code, 2026)
        assert reverse("payroll:draft", args=[code, 2026]) not in year
        assert "关账时未拨付" in year
        assert "现在要办" not in year
        sheet = ReleaseSheet.objects.get(kind="june")
        assert 'data-dialog="reverse"' not in self.page(client, money.leader, "sheet", sheet.pk)
        assert "<form class=" not in self.page(client, money.finance, "budget", code, 2026, centre)
        assert "调整预算" not in self.page(client, money.finance, "account", centre, 2026)

    def test_it_says_what_was_carried_and_the_next_what_was_brought(
        self, client: Client, closed: Money
    ) -> None:
        money = closed
        ended = self.page(client, money.finance, "closing", money.region.code, 2026)
        assert "关账时转出" in ended
        assert reverse("payroll:county-balance", args=[money.region.code, 2026, "forward"]) in ended
        opened = self.page(client, money.leader, "closing", money.region.code, 2027)
        assert "年初数" in opened
        assert reverse("payroll:county-balance", args=[money.region.code, 2027, "opening"]) in opened

    def test_an_earlier_open_year_is_named_before_the_button(self, client: Client) -> None:
        money = Money(1)
        money.budget("1200")
        SubsidyYear.objects.create(county=money.region, year=2025)
        told = self.page(client, money.leader, "closing", money.region.code, 2026)
        assert "2025年还没有关账" in told
        assert 'name="reason"' not in told


def test_a_reversed_payment_is_in_no_running_sum(client: Client) -> None:
    money = Money(1)
    money.budget("1200000")
    money.months(1, 2)
    sheet = ReleaseSheet.objects.get(month=2)
    money.reverse(sheet)
    rows = account(money.centres[0], 2026, ReleaseLine.objects.select_related("sheet")).rows
    assert [row.running for row in rows] == [D("80000.00"), None]
    client.force_login(money.finance)
    told = client.get(reverse("payroll:sheet", args=[sheet.pk])).content.decode()
    assert "已冲销，本单作废" in told
    entry = LedgerEntry.objects.get(reverses__sheet=sheet)
    assert reverse("payroll:voucher", args=[entry.pk]) in told
    page = client.get(reverse("payroll:account", args=[money.centres[0].code, 2026])).content.decode()
    assert '<span class="badge bad">已冲销</span>' in page


def test_another_version_than_the_one_on_the_screen_is_not_paid(client: Client) -> None:
    """Sent back, made anew and signed again while the payer looked at the first: the payer is told."""
    money = Money(1)
    money.budget("1200000")
    sheet = money.review(money.draft("month", 1))
    client.force_login(money.payer)
    form = {"version": sheet.version, "key": "key-from-page"}
    sheets.send_back_sheet(actor=money.leader, sheet_id=sheet.pk, remark="核对")
    money.budget("900000", reason="核减", from_month=1)
    sheets.refresh_sheet(actor=money.finance, sheet_id=sheet.pk, now=NOW)
    money.review(sheet)
    address = reverse("payroll:sheet-act", args=[sheet.pk, "pay"])
    assert client.post(address, form).status_code == 409
    sheet.refresh_from_db()
    assert sheet.state == "reviewed"
    form["version"] = sheet.version
    assert client.post(address, form).status_code == 302
    assert client.post(address, form).status_code == 302
    sheet.refresh_from_db()
    assert (sheet.state, sheet.paid_key) == ("paid", "key-from-page")
