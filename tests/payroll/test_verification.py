"""`verify` finds a fen that is off, and names where: faults are planted behind lifted guards."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db.models import F, Value

from payroll.models import Budget, BudgetRevision, ReleaseLine, ReleaseSheet
from records import guards, verification
from records.fields import MoneyField
from tests.factories import CentreFactory
from tests.harness.worlds import kept
from tests.payroll.world import A, Money

pytestmark = pytest.mark.django_db
NAMES = [
    "money_balances", "money_sums", "money_lines", "money_numbers", "money_plans",
    "money_decisions", "money_recomputed", "money_trails", "money_people",
]  # fmt: skip


@kept
def money() -> Money:
    """Two centres, two months and the June part paid, a revision after it."""
    made = Money(2)
    made.budget(A, "600000")
    made.months(1, 2)
    made.results("june", "59.99", "80")
    made.release("june")
    made.budget("1300000", None, from_month=3, reason="追加")
    made.release("month", 3)
    return made


def found() -> dict[str, list[str]]:
    return {one.check.name: list(one.faults) for one in verification.run(NAMES) if one.faults}


def test_a_right_year_has_no_fault(money: Money) -> None:
    assert found() == {}


def plant(model: type, **values: object) -> Callable[[], None]:
    return lambda: model.objects.filter(pk=model.objects.order_by("-pk")[0].pk).update(**values)  # type: ignore[attr-defined]


def fewer_fen() -> None:
    """A lost remainder that still adds up in its line and its sheet."""
    line = ReleaseLine.objects.filter(sheet__kind="month").order_by("pk")[0]
    fen = Value(Decimal("0.01"), MoneyField())
    change = {"due": F("due") - fen, "amount": F("amount") - fen}
    ReleaseLine.objects.filter(pk=line.pk).update(**change)
    ReleaseSheet.objects.filter(pk=line.sheet_id).update(total=F("total") - fen)


def wrong_county() -> None:
    stranger = CentreFactory()
    ReleaseLine.objects.filter(pk=ReleaseLine.objects.order_by("-pk")[0].pk).update(centre=stranger)


FAULTS: dict[str, tuple[Callable[[], None], set[str]]] = {
    "a lost fen": (fewer_fen, {"money_balances", "money_sums", "money_recomputed", "money_trails"}),
    "a total": (plant(ReleaseSheet, total=1), {"money_sums", "money_trails"}),
    "a fingerprint": (plant(ReleaseSheet, fingerprint="0" * 64), {"money_sums", "money_trails"}),
    "a number": (plant(ReleaseSheet, number="x"), {"money_sums", "money_numbers", "money_trails"}),
    "a gap": (plant(ReleaseSheet, sequence=9), {"money_numbers"}),
    "a grade": (plant(ReleaseLine, grade_name="优秀"), {"money_sums", "money_recomputed"}),
    "a budget": (plant(Budget, amount=1), {"money_decisions", "money_trails"}),
    "a decision": (
        plant(BudgetRevision, amount=1),
        {"money_balances", "money_decisions", "money_recomputed"},
    ),
    "a decision's number": (plant(BudgetRevision, number=9), {"money_decisions", "money_recomputed"}),
    "another county's centre": (wrong_county, {"money_balances", "money_lines", "money_recomputed"}),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(money: Money, name: str) -> None:
    plant_it, expected = FAULTS[name]
    with guards.lifted():
        plant_it()
        assert set(found()) == expected


def test_a_fault_names_its_place(money: Money) -> None:
    with guards.lifted():
        fewer_fen()
        said = found()["money_recomputed"]
    assert said[:2] == [
        f"{money.region} 2026年1月按月拨付 {money.region.name[0]}卫拨〔2026〕1号 "
        f"{money.centres[0]} {column} '82304.52' 现为 82304.53"
        for column in ("应拨或应兑现", "本次实拨")
    ]
