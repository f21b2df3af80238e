"""A sheet filled where there is no signal: it opens, keeps, comes back, meets others' changes, and leaves nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Route, expect
from pytest_django.live_server_helper import LiveServer

from appraisal.models import Assessment, Indicator, Round, Score
from centres.models import User
from tests.appraisal.grid.conftest import World, save, signed_in
from tests.browser.conftest import CHROMIUM, FLAGS, PHONE
from tests.browser.grids import Login
from tests.browser.watch import Faults, watched
from tests.factories import County, UserFactory

CELLS = 20
KEPT = """async () => {
  const base = await new Promise((done) => (indexedDB.open("appraisal-onsite").onsuccess = (e) => done(e.target.result)));
  const all = (name) => new Promise((done) => {
    base.transaction(name).objectStore(name).getAll().onsuccess = (e) => done(e.target.result);
  });
  const workers = await navigator.serviceWorker.getRegistrations();
  return [(await all("packages")).length, (await all("cells")).length, (await caches.keys()).length, workers.length];
}"""


class Site:
    """A county with one centre and twenty judged indicators of five points, and its sheet on a phone."""

    def __init__(self, login: Login) -> None:
        self.login = login
        self.county = County(1, indicators=CELLS)
        self.round: Round = self.county.open()
        self.clerk = self.county.clerk
        self.sheet = Assessment.objects.get(round=self.round)
        self.url = f"/appraisal/rounds/{self.round.pk}/centres/{self.sheet.centre.code}/"
        self.codes = [
            one.code for one in Indicator.objects.filter(scheme=self.county.scheme).order_by("ordinal")
        ]
        self.page: Page

    def take_along(self, page: Page) -> None:
        self.login(page, self.clerk.username)
        self.page = page
        page.goto(self.url)
        page.get_by_role("button", name="带到现场").tap()
        expect(self.line).to_have_attribute("data-state", "ready")  # some fifty files

    @property
    def line(self) -> Locator:
        return self.page.locator("[data-onsite]")

    @property
    def panel(self) -> Locator:
        return self.page.locator("[data-onsite-panel]")

    @property
    def hand_in(self) -> Locator:
        return self.page.locator("[data-onsite-hand-in]")

    def row(self, code: str) -> Locator:
        pk = Indicator.objects.get(scheme=self.county.scheme, code=code).pk
        return self.page.locator(f'.sheet-row[data-cell="{pk}"]')

    def fill(self, code: str, points: str, reason: str = "") -> None:
        row = self.row(code)
        row.locator("[data-entry]").fill(points)
        row.locator("[data-entry]").blur()
        if reason:
            row.get_by_label("扣分原因").fill(reason)
            row.get_by_label("扣分原因").blur()

    def waiting(self, count: int) -> None:
        expect(self.panel).to_contain_text(f"本机 {count} 格待交回")

    def others_save(self, code: str, points: str) -> User:
        second: User = UserFactory(county=self.county.region, display_name="张伟")
        world = World(self.county, self.round)
        save(
            signed_in(second),
            world,
            world.change(code, {"points": points}, reason="查看台账"),
            user=second.pk,
        )
        return second

    def score(self, code: str) -> Score:
        return Score.objects.get(assessment=self.sheet, indicator__code=code)


def cut(page: Page) -> None:
    page.context.set_offline(True)


def back(page: Page) -> None:
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-onsite-panel]")).to_have_attribute("data-reach", "online")


@pytest.fixture
def site(phone: Page, login: Login, faults: Faults) -> Site:
    faults.allow("ERR_INTERNET_DISCONNECTED")
    site = Site(login)
    site.take_along(phone)
    return site


class Phone:
    """A phone's browser that can be closed and opened again: what it keeps, it keeps on the disk."""

    def __init__(self, browser: Browser, folder: Path, address: str, faults: Faults) -> None:
        self.browser, self.folder, self.address, self.faults = browser, folder, address, faults
        self.context: BrowserContext
        self.open()

    def open(self) -> Page:
        self.context = self.browser.browser_type.launch_persistent_context(
            self.folder, executable_path=CHROMIUM, args=FLAGS, base_url=self.address, viewport=PHONE,
            locale="zh-CN", has_touch=True, is_mobile=True,
        )  # fmt: skip
        return watched(self.context, self.faults).new_page()

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def device(browser: Browser, tmp_path: Path, live_server: LiveServer, faults: Faults) -> Iterator[Phone]:
    device = Phone(browser, tmp_path / "profile", live_server.url, faults)
    yield device
    device.close()


