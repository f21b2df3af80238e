"""One centre's sheet: on a phone by touch, on a desk by keyboard."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.appraisal.grid.conftest import World, save, signed_in
from tests.browser.grids import Grid, Login, put


class Sheet:
    def __init__(self, page: Page, grid: Grid, row: int = 0) -> None:
        self.page, self.grid, self.row = page, grid, row

    def line(self, code: str) -> Locator:
        return self.page.locator(f'.sheet-row[data-key="{self.grid.key(code, self.row)}"]')

    def box(self, code: str, number: int = 0) -> Locator:
        return self.line(code).locator("[data-entry]").nth(number)

    def points(self, code: str, text: str) -> None:
        expect(self.line(code).locator(".row-points b")).to_have_text(text)

    def saved(self) -> None:
        expect(self.page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")

    def total(self, text: str) -> None:
        expect(self.page.locator("[data-total]")).to_have_text(text)


@pytest.fixture
def sheet(phone: Page, login: Login) -> Sheet:
    grid = Grid()
    return Sheet(grid.open_sheet(phone, login), grid)


@pytest.fixture
def desk(page: Page, login: Login) -> Sheet:
    grid = Grid()
    return Sheet(grid.open_sheet(page, login), grid)


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def too_small(page: Page, selector: str) -> int:
    count = "list => list.filter(one => one.getBoundingClientRect().height < 36).length"
    return int(page.locator(selector).evaluate_all(count))


def too_wide(page: Page) -> int:
    count = "list => list.filter(one => one.getBoundingClientRect().right > innerWidth + 1).length"
    return int(page.locator("#grid *").evaluate_all(count))


def test_nothing_scrolls_sideways_on_a_phone(sheet: Sheet) -> None:
    assert sideways(sheet.page) <= 0
    sheet.box("points").fill("12")
    sheet.box("points").blur()
    sheet.saved()
    sheet.line("linear").locator("summary").tap()
    assert sideways(sheet.page) <= 0
    assert too_wide(sheet.page) == 0


def test_everything_to_tap_is_large_enough(sheet: Sheet) -> None:
    assert too_small(sheet.page, ".entry, .answers label, .step, .full-marks") == 0


def test_keypads_suit_the_rule(sheet: Sheet) -> None:
    expect(sheet.box("linear")).to_have_attribute("inputmode", "decimal")
    expect(sheet.box("count")).to_have_attribute("inputmode", "numeric")


def test_a_rate_by_numerator_and_denominator(sheet: Sheet) -> None:
    sheet.box("linear").fill("90")
    sheet.box("linear").press("Enter")
    expect(sheet.box("linear", 1)).to_be_focused()
    expect(sheet.line("linear").locator(".row-notes")).to_contain_text("还缺：分母")
    sheet.page.keyboard.type("100")
    sheet.page.keyboard.press("Enter")
    sheet.points("linear", "18.95")
    expect(sheet.line("linear").locator(".rate")).to_have_text("= 90%")
    sheet.total("18.95")
    expect(sheet.page.locator("[data-progress-short]")).to_have_text("还差 5")


def test_answers_and_counts_by_tapping(sheet: Sheet) -> None:
    sheet.line("yes_no").get_by_role("radio", name="部分").tap()
    sheet.points("yes_no", "5.00")
    sheet.line("yes_no").get_by_role("radio", name="部分").tap()
    sheet.points("yes_no", "—")
    sheet.box("count").fill("0")
    sheet.line("count").get_by_role("button", name="漏报 加一").tap()
    sheet.line("count").get_by_role("button", name="漏报 加一").tap()
    sheet.points("count", "11.00")
    sheet.saved()
    assert sheet.grid.score("count").inputs == {"count.late": "0", "count.missed": "2"}


def test_full_marks_in_one_tap_and_a_reason_below_them(sheet: Sheet) -> None:
    sheet.line("points").get_by_role("button", name="满分 20").tap()
    sheet.points("points", "20.00")
    reason = sheet.line("points").get_by_label("扣分原因")
    expect(reason).to_be_hidden()
    sheet.box("points").fill("15")
    sheet.box("points").press("Enter")
    sheet.points("points", "15.00")
    expect(reason).to_be_visible()
    expect(reason).to_have_attribute("placeholder", "未得满分，请写明原因")
    sheet.page.get_by_role("button", name="缺原因 1").tap()
    expect(reason).to_be_focused()
    reason.fill("台账不全")
    reason.blur()
    sheet.saved()
    expect(sheet.page.get_by_role("button", name="缺原因")).to_be_hidden()
    assert sheet.grid.score("points").reason == "台账不全"


def test_not_applicable_asks_why(sheet: Sheet) -> None:
    sheet.line("linear").get_by_label("缺项").check()
    reason = sheet.line("linear").get_by_label("缺项原因")
    expect(reason).to_be_focused()
    expect(sheet.box("linear")).to_be_disabled()
    reason.fill("未开展")
    reason.blur()
    sheet.saved()
    sheet.points("linear", "缺项")
    score = sheet.grid.score("linear")
    assert (score.not_applicable, score.reason, score.points) == (True, "未开展", None)


def test_source_and_date_of_a_rate(sheet: Sheet) -> None:
    sheet.line("linear").locator("summary").tap()
    sheet.line("linear").get_by_label("数据来源").fill("疾控中心")
    sheet.line("linear").get_by_label("数据日期").fill("2026-06-30")
    sheet.box("linear").fill("95")
    sheet.box("linear", 1).fill("100")
    sheet.box("linear", 1).blur()
    sheet.points("linear", "20.00")
    sheet.saved()
    score = sheet.grid.score("linear")
    assert (score.source, str(score.source_date)) == ("疾控中心", "2026-06-30")


def test_a_pause_in_typing_saves_without_leaving_the_box(sheet: Sheet) -> None:
    sheet.box("tier").fill("70")
    sheet.points("tier", "15.00")
    expect(sheet.box("tier")).to_be_focused()


def test_the_next_missing_and_the_neighbours(sheet: Sheet) -> None:
    sheet.box("points").fill("20")
    sheet.box("points").blur()
    sheet.saved()
    sheet.page.get_by_role("button", name="下一未评").tap()
    expect(sheet.line("yes_no").locator("input").first).to_be_focused()
    sheet.page.get_by_role("link", name="下一张评分表").tap()
    second = sheet.grid.sheets[1].centre
    expect(sheet.page).to_have_url(f"/appraisal/rounds/{sheet.grid.round.pk}/centres/{second.code}/")


def test_a_wrong_value_keeps_what_was_typed_and_says_why(sheet: Sheet) -> None:
    sheet.box("tier").fill("7x")
    expect(sheet.box("tier")).to_have_attribute("aria-invalid", "true")
    sheet.box("tier").blur()
    expect(sheet.line("tier")).to_have_class("sheet-row missing is-refused")
    expect(sheet.box("tier")).to_have_value("7x")
    expect(sheet.line("tier").locator(".row-notes")).to_contain_text("应为")


def test_enter_and_arrows_on_a_desk(desk: Sheet) -> None:
    desk.box("points").focus()
    desk.page.keyboard.type("18.5")
    desk.page.keyboard.press("Enter")
    expect(desk.line("yes_no").locator("input").first).to_be_focused()
    desk.page.keyboard.press("ArrowDown")
    expect(desk.box("linear")).to_be_focused()
    desk.page.keyboard.press("ArrowUp")
    desk.page.keyboard.press("Shift+Enter")
    expect(desk.box("points")).to_be_focused()
    desk.page.keyboard.type("19")
    expect(desk.box("points")).to_have_value("19")
    desk.page.keyboard.press("Escape")
    expect(desk.box("points")).to_have_value("18.5")
    desk.page.keyboard.press("F2")
    desk.page.keyboard.press("Backspace")
    desk.page.keyboard.type("0")
    desk.page.keyboard.press("Enter")
    desk.points("points", "18.00")


def test_undo_on_the_sheet(desk: Sheet) -> None:
    desk.box("tier").fill("70")
    desk.box("tier").press("Enter")
    desk.points("tier", "15.00")
    desk.saved()
    desk.box("tier").press("Control+z")
    desk.points("tier", "—")
    expect(desk.box("tier")).to_have_value("")


def test_a_column_is_pasted_down_the_list(desk: Sheet) -> None:
    put(desk.page.context, desk.page, "18.5\n是\n90/100\n20\n0/1\n60\n7\n")
    desk.box("points").focus()
    desk.page.keyboard.press("Control+v")
    for code, points in (("points", "18.50"), ("yes_no", "10.00"), ("linear", "18.95"), ("count", "13.00")):
        desk.points(code, points)
    expect(desk.page.locator(".toasts .note")).to_contain_text("超出表格 1 格")
    desk.total("95.45")


def test_a_reader_sees_and_enters_nothing(page: Page, login: Login) -> None:
    grid = Grid()
    sheet = Sheet(grid.open_sheet(page, login, user=grid.county.leader), grid)
    expect(sheet.box("points")).to_be_disabled()
    expect(sheet.line("linear").locator("[type=checkbox]")).to_be_disabled()
    expect(page.get_by_text("只读")).to_be_visible()
    sheet.line("points").get_by_role("button", name="得分说明").click()
    expect(page.locator("[data-story]")).to_contain_text("还没有录入过")


def test_a_conflict_on_the_sheet(desk: Sheet) -> None:
    second = desk.grid.second_clerk()
    world = World(desk.grid.county, desk.grid.round)
    save(signed_in(second), world, world.change("tier", {"value": "45"}), user=second.pk)
    desk.box("tier").fill("70")
    desk.box("tier").press("Enter")
    issues = desk.page.locator("[data-issues]")
    expect(issues).to_contain_text("张伟")
    expect(desk.box("tier")).to_have_value("70")
    issues.get_by_role("button", name="采用对方的").click()
    expect(desk.box("tier")).to_have_value("45")
    desk.points("tier", "8.00")
