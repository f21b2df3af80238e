"""Advances settled with their result; corrections after payment settled by the next release, by name."""

from decimal import Decimal

import pytest

from payroll.actions import corrections, sheets
from payroll.models import ReleaseSheet
from records.errors import NotAllowed
from tests.harness.worlds import kept
from tests.payroll.test_sheets_life import refusal
from tests.payroll.world import NOW, A, Money, accounts, amounts, faults, figures, line_of, sources

pytestmark = pytest.mark.django_db
D = Decimal


def advance(money: Money, kind: str = "advance_june", percent: str = "60") -> ReleaseSheet:
    sheet = sheets.draft_sheet(
        actor=money.finance, county=money.region, year=2026, kind=kind, now=NOW, percent=D(percent),
        reason="购置急需设备",
    )  # fmt: skip
    money.review(sheet)
    return money.pay(sheet)


@kept
def million() -> Money:
    money = Money(1)
    money.budget("1000000")
    return money


@kept
def two() -> Money:
    money = Money(2)
    money.budget(A, "600000")
    return money


@kept
def failed(two: Money) -> Money:
    """The June part is paid; the first centre forfeits half of its own."""
    return june(two, "59.99", "80")


def june(money: Money, *totals: str) -> Money:
    money.results("june", *totals)
    money.release("june")
    return money


class TestAdvance:
    """Paid before a result, settled with it: a negative line where it was too much."""

    def test_settled_with_its_part(self, million: Money) -> None:
        money = million
        sheet = advance(money)
        assert (amounts(sheet), accounts(money)["carry"]) == (["48000.00"], "-48000.00")
        assert figures(line_of(money.release("month", 1), money.centres[0]))["adjustment"] == "0.00"
        money.results("june", "59.99")
        june = line_of(money.release("june"), money.centres[0])
        assert figures(june) == {
            "due": "80000.00", "forfeited": "40000.00", "adjustment": "-40000.00", "amount": "0.00",
        }  # fmt: skip
        assert june.remark.startswith("上半年部分预拨（")
        assert (june.settled, june.carried) == (D("-40000.00"), D("-8000.00"))
        month = line_of(money.release("month", 2), money.centres[0])
        assert (month.adjustment, month.amount) == (D("-8000.00"), D("58666.67"))
        assert faults() == []

    def test_on_the_year_end_part(self) -> None:
        money = Money(1)
        money.budget("1000000", from_month=11)
        advance(money, "advance_year", "50")
        money.months(11, 12)
        money.results("june", "90")
        assert amounts(money.release("june")) == ["80000.00"]
        money.results("year", "90")
        assert amounts(money.release("year_end")) == ["60000.00"]
        assert accounts(money) == {
            "budget": "-1000000.00", "paid": "1000000.00", "bank": "-1000000.00", "outlay": "1000000.00",
        }  # fmt: skip
        assert faults() == []

    def test_a_leader_reviews_it(self, million: Money) -> None:
        money = million
        sheet = sheets.draft_sheet(
            actor=money.finance, county=money.region, year=2026, kind="advance_june", now=NOW, percent=D(60),
            reason="急需",
        )  # fmt: skip
        with pytest.raises(NotAllowed):
            sheets.review_sheet(actor=money.payer, sheet_id=sheet.pk, now=NOW)

    @pytest.mark.parametrize(
        ("kind", "percent", "reason", "code"),
        [
            ("advance_june", "0", "急", "advance_percent"),
            ("advance_june", "100.01", "急", "advance_percent"),
            ("advance_june", "33.333", "急", "advance_percent"),
            ("advance_year", "50", " ", "reason_missing"),
            ("month", "50", "", "no_such_period"),
            ("june", "50", "", "no_advance"),
        ],
    )
    def test_what_it_must_say(self, kind: str, percent: str, reason: str, code: str, million: Money) -> None:
        money = million
        with refusal(code):
            sheets.draft_sheet(
                actor=money.finance, county=money.region, year=2026, kind=kind, now=NOW, percent=D(percent),
                reason=reason,
            )  # fmt: skip

    def test_not_once_its_part_is_judged(self, million: Money) -> None:
        money = million
        money.results("june", "90")
        money.draft("june")
        with refusal("judged_already"):
            advance(money)

    def test_a_result_sheet_made_before_it_was_paid_is_stale(self, million: Money) -> None:
        money = million
        advance = sheets.draft_sheet(
            actor=money.finance, county=money.region, year=2026, kind="advance_june", now=NOW, percent=D(60),
            reason="急需",
        )  # fmt: skip
        money.review(advance)
        money.results("june", "90")
        june = money.review(money.draft("june"))
        money.pay(advance)
        with refusal("stale"):
            money.pay(june)