def test_twenty_cells_without_a_network(device: Phone, login: Login, faults: Faults) -> None:
    """Filled, reloaded, the browser closed and opened, back with a session that is over, one cell changed meanwhile."""
    for expected in ("ERR_INTERNET_DISCONNECTED", "401", "403"):
        faults.allow(expected)
    site = Site(login)
    site.take_along(device.context.new_page())
    cut(site.page)
    site.page.goto(site.url)
    expect(site.panel).to_have_attribute("data-reach", "offline")
    fill_all(site)
    expect(site.hand_in).to_be_disabled()
    site.page.reload()
    site.waiting(CELLS)
    device.close()
    site.page = device.open()
    cut(site.page)
    site.page.goto(f"{site.url}onsite/")
    site.waiting(CELLS)
    expect(site.row(site.codes[0]).locator("[data-entry]")).to_have_value("4.5")
    expect(site.row(site.codes[0]).locator(".row-state")).to_have_text("待交回")
    site.others_save(site.codes[2], "3")
    back(site.page)
    hand_in_after_signing_in(site)
    sides = site.page.locator(".issue.conflict .side")
    expect(sides.nth(0)).to_contain_text("3.00")
    expect(sides.nth(1)).to_contain_text("5")
    expect(site.page.locator(".issue.conflict")).to_contain_text("张伟")
    assert Score.objects.filter(assessment=site.sheet, updated_by=site.clerk).count() == CELLS - 1
    assert site.page.evaluate(KEPT) == [1, 1, 1, 1]
    sides.nth(1).get_by_role("button", name="保存我的").tap()
    expect(site.panel).to_have_attribute("data-reach", "done")
    expect(site.panel).to_contain_text("20 格已全部交回，本机的副本已清除")
    assert site.page.evaluate(KEPT) == [0, 0, 0, 0]
    assert [str(site.score(code).points) for code in site.codes[:4]] == ["4.50", "5.00", "5.00", "5.00"]
    assert site.score(site.codes[2]).updated_by == site.clerk


def fill_all(site: Site) -> None:
    for number, code in enumerate(site.codes):
        site.fill(code, "5" if number % 4 else "4.5", "" if number % 4 else "台账不全")
    site.waiting(CELLS)


def hand_in_after_signing_in(site: Site) -> None:
    site.hand_in.tap()
    expect(site.page.locator("[data-banner]")).to_contain_text("登录已过期")
    site.waiting(CELLS)
    site.login(site.page, site.clerk.username)
    site.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(site.panel).to_contain_text("1 格与他人的修改冲突")


def test_another_account_neither_sees_nor_sends_it(site: Site, faults: Faults) -> None:
    for expected in ("401", "403", "409"):
        faults.allow(expected)
    second = UserFactory(county=site.county.region)
    cut(site.page)
    site.page.goto(site.url)
    site.fill(site.codes[0], "4.5", "只有原账号看得到")
    site.waiting(1)
    back(site.page)
    site.login(site.page, second.username)
    site.hand_in.tap()
    expect(site.page.locator("[data-banner]")).to_contain_text("另一账号")
    assert site.score(site.codes[0]).version == 0
    site.page.goto(site.url)
    expect(site.line).to_have_attribute("data-state", "none")
    cut(site.page)
    site.page.goto(f"{site.url}onsite/")
    expect(site.page.locator("[data-refused]")).to_contain_text("另一账号")
    expect(site.page.locator(".sheet-row")).to_have_count(0)
    site.page.context.set_offline(False)
    site.page.goto("/")
    sign_out(site.page)
    expect(site.page).to_have_url(re.compile("/accounts/login/"))
    site.login(site.page, site.clerk.username)
    site.page.goto(site.url)
    expect(site.line).to_contain_text("本机有 1 格待交回")


