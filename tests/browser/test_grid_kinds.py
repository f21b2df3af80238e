"""The kinds beyond plain marks: an event with its document, drawn records on a phone, places that move, no evidence."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from appraisal.models import Assessment, Indicator, Score
from tests.browser.grids import Login
from tests.browser.test_grid_sheet import sideways, too_wide
from tests.factories import County, CountyFactory
from tests.kinds import CODES, every_scheme

PAPER = "卫医〔2026〕3号"


class Kinds:
    """A county of three centres with a scheme of every kind, its table or one of its sheets in a page."""

    def __init__(self, page: Page, login: Login) -> None:
        self.page = page
        self.county = County(3, scheme=every_scheme(CountyFactory()))
        self.round = self.county.open()
        self.sheets = list(Assessment.objects.filter(round=self.round).order_by("centre__code"))
        login(page, self.county.clerk.username)

    def matrix(self) -> "Kinds":
        self.page.goto(f"/appraisal/rounds/{self.round.pk}/matrix/")
        expect(self.page.locator("[data-editor]")).to_be_focused()
        return self

    def sheet(self, row: int = 0) -> "Kinds":
        code = self.county.centres[row].code
        self.page.goto(f"/appraisal/rounds/{self.round.pk}/centres/{code}/")
        expect(self.page.locator(".sheet-row")).to_have_count(len(CODES))
        return self

    def line(self, code: str, row: int = 0) -> Locator:
        indicator = Indicator.objects.get(scheme=self.county.scheme, code=code)
        return self.page.locator(f'.sheet-row[data-key="{self.sheets[row].pk}:{indicator.pk}"]')

    def cell(self, code: str, row: int = 0) -> Locator:
        place = 4 + CODES.index(code) + (1 if code in CODES[9:] else 0)
        return self.page.locator("tbody tr").nth(row).locator("th, td").nth(place)

    def score(self, code: str, row: int = 0) -> Score:
        return Score.objects.get(assessment=self.sheets[row], indicator__code=code)

    def saved(self) -> None:
        expect(self.page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")


@pytest.fixture
def desk(page: Page, login: Login) -> Kinds:
    return Kinds(page, login)


@pytest.fixture
def touch(phone: Page, login: Login) -> Kinds:
    return Kinds(phone, login)


def test_a_veto_asks_for_its_document_and_is_told_at_the_head(touch: Kinds) -> None:
    touch.sheet()
    line = touch.line("accident")
    number = line.get_by_label("认定文号")
    expect(number).to_be_hidden()
    line.get_by_role("radio", name="发生", exact=True).tap()
    expect(number).to_be_visible()
    expect(line.locator(".row-notes")).to_contain_text("还缺：认定文号")
    number.fill(PAPER)
    number.blur()
    told = touch.page.locator("[data-effects] li")
    expect(told).to_contain_text(f"负主要责任的医疗事故（{PAPER}），等次不得高于“良好”")
    expect(line.locator(".row-points")).not_to_contain_text("/ 0")
    assert touch.score("accident").inputs == {"answer": "yes", "document": PAPER}
    line.get_by_role("radio", name="未发生").tap()
    expect(told).to_have_count(0)
    expect(number).to_be_hidden()
    assert touch.score("accident").inputs == {"answer": "no"}


def test_a_veto_marks_its_row_in_the_table(desk: Kinds) -> None:
    desk.matrix()
    desk.cell("accident").click()
    desk.page.keyboard.press("F2")
    panel = desk.page.locator("[data-panel]")
    panel.get_by_role("radio", name="发生", exact=True).check(force=True)
    panel.get_by_label("认定文号").fill(PAPER)
    panel.get_by_role("button", name="确定").click()
    expect(desk.cell("accident")).to_have_text("发生")
    mark = desk.page.locator("tbody tr").first.locator(".row-mark")
    expect(mark).to_have_text("否决")
    expect(mark).to_have_attribute("title", re.compile(re.escape(PAPER)))
    desk.saved()


def tap(locator: Locator) -> Callable[[str], None]:
    return lambda name: locator.get_by_role("button", name=name, exact=True).tap()


def test_drawn_records_on_a_phone(touch: Kinds) -> None:
    touch.sheet()
    line = touch.line("sample")
    line.get_by_role("button", name="添加一份").tap()
    records = line.locator(".record")
    records.first.fill("0101")
    records.first.press("Enter")
    expect(records).to_have_count(2)
    expect(records.nth(1)).to_be_focused()
    touch.page.keyboard.type("0102")
    second = line.locator(".record-row").nth(1)
    tap(second)("空项")
    tap(second)("空项 加一")
    tap(second)("电话不正确")
    expect(line.locator(".row-notes")).to_contain_text("应抽取 3 份")
    assert sideways(touch.page) <= 0
    assert too_wide(touch.page) == 0
    line.get_by_role("button", name="添加一份").tap()
    touch.page.keyboard.type("0103")
    touch.page.keyboard.press("Enter")
    expect(line.locator(".row-points b")).to_have_text("13.00")
    touch.saved()
    assert touch.score("sample").inputs == {"records": "0101\n0102: blank×2, phone\n0103"}
    tap(second)("空项 减一")
    expect(line.locator(".row-points b")).to_have_text("14.00")
    tap(second)("删除这一份")
    expect(line.locator(".row-points b")).to_have_text("—")
    touch.saved()
    assert touch.score("sample").inputs == {"records": "0101\n0103"}


def test_a_pasted_column_becomes_records(desk: Kinds) -> None:
    desk.sheet()
    line = desk.line("sample")
    line.get_by_role("button", name="添加一份").click()
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.page.evaluate("text => navigator.clipboard.writeText(text)", "0101\n0102：空项×2\n0103")
    desk.page.keyboard.press("Control+v")
    expect(line.locator(".record")).to_have_count(3)
    expect(line.locator(".row-points b")).to_have_text("18.00")
    desk.saved()
    assert desk.score("sample").inputs == {"records": "0101\n0102: blank×2\n0103"}


def test_no_evidence_needs_a_word_and_shows_itself(touch: Kinds) -> None:
    touch.sheet()
    line = touch.line("quota")
    line.locator("[data-entry]").fill("10")
    line.locator("[data-entry]").blur()
    expect(line.locator(".row-points b")).to_have_text("10.00")
    line.get_by_label("未提供佐证").tap()
    reason = line.get_by_label("情况说明")
    expect(reason).to_be_focused()
    expect(line.locator(".row-points b")).to_have_text("0.00")
    expect(line.locator(".row-notes")).to_contain_text("未提供佐证材料，该项不得分")
    reason.fill("未见报道原件")
    reason.blur()
    touch.saved()
    score = touch.score("quota")
    assert (score.no_evidence, score.inputs, score.reason) == (True, {"count": "10"}, "未见报道原件")
    expect(touch.line("range").get_by_label("未提供佐证")).to_have_count(0)
    touch.matrix()
    expect(touch.cell("quota")).to_have_text("无佐证")


def test_no_evidence_can_be_typed_and_excludes_not_applicable(desk: Kinds) -> None:
    desk.matrix()
    desk.page.locator("[data-editor]").click()
    desk.page.keyboard.type("未提供佐证")
    desk.page.keyboard.press("Enter")
    expect(desk.cell("points")).to_have_text("无佐证")
    desk.saved()
    assert desk.score("points").no_evidence
    desk.page.keyboard.press("ArrowUp")
    desk.page.keyboard.press("Alt+ArrowDown")
    panel = desk.page.locator("[data-panel]")
    panel.get_by_label("缺项").check()
    expect(panel.get_by_label("未提供佐证")).not_to_be_checked()
    panel.get_by_role("button", name="确定").click()
    expect(desk.cell("points")).to_have_text("缺项")
    desk.saved()
    assert (desk.score("points").no_evidence, desk.score("points").not_applicable) == (False, True)


def test_a_place_moves_in_another_row(desk: Kinds) -> None:
    desk.matrix()
    desk.cell("rank").click()
    desk.page.keyboard.type("90/100")
    desk.page.keyboard.press("Enter")
    expect(desk.cell("rank")).to_have_text("10.00")
    desk.page.keyboard.type("99/100")
    desk.page.keyboard.press("Enter")
    expect(desk.cell("rank", 1)).to_have_text("10.00")
    expect(desk.cell("rank")).to_have_text("8.00")
    expect(desk.page.locator("tbody tr").first.locator("td").first).to_have_text("8.00")
    desk.saved()
    desk.cell("rank").click()
    expect(desk.page.locator("[data-bar-value]")).to_contain_text("= 90% · 第 2 名 / 2")
    desk.page.keyboard.type("80/100")
    desk.page.keyboard.press("Enter")
    desk.saved()
    assert desk.score("rank").inputs == {"numerator": "80", "denominator": "100"}


def test_a_factor_and_a_bonus_say_what_they_do(desk: Kinds) -> None:
    desk.matrix()
    desk.cell("satisfied").click()
    desk.page.keyboard.type("92/100")
    desk.page.keyboard.press("Enter")
    expect(desk.cell("satisfied")).to_have_text("×0.92")
    expect(desk.page.locator("tbody tr").first.locator(".row-mark")).to_have_text("×0.92")
    desk.cell("bonus").click()
    desk.page.keyboard.press("F2")
    boxes = desk.page.locator("[data-panel] .entry")
    boxes.nth(0).fill("1")
    boxes.nth(1).fill("0.5")
    desk.page.keyboard.press("Enter")
    expect(desk.cell("bonus")).to_have_text("+1.50")
    desk.saved()


def test_a_checklist_reads_line_by_line(touch: Kinds) -> None:
    touch.sheet()
    line = touch.line("checklist")
    line.get_by_role("radiogroup", name=re.compile("无意见箱")).get_by_role("radio", name="不符合").tap()
    line.get_by_role("radiogroup", name=re.compile("无真实记录")).get_by_role(
        "radio", name="符合", exact=True
    ).tap()
    line.get_by_label("公示").fill("1.5")
    line.get_by_label("公示").blur()
    expect(line.locator(".row-points b")).to_have_text("7.50")
    assert sideways(touch.page) <= 0
    touch.saved()
