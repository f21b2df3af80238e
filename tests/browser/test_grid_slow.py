"""The network is slow: the user goes on in a cell whose last save has no answer yet. Nobody else is in the way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.appraisal.grid.conftest import World, save, signed_in
from tests.browser.grids import Grid, Login, Matrix
from tests.browser.test_grid_kinds import Kinds
from tests.browser.test_grid_trouble import CELLS


class Wire:
    """Saves are held back until they are let through."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.held: list[Route] = []
        self.slow = True
        page.route(CELLS, self.take)

    def take(self, route: Route) -> None:
        if self.slow:
            self.held.append(route)
        else:
            route.continue_()

    def sends(self, act: Callable[[], None]) -> None:
        """What is done here leads to a save, which has left the page and reached nobody yet."""
        with self.page.expect_request(CELLS):
            act()

    def deliver(self) -> None:
        """The server saved and answered, and the page has read it; whatever comes next goes straight through."""
        self.slow = False
        with self.page.expect_response(CELLS) as answer:
            self.held.pop().continue_()
        answer.value.finished()


@pytest.fixture
def grid(db: None) -> Grid:
    return Grid()


@pytest.fixture
def typing(grid: Grid, page: Page, login: Login) -> Matrix:
    """The user types 19 into the cell whose 18.5 was saved since the first key."""
    matrix, wire = grid.open(page, login), Wire(page)
    wire.sends(lambda: matrix.type("18.5", "Enter"))
    matrix.press("ArrowUp")
    matrix.type("19")
    wire.deliver()
    matrix.is_("saved", "points")
    return matrix


def test_typing_in_the_table_goes_on(grid: Grid, typing: Matrix) -> None:
    matrix = typing
    matrix.press("Enter")
    matrix.shows("points", "19.00")
    matrix.saved()
    assert grid.score("points").version == 2


def test_a_colleague_between_two_of_my_saves_is_a_conflict(grid: Grid, typing: Matrix) -> None:
    matrix = typing
    second = grid.second_clerk()
    world = World(grid.county, grid.round)
    save(signed_in(second), world, world.change("points", {"points": "15"}, version=1), user=second.pk)
    matrix.press("Enter")
    matrix.is_("conflict", "points")
    assert grid.score("points").inputs == {"points": "15"}


def test_drawn_records_go_on(page: Page, login: Login) -> None:
    desk = Kinds(page, login).sheet()
    line = desk.line("sample")
    line.get_by_role("button", name="添加一份").click()
    page.keyboard.type("0101")
    wire = Wire(page)
    wire.sends(lambda: page.keyboard.press("Enter"))
    page.keyboard.type("0102")
    wire.deliver()
    expect(line.locator(".row-notes")).to_be_empty()
    line.locator(".record-row").nth(1).get_by_role("button", name="空项", exact=True).click()
    expect(line.locator(".row-notes")).to_contain_text("应抽取 3 份")
    desk.saved()
    assert desk.score("sample").inputs == {"records": "0101\n0102: blank"}


def test_points_that_others_moved_are_no_conflict(page: Page, login: Login) -> None:
    desk = Kinds(page, login).matrix()
    desk.cell("rank").click()
    page.keyboard.type("90/100")
    page.keyboard.press("Enter")
    expect(desk.cell("rank")).to_have_text("10.00")
    desk.cell("rank").click()
    page.keyboard.type("80/100")
    world = World(desk.county, desk.round)
    rate = {"numerator": "99", "denominator": "100"}
    save(signed_in(desk.county.clerk), world, world.change("rank", rate, row=1))
    page.keyboard.press("Enter")
    desk.saved()
    expect(page.locator("[data-issues] .side")).to_have_count(0)
    assert desk.score("rank").inputs == {"numerator": "80", "denominator": "100"}
