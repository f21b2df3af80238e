"""The table of all centres is worked by keyboard as a spreadsheet is."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.grids import Grid, Login, Matrix


@pytest.fixture
def matrix(page: Page, login: Login) -> Matrix:
    return Grid().open(page, login)


def test_moving_about(matrix: Matrix) -> None:
    matrix.at("points")
    matrix.press("ArrowRight", "ArrowDown")
    matrix.at("yes_no", 1)
    matrix.press("ArrowUp", "ArrowUp", "ArrowLeft", "ArrowLeft")
    matrix.at("points")
    matrix.press("End")
    matrix.at("tier")
    matrix.press("Control+End")
    matrix.at("tier", 2)
    matrix.press("Home", "PageUp")
    matrix.at("points")
    matrix.press("PageDown")
    matrix.at("points", 2)
    matrix.press("Control+Home", "Tab", "Tab")
    matrix.at("linear")
    matrix.press("Enter")
    matrix.at("points", 1)
    matrix.press("Shift+Enter", "Shift+Tab")
    matrix.at("points")


def test_tab_goes_on_in_the_next_row_and_leaves_at_the_end(matrix: Matrix) -> None:
    matrix.press("End", "Tab")
    matrix.at("points", 1)
    matrix.press("Shift+Tab")
    matrix.at("tier")
    matrix.press("Control+End", "Tab")
    expect(matrix.editor).not_to_be_focused()


def test_the_edge_of_a_run_of_filled_cells(matrix: Matrix) -> None:
    for text in ("20", "19", "18"):
        matrix.type(text, "Enter")
    matrix.saved()
    matrix.goto("points")
    matrix.press("Control+ArrowDown")
    matrix.at("points", 2)
    matrix.press("Control+ArrowRight")
    matrix.at("tier", 2)


def test_typing_replaces_saves_and_brings_points_and_totals(matrix: Matrix) -> None:
    matrix.type("18.5", "Tab")
    matrix.type("部分", "Tab")
    matrix.type("90/100", "Enter")
    matrix.saved()
    for code, points in (("points", "18.50"), ("yes_no", "5.00"), ("linear", "18.95")):
        matrix.shows(code, points)
    expect(matrix.total()).to_have_text("42.45")
    expect(matrix.page.locator("[data-progress-words]")).to_have_text("已评 3 / 18，还差 15")
    assert matrix.grid.score("linear").inputs == {"numerator": "90", "denominator": "100"}
    matrix.goto("points")
    expect(matrix.editor).to_have_value("18.5")
    matrix.type("20", "Enter")
    matrix.saved()
    matrix.shows("points", "20.00")


def test_f2_edits_and_esc_reverts(matrix: Matrix) -> None:
    matrix.goto("linear")
    matrix.type("90/100", "Enter")
    matrix.saved()
    matrix.press("ArrowUp", "F2")
    matrix.type("0", "ArrowLeft", "Escape")
    expect(matrix.editor).to_have_value("90/100")
    matrix.at("linear")
    matrix.press("F2", "Backspace", "Backspace")
    matrix.type("20", "Enter")
    matrix.at("linear", 1)
    matrix.shows("linear", "15.79")
    matrix.type("7", "Escape")
    matrix.press("Enter")
    assert matrix.grid.score("linear").inputs == {"numerator": "90", "denominator": "120"}
    assert matrix.grid.score("linear", 1).version == 0


def test_a_double_click_edits(matrix: Matrix) -> None:
    matrix.type("19", "Enter")
    matrix.saved()
    matrix.cell("points").dblclick()
    matrix.type(".5", "Enter")
    matrix.shows("points", "19.50")


def test_delete_clears_and_undo_brings_back(matrix: Matrix) -> None:
    matrix.type("19", "Enter")
    matrix.saved()
    matrix.press("ArrowUp", "Delete")
    matrix.shows("points", "")
    matrix.saved()
    matrix.press("Control+z")
    matrix.shows("points", "19.00")
    matrix.saved()
    matrix.press("Control+z")
    matrix.shows("points", "")
    matrix.press("Control+y")
    matrix.shows("points", "19.00")


def test_full_width_digits_are_numbers(matrix: Matrix) -> None:
    matrix.goto("tier")
    matrix.page.keyboard.insert_text("８５．５")
    expect(matrix.editor).not_to_have_attribute("aria-invalid", "true")
    matrix.press("Enter")
    matrix.saved()
    assert matrix.grid.score("tier").inputs == {"value": "85.5"}


def test_an_input_method_is_left_alone_while_it_composes(matrix: Matrix) -> None:
    matrix.goto("yes_no")
    method = matrix.page.context.new_cdp_session(matrix.page)
    method.send("Input.imeSetComposition", {"text": "shi", "selectionStart": 3, "selectionEnd": 3})
    expect(matrix.editor).to_have_attribute("data-mode", "type")
    method.send(
        "Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Process", "windowsVirtualKeyCode": 229}
    )
    matrix.at("yes_no")
    method.send("Input.insertText", {"text": "是"})
    expect(matrix.editor).to_have_value("是")
    matrix.press("Enter")
    matrix.shows("yes_no", "10.00")


def test_a_doubtful_value_is_marked_while_typing_and_refused_by_the_server(matrix: Matrix) -> None:
    matrix.type("20.5")
    expect(matrix.editor).to_have_attribute("aria-invalid", "true")
    expect(matrix.page.locator("[data-bar-notes]")).to_contain_text("0 至 20")
    matrix.press("Enter")
    matrix.is_("refused", "points")
    matrix.shows("points", "20.5")
    expect(matrix.issues).to_contain_text("20.5")
    matrix.issues.get_by_role("button", name="放弃", exact=True).click()
    matrix.shows("points", "")
    expect(matrix.issues).to_be_hidden()


def test_several_counts_open_a_window(matrix: Matrix) -> None:
    matrix.goto("count")
    matrix.type("1")
    panel = matrix.page.locator("[data-panel]")
    expect(panel).to_be_visible()
    matrix.type("", "Tab")
    matrix.type("2", "Enter")
    expect(panel).to_be_hidden()
    matrix.at("count", 1)
    matrix.shows("count", "10.00")
    matrix.press("ArrowUp", "F2")
    matrix.type("5", "Escape")
    matrix.saved()
    assert matrix.grid.score("count").inputs == {"count.late": "1", "count.missed": "2"}


def test_reason_and_not_applicable_in_the_window(matrix: Matrix) -> None:
    matrix.type("12", "Enter")
    matrix.saved()
    expect(matrix.page.locator("[data-reasons]")).to_have_text("缺原因 1")
    matrix.press("ArrowUp", "Alt+ArrowDown")
    panel = matrix.page.locator("[data-panel]")
    panel.get_by_label("扣分原因").fill("台账不全")
    matrix.press("Enter")
    expect(matrix.page.locator("[data-next-reason]")).to_be_hidden()
    assert matrix.grid.score("points").reason == "台账不全"
    matrix.goto("linear")
    matrix.type("缺项", "Enter")
    matrix.shows("linear", "缺项")
    matrix.saved()
    assert matrix.grid.score("linear").not_applicable


def test_filling_a_selection(matrix: Matrix) -> None:
    matrix.goto("yes_no")
    matrix.press("Shift+ArrowDown", "Shift+ArrowDown")
    matrix.type("是", "Control+Enter")
    for row in range(3):
        matrix.shows("yes_no", "10.00", row)
    matrix.goto("step")
    matrix.type("20", "Enter")
    matrix.press("ArrowUp", "Shift+ArrowDown", "Control+d")
    matrix.shows("step", "20.00", 1)
    matrix.shows("step", "", 2)
    matrix.saved()
    assert matrix.grid.score("step", 1).points == Decimal(20)


def test_the_next_missing_cell(matrix: Matrix) -> None:
    matrix.type("20", "Tab")
    matrix.saved()
    matrix.press("Home", "F8")
    matrix.at("yes_no")
    matrix.press("Shift+F8")
    matrix.at("tier", 2)


def test_the_story_of_a_cell_by_key(matrix: Matrix) -> None:
    matrix.goto("linear")
    matrix.type("90/100", "Enter")
    matrix.saved()
    matrix.press("ArrowUp", "Alt+/")
    story = matrix.page.locator("[data-story]")
    expect(story).to_contain_text("90 ÷ 100 × 100% = 90%")
    expect(story).to_contain_text(str(matrix.grid.county.clerk))
    matrix.press("Escape")
    expect(matrix.editor).to_be_focused()


def test_points_or_values_filters_and_folding(matrix: Matrix) -> None:
    matrix.goto("linear")
    matrix.type("90/100", "Enter")
    matrix.saved()
    page = matrix.page
    page.get_by_role("button", name="录入值").click()
    matrix.shows("linear", "90/100")
    page.locator("[data-filter-only]").select_option("missing")
    expect(matrix.cell("linear", 0)).to_be_visible()
    page.locator("[data-filter-search]").fill(matrix.grid.sheets[2].centre.name)
    expect(page.locator("tbody tr:visible")).to_have_count(1)
    page.locator("[data-filter-search]").fill("nowhere")
    expect(page.locator("[data-no-match]")).to_be_visible()
    page.locator("[data-filter-search]").fill("")
    page.get_by_label("收起 类别1").click(force=True)
    expect(matrix.cell("linear", 0)).to_be_hidden()
    expect(matrix.cell("tier", 0)).to_be_visible()


def test_a_reader_moves_about_but_changes_nothing(page: Page, login: Login) -> None:
    grid = Grid()
    matrix = grid.open(page, login, grid.county.leader)
    matrix.type("20", "Enter")
    matrix.press("ArrowUp", "Delete")
    matrix.at("points")
    matrix.press("F2")
    expect(matrix.editor).to_have_js_property("readOnly", True)
    assert grid.score("points").version == 0
