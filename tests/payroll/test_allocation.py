"""A source's money by a standard: the split is exact, the preview writes nothing, and what is saved is what was seen."""

import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from centres.models import Centre
from payroll.actions.allocating import Standard, allocate, fingerprint, preview_allocation
from payroll.models import Budget, BudgetPortion
from records.errors import Conflict, Invalid, Refused
from tests.factories import UserFactory
from tests.harness.worlds import kept
from tests.payroll.world import NOW, Money, faults, sources

pytestmark = pytest.mark.django_db


@kept
def money() -> Money:
    """Three centres with 30, 20 and 10 of staff, 9,999, 20,000 and 1 people."""
    made = Money(3)
    for centre, staff, people in zip(made.centres, (30, 20, 10), (9999, 20000, 1), strict=True):
        Centre.objects.filter(pk=centre.pk).update(staff_count=staff, population=people)
    return made


def standard(basis: str, amount: str, *, whole: bool = False, source: str = "province") -> Standard:
    return Standard(source, basis, Decimal(amount), whole, "省财社〔2026〕9号")


@pytest.mark.parametrize(
    ("basis", "amount", "whole", "shares"),
    [
        ("staff", "1200.55", False, ["36016.50", "24011.00", "12005.50"]),
        ("population", "3.33", False, ["33296.67", "66600.00", "3.33"]),
        ("staff", "100000.00", True, ["50000.00", "33333.33", "16666.67"]),
        ("population", "100.00", True, ["33.33", "66.67", "0.00"]),
        ("staff", "0.01", True, ["0.01", "0.00", "0.00"]),
    ],
)
def test_shares_by_hand(money: Money, basis: str, amount: str, whole: bool, shares: list[str]) -> None:
    rows = preview_allocation(money.region, 2026, standard(basis, amount, whole=whole))
    assert [f"{one.after:f}" for one in rows] == shares
    assert all(one.step.zh and one.step.en for one in rows)
    assert not whole or sum(one.after for one in rows) == Decimal(amount)
    assert not Budget.objects.exists()


def give(money: Money, asked: Standard, **more: Any) -> None:
    allocate(
        actor=money.finance, county=money.region, year=2026, standard=asked, reason="追加", now=NOW, **more
    )


def portions(money: Money) -> list[tuple[str, str]]:
    """By centre: what each source gives by the newest decision."""
    rows = BudgetPortion.objects.filter(revision__budget__county=money.region).select_related(
        "revision__budget__centre"
    )
    newest = [row for row in rows if row.revision.number == row.revision.budget.version]
    newest.sort(key=lambda row: (row.revision.budget.centre.code, row.source))
    return [(row.source, f"{row.amount:f}") for row in newest]


def test_other_sources_stay_and_the_ledger_follows(money: Money) -> None:
    sources(money, {"county": "1000"}, {"county": "2000"}, {"county": "3000"})
    give(money, standard("staff", "100000.00", whole=True))
    assert portions(money) == [
        *(("county", "1000.00"), ("province", "50000.00")),
        *(("county", "2000.00"), ("province", "33333.33")),
        *(("county", "3000.00"), ("province", "16666.67")),
    ]
    assert [f"{one.amount:f}" for one in Budget.objects.order_by("centre__code")] == [
        *("51000.00", "35333.33", "19666.67")
    ]
    assert faults() == []


def test_the_same_again_is_no_change(money: Money) -> None:
    give(money, standard("staff", "100000.00", whole=True))
    give(money, standard("staff", "100000.00", whole=True))
    assert set(Budget.objects.values_list("version", flat=True)) == {1}


