"""Every admin screen for every role: 200 or 403 as its capability says, the scope kept, nothing addable past actions."""

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centres.roles import Role
from records.admin_base import OfficeModelAdmin
from tests.factories import County, UserFactory
from tests.harness.worlds import kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_refusals")]


def screens() -> list[tuple[Any, OfficeModelAdmin]]:
    return [(model, one) for model, one in admin.site._registry.items() if isinstance(one, OfficeModelAdmin)]


def address(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def allowed(user: Any, capability: str | tuple[str, ...]) -> bool:
    names = (capability,) if isinstance(capability, str) else capability
    return any(name and user.can(name) for name in names)


@kept
def own() -> County:
    """One of two counties with a published year each."""
    made, other = County(size=2), County(size=2)
    for county in (made, other):
        county.year(["90", "50"], ["91", "52"])
    return made


@pytest.mark.parametrize("role", Role.values)
def test_a_role_opens_what_its_capability_says_and_no_row_of_another_county(
    client: Client, own: County, role: str
) -> None:
    user = UserFactory(role=role, county=own.region)
    client.force_login(user)
    for model, screen in screens():
        may = allowed(user, screen.view_capability)
        answer = client.get(address(model, "changelist"))
        assert answer.status_code == (200 if may else 403), model
        may_add = allowed(user, screen.add_capability)
        assert client.get(address(model, "add")).status_code == (200 if may_add else 403), model
        visible = (
            set(screen.in_scope(model._default_manager.all(), user).values_list("pk", flat=True))
            if may
            else set()
        )
        for pk in model._default_manager.order_by("pk").values_list("pk", flat=True)[:6]:
            status = client.get(address(model, "change", pk)).status_code
            # 302: to the list with "not found", or to the page that shows such an object.
            expected = {200, 302} if pk in visible else ({302, 404} if may else {302, 403, 404})
            assert status in expected, (model, pk, status)


def test_a_list_asks_the_same_queries_for_twice_the_rows(client: Client) -> None:
    small, large = County(size=2), County(size=4)
    counts: list[dict[str, int]] = []
    for county in (small, large):
        county.year(
            ["90", "50", "70", "60"][: len(county.centres)], ["90", "50", "70", "60"][: len(county.centres)]
        )
        client.force_login(county.leader)
        counts.append({})
        for model, screen in screens():
            if not allowed(county.leader, screen.view_capability):
                continue
            client.get(address(model, "changelist"))
            with CaptureQueriesContext(connection) as queries:
                client.get(address(model, "changelist"))
            counts[-1][model.__name__] = len(queries)
    assert counts[0] == counts[1]


def test_the_index_lists_the_screens_of_the_account_and_no_other_page_asks_for_them(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = UserFactory(role=Role.CLERK)
    client.force_login(user)
    page = client.get("/admin/")
    listed = {screen["model"] for app in page.context["app_list"] for screen in app["models"]}
    assert listed == {model for model, screen in screens() if allowed(user, screen.view_capability)}
    for app in page.context["app_list"]:
        names = [screen["name"] for screen in app["models"]]
        assert names == sorted(names)
        assert names[0] in page.content.decode()
    monkeypatch.setattr(admin.site, "_build_app_dict", None)
    assert client.get("/admin/centres/centre/").status_code == 200
