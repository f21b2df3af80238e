"""Scope and capabilities: what each role sees and may, and that nothing leaks across (RULES 13)."""

from collections.abc import Callable

import pytest
from django.http import Http404

from centres import access
from centres.models import Centre, Region, User
from centres.roles import CAPABILITIES, CENTRE_ROLES, COUNTY_ROLES, REGION_ROLES, SYSTEM_ROLES, Role
from records.errors import NotAllowed
from tests.factories import CentreFactory, CountyFactory, PrefectureFactory, ProvinceFactory

pytestmark = pytest.mark.django_db
Person = Callable[..., User]


def test_each_role_has_a_scope_and_capabilities() -> None:
    groups = [CENTRE_ROLES, COUNTY_ROLES, REGION_ROLES, SYSTEM_ROLES]
    assert sorted(role for group in groups for role in group) == sorted(Role.values)
    assert set(CAPABILITIES) == set(Role.values)


@pytest.mark.parametrize("role", sorted(COUNTY_ROLES | REGION_ROLES))
def test_a_county_is_seen_by_its_own_and_those_above(person: Person, county: Region, role: str) -> None:
    user = person(role)
    assert access.county_for(user, county.code) == county


@pytest.mark.parametrize("role", sorted(COUNTY_ROLES))
def test_another_county_is_not_found(person: Person, foreign: Centre, role: str) -> None:
    user = person(role)
    with pytest.raises(Http404):
        access.county_for(user, foreign.county.code)
    with pytest.raises(Http404):
        access.centre_for(user, foreign.code)


@pytest.mark.parametrize("role", sorted(REGION_ROLES))
def test_another_province_is_not_found(person: Person, role: str) -> None:
    elsewhere = ProvinceFactory(code="980000", name="外省")
    city = PrefectureFactory(code="980100", name="外市", parent=elsewhere)
    county = CountyFactory(code="980101", parent=city)
    with pytest.raises(Http404):
        access.county_for(person(role), county.code)


def test_another_prefecture_is_seen_by_the_province_only(person: Person) -> None:
    county = CountyFactory(code="990201", parent=PrefectureFactory(code="990200", name="另一市"))
    assert access.county_for(person(Role.PROVINCE), county.code) == county
    with pytest.raises(Http404):
        access.county_for(person(Role.PREFECTURE), county.code)


@pytest.mark.parametrize("role", sorted(CENTRE_ROLES))
def test_own_centre_only(person: Person, centre: Centre, county: Region, role: str) -> None:
    neighbour = CentreFactory(county=county)
    user = person(role)
    assert list(access.centres_for(user)) == [centre]
    assert list(access.counties_for(user)) == []
    with pytest.raises(Http404):
        access.centre_for(user, neighbour.code)


@pytest.mark.parametrize("role", sorted(SYSTEM_ROLES))
def test_the_systems_roles_see_no_centre(person: Person, centre: Centre, role: str) -> None:
    assert not access.centres_for(person(role)).exists()
    assert not access.counties_for(person(role)).exists()


def test_require(person: Person) -> None:
    access.require(person(Role.CLERK), "score.enter")
    with pytest.raises(NotAllowed):
        access.require(person(Role.LEADER), "score.enter")


def test_a_disabled_account_may_nothing(person: Person) -> None:
    assert not person(Role.CLERK, is_active=False).can("score.enter")


def test_separation_of_duties() -> None:
    """The capabilities that two people share between them are never one role's."""
    apart = [
        ("round.submit", "round.review"),
        ("score.enter", "round.finalise"),
        ("account.manage", "score.read"),
    ]
    for role, capabilities in CAPABILITIES.items():
        for one, other in apart:
            assert not {one, other} <= capabilities, role
    # Checks, filings received and the papers about them are the upper levels' own; the county's rows they only read.
    own = {"check.make", "document.issue_check", "document.withdraw", "filing.receive"}
    for role in (Role.PREFECTURE, Role.PROVINCE, Role.AUDITADMIN):
        assert all(c.endswith((".read", ".export")) for c in CAPABILITIES[role] - own), role
    assert not own & CAPABILITIES[Role.AUDITADMIN]
