"""Two clerks at one table: neither overwrites the other unawares, and each sees what the other did."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import DESK
from tests.browser.grids import Grid, Login, Matrix
from tests.browser.watch import Faults, watched


@pytest.fixture
def second(browser: Browser, live_server: LiveServer, faults: Faults) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, viewport=DESK, locale="zh-CN")
    yield watched(context, faults).new_page()
    context.close()


@pytest.fixture
def both(page: Page, second: Page, login: Login) -> tuple[Matrix, Matrix]:
    """Two clerks with the table open; the second has changed the first cell since."""
    grid = Grid()
    mine, theirs = grid.open(page, login), grid.open(second, login, grid.second_clerk())
    theirs.type("15", "Enter")
    theirs.saved()
    return mine, theirs


def look(matrix: Matrix) -> None:
    """What the page does by itself every 15 seconds."""
    matrix.page.evaluate("dispatchEvent(new Event('focus'))")


def test_the_second_is_told_who_changed_what(both: tuple[Matrix, Matrix]) -> None:
    mine, _theirs = both
    mine.type("18", "Enter")
    mine.is_("conflict", "points")
    mine.state("conflict")
    expect(mine.issues).to_contain_text("张伟")
    sides = mine.issues.locator(".side")
    expect(sides.nth(0)).to_contain_text("15")
    expect(sides.nth(1)).to_contain_text("18")


def test_keeping_theirs(both: tuple[Matrix, Matrix]) -> None:
    mine, _theirs = both
    mine.type("18", "Enter")
    mine.issues.get_by_role("button", name="采用对方的").click()
    mine.shows("points", "15.00")
    expect(mine.issues).to_be_hidden()
    expect(mine.total()).to_have_text("15.00")
    assert mine.grid.score("points").version == 1


def test_saving_mine(both: tuple[Matrix, Matrix]) -> None:
    mine, _theirs = both
    mine.type("18", "Enter")
    mine.issues.get_by_role("button", name="保存我的").click()
    mine.saved()
    mine.shows("points", "18.00")
    score = mine.grid.score("points")
    assert (score.version, score.updated_by) == (2, mine.grid.county.clerk)


def test_theirs_can_change_again_before_i_choose(both: tuple[Matrix, Matrix]) -> None:
    mine, theirs = both
    mine.type("18", "Enter")
    mine.is_("conflict", "points")
    theirs.press("ArrowUp")
    theirs.type("16", "Enter")
    theirs.saved()
    mine.issues.get_by_role("button", name="保存我的").click()
    expect(mine.issues.locator(".side").nth(0)).to_contain_text("16")
    assert str(mine.grid.score("points").points) == "16.00"


def test_what_others_change_shows_up(both: tuple[Matrix, Matrix]) -> None:
    mine, theirs = both
    look(mine)
    mine.shows("points", "15.00")
    expect(mine.total()).to_have_text("15.00")
    theirs.press("ArrowUp", "Delete")
    theirs.saved()
    look(mine)
    mine.shows("points", "")


def test_a_cell_being_typed_is_not_overwritten_by_news(both: tuple[Matrix, Matrix]) -> None:
    mine, _theirs = both
    mine.type("18")
    look(mine)
    mine.shows("points", "15.00")
    expect(mine.editor).to_have_value("18")
    mine.press("Enter")
    mine.is_("conflict", "points")


def test_undo_does_not_undo_a_colleague(both: tuple[Matrix, Matrix]) -> None:
    mine, theirs = both
    mine.goto("tier")
    mine.type("60", "Enter")
    mine.saved()
    look(theirs)
    theirs.shows("tier", "15.00")
    theirs.goto("tier")
    theirs.type("45", "Enter")
    theirs.saved()
    look(mine)
    mine.shows("tier", "8.00")
    mine.press("Control+z")
    mine.is_("conflict", "tier")
    assert mine.grid.score("tier").inputs == {"value": "45"}
