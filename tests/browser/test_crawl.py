"""Every page that a link leads to, as each role of the demo county: no fault in it, none out of reach."""

import io
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from appraisal.models import Category, GradeBand, Indicator, Scheme
from centres.models import Centre, Post, Region, Staff, User
from tests.browser.crawl import Crawl

Login = Callable[[Page, str], None]
ACCOUNTS = (
    *("clerk", "leader", "finance", "director", "staff", "prefecture", "province"),
    *("sysadmin", "audit"),
)
IN_ENGLISH = ("clerk", "finance", "director")
ENGLISH = settings.BASE_DIR / "config" / "locale" / "en" / "LC_MESSAGES" / "django.mo"


@pytest.fixture
def demo(transactional_db: None) -> None:
    call_command("demo", stdout=io.StringIO())


def names() -> list[str]:
    """Names that the county gave: data in any language, the longest first."""
    found: set[str] = {"简体中文"}
    for model in (Centre, Region, Scheme, Category, Indicator, GradeBand, Staff, Post):
        found |= set(model._default_manager.values_list("name", flat=True))
    found |= set(User.objects.values_list("display_name", flat=True))
    found |= set(Region.objects.values_list("bureau_name", flat=True))
    return sorted(found - {""}, key=len, reverse=True)


def test_every_link_of_every_role(page: Page, login: Login, demo: None, live_server: LiveServer) -> None:
    crawl = Crawl(page, live_server.url, data=names())
    for account in ACCOUNTS:
        login(page, account)
        crawl.walk(account)
    if ENGLISH.exists():
        english = {"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": live_server.url}
        page.context.add_cookies([english])  # type: ignore[list-item]
        for account in IN_ENGLISH:
            login(page, account)
            crawl.walk(f"{account} in English", english=True)
    assert crawl.faults == []
    seen = {route for _who, route in crawl.visits}
    assert {"appraisal:matrix", "payroll:sheet", "records:audit", "centres:account"} <= seen
