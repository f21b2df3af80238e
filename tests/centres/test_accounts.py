"""Accounts through the actions: who may, what is refused, what the trail says."""

from collections.abc import Callable
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.db import IntegrityError, transaction
from django.test import Client

from centres.actions import accounts
from centres.actions.accounts import Scope
from centres.models import Centre, Region, Staff, User
from centres.roles import Role
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry
from tests.factories import CentreFactory

pytestmark = pytest.mark.django_db
Person = Callable[..., User]


def test_a_new_account_has_a_first_password_and_an_entry_without_it(admin: User, county: Region) -> None:
    user, password = accounts.create(
        actor=admin, username="zhou", display_name="周敏", scope=Scope(Role.CLERK, region=county)
    )
    assert user.check_password(password)
    assert user.must_change_password
    entry = AuditEntry.objects.get(action="account.create")
    assert entry.new["role"] == "clerk"
    assert entry.county_code == county.code
    assert password not in f"{entry.before}{entry.after}{entry.object_label}"
    assert "password" not in entry.new


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.SYSADMIN])
def test_only_the_system_administrator_manages_accounts(person: Person, role: str) -> None:
    user, other = person(role), person(Role.CLERK)
    with pytest.raises(NotAllowed):
        accounts.create(actor=user, username="x", display_name="x", scope=Scope(Role.SYSADMIN))
    for act in (accounts.reset_password, accounts.reset_second_factor, accounts.unlock, accounts.reactivate):
        with pytest.raises(NotAllowed):
            act(actor=user, user_id=other.pk)
    with pytest.raises(NotAllowed):
        accounts.deactivate(actor=user, user_id=other.pk, reason="x")
    with pytest.raises(NotAllowed):
        accounts.change(actor=user, user_id=user.pk, display_name="x", scope=Scope(Role.SYSADMIN))


@pytest.mark.parametrize(
    ("role", "gives"),
    [
        (Role.CLERK, {}),
        (Role.CLERK, {"region": "prefecture"}),
        (Role.PREFECTURE, {"region": "county"}),
        (Role.PROVINCE, {"region": "county"}),
        (Role.DIRECTOR, {}),
        (Role.DIRECTOR, {"region": "county"}),
        (Role.CLERK, {"region": "county", "centre": True}),
        (Role.SYSADMIN, {"region": "county"}),
        (Role.STAFF, {"centre": True}),
        ("emperor", {}),
    ],
)
def test_a_scope_that_does_not_fit_is_refused(
    admin: User, county: Region, centre: Centre, role: str, gives: dict[str, Any]
) -> None:
    regions = {"county": county, "prefecture": county.parent}
    scope = Scope(role, regions.get(gives.get("region", "")), centre if gives.get("centre") else None)
    with pytest.raises(Invalid) as refused:
        accounts.create(actor=admin, username="x1", display_name="某", scope=scope)
    assert refused.value.problems
    assert not User.objects.filter(username="x1").exists()


def test_the_database_refuses_such_a_scope_too(person: Person, county: Region) -> None:
    clerk = person(Role.CLERK)
    for values in ({"region": None}, {"role": "director"}, {"role": "sysadmin"}, {"role": "emperor"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=clerk.pk).update(**values)


def test_staff_of_another_centre_is_refused(admin: User, centre: Centre, foreign: Centre) -> None:
    staff = Staff.objects.create(centre=foreign, number="1", name="李珺")
    with pytest.raises(Invalid):
        accounts.create(
            actor=admin, username="x1", display_name="李珺", scope=Scope(Role.STAFF, None, centre, staff)
        )


@pytest.mark.parametrize("name", ["Admin1", "ADMIN1", " admin1 ", "ａｄｍｉｎ1"])
def test_a_name_that_reads_the_same_is_refused(admin: User, county: Region, name: str) -> None:
    scope = Scope(Role.CLERK, region=county)
    accounts.create(actor=admin, username="admin1", display_name="甲", scope=scope)
    with pytest.raises(Invalid, match="没有保存"):
        accounts.create(actor=admin, username=name, display_name="乙", scope=scope)


def test_a_change_is_recorded_old_to_new(admin: User, person: Person, county: Region) -> None:
    clerk = person(Role.CLERK, display_name="周敏")
    accounts.change(
        actor=admin,
        user_id=clerk.pk,
        display_name="周敏",
        scope=Scope(Role.LEADER, region=county),
        reason="任命",
    )
    entry = AuditEntry.objects.get(action="account.change")
    assert (entry.old, entry.new, entry.reason) == ({"role": "clerk"}, {"role": "leader"}, "任命")


def test_nobody_drops_or_closes_the_own_right(admin: User, county: Region) -> None:
    with pytest.raises(Conflict):
        accounts.change(
            actor=admin, user_id=admin.pk, display_name="我", scope=Scope(Role.CLERK, region=county)
        )
    with pytest.raises(Conflict):
        accounts.deactivate(actor=admin, user_id=admin.pk, reason="x")
    with pytest.raises(Conflict):
        accounts.reset_password(actor=admin, user_id=admin.pk)
    accounts.change(actor=admin, user_id=admin.pk, display_name="新名", scope=Scope(Role.SYSADMIN))


def test_closing_takes_a_reason(admin: User, person: Person) -> None:
    clerk = person(Role.CLERK)
    with pytest.raises(Invalid):
        accounts.deactivate(actor=admin, user_id=clerk.pk, reason="  ")
    accounts.deactivate(actor=admin, user_id=clerk.pk, reason="离岗")
    accounts.reactivate(actor=admin, user_id=clerk.pk)
    actions = AuditEntry.objects.order_by("sequence").values_list("action", "reason")
    assert list(actions) == [("account.deactivate", "离岗"), ("account.reactivate", "")]


def test_a_reset_password_works_once_and_must_change(admin: User, person: Person) -> None:
    clerk = person(Role.CLERK)
    password = accounts.reset_password(actor=admin, user_id=clerk.pk)
    clerk.refresh_from_db()
    assert clerk.check_password(password)
    assert clerk.must_change_password
    again = accounts.reset_password(actor=admin, user_id=clerk.pk)
    assert AuditEntry.objects.filter(action="account.reset_password").count() == 2
    assert again != password


def test_unlocking_ends_the_pause(admin: User, person: Person) -> None:
    clerk = person(Role.CLERK)
    for _try in range(5):
        Client().post("/accounts/login/", {"login": clerk.username, "password": "Wrong-word-1"})
    accounts.unlock(actor=admin, user_id=clerk.pk)
    assert not AccessAttempt.objects.exists()
    assert AuditEntry.objects.get(action="account.unlock").new["failures"] == 1


def test_a_merged_centres_people_keep_their_account(admin: User, person: Person, county: Region) -> None:
    other = CentreFactory(county=county)
    director = person(Role.DIRECTOR)
    accounts.change(
        actor=admin, user_id=director.pk, display_name="院长", scope=Scope(Role.DIRECTOR, centre=other)
    )
    director.refresh_from_db()
    assert director.centre == other
