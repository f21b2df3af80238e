"""Saving cells by request: what is saved, refused, or in conflict, and what the answer says."""

from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from appraisal.models import CategoryTotal, Round
from appraisal.queries.kept import drifted_sheets
from centres.models import User
from centres.roles import Role
from records.models import AuditEntry
from tests.appraisal.grid.conftest import JSON, World, outcomes, save, signed_in
from tests.factories import UserFactory
from tests.grids import wide_county

# Every kind: what is typed, and the points it earns.
TYPED = [
    ("points", {"points": "18.5"}, "18.50"),
    ("points", {"points": "１８．５"}, "18.50"),
    ("yes_no", {"answer": "partly"}, "5.00"),
    ("yes_no", {"answer": "是"}, "10.00"),
    ("linear", {"numerator": "90", "denominator": "100"}, "18.95"),
    ("step", {"value": "22.42"}, "15.16"),
    ("count", {"count.late": "1", "count.missed": "2"}, "10.00"),
    ("tier", {"value": "45"}, "8.00"),
]


@pytest.mark.parametrize(("code", "typed", "points"), TYPED)
def test_a_cell_of_each_kind_is_saved(
    world: World, clerk: Client, code: str, typed: dict[str, str], points: str
) -> None:
    (outcome,) = outcomes(clerk, world, world.change(code, typed))
    assert outcome["verdict"] == "saved"
    assert outcome["cell"][:2] == [1, points]
    assert world.score(code).points == Decimal(points)


def test_the_answer_brings_fresh_sums(world: World, clerk: Client) -> None:
    answer = save(clerk, world, world.change("points", {"points": "18"}, reason="台账不全")).json()
    (sheet,) = answer["sheets"]
    category = CategoryTotal.objects.get(assessment=world.sheets[0], category__code="1")
    assert sheet["subtotal"] == "18.00"
    assert (sheet["entered"], sheet["cells"], sheet["total"]) == (1, 6, None)
    assert sheet["sums"][str(category.category_id)] == ["18.00", 1, "50.00"]
    assert drifted_sheets(world.round) == []


def test_a_total_appears_with_the_last_cell(world: World, clerk: Client) -> None:
    first = {code: typed for code, typed, _points in reversed(TYPED)}
    answer = save(
        clerk, world, *(world.change(code, typed, reason="见记录") for code, typed in first.items())
    ).json()
    (sheet,) = answer["sheets"]
    assert sheet["total"] == "75.61"
    assert sheet["entered"] == 6


def test_one_bad_cell_does_not_hold_up_the_others(world: World, clerk: Client) -> None:
    good = world.change("points", {"points": "20"})
    bad = world.change("tier", {"value": "abc"})
    verdicts = [outcome["verdict"] for outcome in outcomes(clerk, world, good, bad)]
    assert verdicts == ["saved", "refused"]
    assert world.score("tier").version == 0


@pytest.mark.parametrize(
    ("code", "typed", "words"),
    [
        ("points", {"points": "20.5"}, "20"),
        ("points", {"points": "3.3"}, "0.5"),
        ("points", {"points": "-1"}, ""),
        ("points", {"points": "90%"}, "百分"),
        ("yes_no", {"answer": "也许"}, "是"),
        ("linear", {"numerator": "1", "denominator": "0"}, "缺项"),
        ("linear", {"numerator": "1e2", "denominator": "100"}, ""),
        ("count", {"count.late": "1.5"}, "整数"),
        ("tier", {"value": "八"}, ""),
        ("tier", {"value": "5", "other": "6"}, "不需要"),
    ],
)
def test_a_wrong_value_is_refused_with_the_reason(
    world: World, clerk: Client, code: str, typed: dict[str, str], words: str
) -> None:
    (outcome,) = outcomes(clerk, world, world.change(code, typed))
    assert outcome["verdict"] == "refused"
    assert words in outcome["problems"][0]["message"]
    assert world.score(code).version == 0
    assert not AuditEntry.objects.filter(action="score.save").exists()


def test_half_a_rate_is_kept_and_stays_unscored(world: World, clerk: Client) -> None:
    (outcome,) = outcomes(clerk, world, world.change("linear", {"numerator": "45"}))
    assert outcome["verdict"] == "saved"
    assert outcome["cell"][1:3] == [None, {"numerator": "45"}]


@pytest.mark.parametrize("text", ["", "-", "—", "/", "无"])
def test_not_entered_is_never_zero(world: World, clerk: Client, text: str) -> None:
    outcomes(clerk, world, world.change("tier", {"value": "0"}))
    (outcome,) = outcomes(clerk, world, world.change("tier", {"value": text}))
    assert outcome["verdict"] == "saved"
    assert world.score("tier").points is None


