"""What others changed, as the page asks every few seconds; and the story of one cell."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from centres.models import User
from centres.roles import Role
from tests.appraisal.grid.conftest import JSON, World, outcomes, signed_in
from tests.factories import UserFactory

STORY_QUERIES = 8


def changes(client: Client, world: World, seen: str) -> Any:
    return client.get(world.url(f"changes?seen={seen}"), **JSON).json()


def seen_by(world: World) -> str:
    return "_".join(f"{sheet.pk}.{sheet.version}" for sheet in world.sheets)


def test_nothing_new_is_an_empty_answer(world: World, clerk: Client) -> None:
    answer = changes(clerk, world, seen_by(world))
    assert answer["sheets"] == []
    assert answer["user"] == world.county.clerk.pk
    assert len(answer["csrf"]) > 30


def test_a_changed_sheet_comes_with_its_touched_cells(world: World, clerk: Client) -> None:
    before = seen_by(world)
    outcomes(clerk, world, world.change("tier", {"value": "45"}, row=1))
    (sheet,) = changes(clerk, world, before)["sheets"]
    assert sheet["id"] == world.sheets[1].pk
    assert sheet["subtotal"] == "8.00"
    ((indicator, cell),) = sheet["cells_changed"]
    assert indicator == world.indicator("tier").pk
    assert cell[:3] == [1, "8.00", {"value": "45"}]


@pytest.mark.parametrize("seen", ["", "x", "1", "1.x", "9" * 40 + ".1", "1.2_" * 900])
def test_strange_questions_get_an_answer(world: World, clerk: Client, seen: str) -> None:
    assert clerk.get(world.url(f"changes?seen={seen}"), **JSON).status_code == 200


def test_who_may_ask(world: World, other: User) -> None:
    assert Client().get(world.url("changes"), **JSON).status_code == 401
    assert signed_in(other).get(world.url("changes"), **JSON).status_code == 404
    finance = UserFactory(role=Role.FINANCE, county=world.county.region)
    assert signed_in(finance).get(world.url("changes"), **JSON).status_code == 403


def story_url(world: World, code: str, row: int = 0) -> str:
    score = world.score(code, row)
    return world.url(f"cells/{score.assessment_id}/{score.indicator_id}/")


def test_the_story_of_a_cell(world: World, clerk: Client) -> None:
    outcomes(
        clerk, world, world.change("linear", {"numerator": "90", "denominator": "100"}, source="疾控中心")
    )
    outcomes(
        clerk, world, world.change("linear", {"numerator": "95", "denominator": "100"}, source="疾控中心")
    )
    page = clerk.get(story_url(world, "linear")).content.decode()
    for words in ("95 ÷ 100", "疾控中心", str(world.county.clerk), "18.95", "20.00"):
        assert words in page, words


def test_the_story_of_an_untouched_cell(world: World, clerk: Client) -> None:
    response = clerk.get(story_url(world, "tier"))
    assert response.status_code == 200
    assert "还没有录入过" in response.content.decode()


def test_whose_story(world: World, other: User) -> None:
    assert Client().get(story_url(world, "tier")).status_code == 401
    assert signed_in(other).get(story_url(world, "tier")).status_code == 404
    director = signed_in(UserFactory(role=Role.DIRECTOR, centre=world.sheets[0].centre))
    # A director reads the rounds of the own staff and clinics; the county's isn't in reach.
    assert director.get(story_url(world, "tier")).status_code == 404


def test_a_cell_of_another_round_has_no_story_here(world: World, clerk: Client) -> None:
    december = World(world.county, world.county.open("december"))
    score = december.score("tier")
    assert clerk.get(world.url(f"cells/{score.assessment_id}/{score.indicator_id}/")).status_code == 404
    assert clerk.get(world.url(f"cells/{world.sheets[0].pk}/{10**8}/")).status_code == 404


@pytest.mark.parametrize("times", [2, 6])
def test_a_long_story_costs_no_more(
    world: World, clerk: Client, django_assert_num_queries: DjangoAssertNumQueries, times: int
) -> None:
    for number in range(times):
        outcomes(clerk, world, world.change("tier", {"value": str(40 + number)}))
    with django_assert_num_queries(STORY_QUERIES):
        clerk.get(story_url(world, "tier"))
