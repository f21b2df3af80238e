"""Blocks go between the table and Excel or WPS by the clipboard, each cell with its own result."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.grids import Grid, Login, Matrix

RESULT = ".toasts .note"


@pytest.fixture
def matrix(page: Page, login: Login) -> Matrix:
    return Grid().open(page, login)


def test_a_block_with_good_and_bad_cells(matrix: Matrix) -> None:
    matrix.paste("18.5\t是\t90/100\r\n99\t也许\t50/0\r\n\t部分\t\r\n")
    expect(matrix.page.locator(RESULT)).to_contain_text("已保存 4 格")
    expect(matrix.page.locator(RESULT)).to_contain_text("退回 3 格")
    expect(matrix.page.locator(RESULT)).to_contain_text("未变 2 格")
    for code, points, row in (("points", "18.50", 0), ("linear", "18.95", 0), ("yes_no", "5.00", 2)):
        matrix.shows(code, points, row)
    for code, typed in (("points", "99"), ("yes_no", "也许"), ("linear", "50/0")):
        matrix.is_("refused", code, 1)
        matrix.shows(code, typed, 1)
    expect(matrix.issues.locator("li")).to_have_count(3)
    expect(matrix.issues).to_contain_text("确无此项工作的")
    assert matrix.grid.score("points", 1).version == 0


def test_what_was_refused_leads_to_its_cell_and_can_be_mended(matrix: Matrix) -> None:
    matrix.paste("99\t是")
    matrix.issues.locator(".issue-place").click()
    matrix.at("points")
    expect(matrix.editor).to_have_value("99")
    matrix.type("19", "Enter")
    matrix.shows("points", "19.00")
    expect(matrix.issues).to_be_hidden()


def test_quoted_cells_with_line_breaks_stay_one_cell(matrix: Matrix) -> None:
    matrix.paste('"18.5"\t"是"\n"19\n"\t"否"')
    matrix.shows("points", "18.50")
    matrix.shows("points", "19.00", 1)
    matrix.shows("yes_no", "0.00", 1)


def test_cells_beyond_the_edge_are_told(matrix: Matrix) -> None:
    matrix.goto("tier", 2)
    matrix.paste("60\t1\n2\t3")
    expect(matrix.page.locator(RESULT)).to_contain_text("超出表格 3 格未粘贴")
    matrix.shows("tier", "15.00", 2)


def test_one_value_fills_the_selection(matrix: Matrix) -> None:
    matrix.goto("yes_no")
    matrix.press("Shift+ArrowDown", "Shift+ArrowDown")
    matrix.paste("是\r\n")
    for row in range(3):
        matrix.shows("yes_no", "10.00", row)


def test_text_pasted_while_editing_goes_into_the_text(matrix: Matrix) -> None:
    matrix.type("1")
    matrix.paste("8.5")
    expect(matrix.editor).to_have_value("18.5")


def test_what_is_seen_is_what_is_copied(matrix: Matrix) -> None:
    matrix.paste("18.5\t是\t90/100\n20\t部分\t95/100")
    matrix.saved()
    matrix.goto("points")
    matrix.press("Shift+ArrowDown", "Shift+ArrowRight", "Shift+ArrowRight", "Control+c")
    assert matrix.clipboard() == "18.50\t10.00\t18.95\n20.00\t5.00\t20.00"
    matrix.page.get_by_role("button", name="录入值").click()
    matrix.editor.focus()
    matrix.press("Control+c")
    assert matrix.clipboard() == "18.5\t是\t90/100\n20\t部分\t95/100"


def test_a_copied_block_is_pasted_back_as_it_was_entered(matrix: Matrix) -> None:
    matrix.goto("yes_no")
    matrix.paste("部分\t缺项")
    matrix.saved()
    matrix.goto("yes_no")
    matrix.press("Shift+ArrowRight", "Control+c", "Home", "ArrowRight", "ArrowDown", "Control+v")
    matrix.shows("yes_no", "5.00", 1)
    matrix.shows("linear", "缺项", 1)


def test_dragging_selects_and_cut_clears(matrix: Matrix) -> None:
    matrix.paste("18.5\t是\n19\t否")
    matrix.saved()
    matrix.cell("points").hover()
    matrix.page.mouse.down()
    # The text box comes along under the pointer.
    matrix.cell("yes_no", 1).hover(force=True)
    matrix.page.mouse.up()
    expect(matrix.page.locator("[data-bar-selection]")).to_have_text("已选 4 格")
    matrix.press("Control+x")
    matrix.shows("yes_no", "", 1)
    matrix.saved()
    assert matrix.grid.score("points").points is None


HALF_HIDDEN = """td => {
  const box = document.querySelector("[data-scroller]");
  box.scrollLeft = td.offsetLeft + td.offsetWidth / 2 - box.clientWidth;
}"""


def test_pressing_a_cell_at_the_edge_selects_it_alone(phone: Page, login: Login) -> None:
    """The press brings it into view; what comes to lie under the resting pointer isn't dragged over."""
    matrix = Grid().open(phone, login)
    matrix.cell("step").evaluate(HALF_HIDDEN)
    box = matrix.cell("step").bounding_box()
    assert box
    place = (box["x"] + box["width"] / 4, box["y"] + box["height"] - 2)
    phone.mouse.move(*place)
    phone.mouse.down()
    for _again in range(2):
        phone.mouse.move(*place)  # As the browser tells the page by itself once it has scrolled.
    phone.mouse.up()
    matrix.at("step")
    expect(phone.locator("[data-bar-selection]")).to_have_text("")


def test_a_paste_is_undone_as_one(matrix: Matrix) -> None:
    matrix.paste("18.5\t是\n19\t否")
    matrix.shows("yes_no", "0.00", 1)
    matrix.press("Control+z")
    for code in ("points", "yes_no"):
        for row in range(2):
            matrix.shows(code, "", row)


BLOCKS = [
    ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
    ("a", [["a"]]),
    ("", [[""]]),
    ('"a\tb"\tc', [["a\tb", "c"]]),
    ('"a ""b"""', [['a "b"']]),
    ('"a\nb"\nc', [["a\nb"], ["c"]]),
    ('5" pipe\tx', [['5" pipe', "x"]]),
    ('"open\tx', [['"open', "x"]]),
    ("a\t\t\n\t", [["a", "", ""], ["", ""]]),
    ("a\rb", [["a"], ["b"]]),
]


def test_blocks_of_text_are_read_as_spreadsheets_write_them(matrix: Matrix) -> None:
    script = "async text => (await import('/static/js/grid/tsv.js')).parse(text)"
    assert [matrix.page.evaluate(script, text) for text, _rows in BLOCKS] == [rows for _text, rows in BLOCKS]
    back = (
        "async rows => { const t = await import('/static/js/grid/tsv.js'); return t.parse(t.format(rows)); }"
    )
    for _text, rows in BLOCKS:
        assert matrix.page.evaluate(back, rows) == rows
