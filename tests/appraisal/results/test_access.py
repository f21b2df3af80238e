"""Who may open what of the results: nine roles and nobody, own and other."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from appraisal.models import Result
from centres.roles import Role
from tests.appraisal.results.world import Published, client_of
from tests.factories import County, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf", "bare_refusals")]
BUREAU = ("clerk", "leader", "prefecture", "province")
ROLES = (*Role.values,)


def pages(published: Published) -> dict[str, str]:
    """The addresses about the whole county and about the first centre."""
    whole, first = [published.year.pk], [published.result(0).pk]
    return {
        "list": reverse("appraisal:results"),
        "publication": reverse("appraisal:publication", args=whole),
        "summary": reverse("appraisal:summary-pdf", args=whole),
        "export": reverse("appraisal:results-export", args=[*whole, "csv"]),
        "result": reverse("appraisal:result", args=first),
        "explain": reverse("appraisal:result-explain", args=first),
        "cells": reverse("appraisal:category-explain", args=[*first, "june", "1"]),
        "notice": reverse("appraisal:notice-pdf", args=first),
        "report": reverse("appraisal:report-pdf", args=first),
        "own": reverse("appraisal:own"),
    }


def expected(role: str) -> Iterator[tuple[str, int]]:
    everything = {
        "list",
        "publication",
        "summary",
        "export",
        "result",
        "explain",
        "cells",
        "notice",
        "report",
    }
    own = {"list", "result", "explain", "cells", "notice", "report", "own"}
    open_to = {
        **dict.fromkeys(BUREAU, everything),
        "finance": {"list", "publication", "export", "result", "explain"},
        "director": own,
        "staff": {"own"},
    }.get(role, set())
    for name in [*sorted(everything), "own"]:
        elsewhere = name == ("list" if role == "staff" else "own")
        # The county's publications aren't in a director's reach; those of the own centre's staff and clinics are.
        beyond = 404 if role == "director" and name in {"publication", "export", "summary"} else 403
        yield name, 200 if name in open_to else (302 if elsewhere else beyond)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_it_may(published: Published, role: str) -> None:
    client, addresses = client_of(published.user(role)), pages(published)
    found = {name: client.get(addresses[name]).status_code for name, _status in expected(role)}
    assert found == dict(expected(role))


def test_nobody_opens_nothing(published: Published) -> None:
    for address in pages(published).values():
        response = Client().get(address)
        assert response.status_code == 302
        assert "/accounts/login/" in response.headers["Location"]


@pytest.mark.parametrize("role", ["clerk", "leader", "finance", "director", "prefecture"])
def test_what_is_not_in_scope_is_not_there(published: Published, role: str) -> None:
    other = County(1)
    stranger = UserFactory(role=role, county=other.region) if role != "director" else published.user(role, 1)
    if role == "prefecture":
        stranger.region = stranger.region.parent.children.create(
            code="990900", name="外市", level="prefecture"
        )
        stranger.save()
    client, addresses = client_of(stranger), pages(published)
    for name in ("result", "explain"):
        assert client.get(addresses[name]).status_code == 404
    if role != "director":
        assert client.get(addresses["publication"]).status_code == 404


def test_a_director_sees_no_other_centres_points(published: Published) -> None:
    client = client_of(published.user(Role.DIRECTOR, 3))
    page = client.get(reverse("appraisal:own")).content.decode()
    own = published.result(3)
    others = Result.objects.filter(publication=published.year).exclude(pk=own.pk)
    assert str(own.total) in page
    for result in others:
        assert result.centre.name in page  # the bulletin by grade
        assert f">{result.total}<" not in page
        assert reverse("appraisal:result", args=[result.pk]) not in page


def test_a_member_of_staff_sees_the_grade_and_no_points(published: Published) -> None:
    page = client_of(published.user(Role.STAFF, 3)).get(reverse("appraisal:own")).content.decode()
    own = published.result(3)
    assert own.grade_name in page
    assert str(own.total) not in page
    assert published.centres[0].name not in page


def test_finance_sees_no_cells(published: Published) -> None:
    client = client_of(published.county.finance)
    page = client.get(reverse("appraisal:result", args=[published.result(3).pk])).content.decode()
    assert str(published.result(3).total) in page
    assert "points指标" not in page


def test_the_bundle_is_for_whoever_makes_reports(published: Published) -> None:
    address = reverse("appraisal:bundle-start", args=[published.year.pk])
    allowed = {role: client_of(published.user(role)).post(address).status_code for role in ROLES}
    assert {role for role, status in allowed.items() if status == 302} == {"clerk", "leader"}
    assert client_of(published.county.clerk).get(address).status_code == 405


def test_personal_files_are_not_kept_by_the_browser(published: Published) -> None:
    response = client_of(published.county.clerk).get(pages(published)["notice"])
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/appraisal/results/?year=99999999999999999999999999", 200),
        ("/appraisal/results/?year=٢٠٢٦", 200),
        ("/appraisal/results/?page=zz", 200),
        ("/appraisal/results/99999999999999999999999999/", 404),
        ("/appraisal/results/centre/99999999999999999999999999/", 404),
        ("/appraisal/results/centre/{result}/explain/august/1/", 404),
        ("/appraisal/results/centre/{result}/explain/june/%00/", 404),
        ("/appraisal/results/centre/{result}/explain/june/none/", 404),
    ],
)
def test_odd_addresses_get_a_plain_answer(published: Published, address: str, status: int) -> None:
    client = client_of(published.county.leader)
    assert client.get(address.format(result=published.result(0).pk)).status_code == status
