"""Published results in a browser: what a click explains, the archive, a director's page on a phone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.appraisal.results.world import Published

Login = Callable[[Page, str], None]


@pytest.fixture
def published(transactional_db: None, settings: Any, tmp_path: Path) -> Published:
    settings.MEDIA_ROOT = tmp_path
    return Published(
        [[], ["points"], ["points", "linear"]], names=["甲卫生院", "乙卫生院", "买买提·艾力卫生院"]
    )


def test_one_click_shows_how_a_result_came_about(page: Page, login: Login, published: Published) -> None:
    login(page, published.county.leader.username)
    page.goto(f"/appraisal/results/{published.year.pk}/")
    result = published.result(2)
    under = page.locator(f"#explain-{result.pk}")
    page.locator(f"[hx-target='#explain-{result.pk}']").click()
    expect(under).to_contain_text("等次：")
    under.locator("summary", has_text="类别1").first.click()
    expect(under.locator(".cell-name", has_text="linear指标").first).to_be_visible()
    expect(under).to_contain_text("抽查20份处方")


def test_all_documents_come_in_one_archive(page: Page, login: Login, published: Published) -> None:
    login(page, published.county.leader.username)
    page.goto(f"/appraisal/results/{published.year.pk}/")
    page.get_by_role("button", name="打包全部通知书和报告").click()
    page.wait_for_url("**/records/jobs/*/")
    with page.expect_download() as download:
        page.get_by_role("link", name="zip").or_(page.get_by_role("link", name="下载")).first.click()
    assert download.value.suggested_filename.endswith("_通知书和考核报告.zip")


def test_a_directors_page_fits_a_phone(phone: Page, login: Login, published: Published) -> None:
    login(phone, published.user("director", 2).username)
    phone.goto("/appraisal/results/own/")
    expect(phone.get_by_role("heading", name="买买提·艾力卫生院")).to_be_visible()
    expect(phone.locator(".chart-narrow").first).to_be_visible()
    expect(phone.locator(".chart-wide").first).to_be_hidden()
    assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_ranking_fits_a_phone(phone: Page, login: Login, published: Published) -> None:
    login(phone, published.county.leader.username)
    phone.goto(f"/appraisal/results/{published.year.pk}/")
    expect(phone.locator(".chart-narrow").first).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_drawings_follow_the_dark_theme(page: Page, login: Login, published: Published) -> None:
    login(page, published.county.leader.username)
    page.goto(f"/appraisal/results/{published.year.pk}/")
    colour = "getComputedStyle(document.querySelector('.chart-g1')).fill"
    light = page.evaluate(colour)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert page.evaluate(colour) != light
