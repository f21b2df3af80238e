"""A whole year in a table, and the cases that leave the plain road: cuts, exemptions, late results, closed centres.

The table was reckoned by hand from RULES 9: A = 1,234,567.89 (first centre, 不合格 in June, budget raised to
1,300,000.00 from July) and A = 600,000.00 (second centre, 良好).
"""

from datetime import date
from decimal import Decimal

import pytest

from appraisal.models import Scheme
from payroll.core.balance import Balance
from payroll.models import ReleaseSheet
from payroll.queries.balances import balance_of, centre_balances
from payroll.queries.positions import candidate_scheme
from records import verification
from tests.factories import CentreFactory
from tests.harness.worlds import kept
from tests.payroll.world import A, Money, amounts, figures, line_of

pytestmark = pytest.mark.django_db

YEAR = [
    # kind, month, first centre, second centre, total, forfeited
    ("month", 1, "82304.53", "40000.00", "122304.53", "0.00"),
    ("month", 2, "82304.53", "40000.00", "122304.53", "0.00"),
    ("month", 3, "82304.53", "40000.00", "122304.53", "0.00"),
    ("month", 4, "82304.53", "40000.00", "122304.53", "0.00"),
    ("month", 5, "82304.53", "40000.00", "122304.53", "0.00"),
    ("month", 6, "82304.53", "40000.00", "122304.53", "0.00"),
    ("june", 0, "49382.71", "48000.00", "97382.71", "49382.72"),
    ("month", 7, "91028.80", "40000.00", "131028.80", "0.00"),
    ("month", 8, "91028.80", "40000.00", "131028.80", "0.00"),
    ("month", 9, "91028.80", "40000.00", "131028.80", "0.00"),
    ("month", 10, "91028.80", "40000.00", "131028.80", "0.00"),
    ("month", 11, "91028.80", "40000.00", "131028.80", "0.00"),
    ("month", 12, "91028.82", "40000.00", "131028.82", "0.00"),
    ("year_end", 0, "161234.57", "72000.00", "233234.57", "0.00"),
]


def money_faults() -> list[str]:
    """What `verify` finds of money; the rounds behind these results were never held."""
    names = [
        "money_balances", "money_sums", "money_lines", "money_numbers", "money_plans",
        "money_decisions", "money_recomputed", "money_trails", "money_people",
    ]  # fmt: skip
    return [fault for finding in verification.run(names) for fault in finding.faults]


def standing(money: Money, index: int = 0) -> Balance:
    return balance_of(money.centres[index], 2026)


def test_a_year_in_a_table() -> None:
    money = Money(2)
    money.budget(A, "600000")
    for kind, month, first, second, total, forfeited in YEAR:
        if kind == "june":
            money.results("june", "59.99", "80")
        if (kind, month) == ("month", 7):
            money.budget("1300000.00", None, from_month=7, reason="年中追加")
        if kind == "year_end":
            money.results("year", "70", "80")
        sheet = money.release(kind, month)
        assert amounts(sheet) == [first, second], (kind, month)
        assert (f"{sheet.total:f}", f"{sheet.forfeited:f}") == (total, forfeited)
        assert [one.balance.difference for one in centre_balances(money.region, 2026)] == [0, 0]
    one, two = (standing(money, index) for index in (0, 1))
    assert (one.paid, one.forfeited, one.due, one.held, one.carry) == (
        Decimal("1250617.28"), Decimal("49382.72"), 0, 0, 0,
    )  # fmt: skip
    assert two.paid == Decimal("600000.00")
    assert money_faults() == []


def test_the_columns_of_a_line() -> None:
    money = Money(1)
    money.budget(A)
    money.months(1, 2)
    money.results("june", "59.99")
    line = line_of(money.draft("june"), money.centres[0])
    assert (line.budget, line.budget_version, line.monthly_paid) == (A, 1, Decimal("164609.06"))
    assert (line.holdback, line.forfeit_percent) == (Decimal("246913.58"), Decimal("50.00"))
    said = [step["zh"] for step in line.steps]
    assert any("59.99 分，不合格，该等次扣减 50%" in step for step in said)
    assert said[-1] == "本次实拨：98,765.43 − 49,382.72 = 49,382.71 元"
    assert all(step["en"] for step in line.steps)


@kept
def cut() -> Money:
    """Half of the monthly part is paid, of a budget from November on, when it is cut to less."""
    money = Money(1)
    money.budget("1200000", from_month=11)
    money.months(11, 11)
    money.budget("500000", from_month=12, reason="核减")
    return money


