"""A scenario in a browser: a floor is changed, a grade flips at once, it is saved and found again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from appraisal.models import Result, Scenario
from tests.browser.watch import Faults
from tests.factories import County

Login = Callable[[Page, str], None]


@pytest.fixture
def county(transactional_db: None) -> County:
    made = County(5)
    made.year(["92", "88", "84", "72", "55"], ["93", "88", "84", "70", "58"])
    return made


def address(county: County, page: str = "") -> str:
    return f"/appraisal/whatif/{county.region.code}/2026/year/{page}"


def test_a_changed_floor_flips_a_grade_and_the_scenario_comes_back(
    page: Page, login: Login, county: County, faults: Faults
) -> None:
    login(page, county.leader.username)
    page.goto("/appraisal/whatif/")
    page.locator(f'a[href="{address(county)}"]').click()
    page.wait_for_load_state("load")  # the page's scripts listen from then on
    result = page.locator("#whatif-result")
    expect(result).to_contain_text("没有改动：与现状完全相同")
    page.get_by_label("改什么").select_option("bands")
    page.get_by_label("良好").fill("71")
    page.get_by_label("良好").press("Tab")
    row = result.get_by_role("row", name=county.centres[3].name)
    expect(row).to_contain_text("降等")
    expect(result).to_contain_text("1 家等次变动（升 0，降 1）")
    page.get_by_label("情景名称").fill("良好提到71分")
    page.get_by_role("button", name="保存情景").click()
    page.wait_for_url("**/appraisal/whatif/scenarios/*/")
    page.reload()
    expect(page.get_by_role("heading", name="良好提到71分")).to_be_visible()
    expect(page.locator("#whatif-changes")).to_contain_text("良好 71")
    expect(result).to_contain_text("降等")
    page.get_by_role("button", name="撤销").click()
    expect(result).to_contain_text("没有改动：与现状完全相同")
    assert Scenario.objects.get().changes == [{"kind": "bands", "floors": {"good": "71"}}]
    assert Result.objects.filter(publication__kind="year", grade_code="good").count() == 3


def test_a_fault_is_said_beside_the_form(page: Page, login: Login, county: County, faults: Faults) -> None:
    faults.allow("422")
    login(page, county.leader.username)
    page.goto(address(county))
    page.get_by_label("改什么").select_option("rounds")
    weight = page.locator("#whatif-edit input.number").first
    weight.fill("30")
    weight.press("Tab")
    expect(page.locator("#whatif-faults")).to_contain_text("应为 100%")
    expect(page.locator("#whatif-result")).to_contain_text("没有改动")


def test_a_cell_is_tried_and_exported(page: Page, login: Login, county: County) -> None:
    login(page, county.clerk.username)
    page.goto(address(county))
    page.get_by_label("改什么").select_option("cell")
    edit = page.locator("#whatif-edit")
    edit.get_by_label("卫生院").select_option(county.centres[4].code)
    expect(edit.locator(f'option[value="{county.centres[4].code}"][selected]')).to_have_count(1)
    edit.get_by_label("指标").select_option("1.1")
    points = edit.get_by_label("得分")
    points.fill("20")
    points.press("Tab")
    expect(page.locator("#whatif-changes")).to_contain_text("评分：")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出对比").click()
    assert download.value.suggested_filename.endswith("情景测算.xlsx")


@pytest.mark.parametrize("where", ["", "sensitivity/"])
def test_the_pages_fit_a_phone(phone: Page, login: Login, county: County, where: str) -> None:
    login(phone, county.leader.username)
    phone.goto(address(county, where))
    assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
