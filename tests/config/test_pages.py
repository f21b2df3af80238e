"""Home, frame, theme, languages, readiness, and every address: nothing for strangers, no error for anybody."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from centres.roles import Role
from config.navigation import items_for, paired
from records import guards
from records.navigation import HomeCard
from tests.config.address_table import ACTS, PAGES
from tests.factories import CountyFactory, UserFactory

pytestmark = pytest.mark.django_db
SAMPLES = {
    "int": "1",
    "key": "1",
    "year": "2026",
    "str": "x",
    "slug": "x",
    "path": "x",
    "uuid": "0" * 8,
    "": "x",
}
ARGUMENT = re.compile(r"<(?:(\w+):)?\w+>")
OPEN = {
    "/healthz",
    "/accounts/login/",
    "/accounts/first-sign-in/",
    "/accounts/inactive/",
    "/i18n/setlang/",
    "/theme/",
    # Whether a paper is genuine is for whoever holds it to ask.
    "/documents/check/",
    "/documents/check/x",
}


def signed(role: str, **values: Any) -> Client:
    client = Client()
    client.force_login(UserFactory(role=role, **values))
    return client


def addresses(
    patterns: list[URLPattern | URLResolver], prefix: str = "/", space: str = ""
) -> Iterator[tuple[str, str]]:
    """Every address of the installation, with a sample for each argument, and its name."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, route, inner)
        elif "(?P" not in route and "^" not in route:
            yield ARGUMENT.sub(lambda found: SAMPLES[found.group(1) or ""], route), f"{space}{pattern.name}"


# Of two routes with the same sample, the first is what a request meets.
NAMES = dict(reversed([*addresses(get_resolver().url_patterns)]))
ADDRESSES = sorted(NAMES)
# What tests/config/test_addresses.py asks for each role on SQLite, of things that are there and of others'.
TABLED = {entry.name for entry in (*PAGES, *ACTS)}


def due(address: str, role: str) -> bool:
    """Whether the walk below is to open it: on SQLite what no other walk opens for the role, else everything."""
    if address == "/accounts/logout/" or (address.startswith("/admin/") and role != Role.SYSADMIN):
        return False
    return connection.vendor != "sqlite" or NAMES[address] not in TABLED


def test_each_database_has_its_walk() -> None:
    """Nobody's address is left out: what isn't due here on SQLite stands in the table."""
    left = {NAMES[address] for address in ADDRESSES if not due(address, Role.SYSADMIN)} - TABLED
    assert left == {"account_logout"}
    assert connection.vendor == "sqlite" or len([one for one in ADDRESSES if due(one, Role.SYSADMIN)]) > 150


def test_addresses_are_found() -> None:
    assert {"/", "/healthz", "/admin/centres/centre/", "/centres/accounts/1/edit/"} <= set(ADDRESSES)


@pytest.mark.usefixtures("bare_refusals")
def test_strangers_see_the_entrance_only() -> None:
    client, seen = Client(), {}
    for address in ADDRESSES:
        answer = client.get(address)
        turned = answer.status_code == 302 and answer.headers["Location"].startswith(
            ("/accounts/log", "/admin/login")
        )
        if not turned and answer.status_code not in (401, 404, 405):
            seen[address] = answer.status_code
    assert {address for address in seen if seen[address] == 200} <= OPEN
    assert set(seen) <= OPEN | {"/accounts/second-factor/sign-in/", "/accounts/logout/", "/admin/logout/"}


@pytest.mark.usefixtures("bare_refusals")
@pytest.mark.parametrize("role", Role.values)
def test_no_address_errs_for_anybody(role: str) -> None:
    """The admin's screens for one role: tests/config/test_admin_walk.py opens them for each.

    The pages of refusals, which are the same at every address, are asked for below.
    """
    client = signed(role)
    wrong = {}
    for address in (one for one in ADDRESSES if due(one, role)):
        status = client.get(address).status_code
        if status >= 500 and address != "/healthz":
            wrong[address] = status
    assert wrong == {}


