"""The network fails, the session ends, the round closes, the page is left: nothing that was typed is lost."""

import re

import pytest
from playwright.sync_api import Page, Request, Route, expect

from appraisal.models import Round
from tests.appraisal.grid.conftest import World, save, signed_in
from tests.browser.grids import Grid, Login, Matrix
from tests.browser.watch import Faults

CELLS = re.compile(r"/cells$")


@pytest.fixture
def matrix(page: Page, login: Login) -> Matrix:
    return Grid().open(page, login)


def cut(page: Page) -> None:
    """Saves don't get through any more."""
    page.route(CELLS, lambda route: route.abort("internetdisconnected"))


def test_offline_and_back(matrix: Matrix, faults: Faults) -> None:
    faults.allow("ERR_INTERNET_DISCONNECTED")
    cut(matrix.page)
    matrix.type("18.5", "Enter")
    matrix.type("19", "Enter")
    matrix.state("offline")
    matrix.is_("offline", "points")
    expect(matrix.page.locator("[data-banner]")).to_contain_text("网络中断")
    matrix.page.unroute(CELLS)
    matrix.page.get_by_role("button", name="立即重试").click()
    matrix.saved()
    matrix.shows("points", "18.50")
    matrix.shows("points", "19.00", 1)
    expect(matrix.page.locator("[data-banner]")).to_be_hidden()


def test_it_tries_again_by_itself(matrix: Matrix, faults: Faults) -> None:
    faults.allow("ERR_INTERNET_DISCONNECTED")
    left = [2]

    def fail_twice(route: Route) -> None:
        left[0] -= 1
        if left[0] >= 0:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    matrix.page.route(CELLS, fail_twice)
    matrix.type("18.5", "Enter")
    matrix.state("offline")
    expect(matrix.page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
    matrix.shows("points", "18.50")


def test_a_lost_answer_does_no_harm(matrix: Matrix, faults: Faults) -> None:
    """The server saved, and the answer never came: the second attempt is no change and no conflict."""
    faults.allow("ERR_CONNECTION_RESET")
    lost: list[Request] = []

    def lose_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request)
        route.fetch()
        route.abort("connectionreset")

    matrix.page.route(CELLS, lose_first)
    matrix.type("18.5", "Enter")
    expect(matrix.page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
    assert matrix.grid.score("points").version == 1


def test_unsaved_entries_outlive_the_page(matrix: Matrix, faults: Faults) -> None:
    faults.allow("ERR_INTERNET_DISCONNECTED")
    cut(matrix.page)
    warned: list[str] = []
    matrix.page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    matrix.type("18.5", "Enter")
    matrix.state("offline")
    matrix.page.reload()
    assert warned == ["beforeunload"]
    expect(matrix.page.locator(".toasts .note")).to_contain_text("已找回 1 格")
    matrix.page.unroute(CELLS)
    expect(matrix.page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
    matrix.shows("points", "18.50")
    assert matrix.page.evaluate("Object.keys(localStorage).filter(key => key.includes('cells'))") == []


def test_kept_entries_meet_a_later_change_as_a_conflict(matrix: Matrix, page: Page, faults: Faults) -> None:
    faults.allow("ERR_INTERNET_DISCONNECTED")
    cut(page)
    page.on("dialog", lambda dialog: dialog.accept())
    matrix.type("18.5", "Enter")
    matrix.state("offline")
    page.goto("/")
    page.unroute(CELLS)
    second = matrix.grid.second_clerk()
    world = World(matrix.grid.county, matrix.grid.round)
    save(signed_in(second), world, world.change("points", {"points": "15"}), user=second.pk)
    page.goto(f"/appraisal/rounds/{matrix.grid.round.pk}/matrix/")
    matrix.is_("conflict", "points")
    expect(matrix.issues.locator(".side").nth(1)).to_contain_text("18.5")


def test_the_session_ends_and_comes_back(matrix: Matrix, page: Page, login: Login, faults: Faults) -> None:
    faults.allow("401")
    faults.allow("403")
    page.context.clear_cookies(name="sessionid")
    matrix.type("18.5", "Enter")
    expect(page.locator("[data-banner]")).to_contain_text("登录已过期")
    matrix.type("19", "Enter")
    login(page, matrix.grid.county.clerk.username)
    page.evaluate("dispatchEvent(new Event('focus'))")
    matrix.saved()
    expect(page.locator("[data-banner]")).to_be_hidden()
    matrix.shows("points", "18.50")
    matrix.shows("points", "19.00", 1)


def test_somebody_else_signs_in_meanwhile(matrix: Matrix, page: Page, login: Login, faults: Faults) -> None:
    faults.allow("409")
    faults.allow("403")
    login(page, matrix.grid.second_clerk().username)
    matrix.type("18.5", "Enter")
    expect(page.locator("[data-banner]")).to_contain_text("另一账号")
    assert matrix.grid.score("points").version == 0
    login(page, matrix.grid.county.clerk.username)
    page.evaluate("dispatchEvent(new Event('focus'))")
    matrix.saved()
    assert matrix.grid.score("points").updated_by == matrix.grid.county.clerk


def test_a_stale_token_is_renewed(matrix: Matrix, page: Page, faults: Faults) -> None:
    faults.allow("403")
    page.evaluate("document.querySelector('meta[name=csrf-token]').content = 'x'.repeat(64)")
    matrix.type("18.5", "Enter")
    matrix.saved()
    matrix.shows("points", "18.50")


def test_the_round_closes_meanwhile(matrix: Matrix, page: Page, faults: Faults) -> None:
    faults.allow("409")
    Round.objects.filter(pk=matrix.grid.round.pk).update(
        state="submitted", submitted_by=matrix.grid.county.clerk
    )
    matrix.type("18.5", "Enter")
    expect(page.locator("[data-banner]")).to_contain_text("不在评分阶段")
    matrix.shows("points", "")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("[data-banner]")).to_contain_text("有 1 格录入没有来得及保存")


def test_a_server_error_is_tried_again(matrix: Matrix, page: Page, faults: Faults) -> None:
    faults.allow("503")
    page.route(
        CELLS, lambda route: route.fulfill(status=503, json={"error": "busy", "code": "busy"}), times=1
    )
    matrix.type("18.5", "Enter")
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")


def test_leaving_in_the_middle_of_typing_saves(matrix: Matrix, page: Page) -> None:
    matrix.type("18.5")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/appraisal/rounds/{matrix.grid.round.pk}/matrix/")
    matrix.shows("points", "18.50")
