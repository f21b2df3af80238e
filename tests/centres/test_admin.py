"""The admin asks `can`, shows what is in scope, writes through actions, and can't do what they forbid."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from centres.models import Centre, DirectorTerm, Staff, User
from centres.roles import Role
from records.admin_base import OfficeModelAdmin
from records.models import AuditEntry
from tests.factories import CentreFactory

pytestmark = pytest.mark.django_db
Person = Callable[..., User]
Signed = Callable[[User], Client]
CENTRES = "/admin/centres/centre/"
READERS = {Role.CLERK, Role.LEADER, Role.FINANCE, Role.PREFECTURE, Role.PROVINCE}


def values(centre: Centre, **changes: Any) -> dict[str, Any]:
    """The form's fields as they stand, and changes."""
    kept = {
        "county": centre.county_id,
        "code": centre.code,
        "name": centre.name,
        "kind": centre.kind,
        "staffing_quota": centre.staffing_quota,
        "staff_count": centre.staff_count,
        "population": centre.population,
        "_version": centre.version,
    }
    inlines = {}
    for prefix in ("director_terms", "aliases"):
        inlines |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    return {**kept, **inlines, **changes}


def test_every_screen_is_ours_and_none_saves_by_itself() -> None:
    for model, screen in admin.site._registry.items():
        assert isinstance(screen, OfficeModelAdmin), model
        assert type(screen).save_model is OfficeModelAdmin.save_model, model
        assert type(screen).delete_model is OfficeModelAdmin.delete_model, model
        for capability in ("view_capability", "add_capability", "change_capability", "delete_capability"):
            assert isinstance(getattr(screen, capability), (str, tuple)), model
        assert screen.view_capability, model


def test_nobody_is_a_superuser(person: Person, signed: Signed) -> None:
    clerk = person(Role.CLERK, is_superuser=True, is_staff=True)
    client = signed(clerk)
    assert client.get("/admin/centres/user/").status_code == 403
    assert client.get("/admin/auth/group/").status_code == 404


@pytest.mark.parametrize("role", Role.values)
def test_who_opens_the_list_of_centres(person: Person, signed: Signed, centre: Centre, role: str) -> None:
    client = signed(person(role))
    expected = 200 if role in READERS else 403
    assert client.get(CENTRES).status_code == expected
    assert client.get(f"{CENTRES}{centre.pk}/change/").status_code == expected
    assert client.get(f"{CENTRES}add/").status_code == (200 if role == Role.CLERK else 403)
    assert client.post(f"{CENTRES}{centre.pk}/change/", values(centre, population=1)).status_code == (
        302 if role == Role.CLERK else 403
    )
    assert client.post(f"{CENTRES}{centre.pk}/delete/", {"post": "yes"}).status_code == 403


def test_another_countys_centre_is_not_there(person: Person, signed: Signed, foreign: Centre) -> None:
    client = signed(person(Role.CLERK))
    assert foreign.name not in client.get(CENTRES).content.decode()
    for page in ("change", "history", "delete"):
        answer = client.get(f"{CENTRES}{foreign.pk}/{page}/")
        assert answer.status_code in (302, 403, 404), page
        assert foreign.name not in answer.content.decode()


def test_a_form_offers_only_what_is_in_scope(
    person: Person, signed: Signed, centre: Centre, foreign: Centre
) -> None:
    client = signed(person(Role.CLERK))
    page = client.get("/admin/centres/staff/add/").content.decode()
    assert centre.name in page
    assert foreign.name not in page
    posted = client.post("/admin/centres/staff/add/", {"centre": foreign.pk, "number": "1", "name": "李"})
    assert posted.status_code == 200
    assert not Staff.objects.exists()


def test_a_filter_lists_only_what_is_visible(person: Person, signed: Signed, foreign: Centre) -> None:
    Staff.objects.create(centre=foreign, number="1", name="李")
    assert foreign.name not in signed(person(Role.CLERK)).get("/admin/centres/staff/").content.decode()


def test_a_change_goes_through_the_action(person: Person, signed: Signed, centre: Centre) -> None:
    client = signed(person(Role.CLERK))
    client.post(f"{CENTRES}{centre.pk}/change/", values(centre, population=31_000))
    entry = AuditEntry.objects.get(action="centre.save")
    assert entry.new == {"population": 31000}
    history = client.get(f"{CENTRES}{centre.pk}/history/").content.decode()
    assert "31000" in history
    assert "服务人口" in history


def test_the_second_of_two_editors_keeps_what_was_typed(
    person: Person, signed: Signed, centre: Centre
) -> None:
    client = signed(person(Role.CLERK))
    client.post(f"{CENTRES}{centre.pk}/change/", values(centre, population=31_000))
    answer = client.post(f"{CENTRES}{centre.pk}/change/", values(centre, population=45_678))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "他人修改" in page
    assert "45678" in page
    assert Centre.objects.get(pk=centre.pk).population == 31_000


def test_what_the_rules_refuse_is_an_error_of_the_form(
    person: Person, signed: Signed, centre: Centre
) -> None:
    CentreFactory(county=centre.county, name="东乡卫生院")
    answer = signed(person(Role.CLERK)).post(
        f"{CENTRES}{centre.pk}/change/", values(centre, name="东 乡卫生院")
    )
    assert answer.status_code == 422
    assert "重名" in answer.content.decode()


def test_a_new_centre(person: Person, signed: Signed, county: Any) -> None:
    new = Centre(county=county, code="LJ77", name="白水镇卫生院")
    answer = signed(person(Role.CLERK)).post(f"{CENTRES}add/", values(new, _version=""))
    assert answer.status_code == 302
    assert Centre.objects.get(code="LJ77").version == 1


def test_bank_accounts_are_for_those_who_need_them(person: Person, signed: Signed, centre: Centre) -> None:
    Centre.objects.filter(pk=centre.pk).update(bank_account="6222000011112222")
    shown = {
        role: "6222000011112222" in signed(person(role)).get(f"{CENTRES}{centre.pk}/change/").content.decode()
        for role in READERS
    }
    assert {role for role, seen in shown.items() if seen} == {Role.CLERK, Role.FINANCE}


def test_a_term_is_removed_by_the_action(person: Person, signed: Signed, centre: Centre) -> None:
    staff = Staff.objects.create(centre=centre, number="1", name="李珺")
    term = DirectorTerm.objects.create(centre=centre, staff=staff, started_on="2026-01-01")
    client = signed(person(Role.CLERK))
    client.post(f"/admin/centres/directorterm/{term.pk}/delete/", {"post": "yes"})
    assert not DirectorTerm.objects.exists()
    assert AuditEntry.objects.get(action="directorterm.remove").old["started_on"] == "2026-01-01"


def test_accounts_lead_to_their_own_page(admin: User, signed: Signed) -> None:
    client = signed(admin)
    assert client.get("/admin/centres/user/").status_code == 200
    answer = client.get(f"/admin/centres/user/{admin.pk}/change/")
    assert answer.headers["Location"] == f"/centres/accounts/{admin.pk}/"
    assert client.get("/admin/centres/user/add/").status_code == 403


def test_queries_of_a_list_do_not_grow(
    person: Person, signed: Signed, county: Any, django_assert_max_num_queries: Any
) -> None:
    client = signed(person(Role.CLERK))
    for _number in range(20):
        centre = CentreFactory(county=county)
        Staff.objects.create(centre=centre, number="1", name="李")
    with django_assert_max_num_queries(14):
        client.get("/admin/centres/staff/")
