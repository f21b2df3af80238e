"""Inputs of their own: the list of drawn records, and a document number that is due for one answer only."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from appraisal.models import Assessment, Round, Score
from tests.appraisal.schemes.shelf import every_kind
from tests.browser.grids import Login
from tests.factories import County, CountyFactory, make_scheme

TEN = "1；2；3；4；5；6；7；8；9；"


@dataclass
class Kinds:
    page: Page
    round: Round

    def line(self, kind: str) -> Locator:
        score = self.score(kind)
        return self.page.locator(f'.sheet-row[data-key="{score.assessment_id}:{score.indicator_id}"]')

    def score(self, kind: str) -> Score:
        return Score.objects.get(assessment__round=self.round, indicator__rule=kind)

    def points(self, kind: str, text: str) -> None:
        expect(self.line(kind).locator(".row-points b")).to_have_text(text)

    def saved(self) -> None:
        expect(self.page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")


def opened(page: Page, login: Login) -> Kinds:
    scheme = make_scheme(CountyFactory(), every_kind().categories, (), year=2026, state="active")
    county = County(1, scheme=scheme)
    current = county.open()
    login(page, county.clerk.username)
    code = Assessment.objects.get(round=current).centre.code
    page.goto(f"/appraisal/rounds/{current.pk}/centres/{code}/")
    expect(page.locator(".sheet-row")).to_have_count(16)
    return Kinds(page, current)


@pytest.fixture
def kinds(page: Page, login: Login) -> Kinds:
    return opened(page, login)


def test_drawn_records_are_typed_and_come_back_by_name(kinds: Kinds) -> None:
    records = kinds.line("sample").locator("textarea")
    records.fill(f"{TEN}10：有空项×2，乱写")
    records.blur()
    expect(kinds.line("sample")).to_contain_text("第 10 行：“乱写”不是本指标的问题")
    records.fill(f"{TEN}10：有空项×2")
    records.blur()
    kinds.points("sample", "28.00")
    kinds.saved()
    assert kinds.score("sample").inputs["records"].endswith("\n10: blank×2")
    kinds.page.reload()
    expect(kinds.line("sample").locator("textarea")).to_have_value("1\n2\n3\n4\n5\n6\n7\n8\n9\n10：有空项×2")


def test_enter_begins_a_line_and_stays(kinds: Kinds) -> None:
    records = kinds.line("sample").locator("textarea")
    records.focus()
    for key in ("1", "Enter", "2"):
        kinds.page.keyboard.press(key)
    expect(records).to_have_value("1\n2")
    expect(records).to_be_focused()


def test_a_document_number_is_asked_for_only_where_it_happened(kinds: Kinds) -> None:
    line = kinds.line("veto")
    document = line.locator("[data-field=document]")
    expect(document).to_be_hidden()
    line.locator("label", has_text="未发生").click()
    kinds.points("veto", "0.00")
    expect(document).to_be_hidden()
    line.locator("input[value=yes]").locator("xpath=..").click()
    expect(document).to_be_visible()
    document.fill("卫发〔2026〕8号")
    document.blur()
    kinds.points("veto", "0.00")
    kinds.saved()
    assert kinds.score("veto").inputs == {"answer": "yes", "document": "卫发〔2026〕8号"}


def test_the_table_opens_a_window_for_records(kinds: Kinds) -> None:
    page = kinds.page
    page.goto(f"/appraisal/rounds/{kinds.round.pk}/matrix/")
    expect(page.locator("[data-editor]")).to_be_focused()
    for _column in range(10):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("F2")
    records = page.locator("[data-panel] textarea")
    expect(records).to_be_focused()
    inside = "box => box.getBoundingClientRect().right <= box.closest('dialog').getBoundingClientRect().right"
    assert records.evaluate(inside)
    records.fill(f"{TEN}10")
    page.locator("[data-panel-save]").click()
    expect(page.locator("[data-editor]")).to_have_value(f"{TEN}10")


def test_a_phone_has_room_for_all(phone: Page, login: Login) -> None:
    kinds = opened(phone, login)
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert kinds.line("sample").locator("textarea").bounding_box()["width"] > 300  # type: ignore[index]
