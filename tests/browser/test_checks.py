"""数据核查: an unlikely value is marked in the table, told on its page, leads to its cell, and is ticked."""

import re

from playwright.sync_api import Page, expect

from appraisal.models import WarningTick
from tests.browser.grids import Grid, Login


def test_an_unlikely_value_is_looked_at(page: Page, login: Login) -> None:
    grid = Grid()
    matrix = grid.open(page, login)
    matrix.goto("linear")
    matrix.type("110/100", "Enter")
    matrix.saved()
    page.reload()
    expect(matrix.cell("linear")).to_have_class(re.compile(r"\bdoubtful\b"))
    matrix.goto("linear")
    expect(page.locator("[data-bar-notes]")).to_contain_text("待核查：比率为 110%，超过 100%")
    page.goto(f"/appraisal/rounds/{grid.round.pk}/checks/")
    expect(page.locator(".check")).to_have_count(1)
    page.locator(".check-cells a").click()
    row = page.locator(f'.sheet-row[data-key="{grid.key("linear")}"]')
    expect(row.locator("[data-entry]").first).to_be_focused()
    expect(row.locator(".row-notes")).to_contain_text("待核查")
    page.go_back()
    page.get_by_label("核查说明").fill("已核对原始台账，含跨月补种")
    page.get_by_role("button", name="已核查").click()
    expect(page.locator(".badge.ok", has_text="没有待核查的")).to_be_visible()
    expect(page.locator(".check.done")).to_contain_text("含跨月补种")
    assert WarningTick.objects.get().reason == "已核对原始台账，含跨月补种"
    grid.open(page, login)
    expect(matrix.cell("linear")).not_to_have_class(re.compile(r"\bdoubtful\b"))


def test_the_page_fits_a_phone(phone: Page, login: Login) -> None:
    grid = Grid()
    matrix = grid.open(phone, login)
    matrix.goto("linear")
    matrix.type("110/100", "Enter")
    matrix.saved()
    phone.goto(f"/appraisal/rounds/{grid.round.pk}/checks/")
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    phone.screenshot(path="/tmp/grid-checks-phone.png", full_page=True)