@pytest.mark.parametrize("role", Role.values)
def test_every_entry_of_the_side_bar_opens(role: str) -> None:
    user = UserFactory(role=role)
    client = Client()
    client.force_login(user)
    for item in items_for(user):
        assert client.get(item.url, follow=True).status_code == 200, item.url


@pytest.mark.parametrize("role", Role.values)
def test_home_opens_for_every_role(role: str) -> None:
    page = signed(role).get("/").content.decode()
    assert "接下来要做" in page
    assert 'aria-current="page"' in page


def test_the_frame_names_where_one_belongs() -> None:
    county = CountyFactory(bureau_name="临江县卫生健康局")
    assert "临江县卫生健康局" in signed(Role.CLERK, county=county).get("/").content.decode()


def test_a_half_without_a_neighbour_takes_the_width() -> None:
    def sizes(*given: str) -> list[str]:
        return [card.size for card in paired([HomeCard("x.html", size=size) for size in given])]

    assert sizes("half") == ["full"]
    assert sizes("half", "half") == ["half", "half"]
    assert sizes("half", "half", "half") == ["half", "half", "full"]
    assert sizes("half", "full", "half", "half") == ["full", "full", "half", "half"]


def test_apps_are_those_of_the_house() -> None:
    assert set(settings.HOUSE_APPS) == {"appraisal", "payroll", "centres", "records"}


def test_a_json_answer_pays_nothing_for_the_frame(django_assert_num_queries: Any) -> None:
    client = signed(Role.CLERK)
    client.get("/")
    with django_assert_num_queries(2):  # session and account
        client.post("/theme/", {"theme": "dark"})


# Theme and language


def test_the_theme_is_kept_and_only_a_known_one() -> None:
    client = Client()
    client.post("/theme/", {"theme": "dark", "next": "/accounts/login/"})
    assert 'data-theme="dark"' in client.get("/accounts/login/").content.decode()
    client.post("/theme/", {"theme": '"><script>'})
    client.cookies["theme"] = '"><script>'
    assert 'data-theme="auto"' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_switches_lead_back_to_our_pages_only(target: str) -> None:
    answer = Client().post("/theme/", {"theme": "dark", "next": target})
    assert answer.headers["Location"] == "/"


def test_chinese_is_the_default_whatever_the_browser_wants() -> None:
    assert 'lang="zh-hans"' in Client().get("/accounts/login/").content.decode()
    page = Client().get("/accounts/login/", headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"})
    assert 'lang="zh-hans"' in page.content.decode()


def test_the_language_is_switched_by_post() -> None:
    client = Client()
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/accounts/login/"})
    assert answer.headers["Location"] == "/accounts/login/"
    assert 'lang="en"' in client.get("/accounts/login/").content.decode()
    client.post("/i18n/setlang/", {"language": "zh-hans"})
    assert 'lang="zh-hans"' in client.get("/accounts/login/").content.decode()


# Readiness


def test_ready() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_missing_guard_is_not_ready() -> None:
    guards.remove()
    answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["guards"]


def test_no_database_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> list[str]:
        raise DatabaseError

    monkeypatch.setattr("config.views.guards.missing", fail)
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "no database"})


# Error pages


def page(answer: HttpResponse) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("role", Role.values)
def test_refusals_are_pages_for_every_role(role: str) -> None:
    """Not found, and refused by a right (all but one) or by a method that the address doesn't have."""
    client = signed(role)
    seen = {address: client.get(address) for address in ("/nope", "/centres/accounts/1/edit/", "/audit/")}
    assert seen["/nope"].status_code == 404
    assert {answer.status_code for answer in seen.values()} <= {200, 302, 403, 404}
    for answer in seen.values():
        if answer.status_code in (403, 404):
            assert "<h1" in page(answer)
            assert 'aria-label="' in page(answer)


def test_not_found_in_the_frame() -> None:
    assert "没有找到" in page(signed(Role.CLERK).get("/nope"))
    assert "没有找到" in page(Client().get("/nope"))


def test_an_error_shows_no_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> list[object]:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("config.views.todos_for", fail)
    client = signed(Role.CLERK)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "系统出错" in page(answer)
    assert "secret detail" not in page(answer)
