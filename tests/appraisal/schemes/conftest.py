"""Accounts of every role, each with the scope that it needs."""

from collections.abc import Callable

import pytest

from centres.models import Centre, User
from centres.roles import CENTRE_ROLES
from tests.records.people import county, user


@pytest.fixture
def make_user() -> Callable[[str], User]:
    def make(role: str) -> User:
        place = county()
        if role in CENTRE_ROLES:
            centre, _made = Centre.objects.get_or_create(
                code="360123001", defaults={"county": place, "name": "东乡镇卫生院"}
            )
            return user(role, centre=centre)
        assert place.parent is not None
        region = {"prefecture": place.parent, "province": place.parent.parent}.get(role)
        return user(role, **({"region": region} if region else {}))

    return make
