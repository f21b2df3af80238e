"""Chromium against a live server. A page that errs, breaks the content policy or calls out fails its test.

Fixtures: `page` (watched, with the live server as base: `page.goto("/")`), `phone` (the same, on a phone's
screen), `login(page, username)`, and `faults`, whose `allow(text)` lets a fault pass that a test provokes.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.watch import PATIENCE, Faults, watched

# The shell draws the same pages for half the work: no windows of a browser around them.
CHROMIUM = "/usr/bin/chromium-headless-shell"
# No sandbox: tests run as root. Only this machine is to be found; the others stop Chromium from looking for its
# maker's hosts.
FLAGS = [
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        expect.set_options(timeout=PATIENCE)
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def faults(live_server: LiveServer) -> Iterator[Faults]:
    """What went wrong in the pages of this test; any fault left over fails it."""
    found = Faults(live_server.url)
    yield found
    assert found.left() == []


@pytest.fixture
def context(browser: Browser, live_server: LiveServer, faults: Faults) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=live_server.url, viewport=DESK, locale="zh-CN")
    yield watched(context, faults)
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, faults: Faults) -> Iterator[Page]:
    """A page on a phone's screen, with touch."""
    context = browser.new_context(
        base_url=live_server.url, viewport=PHONE, locale="zh-CN", has_touch=True, is_mobile=True
    )
    yield watched(context, faults).new_page()
    context.close()


@pytest.fixture
def login(live_server: LiveServer) -> Callable[[Page, str], None]:
    """Sign a user in without the form: a session made here, given to the page's browser as its cookie."""

    def sign_in(page: Page, username: str) -> None:
        client = Client()
        client.force_login(get_user_model().objects.get(username=username))
        cookies = [{"name": n, "value": m.value, "url": live_server.url} for n, m in client.cookies.items()]
        page.context.add_cookies(cookies)

    return sign_in