class TestCorrection:
    """An appeal or a reopened round after payment: the difference is settled by the next release, by name."""

    def corrected(self, money: Money, *totals: str | None, cause: str = "申诉成立") -> None:
        money.results("june", *totals)
        sheet = ReleaseSheet.objects.get(kind="june", state="paid")
        corrections.correct_sheet(actor=money.finance, sheet_id=sheet.pk, cause=cause, now=NOW)

    def test_a_better_grade_gives_the_forfeit_back(self, failed: Money) -> None:
        money = failed
        self.corrected(money, "60.00", "80")
        assert accounts(money)["carry"] == "49382.72"
        assert "fund" not in accounts(money)
        sheet = money.release("month", 1)
        line = line_of(sheet, money.centres[0])
        assert (line.adjustment, line.settled, line.amount) == (
            D("49382.72"), D("49382.72"), D("82304.53") + D("49382.72"),
        )  # fmt: skip
        assert line.remark == "上半年考核结果第2版更正：申诉成立：应补拨 49,382.72 元"
        assert amounts(sheet)[1] == "40000.00"
        assert faults() == []

    def test_a_worse_grade_takes_it_back_over_the_releases(self, two: Money) -> None:
        money = june(two, "60.00", "80")
        self.corrected(money, "59.99", "80", cause="抽查更正")
        line = line_of(money.release("month", 1), money.centres[0])
        assert (line.adjustment, line.amount) == (D("-49382.72"), D("32921.81"))
        assert accounts(money)["fund"] == "49382.72"
        assert faults() == []

    def test_what_is_owed_is_paid_though_a_larger_advance_stands_against_it(self) -> None:
        """The carry is below 0 in all; the advance waits for the year's result, what is owed doesn't."""
        money = Money(1)
        sources(money, {"county": "59.56", "province": "59.55"})
        advance(money, "advance_year", "53")
        money.results("june", "40")
        money.release("june")
        self.corrected(money, "69.99")
        assert accounts(money)["carry"] == "-2.80"
        line = line_of(money.release("month", 1), money.centres[0])
        assert figures(line) == {"due": "7.94", "forfeited": "0.00", "adjustment": "4.77", "amount": "12.71"}
        assert accounts(money)["carry"] == "-7.57"
        assert faults() == []

    def test_back_and_forth_comes_to_nothing(self, failed: Money) -> None:
        money = failed
        self.corrected(money, "60.00", "80")
        money.release("month", 1)
        self.corrected(money, "59.99", "80", cause="复核维持")
        line = line_of(money.release("month", 2), money.centres[0])
        assert line.adjustment == D("-49382.72")
        assert "carry" not in accounts(money)
        assert faults() == []

    def test_nothing_newer_nothing_twice(self, failed: Money) -> None:
        money = failed
        sheet = ReleaseSheet.objects.get(kind="june")
        with refusal("nothing_newer"):
            corrections.correct_sheet(actor=money.finance, sheet_id=sheet.pk, cause="x", now=NOW)
        self.corrected(money, "60.00", "80")
        with refusal("nothing_newer"):
            corrections.correct_sheet(actor=money.finance, sheet_id=sheet.pk, cause="x", now=NOW)

    def test_an_unchanged_grade_is_followed_without_a_posting(self, failed: Money) -> None:
        money = failed
        before = accounts(money)
        self.corrected(money, "58.00", "81")
        assert accounts(money) == before
        assert faults() == []

    def test_a_corrected_sheet_is_not_reversed(self, failed: Money) -> None:
        money = failed
        self.corrected(money, "60.00", "80")
        with refusal("corrected"):
            money.reverse(ReleaseSheet.objects.get(kind="june"))

    def test_after_the_year_end_it_goes_into_the_next_year(self) -> None:
        money = Money(2)
        money.budget(A, "600000", from_month=12)
        june(money, "90", "80")
        money.release("month", 12)
        money.results("year", "59.99", "80")
        sheet = money.release("year_end")
        money.results("year", "60.00", "80")
        corrections.correct_sheet(actor=money.finance, sheet_id=sheet.pk, cause="申诉成立", now=NOW)
        assert accounts(money)["carry"] == "74074.08"
        assert faults() == []