def test_not_applicable_both_ways_and_never(world: World, clerk: Client) -> None:
    cells = [world.change(code, na=True, reason="未开展") for code in ("points", "linear", "tier")]
    full, excluded, forbidden = outcomes(clerk, world, *cells)
    assert full["cell"][1] == "20.00"
    assert excluded["cell"][1] is None
    assert forbidden["verdict"] == "refused"


def test_the_second_clerk_is_told_who_was_first(world: World, clerk: Client) -> None:
    stale = world.change("tier", {"value": "45"})
    second = UserFactory(county=world.county.region, display_name="张伟")
    save(signed_in(second), world, world.change("tier", {"value": "70"}), user=second.pk)
    (outcome,) = outcomes(clerk, world, stale)
    assert outcome["verdict"] == "conflict"
    assert outcome["by"] == "张伟"
    assert outcome["cell"][:3] == [1, "15.00", {"value": "70"}]
    assert world.score("tier").inputs == {"value": "70"}


def test_saving_the_same_again_is_no_change_and_no_conflict(world: World, clerk: Client) -> None:
    """The answer to a save may be lost on the way; the page sends it again."""
    change = world.change("tier", {"value": "45"})
    outcomes(clerk, world, change)
    (outcome,) = outcomes(clerk, world, change)
    assert outcome["verdict"] == "unchanged"
    assert AuditEntry.objects.filter(action="score.save").count() == 1


def test_cells_of_another_round_are_not_there(world: World, clerk: Client) -> None:
    _county, elsewhere = wide_county(1, 2)
    foreign = World(_county, elsewhere)
    code = foreign.county.scheme.indicators.first().code
    (outcome,) = outcomes(clerk, world, foreign.change(code))
    assert (outcome["verdict"], outcome["cell"]) == ("refused", None)


def test_a_closed_round_takes_nothing(world: World, clerk: Client) -> None:
    Round.objects.filter(pk=world.round.pk).update(state="submitted", submitted_by=world.county.clerk)
    response = save(clerk, world, world.change("tier", {"value": "45"}))
    assert response.status_code == 409
    assert response.json()["code"] == "round_closed"


def test_nobody_is_told_to_sign_in(world: World) -> None:
    response = save(Client(), world, world.change("tier", {"value": "45"}))
    assert response.status_code == 401
    assert response.json()["code"] == "signed_out"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CLERK])
def test_only_clerks_enter(world: World, role: str) -> None:
    scope = (
        {"centre": world.sheets[0].centre}
        if role in ("director", "staff")
        else {"county": world.county.region}
    )
    user = UserFactory(role=role, **scope)
    # A director enters scores of the own staff and clinics; the county's round isn't in reach.
    expected = 404 if role == Role.DIRECTOR else 403
    assert save(signed_in(user), world, world.change("tier"), user=user.pk).status_code == expected


def test_another_county_finds_no_round(world: World, other: User) -> None:
    response = save(signed_in(other), world, world.change("tier", {"value": "45"}), user=other.pk)
    assert response.status_code == 404


def test_a_page_of_another_account_saves_nothing(world: World, other: User, clerk: Client) -> None:
    response = save(clerk, world, world.change("tier", {"value": "45"}), user=other.pk)
    assert (response.status_code, response.json()["code"]) == (409, "other_account")
    assert world.score("tier").version == 0


def test_a_save_without_the_token_is_forged(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.county.clerk)
    assert save(client, world, world.change("tier")).status_code == 403


def test_reading_is_not_saving(world: World, clerk: Client) -> None:
    assert clerk.get(world.url(), **JSON).status_code == 405


SAVE_QUERIES = {"sqlite": 15, "postgresql": 15}


@pytest.mark.parametrize("size", [(1, 11), (2, 44)])
def test_one_cell_costs_the_same_however_large_the_round(
    db: None, django_assert_num_queries: DjangoAssertNumQueries, size: tuple[int, int]
) -> None:
    from django.db import connection

    county, opened = wide_county(*size)
    world = World(county, opened)
    client = signed_in(county.clerk)
    outcomes(client, world, world.change("1.1", {"numerator": "45", "denominator": "50"}))
    change = world.change("1.1", {"numerator": "46", "denominator": "50"})
    with django_assert_num_queries(SAVE_QUERIES[connection.vendor]):
        outcomes(client, world, change)