def test_what_is_saved_is_what_was_seen(money: Money) -> None:
    asked = standard("staff", "100000.00", whole=True)
    seen = fingerprint(preview_allocation(money.region, 2026, asked))
    Centre.objects.filter(pk=money.centres[0].pk).update(staff_count=31)
    with pytest.raises(Conflict) as refused:
        give(money, asked, seen=seen)
    assert (refused.value.code, Budget.objects.exists()) == ("changed", False)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (standard("staff", "-1"), "amount"),
        (standard("beds", "1"), "no_such_standard"),
        (standard("staff", "1", source="moon"), "no_such_standard"),
    ],
)
def test_what_can_not_be(money: Money, asked: Standard, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        preview_allocation(money.region, 2026, asked)
    assert refused.value.code == code


def test_nobody_has_a_head(money: Money) -> None:
    Centre.objects.update(staff_count=0)
    with pytest.raises(Invalid, match="无法按此标准分配"):
        preview_allocation(money.region, 2026, standard("staff", "100", whole=True))


def test_only_finance_allocates(money: Money) -> None:
    with pytest.raises(Refused):
        allocate(
            actor=money.leader,
            county=money.region,
            year=2026,
            standard=standard("staff", "1"),
            reason="",
            now=NOW,
        )


class TestPage:
    def typed(self, money: Money, **more: str) -> dict[str, str]:
        return {
            "source": "province", "basis": "staff", "whole": "1", "amount": "100,000.00", "from_month": "1",
            "document": "省财社〔2026〕9号", "dated": "2026-01-05", "reason": "", "step": "preview", **more,
        }  # fmt: skip

    def test_preview_and_save(self, client: Client, money: Money) -> None:
        client.force_login(money.finance)
        address = reverse("payroll:allocation", args=[money.region.code, 2026])
        seen = client.post(address, self.typed(money))
        assert (seen.status_code, Budget.objects.exists()) == (200, False)
        assert "33,333.33" in seen.content.decode()
        saved = client.post(address, self.typed(money, step="save", seen=seen.context["seen"]))
        assert saved.headers["Location"] == reverse("payroll:budgets", args=[money.region.code, 2026])
        assert portions(money)[1] == ("province", "33333.33")
        assert str(BudgetPortion.objects.first().dated) == "2026-01-05"  # type: ignore[union-attr]

    def test_typed_by_hand(self, client: Client, money: Money) -> None:
        """What isn't typed stays as it was; what can't be read is named with its centre."""
        sources(money, {"province": "10"}, {"province": "20"}, {"county": "30"})
        client.force_login(money.finance)
        address = reverse("payroll:allocation", args=[money.region.code, 2026])
        field = f"typed-{money.centres[0].pk}"
        data = self.typed(money, basis="typed", amount="", reason="核增", **{field: "1,234.56"})
        seen = client.post(address, data)
        assert seen.status_code == 200
        client.post(address, {**data, "step": "save", "seen": seen.context["seen"]})
        assert portions(money) == [("province", "1234.56"), ("province", "20.00"), ("county", "30.00")]
        wrong = client.post(address, {**data, field: "一千"})
        assert wrong.status_code == 422
        assert money.centres[0].name in wrong.content.decode()

    def test_what_is_missing_is_asked_for(self, client: Client, money: Money) -> None:
        client.force_login(money.finance)
        address = reverse("payroll:allocation", args=[money.region.code, 2026])
        answer = client.post(address, self.typed(money, amount=""))
        assert (answer.status_code, Budget.objects.exists()) == (422, False)
        assert "请填写每人标准或总额" in answer.content.decode()
        stale = client.post(address, self.typed(money, step="save", seen="0" * 32))
        assert (stale.status_code, Budget.objects.exists()) == (422, False)

    def test_another_county_and_another_role(self, client: Client, money: Money) -> None:
        address = reverse("payroll:allocation", args=[money.region.code, 2026])
        client.force_login(money.leader)
        assert client.post(address, self.typed(money)).status_code == 403
        client.force_login(UserFactory(role=money.finance.role))
        assert client.get(address).status_code == 404
        client.logout()
        assert client.get(address).status_code == 302


class TestCommand:
    def run(self, money: Money, *more: str) -> dict[str, Any]:
        out = StringIO()
        call_command(
            "allocate_budgets", "--county", money.region.code, "--year", "2026", "--source", "province",
            "--basis", "staff", "--as", money.finance.username, "--json", *more, stdout=out,
        )  # fmt: skip
        found: dict[str, Any] = json.loads(out.getvalue())
        return found

    def test_shown_and_saved(self, money: Money) -> None:
        shown = self.run(money, "--amount", "100000", "--whole", "--dry-run")
        assert (shown["saved"], shown["total"], Budget.objects.exists()) == (False, "100000.00", False)
        saved = self.run(money, "--amount", "100000", "--whole")
        assert [one["after"] for one in saved["shares"]] == ["50000.00", "33333.33", "16666.67"]
        assert portions(money)[2] == ("province", "16666.67")

    def test_an_amount_that_is_none(self, money: Money) -> None:
        with pytest.raises((CommandError, SystemExit)):
            self.run(money, "--amount", "many")
