"""What every answer says about itself: policy, caches, cookies, frames."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


@pytest.fixture
def clerk() -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


@pytest.mark.parametrize("page", ["/", "/admin/", "/nope", "/accounts/password/"])
def test_policy_and_headers_on_every_page(clerk: Client, page: str) -> None:
    headers = clerk.get(page).headers
    assert {part.strip() for part in headers["Content-Security-Policy"].split(";")} == POLICY
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_personal_pages_stay_out_of_caches(clerk: Client) -> None:
    for page in ("/", "/admin/", "/admin/centres/centre/", "/accounts/sessions/", "/nope"):
        assert "no-store" in clerk.get(page).headers["Cache-Control"], page
    assert "no-store" in Client().get("/accounts/login/").headers["Cache-Control"]


def test_cookies(clerk: Client) -> None:
    clerk.get("/accounts/password/")
    for name in ("sessionid", "csrftoken"):
        cookie = clerk.cookies[name]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_production_cookies_are_secure(settings: Any) -> None:
    import os
    import subprocess
    import sys

    kept = {name: value for name, value in os.environ.items() if name not in ("PLAIN_HTTP", "DEBUG")}
    code = (
        "import config.settings as s; assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE "
        "and s.SECURE_SSL_REDIRECT and s.SECURE_HSTS_SECONDS and not s.DEBUG"
    )
    subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, env=kept, check=True)


def test_no_inline_script_or_style_in_the_frame(clerk: Client) -> None:
    page = clerk.get("/").content.decode()
    assert " style=" not in page
    assert " onclick=" not in page
    assert "<script>" not in page
    assert "<style" not in page


@pytest.mark.parametrize("address", ["/theme/", "/i18n/setlang/", "/accounts/login/"])
def test_a_post_without_its_token_is_refused_with_a_page(address: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(address, {"theme": "dark"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()
