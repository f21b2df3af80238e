"""Every page that a link leads to, as each role of the demo county: no fault in it, none out of reach.

Each is shown in Chinese to whoever comes there first, and to the same account once more in English.
"""

import io
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from records.models import AuditEntry
from tests.browser.crawl import CJK, Crawl

Login = Callable[[Page, str], None]
ACCOUNTS = (
    *("clerk", "leader", "finance", "director", "staff", "prefecture", "province"),
    *("sysadmin", "audit"),
)
ENGLISH = settings.BASE_DIR / "config" / "locale" / "en" / "LC_MESSAGES" / "django.mo"


@pytest.fixture
def demo(transactional_db: None) -> None:
    call_command("demo", stdout=io.StringIO())


def words(value: object) -> Iterator[str]:
    """Every Chinese text within a value of a row; JSON has them nested."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from words(inner)
    elif isinstance(value, str) and CJK.search(value):
        yield value.strip()


def names() -> list[str]:
    """What the county wrote: data in any language, the longest first. Not the record of acts, which has our words too."""
    found = {"简体中文"}
    for model in apps.get_models():
        if model._meta.app_label not in settings.HOUSE_APPS or model is AuditEntry:
            continue
        for row in model._base_manager.values():
            found |= set(words(list(row.values())))
    return sorted(found, key=len, reverse=True)


def test_every_link_of_every_role(page: Page, login: Login, demo: None, live_server: LiveServer) -> None:
    crawl = Crawl(page, live_server.url, data=names())
    for account in ACCOUNTS:
        page.goto("about:blank")  # The page of the one before would go on asking the server, as this one.
        login(page, account)
        crawl.walk(account)
    if ENGLISH.exists():
        english = {"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": live_server.url}
        page.context.add_cookies([english])  # type: ignore[list-item]
        crawl.data = names()  # with the papers that the walk so far put on record
        for account, pages in groupby(sorted(crawl.shown.values()), key=itemgetter(0)):
            page.goto("about:blank")
            login(page, account)
            for _account, address in pages:
                crawl.show(account, address, english=True)
    assert not crawl.faults, "\n".join(crawl.faults)
    seen = {route for _who, route in crawl.visits}
    assert {"appraisal:round-compare", "payroll:sheet", "records:audit", "centres:account_edit"} <= seen


PLANTED = """<!doctype html><title></title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width"><svg width="900" height="9"></svg>
<button>甲乡：保存</button><p>甲乡</p>"""


def test_planted_faults_are_found(page: Page, live_server: LiveServer) -> None:
    address = f"{live_server.url}/planted"
    page.route(address, lambda route: route.fulfill(body=PLANTED, content_type="text/html; charset=utf-8"))
    crawl = Crawl(page, live_server.url, data=["甲乡"])
    crawl.show("somebody", address, english=True)
    found = [fault.removeprefix(f"somebody {address}: ") for fault in crawl.faults]
    assert found[:3] == ["no heading", "no title", "in Chinese: 甲乡：保存"]
    assert "sideways" in found[3]
