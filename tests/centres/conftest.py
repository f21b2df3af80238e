"""People of one county and a stranger, signed in by their role."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from centres.models import Centre, Region, User
from centres.roles import Role
from tests.factories import CentreFactory, CountyFactory, UserFactory
from tests.harness.worlds import kept

PASSWORD = "Pass-word-2026"
Signed = Callable[[User], Client]


@kept
def county() -> Region:
    return CountyFactory()


@kept
def centre(county: Region) -> Centre:
    return CentreFactory(county=county)


@kept
def foreign() -> Centre:
    """A centre of another county."""
    return CentreFactory()


@pytest.fixture
def person(county: Region, centre: Centre) -> Callable[..., User]:
    """An account of a role in the county (or its centre)."""

    def made(role: str, **values: Any) -> User:
        place = {"centre": centre} if role in (Role.DIRECTOR, Role.STAFF) else {"county": county}
        return UserFactory(role=role, **{**place, **values})

    return made


@pytest.fixture
def signed() -> Signed:
    """A client with the account's session."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def admin(person: Callable[..., User]) -> User:
    return person(Role.SYSADMIN)
