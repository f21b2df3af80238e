"""The two pages of the grid: who may open them, what they hold, and what they cost."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from appraisal.actions import rounds
from centres.models import User
from centres.roles import Role
from tests.appraisal.grid.conftest import World, outcomes, signed_in
from tests.factories import NOW, UserFactory
from tests.grids import fill, wide_county

PAGES = ("matrix/", "centres/{code}/")
MATRIX_QUERIES = 11
SHEET_QUERIES = 12


def address(world: World, page: str) -> str:
    return world.url(page.format(code=world.sheets[0].centre.code))


def data_of(client: Client, url: str, name: str = "grid-data") -> dict[str, Any]:
    text = client.get(url).content.decode()
    found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', text)
    assert found, text[:500]
    return dict(json.loads(found[1]))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [Role.CLERK, Role.LEADER, Role.PREFECTURE, Role.PROVINCE])
def test_who_reads_scores_may_open(world: World, page: str, role: str) -> None:
    client = signed_in(UserFactory(role=role, county=world.county.region))
    assert client.get(address(world, page)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [Role.FINANCE, Role.STAFF, Role.SYSADMIN, Role.AUDITADMIN])
def test_who_does_not_read_scores_may_not(world: World, page: str, role: str) -> None:
    scope: dict[str, Any] = {"county": world.county.region}
    if role == Role.STAFF:
        scope = {"centre": world.sheets[0].centre}
    client = signed_in(UserFactory(role=role, **scope))
    assert client.get(address(world, page)).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_the_countys_round_is_out_of_a_directors_reach(world: World, page: str) -> None:
    director = signed_in(UserFactory(role=Role.DIRECTOR, centre=world.sheets[0].centre))
    assert director.get(address(world, page)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_another_county_finds_nothing(world: World, other: User, page: str) -> None:
    assert signed_in(other).get(address(world, page)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_nobody_is_sent_to_sign_in(world: World, page: str) -> None:
    response = Client().get(address(world, page))
    assert response.status_code == 302
    assert "/accounts/login/" in response.headers["Location"]


def test_a_centre_without_a_sheet_is_not_found(world: World, clerk: Client) -> None:
    assert clerk.get(world.url("centres/NOBODY/")).status_code == 404


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_an_unknown_round_is_not_found(clerk: Client, number: str) -> None:
    assert clerk.get(f"/appraisal/rounds/{number}/matrix/").status_code == 404


def test_the_matrix_holds_columns_sheets_and_cells(world: World, clerk: Client) -> None:
    outcomes(
        clerk, world, world.change("linear", {"numerator": "90", "denominator": "100"}, row=1, reason="漏登")
    )
    data = data_of(clerk, world.url("matrix/"))
    assert [category["code"] for category in data["categories"]] == ["1", "2"]
    assert [one["code"] for category in data["categories"] for one in category["indicators"]] == [
        "points", "yes_no", "linear", "step", "count", "tier",
    ]  # fmt: skip
    assert [sheet["code"] for sheet in data["sheets"]] == [sheet.centre.code for sheet in world.sheets]
    assert data["cells"][0] == [None] * 6
    inputs = {"numerator": "90", "denominator": "100"}
    assert data["cells"][1][2] == [1, "18.95", inputs, 0, "漏登", "", ""]
    assert data["sheets"][1]["subtotal"] == "18.95"
    assert data["editable"] is True


def test_a_column_says_what_a_cell_takes(world: World, clerk: Client) -> None:
    columns = [
        one
        for category in data_of(clerk, world.url("matrix/"))["categories"]
        for one in category["indicators"]
    ]
    by_code = {column["code"]: column for column in columns}
    assert by_code["points"]["judged"]
    assert not by_code["linear"]["judged"]
    assert by_code["linear"]["measured"]
    assert "95%" in by_code["linear"]["sentence"]
    assert by_code["points"]["fields"][0]["max"] == "20"
    assert [choice["code"] for choice in by_code["yes_no"]["fields"][0]["choices"]] == ["yes", "partly", "no"]
    assert [field["name"] for field in by_code["count"]["fields"]] == ["count.late", "count.missed"]
    assert by_code["tier"]["na"] == "forbidden"


def test_a_sheet_holds_its_own_cells_with_rate_and_warnings(world: World, clerk: Client) -> None:
    outcomes(clerk, world, world.change("linear", {"numerator": "110", "denominator": "100"}))
    data = data_of(clerk, address(world, PAGES[1]))
    assert len(data["sheets"]) == 1
    *_cell, rate, warnings = data["cells"][0][2]
    assert rate == "= 110%"
    assert len(warnings) == 1


def test_a_sheet_leads_to_its_neighbours(world: World, clerk: Client) -> None:
    first, second = (sheet.centre.code for sheet in world.sheets)
    page = clerk.get(world.url(f"centres/{first}/")).content.decode()
    assert f'/centres/{second}/" title=' in page
    assert 'rel="next"' in page
    assert 'rel="prev"' not in page


@pytest.mark.parametrize("page", PAGES)
def test_readers_and_closed_rounds_are_read_only(world: World, page: str) -> None:
    leader = signed_in(world.county.leader)
    assert data_of(leader, address(world, page))["editable"] is False
    filled, opened = wide_county(1, 2)
    fill(filled, opened)
    rounds.submit(actor=filled.clerk, round_id=opened.pk, now=NOW)
    code = filled.centres[0].code
    url = f"/appraisal/rounds/{opened.pk}/{page.format(code=code)}"
    assert data_of(signed_in(filled.clerk), url)["editable"] is False


def test_names_are_data_and_never_markup(world: World, clerk: Client) -> None:
    centre = world.sheets[0].centre
    centre.name = "</script><b>东乡</b>"
    centre.save()
    for page in PAGES:
        assert "</script><b>" not in clerk.get(address(world, page)).content.decode()


def test_pages_are_not_kept_by_the_browser(world: World, clerk: Client) -> None:
    for page in PAGES:
        assert "no-store" in clerk.get(address(world, page)).headers["Cache-Control"]


@pytest.mark.parametrize("size", [(2, 11), (4, 22)])
@pytest.mark.parametrize(("page", "queries"), [(PAGES[0], MATRIX_QUERIES), (PAGES[1], SHEET_QUERIES)])
def test_queries_do_not_grow(
    db: None,
    django_assert_num_queries: DjangoAssertNumQueries,
    size: tuple[int, int],
    page: str,
    queries: int,
) -> None:
    county, opened = wide_county(*size)
    fill(county, opened)
    client = signed_in(county.clerk)
    url = f"/appraisal/rounds/{opened.pk}/{page.format(code=county.centres[0].code)}"
    client.get(url)
    with django_assert_num_queries(queries):
        client.get(url)
