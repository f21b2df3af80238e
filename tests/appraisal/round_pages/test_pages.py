"""What the pages of rounds show in each state, and that they ask no more for many centres than for few."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appraisal.actions import decisions, reopening, scores
from appraisal.actions.scores import CellChange
from appraisal.models import Publication, Round, Score
from tests.appraisal.round_pages.conftest import World
from tests.factories import NOW, CentreFactory, CountyFactory, UserFactory, plain_scheme

LIST = reverse("appraisal:rounds")


def text(browser: Client, current: Round, name: str = "round") -> str:
    return browser.get(reverse(f"appraisal:{name}", args=[current.pk])).content.decode()


def reopened(world: World, final: Round) -> Round:
    request = world.asked(final)
    reopening.decide(
        actor=world.leader, request_id=request.pk, permit=True, note="同意", now=NOW,
        expires_at=NOW.replace(year=2099),
    )  # fmt: skip
    return reopening.reopen(actor=world.clerk, request_id=request.pk, now=NOW)


def change(world: World, current: Round, points: str) -> None:
    cell = Score.objects.filter(assessment__round=current).order_by("assessment__centre__code", "pk").first()
    assert cell is not None
    one = CellChange(cell.assessment_id, cell.indicator_id, {"points": points}, reason="核实后更正")
    scores.save_cells(actor=world.clerk, round_id=current.pk, changes=[one], now=NOW)


def test_a_county_without_rounds_is_told_what_to_do(world: World) -> None:
    page = world.browser(world.leader).get(LIST).content.decode()
    assert "还没有考核轮次" in page
    assert reverse("appraisal:round-open") in page
    assert reverse("appraisal:round-open") not in world.browser(world.clerk).get(LIST).content.decode()


def test_without_an_active_scheme_nothing_can_be_opened(world: World) -> None:
    region = CountyFactory()
    plain_scheme(region, state="draft")
    page = (
        world.browser(UserFactory(role="leader", county=region))
        .get(reverse("appraisal:round-open"))
        .content.decode()
    )
    assert "没有可用的考核方案" in page


def test_the_form_comes_with_what_would_be_opened_next(world: World) -> None:
    def chosen() -> Any:
        form = world.browser(world.leader).get(reverse("appraisal:round-open")).context["form"]
        return {name: form.initial[name] for name in ("scheme", "kind") if name in form.initial}

    assert chosen() == {"scheme": world.scheme.pk, "kind": "june"}
    world.open("june")
    assert chosen() == {"scheme": world.scheme.pk, "kind": "december"}
    world.open("december")
    assert chosen() == {}


def test_an_open_round_shows_its_gaps(world: World) -> None:
    current = world.in_state("blank")
    page = text(world.browser(world.clerk), current)
    assert "还有未评" in page
    for centre in world.centres:
        assert reverse("appraisal:sheet", args=[current.pk, centre.code]) in page
    assert "提交审核</button>" not in page.split("<dialog")[0]
    assert "名次和等次" not in page


@pytest.mark.parametrize(
    ("state", "role", "shown", "hidden"),
    [
        ("scored", "clerk", ["提交审核", "录入总表", "导入评分"], ["审核通过", "免考"]),
        ("scored", "leader", ["查看总表"], ["提交审核", "导入评分", "补建评分表"]),
        ("blank", "leader", ["免考"], ["补建评分表"]),
        ("submitted", "clerk", ["查看总表"], ["录入总表", "提交审核", "审核通过", "退回修改"]),
        ("submitted", "leader", ["审核通过", "退回修改"], ["定稿并发布"]),
        ("reviewed", "leader", ["定稿并发布", "退回修改"], ["审核通过"]),
        ("final", "leader", ["申请重开", "查看结果"], ["定稿并发布", "退回修改"]),
        ("final", "prefecture", ["查看结果"], ["申请重开"]),
    ],
)
def test_the_buttons_are_those_of_state_and_role(
    world: World, state: str, role: str, shown: list[str], hidden: list[str]
) -> None:
    who = {"clerk": world.clerk, "leader": world.leader}.get(role) or world.person(role)
    page = text(world.browser(who), world.in_state(state))
    head = page[page.index("<main") : page.index('class="stats"')]
    for word in shown:
        assert f"{word}</button>" in head or f"{word}</a>" in head, word
    for word in hidden:
        assert f"{word}</button>" not in head, word
        assert f"{word}</a>" not in head, word


def test_a_complete_round_shows_ranks_grades_and_why(world: World) -> None:
    page = text(world.browser(world.leader), world.in_state("submitted"))
    assert "名次和等次预览" in page
    assert "总分 90.00 分，第 1 名" in page
    assert "年度名次" not in page


def test_december_shows_the_year_beside_the_round(world: World) -> None:
    world.in_state("final")
    page = text(world.browser(world.leader), world.in_state("submitted", "december"))
    assert "年度名次和等次预览" in page


def test_a_final_round_shows_what_was_published(world: World) -> None:
    current = world.in_state("final")
    published = Publication.objects.get()
    page = text(world.browser(world.leader), current)
    assert reverse("appraisal:publication", args=[published.pk]) in page
    assert current.fingerprint[:16] in page
    assert "预览" not in page.split("<dialog")[0]


def test_an_exempt_centre_has_a_line_and_no_rank(world: World) -> None:
    current = world.in_state("blank")
    decisions.exempt(
        actor=world.leader, round_id=current.pk, centre=world.centres[2], reason="6月后启用", now=NOW
    )
    assert "6月后启用" in text(world.browser(world.clerk), current)


def test_an_old_version_leads_to_the_new_one_and_back(world: World) -> None:
    old = world.in_state("final")
    new = reopened(world, old)
    page = text(world.browser(world.clerk), old)
    assert "这是旧版本" in page
    assert reverse("appraisal:round", args=[new.pk]) in page
    assert "申请重开</button>" not in page
    assert reverse("appraisal:round-compare", args=[new.pk]) in text(world.browser(world.clerk), new)
    assert "已被新版本取代" in world.browser(world.clerk).get(LIST).content.decode()


def test_the_comparison_names_what_changed_and_by_whose_permit(world: World) -> None:
    new = reopened(world, world.in_state("final"))
    change(world, new, "41")
    page = text(world.browser(world.clerk), new, "round-compare")
    for said in (
        "漏报核实",
        "同意",
        str(world.leader),
        "90.00",
        "81.00",
        "50.00",
        "41.00",
        "核实后更正",
        "共 1 格",
    ):
        assert said in page, said


def test_a_new_version_without_a_change_says_so(world: World) -> None:
    page = text(world.browser(world.clerk), reopened(world, world.in_state("final")), "round-compare")
    assert "总分没有变动" in page
    assert "评分没有变动" in page


def test_the_list_names_the_county_where_there_are_several(world: World) -> None:
    world.open()
    assert f"{world.region}</td>" not in world.browser(world.leader).get(LIST).content.decode()
    other = World()
    other.open()
    page = world.browser("prefecture").get(LIST).content.decode()
    assert f"{world.region}</td>" in page
    assert f"{other.region}</td>" in page


def test_names_are_data_and_never_markup(world: World) -> None:
    CentreFactory(county=world.region, name="<b>院</b>")
    page = text(world.browser(world.leader), world.in_state("blank"))
    assert "<b>院" not in page
    assert "&lt;b&gt;院" in page


def count(browser: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


def asked(world: World, state: str) -> list[int]:
    """Queries of the list, the page, the comparison of a round in that state."""
    browser = world.browser(world.leader)
    browser.get(LIST)  # the first page of a session asks more
    if state == "year":
        world.in_state("final")
        current = world.in_state("reviewed", "december")
    else:
        current = reopened(world, world.in_state("final")) if state == "reopened" else world.in_state(state)
    paths = [LIST, reverse("appraisal:round", args=[current.pk]), reverse("appraisal:round-open")]
    if state == "reopened":
        paths.append(reverse("appraisal:round-compare", args=[current.pk]))
    for path in paths:
        browser.get(path)  # the scheme's book is kept from now on
    return [count(browser, path) for path in paths]


@pytest.mark.parametrize("state", ["blank", "scored", "submitted", "reviewed", "final", "reopened", "year"])
def test_as_many_queries_for_many_centres_as_for_few(make: Callable[[int], World], state: str) -> None:
    assert asked(make(4), state) == asked(make(8), state)
