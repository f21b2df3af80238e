"""The end of a year: settled, carried or given back; the next one opens with exactly that."""

from datetime import date
from decimal import Decimal

import pytest

from appraisal.actions import schemes
from payroll.actions import budgets, closing, sheets
from payroll.actions.budget_entries import BudgetEntry
from payroll.core.ledger import Account
from payroll.models import ReleaseSheet
from payroll.queries.ledger import by_account, postings_of, sums
from records.errors import Conflict, Invalid, NotAllowed
from tests.payroll.world import NOW, Money, accounts, faults

pytestmark = pytest.mark.django_db
D = Decimal


class TestClosing:
    def whole(self, *year: str) -> Money:
        money = Money(2)
        money.budget("1000000", "600000")
        money.months(1, 12)
        money.results("june", "90", "59")
        money.release("june")
        money.results("year", *(year or ("90", "80")))
        money.release("year_end")
        return money

    def test_a_settled_year_closes_and_the_next_opens_with_the_fund(self) -> None:
        money = self.whole()
        closed = money.close()
        assert (closed.closed_by, closed.close_reason) == (money.leader, "")
        assert accounts(money, 2027) == {
            "fund_brought": "-24000.00", "fund": "24000.00", "cash_brought": "1576000.00", "bank": "-1576000.00",
        }  # fmt: skip
        assert money.close().pk == closed.pk
        assert faults() == []

    def test_a_closed_year_takes_nothing_more(self) -> None:
        money = self.whole()
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
        money.budget("1200")
        money.months(1, 11)
        with pytest.raises(Conflict) as caught:
            money.close()
        assert caught.value.code == "left_over"
        money.close("考核未完成，结转下年")
        assert accounts(money, 2027)["carry"] == "320.00"
        assert faults() == []
        entry = BudgetEntry(money.centres[0], D("1200"))
        budgets.set_budgets(actor=money.finance, county=money.region, year=2027, entries=[entry], now=NOW)
        copy = schemes.copy_next_year(actor=money.leader, scheme_id=money.scheme.pk)
        schemes.activate(actor=money.leader, scheme_id=copy.pk, now=NOW)
        sheet = sheets.draft_sheet(
            actor=money.finance, county=money.region, year=2027, kind="month", month=1, now=NOW
        )
        line = sheet.lines.get()
        assert (line.due, line.adjustment, line.amount) == (D("80.00"), D("320.00"), D("400.00"))
        assert line.remark == "2026年结转：应补拨 320.00 元"
        assert faults() == []

    def test_of_a_closed_centre_it_is_given_back(self) -> None:
        money = Money(2)
        money.budget("1200", "1200")
        money.months(1, 6)
        money.centres[1].closed_on = date(2026, 7, 1)
        money.centres[1].save()
        money.months(7, 12)
        money.close("停用收回，其余结转")
        found = by_account(sums(postings_of(money.region, 2026).filter(centre=money.centres[1])))
        assert found[Account.RETURNED] == D("720.00")
        assert Account.FORWARD not in found
        assert accounts(money, 2027)["carry"] == "240.00"
        assert faults() == []

    def test_years_close_in_order_by_a_leader(self) -> None:
        money = self.whole()
        with pytest.raises(Conflict) as caught:
            money.close(year=2027)
        assert caught.value.code == "not_settled"
        with pytest.raises(NotAllowed):
            closing.close_year(actor=money.finance, county=money.region, year=2026, now=NOW)

    def test_an_open_correction_comes_first(self) -> None:
        money = self.whole("59", "80")
        money.results("year", "61", "80")
        with pytest.raises(Conflict) as caught:
            money.close()
        assert "考核结果已有更正" in str(caught.value.problems[0].message)
