"""Who gets what at every address of ours, for the own county and for another's: against one table."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from centres.models import User
from tests.config.address_table import ACTS, PAGES, ROLES, SWITCHES, Get, Post
from tests.config.address_world import World, rows
from tests.harness.worlds import kept

pytestmark = pytest.mark.usefixtures("quick_pdf", "bare_refusals")
# allauth's and Django's own pages; tests/config/test_pages.py opens each of them for each role.
BORROWED = ("admin:", "account_", "mfa_", "usersessions_")
READ_AND_WRITE = {post.name for post in ACTS} & {page.name for page in PAGES}


@kept
def own() -> World:
    return World("97")


@kept
def other() -> World:
    return World("96")


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name or pattern.pattern}"


def missing(known: set[str]) -> set[str]:
    ours = {name for name in names(get_resolver().url_patterns) if not name.startswith(BORROWED)}
    return ours - known - SWITCHES


def address(entry: Get | Post, world: World) -> str:
    args = [world.things.get(word, word) for word in entry.args.split()]
    return reverse(entry.name, args=args) + entry.query.format(**world.things)


def names_something(entry: Get | Post) -> bool:
    """Whether an address leads to something of a county, so that another county's must be out of reach."""
    return not entry.everywhere and ("{" in entry.query or entry.args != "")


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def test_the_table_has_every_address() -> None:
    known = {entry.name for entry in (*PAGES, *ACTS)}
    assert missing(known) == set()
    assert missing(known - {"appraisal:matrix"}) == {"appraisal:matrix"}


def wrong_pages(client: Client, role: str, own: World, other: World) -> Iterator[str]:
    """What differs from the table for one account."""
    for entry in PAGES:
        here = client.get(address(entry, own))
        if here.status_code != entry.status(role):
            yield f"{role} {entry.name} {entry.args}: {here.status_code}, not {entry.status(role)}"
        if "Cache-Control" not in here.headers or "no-store" not in here.headers["Cache-Control"]:
            yield f"{role} {entry.name}: kept in caches"
        # Whoever is refused at home for the role is refused elsewhere before anything is looked up.
        if not names_something(entry) or here.status_code == 403:
            continue
        there = client.get(address(entry, other)).status_code
        if there != 404:
            yield f"{role} {entry.name} {entry.args} of another county: {there}"


@pytest.mark.django_db
def test_pages_are_for_those_in_the_table(own: World, other: World) -> None:
    wrong = [line for role in ROLES for line in wrong_pages(client_of(own.roles[role]), role, own, other)]
    stranger = client_of(None)
    answers = {entry.name: stranger.get(address(entry, own)).status_code for entry in PAGES}
    wrong += [
        f"stranger {entry.name}: {answers[entry.name]}"
        for entry in PAGES
        if answers[entry.name] != entry.stranger
    ]
    assert not wrong, "\n".join(wrong)


def wrong_acts(client: Client, role: str, own: World, other: World) -> Iterator[str]:
    """Acts that are not refused to who may not do them, or, to who may, in a county that isn't theirs.

    Rows are counted once for all acts of a role: a refused act that left something behind is found, if not named.
    """
    before = rows()
    for entry in ACTS:
        holds = role in entry.holders.split()
        worlds = [own] if not holds else [other] if names_something(entry) else []
        for world in worlds:
            data = {name: value.format(**world.things) for name, value in entry.data.items()}
            status = client.post(address(entry, world), data).status_code
            if status not in (403, 404):
                yield f"{role} {entry.name} {entry.args}{' of another county' * (world is other)}: {status}"
        if (
            entry.name not in READ_AND_WRITE
            and (status := client.get(address(entry, own)).status_code) != 405
        ):
            yield f"{role} {entry.name} by GET: {status}"
    if rows() != before:
        yield f"{role}: something was written"


@pytest.mark.django_db
def test_acts_are_for_those_in_the_table(own: World, other: World) -> None:
    wrong = [line for role in ROLES for line in wrong_acts(client_of(own.roles[role]), role, own, other)]
    stranger = client_of(None)
    for entry in ACTS:
        status = stranger.post(address(entry, own), entry.data).status_code
        if status != entry.stranger:
            wrong.append(f"stranger {entry.name}: {status}")
    assert not wrong, "\n".join(wrong)