def sign_out(page: Page) -> None:
    page.locator("details.menu summary").last.tap()
    page.get_by_role("button", name="退出登录").tap()


def test_signing_out_asks_and_then_leaves_nothing(site: Site) -> None:
    cut(site.page)
    site.page.goto(site.url)
    site.fill(site.codes[0], "5")
    site.waiting(1)
    site.page.context.set_offline(False)
    site.page.goto("/")
    sign_out(site.page)
    dialog = site.page.locator("dialog[open]")
    expect(dialog).to_contain_text("还有 1 格现场录入没有交回")
    dialog.get_by_role("button", name="取消").tap()
    assert site.page.evaluate(KEPT) == [1, 1, 1, 1]
    sign_out(site.page)
    dialog.get_by_role("button", name="清除并退出").tap()
    expect(site.page).to_have_url(re.compile("/accounts/login/"))
    assert site.page.evaluate(KEPT) == [0, 0, 0, 0]


def test_a_lost_answer_and_a_wrong_value(site: Site, faults: Faults) -> None:
    """The server saved and the answer never came: handing in again is no change. A wrong value is said on the spot."""
    faults.allow("ERR_CONNECTION_RESET")
    lost: list[Request] = []

    def lose_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request)
        route.fetch()
        route.abort("connectionreset")

    cut(site.page)
    site.page.goto(site.url)
    site.fill(site.codes[0], "5")
    site.fill(site.codes[1], "七")
    expect(site.row(site.codes[1]).locator(".row-notes")).to_contain_text("应为")
    site.page.reload()
    expect(site.row(site.codes[1]).locator(".row-notes")).to_contain_text("应为")
    site.fill(site.codes[1], "4")
    expect(site.row(site.codes[1]).locator(".reason-box")).to_have_class("reason-box due")
    site.row(site.codes[1]).get_by_label("扣分原因").fill("抽查2份不规范")
    site.page.route(re.compile(r"/cells$"), lose_first)
    back(site.page)
    site.hand_in.tap()
    expect(site.panel).to_have_attribute("data-reach", "done")
    assert [site.score(code).version for code in site.codes[:3]] == [1, 1, 0]
    assert site.score(site.codes[1]).reason == "抽查2份不规范"


def test_what_the_online_page_could_not_save_comes_along(site: Site) -> None:
    """The network goes while the sheet is open as usual; opened again, it is the page that was put aside."""
    cut(site.page)
    site.fill(site.codes[0], "5")
    expect(site.page.locator("[data-save-state]")).to_have_attribute("data-state", "offline")
    site.page.on("dialog", lambda dialog: dialog.accept())
    site.page.goto(site.url)
    site.waiting(1)
    back(site.page)
    site.hand_in.tap()
    expect(site.panel).to_have_attribute("data-reach", "done")
    assert str(site.score(site.codes[0]).points) == "5.00"


def test_without_https_the_page_says_so_and_offers_paper(phone: Page, login: Login) -> None:
    site = Site(login)
    site.page = phone
    phone.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    login(phone, site.clerk.username)
    phone.goto(site.url)
    expect(site.line).to_contain_text("没有使用 https")
    expect(phone.get_by_role("button", name="带到现场")).to_be_hidden()
    for name in ("打印评分表", "下载工作簿"):
        expect(phone.get_by_role("link", name=name)).to_be_visible()
