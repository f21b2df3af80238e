"""Addresses that nobody's link leads to: numbers no row can have, and questions that a page doesn't know."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter

from centres.roles import Role
from tests.config.test_pages import ADDRESSES, signed

pytestmark = pytest.mark.django_db
ODD = {
    "page": "99999999999999999999",
    "year": "10000",
    "round": "99999999999999999999",
    "centre": "-1",
    "on": "2026-02-30",
    "as_of": "0001-01-01",
    "q": "%'\"\u202e" + "长" * 300,
    "sort": "..",
    "nobody": "knows",
}


def patterns(within: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in within:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns)
        else:
            yield one


def test_no_address_of_ours_takes_a_number_beyond_a_rows_key() -> None:
    taking = {
        str(one.pattern)
        for one in patterns(get_resolver().url_patterns)
        if any(type(part) is IntConverter for part in one.pattern.converters.values())
        and not getattr(one.callback, "__module__", "").startswith("allauth.")
    }
    assert taking == set()


@pytest.mark.parametrize("address", ["/appraisal/rounds/%s/centres/C1/evidence/", "/documents/%s/"])
def test_a_number_beyond_a_rows_key_is_not_found(address: str) -> None:
    assert signed(Role.LEADER).get(address % ("9" * 20)).status_code == 404
    assert signed(Role.LEADER).get(address % ("9" * 18)).status_code == 404


@pytest.mark.parametrize("role", [Role.LEADER, Role.FINANCE, Role.SYSADMIN])
@pytest.mark.usefixtures("bare_refusals")
def test_odd_questions_are_answered(role: str) -> None:
    client, asked = signed(role), 0
    for address in ADDRESSES:
        if "/1" in address or "/x" in address:
            continue
        answer = client.get(f"{address}?{urlencode(ODD)}")
        assert answer.status_code < 500, address
        asked += answer.status_code == 200
    assert asked > 10
