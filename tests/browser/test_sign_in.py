"""The short cut that browser tests sign in by."""

from collections.abc import Callable

from django.contrib.auth import get_user_model
from playwright.sync_api import Page


def test_login_gives_the_page_a_session(page: Page, login: Callable[[Page, str], None]) -> None:
    get_user_model().objects.create_user("planted", role="sysadmin")
    page.goto("/")
    assert "/accounts/login/" in page.url
    login(page, "planted")
    page.goto("/")
    assert "/accounts/" not in page.url
