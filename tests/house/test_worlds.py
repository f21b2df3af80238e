"""A kept world is made once, comes to each test as it was made, and is there for nobody who didn't ask for it."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.db import connection

from centres.models import Centre, Region
from tests.factories import CentreFactory, CountyFactory
from tests.harness import worlds
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db
NAME, TOWN = "只此一县", "只此一院"
seen: set[int] = set()


@kept
def county() -> Region:
    return CountyFactory(name=NAME)


@kept
def town(county: Region) -> Centre:
    return CentreFactory(county=county, name=TOWN)


@pytest.mark.parametrize("_time", range(2))
def test_each_test_finds_it_as_it_was_made(county: Region, _time: int) -> None:
    """The second finds the row of the first, and nothing of what the first did to row and object."""
    seen.add(county.pk)
    assert len(seen) == 1
    assert county.name == Region.objects.get(pk=county.pk).name == NAME
    county.name = "改过"
    county.save()


def test_a_world_stands_on_another(county: Region, town: Centre) -> None:
    assert town.county is county
    assert Centre.objects.get(pk=town.pk).county == county


def test_who_asks_for_none_sees_none() -> None:
    assert not Region.objects.filter(name=NAME).exists()


def test_who_asks_for_the_lower_sees_no_upper(county: Region) -> None:
    assert not Centre.objects.filter(county=county).exists()


@pytest.mark.django_db(transaction=True)
def test_who_commits_makes_its_own(town: Centre) -> None:
    assert not connection.in_atomic_block
    assert town.county.name == NAME


def test_a_world_that_fails_leaves_nothing() -> None:
    def broken() -> None:
        CountyFactory(name="半途而废")
        raise LookupError

    before = list(worlds._floors)
    with pytest.raises(LookupError):
        worlds._build(broken)
    assert worlds._floors == before
    assert not Region.objects.filter(name="半途而废").exists()


def test_a_world_asks_for_worlds_only() -> None:
    def on_sand(tmp_path: object) -> None: ...

    known: dict[str, list[Any]] = {
        "place": [SimpleNamespace(func=SimpleNamespace(world=on_sand))],
        "tmp_path": [SimpleNamespace(func=len)],
    }
    item = SimpleNamespace(_fixtureinfo=SimpleNamespace(name2fixturedefs=known))
    with pytest.raises(AssertionError, match="on_sand is kept and asks for tmp_path"):
        worlds.worlds_of(cast(pytest.Item, item))
