"""Money in the admin: seen and exported in scope, written by nobody."""

import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from centres.roles import Role
from payroll.models import Budget, BudgetRevision, ReleaseLine, ReleaseSheet, SubsidyYear
from records.models import AuditEntry
from tests.factories import UserFactory
from tests.harness.worlds import kept
from tests.payroll.world import Money

pytestmark = pytest.mark.django_db
MODELS = [SubsidyYear, Budget, BudgetRevision, ReleaseSheet, ReleaseLine]


def address(model: type, verb: str, *keys: object) -> str:
    return reverse(f"admin:payroll_{model._meta.model_name}_{verb}", args=keys)  # type: ignore[attr-defined]


@kept
def money() -> Money:
    made, other = Money(2), Money(1)
    for one in (made, other):
        one.budget(*["600000"] * len(one.centres))
        one.release("month", 1)
    return made


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_rows_are_those_in_scope(client: Client, money: Money, model: type) -> None:
    client.force_login(money.finance)
    rows = client.get(address(model, "changelist")).context["cl"].queryset
    assert 0 < rows.count() < model.objects.count()  # type: ignore[attr-defined]
    assert client.get(address(model, "change", rows[0].pk)).status_code == 200
    hidden = model.objects.exclude(pk__in=[row.pk for row in rows])[0]  # type: ignore[attr-defined]
    assert client.get(address(model, "change", hidden.pk)).status_code == 302


@pytest.mark.parametrize("model", MODELS)
def test_nobody_writes_here(client: Client, money: Money, model: type) -> None:
    client.force_login(money.finance)
    before = list(model.objects.values())  # type: ignore[attr-defined]
    row = client.get(address(model, "changelist")).context["cl"].queryset[0]
    assert client.get(address(model, "add")).status_code == 403
    assert client.post(address(model, "change", row.pk), {"amount": "1"}).status_code == 403
    assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert list(model.objects.values()) == before  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", [Role.CLERK, Role.DIRECTOR, Role.STAFF, Role.SYSADMIN, Role.AUDITADMIN])
@pytest.mark.parametrize("model", MODELS)
def test_who_reads_no_money_finds_none(client: Client, money: Money, role: Role, model: type) -> None:
    scope = {} if role in {Role.SYSADMIN, Role.AUDITADMIN} else {"county": money.region}
    client.force_login(UserFactory(role=role, **scope))
    assert client.get(address(model, "changelist")).status_code in {302, 403}


def test_an_export_is_plain_figures_and_on_record(client: Client, money: Money) -> None:
    client.force_login(money.finance)
    answer = client.post(
        address(ReleaseLine, "export"), {"format": "0", "releaselineresource_id": "on"} | FIELDS
    )
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active.values)
    shown = [row for row in rows if money.centres[0].name in row]
    assert len(shown) == 1
    assert 40000 in shown[0]
    assert AuditEntry.objects.filter(action="export.releaseline").count() == 1


FIELDS = {
    f"releaselineresource_{name}": "on"
    for name in ("sheet", "code", "name", "budget", "due", "forfeited", "adjustment", "amount")
}


def test_budgets_are_imported_by_their_own_page(client: Client, money: Money) -> None:
    client.force_login(money.finance)
    assert "/budgets/" in client.get(address(Budget, "import")).headers["Location"]
