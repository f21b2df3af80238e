"""A sheet taken along: who gets its worker, page and data, what is in each, and handing in more than once."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from appraisal.models import Round, Score
from centres.models import User
from centres.roles import Role
from records.models import AuditEntry
from tests.appraisal.grid.conftest import JSON, World, outcomes, save, signed_in
from tests.appraisal.levels.world import Levels
from tests.factories import County, UserFactory

REASON = "台账缺3月"
IMPORT = "/records/import/scores"


def below(world: World, tail: str, row: int = 0) -> str:
    return world.url(f"centres/{world.sheets[row].centre.code}/{tail}")


def test_the_worker_reaches_its_own_sheet_and_nothing_else(world: World, clerk: Client) -> None:
    response = clerk.get(below(world, "worker.js"))
    assert response.headers["Service-Worker-Allowed"] == below(world, "")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-store" in response.headers["Cache-Control"]
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    script = response.content.decode()
    # A script's widest reach without that header is its own folder: the same.
    assert "self.registration.scope" in script
    assert "cache.put" not in script


@pytest.mark.parametrize("tail", ["worker.js", "onsite/", "package"])
def test_another_countys_sheet_is_not_there(world: World, other: User, tail: str) -> None:
    assert signed_in(other).get(below(world, tail), **JSON).status_code == 404


@pytest.mark.parametrize("tail", ["worker.js", "onsite/", "package"])
@pytest.mark.parametrize("role", [Role.LEADER, Role.FINANCE, Role.PREFECTURE, Role.PROVINCE, Role.SYSADMIN])
def test_only_who_fills_a_sheet_takes_it_along(world: World, tail: str, role: str) -> None:
    user = UserFactory(role=role, county=world.county.region)
    assert signed_in(user).get(below(world, tail), **JSON).status_code == 403


@pytest.mark.parametrize(("tail", "status"), [("worker.js", 401), ("onsite/", 302), ("package", 401)])
def test_nobody_is_told_to_sign_in(world: World, tail: str, status: int) -> None:
    assert Client().get(below(world, tail)).status_code == status
    assert signed_in(world.county.clerk).post(below(world, tail)).status_code == 405


def test_the_page_put_aside_has_nothing_of_the_sheet(world: World, clerk: Client) -> None:
    save(clerk, world, world.change("points", {"points": "13.5"}, reason=REASON))
    page = clerk.get(below(world, "onsite/")).content.decode()
    for secret in (
        REASON,
        "13.5",
        world.sheets[0].centre.name,
        world.county.clerk.display_name,
        "points指标",
    ):
        assert secret not in page
    assert 'data-account=""' in page
    assert 'data-idle-seconds="0"' in page


def test_the_package_is_the_sheet_and_whose_it_is(world: World, clerk: Client) -> None:
    save(clerk, world, world.change("points", {"points": "13.5"}, reason=REASON))
    response = clerk.get(below(world, "package"))
    package = response.json()
    assert "no-store" in response.headers["Cache-Control"]
    assert (package["user"], package["name"]) == (world.county.clerk.pk, world.sheets[0].centre.name)
    online = clerk.get(below(world, "")).context["grid"]
    assert package["grid"] == json.loads(json.dumps(online))
    assert package["words"]["state_waiting"] == "待交回"


def test_the_sheet_offers_to_be_taken_along_only_while_it_is_filled(world: World, clerk: Client) -> None:
    sheet = below(world, "")
    assert "data-onsite " in clerk.get(sheet).content.decode()
    leader = signed_in(world.county.leader).get(sheet).content.decode()
    assert "data-onsite " not in leader
    for paper in ("score-sheet.pdf", "workbook.xlsx"):
        assert below(world, paper) in leader
    assert IMPORT not in leader
    Round.objects.filter(pk=world.round.pk).update(state="submitted", submitted_by=world.county.clerk)
    assert "data-onsite " not in clerk.get(sheet).content.decode()
    refused = clerk.get(below(world, "package"), **JSON)
    assert (refused.status_code, refused.json()["code"]) == (409, "round_closed")


def test_the_page_put_aside_leads_to_paper_and_workbook(world: World, clerk: Client) -> None:
    page = clerk.get(below(world, "onsite/")).content.decode()
    for paper in ("score-sheet.pdf", "workbook.xlsx"):
        assert below(world, paper) in page
    assert f"{IMPORT}?round={world.round.pk}" in page


def test_a_package_costs_the_same_for_more_sheets(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    for size in (2, 4):
        county = County(size)
        world = World(county, county.open())
        client = signed_in(county.clerk)
        client.get(below(world, "package"))
        with django_assert_num_queries(99, exact=False) as queries:
            client.get(below(world, "package"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def twenty(world: World) -> list[dict[str, Any]]:
    codes = Score.objects.filter(assessment=world.sheets[0]).values_list("indicator__code", flat=True)
    return [world.change(code, {"points": "4.5"}, reason=REASON) for code in codes]


def test_handing_in_again_is_safe_and_a_changed_cell_is_shown(db: None) -> None:
    """An answer lost on the way: the same twenty cells come once more, and once more after a colleague's change."""
    county = County(1, indicators=20)
    world, clerk = World(county, county.open()), signed_in(county.clerk)
    changes = twenty(world)
    assert len(changes) == 20
    assert {one["verdict"] for one in outcomes(clerk, world, *changes)} == {"saved"}
    recorded = AuditEntry.objects.count()
    assert {one["verdict"] for one in outcomes(clerk, world, *changes)} == {"unchanged"}
    assert AuditEntry.objects.count() == recorded
    second = UserFactory(county=county.region, display_name="张伟")
    code = world.county.scheme.indicators.get(pk=changes[6]["indicator"]).code
    save(signed_in(second), world, world.change(code, {"points": "3"}, reason="复核"), user=second.pk)
    again = outcomes(clerk, world, *changes)
    assert [one["verdict"] for one in again].count("unchanged") == 19
    assert (again[6]["verdict"], again[6]["by"]) == ("conflict", "张伟")
    assert again[6]["at"]
    assert world.score(code).inputs == {"points": "3"}


def test_a_sheet_about_a_person_stays_in_the_office(db: None) -> None:
    levels = Levels(staff=1, clinics=1)
    for opened, code, status in (
        (levels.staff_round(), levels.staff[0].number, 404),
        (levels.open(levels.director, levels.clinic_scheme(), "annual"), levels.clinics[0].code, 200),
    ):
        client, sheet = signed_in(levels.director), f"/appraisal/rounds/{opened.pk}/centres/{code}/"
        assert ("data-onsite " in client.get(sheet).content.decode()) is (status == 200)
        for tail in ("worker.js", "onsite/", "package"):
            assert client.get(sheet + tail, **JSON).status_code == status
