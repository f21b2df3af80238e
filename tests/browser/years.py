"""A county's year as six people walk through it in the browser: clerk, two leaders, director, prefecture, province."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from appraisal.models import Round
from tests.appraisal.life.world import LifeWorld

Login = Callable[[Page, str], None]


class Clock:
    """What time it is for the server; a test sets it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, start: str) -> None:
        self.now = datetime.fromisoformat(start)
        monkeypatch.setattr("django.utils.timezone.now", lambda: self.now)

    def set(self, moment: str) -> None:
        self.now = datetime.fromisoformat(moment)


class Walk:
    """Signs people in one after the other, and proves the invariants after each act."""

    def __init__(self, page: Page, login: Login, world: LifeWorld) -> None:
        self.page, self._login, self.world = page, login, world
        self.people = {
            "clerk": world.clerk,
            "leader": world.leader,
            "second": world.second,
            "director": world.directors[2],
            "prefecture": world.people["prefecture"],
            "province": world.people["province"],
        }

    def go(self, who: str, address: str) -> Page:
        self._login(self.page, self.people[who].username)
        self.page.goto(address)
        return self.page

    def act(self, name: str, button: str, **fields: str) -> None:
        """Open a dialog, fill its fields by name, press its button, and prove the invariants."""
        with self.proved():
            self.page.locator(f'[data-dialog="{name}"]').first.click()
            dialog = self.page.locator(f"dialog#{name}")
            for field, value in fields.items():
                self.fill(dialog, field, value)
            dialog.get_by_role("button", name=button, exact=True).click()
            expect(dialog).to_be_hidden()

    def fill(self, within: Locator | Page, name: str, value: str) -> None:
        box = within.locator(f'[name="{name}"]')
        if box.first.get_attribute("type") == "radio":
            within.locator(f'[name="{name}"][value="{value}"]').check()
        else:
            box.fill(value)

    def press(self, button: str, within: Locator | None = None) -> None:
        with self.proved():
            (within or self.page).get_by_role("button", name=button, exact=True).first.click()

    @contextmanager
    def proved(self) -> Iterator[None]:
        """The act inside leads to a page without a fault, and `verify` finds nothing afterwards."""
        with self.page.expect_navigation(wait_until="load") as answer:
            yield
        assert answer.value.status == 200, (self.page.url, self.page.locator("main").inner_text()[:500])
        out = io.StringIO()
        call_command("verify", stdout=out)

    def issue(self, kind: str) -> str:
        """Issue a paper from the page at hand; return its number from the register."""
        self.act(f"issue-{kind}", "印发")
        expect(self.page.locator("main")).to_contain_text("有效")
        return self.page.locator("h1").inner_text()

    def state(self, current: Round) -> str:
        return Round.objects.get(pk=current.pk).state
