"""A release sheet from draft to payment: order, people, staleness, numbers, keys (RULES 9, invariants 4, 6, 18)."""

from decimal import Decimal

import pytest
from django.http import Http404

from centres.roles import Role
from payroll.actions import sheets
from payroll.models import ReleaseLine, ReleaseSheet
from records.errors import Conflict, Invalid, NotAllowed, Refused
from records.models import AuditEntry
from tests.factories import UserFactory
from tests.harness.worlds import kept
from tests.payroll.world import NOW, Money, amounts

pytestmark = pytest.mark.django_db


@kept
def money() -> Money:
    made = Money(2)
    made.budget("1200000", "600000")
    return made


def refusal(code: str):  # type: ignore[no-untyped-def]
    """The block is refused with that code, and no sheet changes."""

    class Refusal:
        def __enter__(self) -> None:
            self.before = list(ReleaseSheet.objects.order_by("pk").values())

        def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
            assert isinstance(error, Refused), f"not refused: {error}"
            assert error.code == code
            assert list(ReleaseSheet.objects.order_by("pk").values()) == self.before
            return True

    return Refusal()


def test_from_draft_to_payment(money: Money) -> None:
    sheet = money.draft("month", 1)
    assert (sheet.state, sheet.number, sheet.total) == ("draft", "", Decimal("120000.00"))
    money.review(sheet)
    paid = money.pay(sheet)
    assert (paid.state, paid.sequence, paid.number) == ("paid", 1, f"{money.region.name[0]}卫拨〔2026〕1号")
    assert len(paid.fingerprint) == 64
    trail = AuditEntry.objects.filter(object_type="payroll.releasesheet").order_by("sequence")
    assert [row.action for row in trail] == ["release.draft", "release.review", "release.pay"]
    assert trail[0].new["lines"] == {
        money.centres[0].code: "80000.00",
        money.centres[1].code: "40000.00",
    }


def test_numbers_follow_the_payments_without_gap(money: Money) -> None:
    first = money.draft("month", 1)
    sheets.delete_draft(actor=money.finance, sheet_id=first.pk)
    assert [sheet.sequence for sheet in money.months(1, 3)] == [1, 2, 3]


class TestOrder:
    def test_a_period_has_one_sheet(self, money: Money) -> None:
        money.draft("month", 1)
        with refusal("sheet_exists"):
            money.draft("month", 1)

    def test_months_follow_one_another(self, money: Money) -> None:
        money.release("month", 1)
        money.review(money.draft("month", 2))
        with refusal("month_before"):
            money.draft("month", 3)

    def test_a_year_that_begins_later(self) -> None:
        late = Money(1)
        late.budget("600000", from_month=7)
        assert amounts(late.release("month", 7)) == ["80000.00"]

    @pytest.mark.parametrize(
        ("kind", "month"), [("month", 0), ("month", 13), ("june", 6), ("year_end", 12), ("award", 0)]
    )
    def test_no_such_period(self, money: Money, kind: str, month: int) -> None:
        with refusal("no_such_period"):
            money.draft(kind, month)

    @pytest.mark.parametrize("kind", ["june", "year_end"])
    def test_a_part_waits_for_its_result(self, money: Money, kind: str) -> None:
        with refusal("not_published"):
            money.draft(kind)

    def test_the_june_part_comes_first(self, money: Money) -> None:
        money.results("june", "90", "80")
        money.results("year", "90", "80")
        with refusal("june_before"):
            money.draft("year_end")
        sheet = money.draft("june")
        with refusal("june_before"):
            money.draft("year_end")
        money.pay(money.review(sheet))
        assert money.release("year_end").state == "paid"

    def test_a_year_without_budgets_and_one_without_a_scheme(self) -> None:
        bare = Money(1)
        with refusal("no_budget"):
            bare.draft("month", 1)
        bare.budget("600000")
        bare.scheme.__class__.objects.update(state="retired")
        with refusal("no_scheme"):
            bare.draft("month", 1)

    def test_nobody_to_pay(self, money: Money) -> None:
        money.results("june", None, None)
        with refusal("no_lines"):
            money.draft("june")


