"""Sheets that were not sent back while others were: they look shut, act shut, and say why."""

import pytest
from playwright.sync_api import Page, expect

from appraisal.models import Score, SheetReturn
from tests.browser.grids import Grid, Login
from tests.factories import NOW

WHY = "锁定：本表没有被退回，退回的评分表再次提交以前不能修改。"


@pytest.fixture
def grid() -> Grid:
    """The second sheet was sent back: by name, so the other two are shut."""
    grid = Grid()
    send_back(grid, 1)
    return grid


def send_back(grid: Grid, row: int) -> None:
    """As the database sees it: what the round went through before doesn't matter here."""
    SheetReturn.objects.create(
        assessment=grid.sheets[row], by=grid.county.leader, at=NOW, remark="病历数不符"
    )


def row(page: Page, number: int) -> str:
    return str(page.locator("tbody tr").nth(number).get_attribute("class"))


def test_a_shut_row_takes_nothing_and_the_open_one_does(page: Page, login: Login, grid: Grid) -> None:
    matrix = grid.open(page, login)
    assert ["shut" in row(page, 0), "is-open" in row(page, 1), "shut" in row(page, 2)] == [True] * 3
    expect(page.locator("tbody tr").nth(0).locator(".row-lock")).to_have_attribute("title", WHY)
    expect(page.locator("[data-bar-notes]")).to_contain_text("锁定")
    expect(matrix.editor).not_to_be_editable()
    matrix.type("15", "Enter")  # typed over a shut cell: nothing, but Enter still moves down
    matrix.at("points", 1)
    expect(matrix.editor).to_be_editable()
    matrix.type("16", "Enter")
    matrix.saved()
    matrix.at("points", 2)
    assert [grid.score("points", number).version for number in range(3)] == [0, 1, 0]


def test_paste_and_clear_say_cell_by_cell_what_is_locked(page: Page, login: Login, grid: Grid) -> None:
    matrix = grid.open(page, login)
    matrix.paste("11\n12\n13")
    expect(page.locator(".toasts .note")).to_contain_text("锁定 2 格未粘贴")
    expect(matrix.issues.locator(".issue")).to_have_count(2)
    expect(matrix.issues).to_contain_text("锁定：本表没有被退回")
    matrix.shows("points", "12.00", 1)
    for number in (0, 2):
        matrix.shows("points", "", number)
    matrix.issues.get_by_role("button", name="知道了").first.click()
    expect(matrix.issues.locator(".issue")).to_have_count(1)
    matrix.issues.get_by_role("button", name="放弃被退回的").click()
    expect(matrix.issues).to_be_hidden()
    assert Score.objects.filter(version__gt=0).count() == 1


def test_the_next_missing_one_lies_in_an_open_row(page: Page, login: Login, grid: Grid) -> None:
    matrix = grid.open(page, login)
    matrix.press("F8")
    matrix.at("points", 1)
    for code in ("yes_no", "linear"):
        matrix.press("F8")
        matrix.at(code, 1)
    matrix.press("ArrowUp")
    matrix.at("linear", 0)


def test_the_page_learns_when_other_sheets_are_opened(page: Page, login: Login, grid: Grid) -> None:
    matrix = grid.open(page, login)
    SheetReturn.objects.update(
        answer="已核", corrected_by=grid.county.clerk, corrected_at=NOW, answered_at=NOW
    )
    send_back(grid, 0)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(matrix.editor).to_be_editable()
    assert ["shut" in row(page, 0), "shut" in row(page, 1)] == [False, True]


def test_the_sheet_page_is_shut_too(page: Page, login: Login, grid: Grid) -> None:
    grid.open_sheet(page, login, 0)
    expect(page.locator(".note").first).to_contain_text("本表没有被退回")
    assert page.locator("[data-entry]:enabled").count() == 0
    expect(page.locator("[data-centre] option").nth(0)).to_contain_text("锁定")
    grid.open_sheet(page, login, 1)
    assert page.locator("[data-entry]:enabled").count() > 0
