"""Every address of the rounds' pages, for every role, for another county, for nobody."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from appraisal.models import Exemption, Publication, ReopenRequest, Round, TieDecision
from appraisal.views import rounds as views
from centres.roles import Role
from tests.appraisal.round_pages.conftest import World

pytestmark = pytest.mark.usefixtures("bare_refusals")
READERS = {Role.CLERK, Role.LEADER, Role.PREFECTURE, Role.PROVINCE}
# Address → who may post to it (all others are refused), and the state in which it is tried.
ACTS = {
    "begin": ({Role.LEADER}, "draft"),
    "begin_scoring": ({Role.CLERK, Role.LEADER}, "self_assessment"),
    "open_notice": ({Role.LEADER}, "noticed"),
    "submit": ({Role.CLERK}, "scored"),
    "review": ({Role.LEADER}, "submitted"),
    "finalise": ({Role.LEADER}, "reviewed"),
    "add_sheets": ({Role.LEADER}, "scored"),
    "round-send-back": ({Role.LEADER}, "submitted"),
    "round-exempt": ({Role.LEADER}, "blank"),
    "round-tie": ({Role.LEADER}, "reviewed"),
    "reopen-ask": ({Role.CLERK, Role.LEADER}, "final"),
    "reopen-decide": ({Role.LEADER}, "final"),
    "reopen-use": ({Role.CLERK, Role.LEADER}, "final"),
    # Only who asked, and that is none of these accounts: see test_acts.py.
    "reopen-withdraw": (set(), "final"),
}
GETS = ("rounds", "round-open", "round", "round-compare")


OPENERS = {Role.LEADER, Role.DIRECTOR}
# Acts that no director has, not even on the own centre's rounds: refused before the round is looked up.
NEVER_A_DIRECTORS = {"round-send-back", "round-exempt", "round-tie", "reopen-decide"}


def refusal(role: Role, act: str = "") -> int:
    """A role without the right is refused; to a director the county's round isn't there."""
    return 404 if role == Role.DIRECTOR and act not in NEVER_A_DIRECTORS else 403


def form_of(world: World, name: str) -> dict[str, object]:
    """What a right answer to that form holds."""
    codes = [centre.code for centre in world.centres[:2]]
    return {
        "round-send-back": {"remark": "请补充佐证"},
        "round-exempt": {"centre": world.centres[0].pk, "reason": "6月后启用"},
        "round-tie": {"tied": ",".join(codes), "place": codes[0], "reason": "任务更重"},
        "reopen-ask": {"reason": "漏报核实"},
        "reopen-decide": {"permit": "yes", "days": "7", "note": "同意"},
    }.get(name, {})


def address(world: World, name: str, current: Round) -> str:
    if "-" not in name:
        return reverse("appraisal:round-act", args=[current.pk, name])
    if name in ("reopen-decide", "reopen-use", "reopen-withdraw"):
        request = ReopenRequest.objects.filter(round=current).first() or world.asked(current)
        if name == "reopen-use":
            permit(world, request)
        return reverse(f"appraisal:{name}", args=[current.pk, request.pk])
    return reverse(f"appraisal:{name}", args=[current.pk])


def permit(world: World, request: ReopenRequest) -> None:
    world.browser(world.leader).post(
        reverse("appraisal:reopen-decide", args=[request.round_id, request.pk]),
        {"permit": "yes", "days": "7"},
    )


def facts() -> list[object]:
    """All that an act could have changed."""
    rows = Round.objects.order_by("pk").values_list("pk", "state", "version")
    requests = ReopenRequest.objects.order_by("pk").values_list("pk", "state")
    counts = [model.objects.count() for model in (Exemption, TieDecision, Publication)]
    return [*rows, *requests, *counts]


def test_every_address_is_tried_here() -> None:
    patterns = get_resolver("appraisal.urls").url_patterns
    names = {one.name for one in patterns if getattr(one.callback, "__module__", "") == views.__name__}
    assert names == {*GETS, "round-act"} | {name for name in ACTS if "-" in name}
    assert set(views.PLAIN_ACTS) == {name for name in ACTS if "-" not in name}


def test_who_reads(world: World) -> None:
    """Every role; what each found is compared as a whole."""
    current = world.in_state("final")
    paths = [
        reverse("appraisal:rounds"),
        reverse("appraisal:round", args=[current.pk]),
        reverse("appraisal:round-compare", args=[current.pk]),
        reverse("appraisal:round-open"),
    ]
    wanted, found = {}, {}
    for role in Role:
        read = 200 if role in READERS else refusal(role)
        listed = 200 if role in OPENERS else read  # a director's list holds the own centre's rounds
        compared = 404 if role in READERS else refusal(role)  # a first version
        wanted[role] = [listed, read, compared, 200 if role in OPENERS else 403]
        browser = world.browser(role)
        found[role] = [browser.get(path).status_code for path in paths]
    assert found == wanted


@pytest.mark.parametrize("role", Role)
def test_who_opens(world: World, role: Role) -> None:
    data = {"scheme": world.scheme.pk, "kind": "june"}
    answer = world.browser(role).post(reverse("appraisal:round-open"), data)
    # The county's scheme is not among those that a director may choose.
    assert answer.status_code == {Role.LEADER: 302, Role.DIRECTOR: 422}.get(role, 403)
    assert Round.objects.count() == (role == Role.LEADER)


@pytest.mark.parametrize("name", ACTS)
def test_who_acts(world: World, name: str) -> None:
    """Every role tries and all is undone again; what each got is compared as a whole, and whether anything moved."""
    able, state = ACTS[name]
    path = address(world, name, world.in_state(state))
    found = {role: tried(world, name, path, role) for role in Role}
    done = (302, name != "add_sheets")  # there is no sheet to add
    assert found == {role: done if role in able else (refusal(role, name), False) for role in Role}


def tried(world: World, name: str, path: str, role: Role) -> tuple[int, bool]:
    """The status that a role got, and whether its post changed anything."""
    with transaction.atomic():
        before = facts()
        status = world.browser(role).post(path, form_of(world, name)).status_code
        moved = facts() != before
        transaction.set_rollback(True)
    return status, moved


@pytest.mark.parametrize("name", ACTS)
def test_another_county_finds_nothing(world: World, name: str) -> None:
    path = address(world, name, world.in_state(ACTS[name][1]))
    before = facts()
    assert world.browser(world.stranger).post(path, form_of(world, name)).status_code == 404
    assert facts() == before


def test_another_countys_pages_are_not_found(world: World) -> None:
    current = world.in_state("final")
    browser = world.browser(world.stranger)
    for name in ("round", "round-compare"):
        assert browser.get(reverse(f"appraisal:{name}", args=[current.pk])).status_code == 404
    assert str(current.county) not in browser.get(reverse("appraisal:rounds")).content.decode()
    assert world.scheme.name not in browser.get(reverse("appraisal:round-open")).content.decode()


@pytest.mark.parametrize("name", ACTS)
def test_an_act_needs_a_session_a_post_and_its_token(world: World, name: str) -> None:
    path = address(world, name, world.in_state(ACTS[name][1]))
    before = facts()
    stranger = Client().post(path, form_of(world, name))
    assert (stranger.status_code, stranger["Location"].split("?")[0]) == (302, reverse("account_login"))
    assert world.browser(world.leader).get(path).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.leader)
    assert strict.post(path, form_of(world, name)).status_code == 403
    assert facts() == before


@pytest.mark.parametrize("name", GETS)
def test_nobody_reads_without_signing_in(world: World, name: str) -> None:
    current = world.in_state("final")
    path = reverse(f"appraisal:{name}", args=[current.pk] if name in ("round", "round-compare") else [])
    answer = Client().get(path)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))