class TestPeople:
    def test_the_maker_does_not_review(self, money: Money) -> None:
        sheet = money.draft("month", 1)
        with refusal("same_person"):
            sheets.review_sheet(actor=money.finance, sheet_id=sheet.pk, now=NOW)
        sheets.review_sheet(actor=money.payer, sheet_id=sheet.pk, now=NOW)

    def test_who_makes_it_anew_is_its_maker(self, money: Money) -> None:
        sheet = money.draft("month", 1)
        sheets.refresh_sheet(actor=money.payer, sheet_id=sheet.pk, now=NOW)
        with refusal("same_person"):
            sheets.review_sheet(actor=money.payer, sheet_id=sheet.pk, now=NOW)

    @pytest.mark.parametrize("role", [r for r in Role if r not in {Role.FINANCE, Role.LEADER}])
    def test_others_do_nothing(self, money: Money, role: Role) -> None:
        sheet = money.draft("month", 1)
        actor = UserFactory(role=role, county=money.region)
        acts = [
            lambda: sheets.draft_sheet(
                actor=actor, county=money.region, year=2026, kind="month", month=2, now=NOW
            ),
            lambda: sheets.refresh_sheet(actor=actor, sheet_id=sheet.pk, now=NOW),
            lambda: sheets.review_sheet(actor=actor, sheet_id=sheet.pk, now=NOW),
            lambda: sheets.send_back_sheet(actor=actor, sheet_id=sheet.pk, remark="x"),
            lambda: sheets.pay_sheet(actor=actor, sheet_id=sheet.pk, key="12345678", now=NOW),
            lambda: sheets.delete_draft(actor=actor, sheet_id=sheet.pk),
        ]
        for act in acts:
            with pytest.raises(NotAllowed):
                act()

    def test_the_leader_reviews_and_never_pays(self, money: Money) -> None:
        sheet = money.review(money.draft("month", 1))
        with pytest.raises(NotAllowed):
            sheets.pay_sheet(actor=money.leader, sheet_id=sheet.pk, key="12345678", now=NOW)

    def test_another_county_finds_nothing(self, money: Money) -> None:
        sheet = money.draft("month", 1)
        other = Money(1)
        with pytest.raises(Http404):
            sheets.review_sheet(actor=other.leader, sheet_id=sheet.pk, now=NOW)


class TestStale:
    """What a sheet rests on changed after it was made: it can't be signed or paid, and the change is named."""

    def stale(self, money: Money, sheet: ReleaseSheet) -> list[str]:
        with pytest.raises(Conflict) as caught:
            money.review(sheet) if sheet.state == "draft" else money.pay(sheet)
        assert caught.value.code == "stale"
        return [f"{problem.place} {problem.value} {problem.message}" for problem in caught.value.problems]

    def test_a_budget(self, money: Money) -> None:
        sheet = money.draft("month", 1)
        money.budget("1800000", None, reason="更正")
        found = self.stale(money, sheet)
        assert f"{money.centres[0].name} 本次实拨 80000.00 现为 120000.00" in found
        fresh = sheets.refresh_sheet(actor=money.finance, sheet_id=sheet.pk, now=NOW)
        assert money.review(fresh).total == Decimal("160000.00")

    def test_a_result_between_review_and_payment(self, money: Money) -> None:
        money.results("june", "90", "80")
        sheet = money.review(money.draft("june"))
        money.results("june", "90", "59.99")
        found = self.stale(money, sheet)
        assert found[0] == "依据结果  考核结果已发布新版本（第2版）"
        assert f"{money.centres[1].name} 等次 良好 现为 不合格" in found
        back = sheets.send_back_sheet(actor=money.leader, sheet_id=sheet.pk, remark="结果已更正")
        assert (back.state, back.remark, back.reviewed_by) == ("draft", "结果已更正", None)
        sheets.refresh_sheet(actor=money.finance, sheet_id=sheet.pk, now=NOW)
        assert money.pay(money.review(sheet)).forfeited == Decimal("24000.00")

    def test_a_centre_that_comes_or_goes(self) -> None:
        money = Money(3)
        money.budget("1200000", "600000", None)
        money.results("june", "90", "80", "70")
        sheet = money.draft("june")
        money.budget(None, None, "600000")
        money.results("june", "90", None, "70")
        found = self.stale(money, sheet)
        assert f"{money.centres[1].name}  现在不应列入本单" in found
        assert f"{money.centres[2].name}  现在应列入本单" in found
        assert "未列入  未列入的卫生院有变化" in found

    def test_another_month_paid_in_between(self, money: Money) -> None:
        money.results("june", "90", "80")
        sheet = money.draft("june")
        money.release("month", 1)
        assert f"{money.centres[0].name} 已按月拨付 0.00 现为 80000.00" in self.stale(money, sheet)


