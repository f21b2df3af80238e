"""Worlds made once, for all tests of a file that ask for the same one.

    @kept
    def county() -> County:
        return County(3)

is a fixture like any other to the test that asks for it, but the county is written once: the next test gets a
copy of the object, and its rows from a savepoint to which each test goes back. A kept world may ask for other
kept worlds (`def opened(county: County) -> Round`) and for nothing else. Tests of a file run grouped by the
worlds they ask for, and none sees a world that it didn't ask for. A test that commits makes its own.
"""

import inspect
from collections.abc import Callable, Generator
from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from itertools import groupby
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django.plugin import blocking_manager_key

Make = Callable[..., Any]
COMMITTING = {"transactional_db", "live_server"}


@dataclass
class Floor:
    """One world with what it made, on a savepoint over the worlds that it asked for."""

    make: Make
    atomic: transaction.Atomic
    made: Any = None


_floors: list[Floor] = []
_copies: dict[Make, Any] = {}


def kept(make: Make) -> Any:
    """A fixture whose rows are written once and whose object is copied for each test."""
    names = list(inspect.signature(make).parameters)

    @wraps(make)
    def fixture(db: None, **worlds: Any) -> Any:
        return _copies[make] if make in _copies else make(**worlds)

    asked = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in names]
    first = inspect.Parameter("db", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    fixture.__signature__ = inspect.Signature([first, *asked])  # type: ignore[attr-defined]
    fixture.world = make  # type: ignore[attr-defined]
    return pytest.fixture(fixture)


def worlds_of(item: pytest.Item) -> list[Make]:
    """The worlds that a test asks for, each after those that it stands on."""
    known = item._fixtureinfo.name2fixturedefs if hasattr(item, "_fixtureinfo") else {}
    makes = {name: getattr(defs[-1].func, "world", None) for name, defs in known.items()}
    found: list[Make] = []

    def ask(name: str) -> None:
        make = makes.get(name)
        if make is None or make in found:
            return
        for below in inspect.signature(make).parameters:
            assert makes.get(below), f"{make.__name__} is kept and asks for {below}, which is not"
            ask(below)
        found.append(make)

    for name in makes:
        ask(name)
    return found


def commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or not COMMITTING.isdisjoint(
        getattr(item, "fixturenames", ())
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests that ask for the same worlds follow each other within their file."""
    sorted_items: list[pytest.Item] = []
    for _file, group in groupby(items, key=lambda item: (item.path, commits(item))):
        sorted_items += sorted(group, key=lambda item: [make.__qualname__ for make in worlds_of(item)])
    items[:] = sorted_items


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before anything of a test that commits: the browser's event loop would hide the connection of the last world."""
    if _floors and commits(item):
        with item.config.stash[blocking_manager_key].unblock():
            stand([])


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: Any, request: pytest.FixtureRequest) -> None:
    """Just before a test gets its database: the worlds it asks for, and no other, stand in it."""
    if fixturedef.argname != "_django_db_helper":
        return
    request.getfixturevalue("_worlds_end")
    with request.getfixturevalue("django_db_blocker").unblock():
        stand([] if commits(request.node) else worlds_of(request.node))


@pytest.fixture(scope="session")
def _worlds_end(django_db_setup: None, django_db_blocker: Any) -> Generator[None]:
    """The last world is gone before the database is."""
    yield
    with django_db_blocker.unblock():
        stand([])


def stand(wanted: list[Make]) -> None:
    """Take down what is not wanted, build what is missing, and copy everything for one test."""
    forget()
    _copies.clear()
    while [floor.make for floor in _floors] != wanted[: len(_floors)]:
        _take_down()
    for make in wanted[len(_floors) :]:
        _build(make)
    _copies.update(deepcopy({floor.make: floor.made for floor in _floors}))


@pytest.fixture(autouse=True)
def _no_schemes_of_other_tests() -> None:
    forget()


def forget() -> None:
    """Frozen schemes are kept per process by key and moment; a row that is rolled back leaves both to the next."""
    from appraisal import book, scheme_spec  # models: only once Django is set up

    book._kept.clear()
    scheme_spec._kept.clear()


def _build(make: Make) -> None:
    """The floor is there before the world is made: what a failing one wrote goes with it."""
    below = {floor.make.__name__: floor.made for floor in _floors}
    atomic = transaction.atomic()
    atomic._from_testcase = True  # type: ignore[attr-defined]
    atomic.__enter__()
    floor = Floor(make, atomic)
    _floors.append(floor)
    try:
        floor.made = make(**{name: below[name] for name in inspect.signature(make).parameters})
        connection.check_constraints()
    except BaseException:
        _take_down()
        raise


def _take_down() -> None:
    floor = _floors.pop()
    transaction.set_rollback(True)
    floor.atomic.__exit__(None, None, None)
