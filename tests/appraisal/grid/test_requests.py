"""Requests that no page of ours sends: refused with the place of the fault, never a 500, nothing saved."""

import json
from typing import Any

import pytest
from django.test import Client

from appraisal.cell_requests import MAX_BODY, MAX_CHANGES
from appraisal.models import Score
from tests.appraisal.grid.conftest import JSON, World

BAD_BODIES = [
    b"", b"{", b"[]", b"null", b"3", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"user": NaN, "changes": []}',
    b'{"user": 1, "user": 1, "changes": []}', b'{"changes": []}', b'{"user": 1}', b"9" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("body", BAD_BODIES)
def test_a_body_that_is_no_request(world: World, clerk: Client, body: bytes) -> None:
    response = clerk.post(world.url(), body, **JSON)
    assert response.status_code == 400
    assert response.json()["error"]


def test_a_form_is_no_request_either(world: World, clerk: Client) -> None:
    """Something else read it as a form before the view did."""
    response = clerk.post(world.url(), {"changes": "[]"}, headers={"Accept": "application/json"})
    assert response.status_code == 400
    assert response.json()["error"]


def post(clerk: Client, world: World, changes: Any, **more: Any) -> Any:
    body = {"user": world.county.clerk.pk, "changes": changes, **more}
    return clerk.post(world.url(), json.dumps(body), **JSON)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sheet", "1"), ("sheet", True), ("sheet", 1.5), ("sheet", -1), ("sheet", 2**63), ("sheet", None),
        ("indicator", []), ("version", "0"), ("version", -1), ("inputs", []), ("inputs", {"value": 5}),
        ("inputs", {"value": None}), ("inputs", {"value": "x" * 8001}), ("inputs", {"x" * 81: "1"}),
        ("inputs", {str(n): "1" for n in range(201)}), ("na", 0), ("na", "true"), ("reason", None), ("reason", 5),
        ("reason", "a\x00b"), ("reason", "\ud800"), ("source", "\x1b"), ("date", "2026-02-30"), ("date", "20260630"),
        ("date", "２０２６-06-30"), ("date", 5),
    ],
)  # fmt: skip
def test_a_change_with_a_wrong_part(world: World, clerk: Client, key: str, value: Any) -> None:
    response = post(clerk, world, [world.change("tier", {"value": "45"}) | {key: value}])
    assert response.status_code == 400
    (problem,) = response.json()["problems"]
    assert problem["where"].startswith(f"changes[0].{key}")
    assert not Score.objects.filter(version__gt=0).exists()


def test_unknown_and_missing_keys_are_named(world: World, clerk: Client) -> None:
    change = world.change("tier", points="20")
    del change["reason"]
    problems = post(clerk, world, [change]).json()["problems"]
    assert [problem["where"] for problem in problems] == ["changes[0].points", "changes[0].reason"]
    assert post(clerk, world, [world.change("tier")], extra=1).status_code == 400


@pytest.mark.parametrize("changes", [[], {}, "x", None, [5], [[]]])
def test_changes_that_are_no_list_of_changes(world: World, clerk: Client, changes: Any) -> None:
    assert post(clerk, world, changes).status_code == 400


def test_the_same_cell_twice_is_refused(world: World, clerk: Client) -> None:
    change = world.change("tier", {"value": "45"})
    assert post(clerk, world, [change, change]).status_code == 400


def test_as_many_changes_as_may_be_and_one_more(world: World, clerk: Client) -> None:
    changes = [world.change("tier") | {"indicator": 10**6 + n} for n in range(MAX_CHANGES + 1)]
    assert post(clerk, world, changes[:-1]).status_code == 200
    assert post(clerk, world, changes).status_code == 413


def test_a_body_that_is_too_large(world: World, clerk: Client) -> None:
    assert clerk.post(world.url(), b" " * (MAX_BODY + 1), **JSON).status_code == 413


def test_a_reason_too_long_for_the_cell_is_its_own_refusal(world: World, clerk: Client) -> None:
    answer = post(clerk, world, [world.change("tier", {"value": "45"}, reason="长" * 301)]).json()
    assert answer["outcomes"][0]["verdict"] == "refused"


def test_wrong_values_are_shown_but_not_all_of_them(world: World, clerk: Client) -> None:
    problems = post(clerk, world, [world.change("tier", reason=["x" * 500])]).json()["problems"]
    assert len(problems[0]["value"]) <= 60
