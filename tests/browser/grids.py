"""The score grid as a test sees it: where the user is, what a cell shows, what is saved."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page, expect

from appraisal.models import Assessment, Indicator, Round, Score
from centres.models import User
from tests.factories import County, CountyFactory, UserFactory, kinds_scheme

Login = Callable[[Page, str], None]
COLUMNS = ("points", "yes_no", "linear", "step", "count", "tier")


class Grid:
    """A county of three centres with one indicator of each kind, and its table or sheet in a page."""

    def __init__(self) -> None:
        self.county = County(3, scheme=kinds_scheme(CountyFactory()))
        self.round: Round = self.county.open()
        self.sheets = list(
            Assessment.objects.filter(round=self.round).select_related("centre").order_by("centre__code")
        )

    def second_clerk(self) -> User:
        return UserFactory(county=self.county.region, display_name="张伟")

    def open(self, page: Page, login: Login, user: User | None = None) -> "Matrix":
        login(page, (user or self.county.clerk).username)
        page.goto(f"/appraisal/rounds/{self.round.pk}/matrix/")
        expect(page.locator("[data-editor]")).to_be_focused()
        return Matrix(page, self)

    def open_sheet(self, page: Page, login: Login, row: int = 0, user: User | None = None) -> Page:
        login(page, (user or self.county.clerk).username)
        page.goto(f"/appraisal/rounds/{self.round.pk}/centres/{self.sheets[row].centre.code}/")
        expect(page.locator(".sheet-row")).to_have_count(len(COLUMNS))
        return page

    def score(self, code: str, row: int = 0) -> Score:
        return Score.objects.get(assessment=self.sheets[row], indicator__code=code)

    def key(self, code: str, row: int = 0) -> str:
        indicator = Indicator.objects.get(scheme=self.county.scheme, code=code)
        return f"{self.sheets[row].pk}:{indicator.pk}"


class Matrix:
    def __init__(self, page: Page, grid: Grid) -> None:
        self.page, self.grid = page, grid
        self.editor = page.locator("[data-editor]")
        self.place = page.locator("[data-bar-place]")
        self.issues = page.locator("[data-issues]")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str, *keys: str) -> None:
        self.page.keyboard.type(text)
        self.press(*keys)

    def cell(self, code: str, row: int = 0) -> Locator:
        column = list(COLUMNS).index(code)
        # Three pinned columns, and a sum before each category of three.
        place = 3 + column + 1 + column // 3
        return self.page.locator("tbody tr").nth(row).locator("th, td").nth(place)

    def total(self, row: int = 0) -> Locator:
        return self.page.locator("tbody tr").nth(row).locator("td").first

    def goto(self, code: str, row: int = 0) -> None:
        """Click the cell, or the text box over it; never what a late layout brought under the pointer instead."""
        there = self.place.text_content() == self.name(code, row)
        (self.editor if there else self.cell(code, row)).click()
        self.at(code, row)

    def at(self, code: str, row: int = 0) -> None:
        """The user is in this cell."""
        expect(self.place).to_have_text(self.name(code, row))

    def name(self, code: str, row: int) -> str:
        """The words by which the bar names a cell."""
        return f"{self.grid.sheets[row].centre.name}{code} {code}指标"

    def saved(self) -> None:
        expect(self.page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")

    def state(self, name: str) -> None:
        expect(self.page.locator("[data-save-state]")).to_have_attribute("data-state", name)

    def shows(self, code: str, text: str, row: int = 0) -> None:
        expect(self.cell(code, row)).to_have_text(text)

    def is_(self, state: str, code: str, row: int = 0) -> None:
        expect(self.cell(code, row)).to_have_class(re.compile(rf"\bis-{state}\b"))

    def paste(self, text: str) -> None:
        put(self.page.context, self.page, text)
        self.press("Control+v")

    def clipboard(self) -> str:
        self.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        return str(self.page.evaluate("navigator.clipboard.readText()")).replace("\r\n", "\n")


def put(context: BrowserContext, page: Page, text: str) -> None:
    """What another program left on the clipboard."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