class TestCuts:
    """A budget cut below what was paid: nothing is paid back in cash, nothing is hidden."""

    def test_is_carried_against_later_releases(self, cut: Money) -> None:
        money = cut
        assert standing(money).carry == Decimal("-80000.00")
        month = line_of(money.release("month", 12), money.centres[0])
        assert (month.amount, month.carried) == (0, Decimal("-80000.00"))
        assert month.remark == "以前多拨尚余80,000.00元待扣回"
        money.results("june", "90")
        june = line_of(money.release("june"), money.centres[0])
        assert figures(june) == {
            "due": "40000.00",
            "forfeited": "0.00",
            "adjustment": "-40000.00",
            "amount": "0.00",
        }
        money.results("year", "90")
        last = line_of(money.release("year_end"), money.centres[0])
        assert figures(last) == {
            "due": "60000.00",
            "forfeited": "0.00",
            "adjustment": "-40000.00",
            "amount": "20000.00",
        }
        balance = standing(money)
        assert (balance.paid, balance.carry, balance.difference) == (Decimal("500000.00"), 0, 0)
        assert money_faults() == []

    def test_what_cannot_be_taken_back_stays_in_sight(self, cut: Money) -> None:
        money = cut
        money.results("june", "50")
        money.release("june")
        money.results("year", "50")
        last = line_of(money.release("year_end"), money.centres[0])
        assert (last.amount, last.carried) == (0, Decimal("-30000.00"))
        assert standing(money).carry == Decimal("-30000.00")
        assert standing(money).difference == 0
        assert money_faults() == []

    def test_a_rise_after_december_is_paid_at_year_end(self) -> None:
        money = Money(1)
        money.budget("1200000", from_month=12)
        money.months(12, 12)
        money.budget("1300000", reason="追加")
        money.results("june", "90")
        assert line_of(money.release("june"), money.centres[0]).adjustment == 0
        money.results("year", "90")
        last = line_of(money.release("year_end"), money.centres[0])
        assert last.adjustment == Decimal("80000.00")
        assert standing(money).paid == Decimal("1300000.00")
        assert money_faults() == []


@kept
def alike() -> Money:
    money = Money(2)
    money.budget("600000", "600000")
    return money


class TestLeftOut:
    """A centre that can't be paid is listed with its reason, never skipped in silence."""

    def reasons(self, sheet: ReleaseSheet) -> list[tuple[str, str]]:
        return [(one["code"], one["reason"]) for one in sheet.left_out]

    def test_by_result(self) -> None:
        money = Money(4)
        money.budget("600000", "600000", "600000", None)
        money.results("june", "90", None, None, "80", exempt=[2])
        sheet = money.draft("june")
        codes = [centre.code for centre in money.centres]
        assert self.reasons(sheet) == [
            (codes[1], "incomplete"), (codes[2], "exempt"), (codes[3], "no_budget"),
        ]  # fmt: skip
        assert [line.centre_code for line in sheet.lines.all()] == codes[:1]

    def test_without_any_result(self) -> None:
        money = Money(1)
        money.results("june", "90")
        money.centres.append(CentreFactory(county=money.region))
        money.budget("600000", "600000")
        assert self.reasons(money.draft("june")) == [(money.centres[1].code, "no_result")]

    def test_an_exempted_centre_follows_the_year(self, alike: Money) -> None:
        money = alike
        money.results("june", "90", None, exempt=[1])
        money.release("june")
        money.results("year", "90", "50")
        line = line_of(money.release("year_end"), money.centres[1])
        assert figures(line) == {
            "due": "120000.00",
            "forfeited": "60000.00",
            "adjustment": "0.00",
            "amount": "60000.00",
        }
        assert money_faults() == []

    def test_a_result_that_came_after_the_june_sheet(self, alike: Money) -> None:
        """Its June part is judged with the year-end part, by the June grade."""
        money = alike
        money.results("june", "90", None)
        money.release("june")
        money.results("june", "90", "50")
        money.results("year", "90", "80")
        line = line_of(money.release("year_end"), money.centres[1])
        assert figures(line) == {
            "due": "120000.00",
            "forfeited": "24000.00",
            "adjustment": "0.00",
            "amount": "96000.00",
        }
        assert money_faults() == []

    def test_an_incomplete_year_is_not_paid_and_stays_held(self, alike: Money) -> None:
        money = alike
        money.results("june", "90", None)
        money.release("june")
        money.results("year", "90", None)
        sheet = money.release("year_end")
        assert self.reasons(sheet) == [(money.centres[1].code, "incomplete")]
        assert standing(money, 1).held == Decimal("120000.00")

    def test_a_closed_centre_gets_no_month(self, alike: Money) -> None:
        money = alike
        money.release("month", 1)
        closed = money.centres[1]
        closed.closed_on = date(2026, 2, 1)
        closed.save()
        sheet = money.release("month", 2)
        assert self.reasons(sheet) == [(closed.code, "closed")]
        money.budget(None, "50000", reason="撤销")
        balance = standing(money, 1)
        assert (balance.paid, balance.due, balance.difference) == (Decimal("40000.00"), 0, 0)
        assert money_faults() == []


def test_a_centre_that_joins_in_may() -> None:
    money = Money(2)
    money.budget("600000", None, from_month=4)
    money.months(4, 4)
    money.budget(None, "600000")
    sheets = money.months(5, 12)
    assert [amounts(sheet)[1] for sheet in sheets] == ["60000.00"] * 8
    assert money_faults() == []


def test_the_split_of_a_year_is_that_of_its_first_sheets_scheme() -> None:
    """A later version of the scheme changes no money of the year."""
    money = Money(1)
    money.budget("1200000")
    money.release("month", 1)
    later = Scheme.objects.get(pk=money.scheme.pk)
    later.pk, later.version, later.state, later.monthly_percent = None, 2, "draft", Decimal(50)
    later.save()
    Scheme.objects.filter(pk=money.scheme.pk).update(state="retired")
    Scheme.objects.filter(pk=later.pk).update(state="active")
    assert candidate_scheme(money.region, 2026) == later
    assert amounts(money.release("month", 2)) == ["80000.00"]
