"""The watch over pages is itself shown to see each kind of fault."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route

from tests.browser.watch import Faults, watched

ADDRESS = "http://planted.test"
POLICY = {"Content-Security-Policy": "default-src 'self'; img-src *", "Content-Type": "text/html"}


@pytest.fixture
def planted(page: Page) -> Iterator[tuple[Page, Faults]]:
    """A page of a host that is not there, with a watch of its own, and what that saw."""
    context = page.context.browser.new_context()  # type: ignore[union-attr]
    faults = Faults(ADDRESS)
    yield watched(context, faults).new_page(), faults
    context.close()


def show(page: Page, body: str, status: int = 200) -> None:
    """Answer the page's own address with `body`, under a content policy, and open it."""

    def answer(route: Route) -> None:
        route.fulfill(status=status, headers=POLICY, body=f"<link rel=icon href=/i.png>{body}")

    page.route(f"{ADDRESS}/", answer)
    page.route("**/i.png", lambda route: route.fulfill(body=""))
    page.route(
        "**/bad.js", lambda route: route.fulfill(body="nothing.here()", content_type="text/javascript")
    )
    page.goto(f"{ADDRESS}/", wait_until="networkidle")


@pytest.mark.parametrize(
    ("body", "sign"),
    [
        ("<script>alert()</script>", "Content Security Policy"),
        ("<p style='color:red'>", "Content Security Policy"),
        ("<img src='http://192.0.2.1/a.png'>", "outside: http://192.0.2.1/a.png"),
        ("<script src='/bad.js'></script>", "script: nothing is not defined"),
    ],
)
def test_faults_are_seen(planted: tuple[Page, Faults], body: str, sign: str) -> None:
    page, faults = planted
    show(page, body)
    assert any(sign in fault for fault in faults.left())


def test_a_server_error_is_seen(planted: tuple[Page, Faults]) -> None:
    page, faults = planted
    show(page, "broken", status=500)
    assert f"500 from {ADDRESS}/" in faults.left()


def test_a_clean_page_has_no_fault_and_an_expected_one_passes(planted: tuple[Page, Faults]) -> None:
    page, faults = planted
    show(page, "<p>fine</p>")
    assert faults.left() == []
    show(page, "busy", status=409)
    assert faults.left() != []
    faults.allow("409")
    assert faults.left() == []