class TestKeys:
    def test_the_same_key_again_is_the_same_answer(self, money: Money) -> None:
        sheet = money.review(money.draft("month", 1))
        first = money.pay(sheet, "key-0001")
        again = money.pay(sheet, "key-0001")
        assert (again.number, again.version) == (first.number, first.version)
        assert AuditEntry.objects.filter(action="release.pay").count() == 1

    def test_another_key_is_refused(self, money: Money) -> None:
        sheet = money.review(money.draft("month", 1))
        money.pay(sheet, "key-0001")
        with refusal("wrong_state"):
            money.pay(sheet, "key-0002")

    def test_a_key_pays_one_sheet(self, money: Money) -> None:
        money.pay(money.review(money.draft("month", 1)), "key-0001")
        second = money.review(money.draft("month", 2))
        with refusal("key_used"):
            money.pay(second, "key-0001")

    @pytest.mark.parametrize("key", ["", "short", "x" * 65])
    def test_no_key_no_payment(self, money: Money, key: str) -> None:
        sheet = money.review(money.draft("month", 1))
        with refusal("key_missing"):
            sheets.pay_sheet(actor=money.payer, sheet_id=sheet.pk, key=key, now=NOW)


class TestStates:
    def test_a_draft_is_not_paid_and_not_sent_back(self, money: Money) -> None:
        sheet = money.draft("month", 1)
        with refusal("wrong_state"):
            money.pay(sheet)
        with refusal("wrong_state"):
            sheets.send_back_sheet(actor=money.leader, sheet_id=sheet.pk, remark="x")

    def test_a_signed_sheet_is_not_deleted_or_made_anew(self, money: Money) -> None:
        sheet = money.review(money.draft("month", 1))
        for act in (sheets.delete_draft, lambda **v: sheets.refresh_sheet(**v, now=NOW)):
            with refusal("wrong_state"):
                act(actor=money.finance, sheet_id=sheet.pk)  # type: ignore[operator]

    @pytest.mark.parametrize("remark", ["", "  ", "x" * 201])
    def test_sending_back_says_why(self, money: Money, remark: str) -> None:
        sheet = money.review(money.draft("month", 1))
        with pytest.raises(Invalid):
            sheets.send_back_sheet(actor=money.leader, sheet_id=sheet.pk, remark=remark)

    def test_a_deleted_draft_leaves_its_trail(self, money: Money) -> None:
        sheet = money.draft("month", 1)
        sheets.delete_draft(actor=money.finance, sheet_id=sheet.pk)
        assert not ReleaseLine.objects.exists()
        assert AuditEntry.objects.get(action="release.delete").old["total"] == "120000.00"

    def test_another_sheet_than_the_one_seen(self, money: Money) -> None:
        sheet = money.draft("month", 1)
        sheets.refresh_sheet(actor=money.finance, sheet_id=sheet.pk, now=NOW)
        with refusal("changed"):
            sheets.review_sheet(actor=money.leader, sheet_id=sheet.pk, now=NOW, expected_version=1)


def test_a_paid_sheet_stays_when_its_round_is_reopened(money: Money) -> None:
    money.results("june", "90", "59.99")
    sheet = money.release("june")
    kept = list(ReleaseLine.objects.filter(sheet=sheet).order_by("pk").values())
    money.results("june", "50", "95")
    assert list(ReleaseLine.objects.filter(sheet=sheet).order_by("pk").values()) == kept
    fresh = ReleaseSheet.objects.get(pk=sheet.pk)
    assert (fresh.total, fresh.fingerprint) == (sheet.total, sheet.fingerprint)
