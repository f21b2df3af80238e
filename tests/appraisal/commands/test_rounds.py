"""The commands of a round call the actions of the pages: same rights, same refusals, plain answers."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from appraisal.models import Publication, Round
from tests.factories import County, UserFactory
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db


def run(name: str, *args: Any, user: Any) -> dict[str, Any]:
    out = StringIO()
    call_command(name, *map(str, args), "--as", user.username, "--json", stdout=out)
    return dict(json.loads(out.getvalue()))


def refused(name: str, *args: Any, user: Any) -> dict[str, Any]:
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command(name, *map(str, args), "--as", user.username, "--json", stdout=out)
    assert error.value.returncode == 1
    return dict(json.loads(out.getvalue()))


@kept
def county() -> County:
    return County(size=3)


def open_june(county: County) -> Round:
    answer = run(
        "open_round", "--scheme", "T", "--county", county.region.code, "--round", "june", user=county.leader
    )
    assert answer["sheets"] == 3
    return Round.objects.get(pk=answer["round"])


def test_a_round_from_opening_to_publication(county: County) -> None:
    june = open_june(county)
    county.score(june, ["90", "80", "70"])
    assert run("submit_round", june.pk, user=county.clerk)["state"] == "submitted"
    assert run("review_round", june.pk, user=county.leader)["state"] == "reviewed"
    answer = run("finalise_round", june.pk, user=county.leader)
    assert (answer["state"], answer["publications"][0]["graded"]) == ("final", 3)


def test_finalising_a_submitted_round_reviews_it_first(county: County) -> None:
    june = open_june(county)
    county.score(june, ["90", "80", "70"])
    run("submit_round", june.pk, user=county.clerk)
    assert run("finalise_round", june.pk, user=county.leader)["state"] == "final"
    june.refresh_from_db()
    assert june.reviewed_by == county.leader


def test_an_incomplete_round_lists_its_gaps(county: County) -> None:
    june = open_june(county)
    answer = refused("submit_round", june.pk, user=county.clerk)
    assert (answer["ok"], answer["code"], answer["problem_count"]) == (False, "incomplete", 6)
    assert answer["problems"][0]["message"] == "未评分"


def test_a_round_of_another_county_is_not_found(county: County) -> None:
    june = open_june(county)
    stranger = UserFactory(role="leader")
    assert refused("finalise_round", june.pk, user=stranger)["code"] == "not_found"
    assert not Publication.objects.exists()


@pytest.mark.parametrize("role", ["finance", "prefecture", "province"])
def test_other_roles_are_refused(county: County, role: str) -> None:
    june = open_june(county)
    other = UserFactory(role=role, county=county.region)
    assert refused("submit_round", june.pk, user=other)["ok"] is False
    june.refresh_from_db()
    assert june.state == "scoring"


def test_an_unknown_scheme_is_named(county: County) -> None:
    answer = refused(
        "open_round", "--scheme", "X", "--county", county.region.code, "--round", "june", user=county.leader
    )
    assert "X" in answer["error"]


def test_the_whole_path_from_preparation_to_notice(county: County) -> None:
    args = (
        "--scheme",
        "T",
        "--county",
        county.region.code,
        "--round",
        "june",
        "--draft",
        "--notice-days",
        "5",
    )
    june = Round.objects.get(pk=run("open_round", *args, user=county.leader)["round"])
    assert (june.state, june.notice_days, june.notice_scores) == ("draft", 5, True)
    assert run("begin_round", june.pk, user=county.leader)["state"] == "scoring"
    assert refused("begin_round", june.pk, user=county.leader)["code"] == "wrong_state"
    county.score(june, ["90", "80", "70"])
    run("submit_round", june.pk, user=county.clerk)
    run("review_round", june.pk, user=county.leader)
    assert run("open_notice", june.pk, user=county.leader)["state"] == "notice"
    assert refused("finalise_round", june.pk, user=county.leader)["code"] == "notice_open"
