"""The scheme editor as a test sees it: the tree, the form of the selected row, the sentence and the try-out."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from appraisal.models import Indicator, Scheme
from centres.models import User

Login = Callable[[Page, str], None]


class Editor:
    """A draft with one indicator of each of six kinds, opened in a page by one of its county's clerks."""

    def __init__(self, page: Page, login: Login, scheme: Scheme, user: User) -> None:
        self.page, self.scheme = page, scheme
        page.set_default_timeout(10_000)
        login(page, user.username)
        self.open()

    def open(self) -> None:
        self.page.goto(f"/appraisal/schemes/{self.scheme.pk}/edit/")
        expect(self.page.locator("#scheme-editor[data-ready]")).to_be_visible()

    def item(self, name: str) -> Locator:
        return self.page.locator(".tree-item", has_text=name)

    def choose(self, name: str) -> None:
        self.item(name).click()
        expect(self.page.locator("[data-title]")).to_contain_text(name)

    def field(self, label: str) -> Locator:
        return self.page.locator(".node-form").get_by_label(label, exact=True)

    def kind(self, code: str) -> None:
        self.page.locator("[data-choose]").click()
        self.page.locator(f".kind-card[value={code}]").click()

    def sentence(self, words: str) -> None:
        expect(self.page.locator("[data-sentence]")).to_contain_text(words)

    def try_out(self, **inputs: str) -> None:
        for label, value in inputs.items():
            self.page.locator("[data-try-out]").get_by_label(label).fill(value)

    def tried(self, words: str) -> None:
        expect(self.page.locator("[data-try-line]")).to_have_text(words)

    def save(self) -> None:
        self.page.locator("button[data-save]").click()

    def saved(self) -> None:
        expect(self.page.locator(".toasts .note.ok").last).to_contain_text("已保存")

    def order(self, category: int) -> list[str]:
        rows = Indicator.objects.filter(scheme=self.scheme, category__code=str(category))
        return list(rows.order_by("ordinal").values_list("code", flat=True))

    def shown(self, category: int) -> Locator:
        return self.page.locator(".tree-category").nth(category - 1).locator(".tree-list .tree-item .mono")


def start(editor: Editor, code: str, name: str, marks: str, kind: str) -> None:
    """A new indicator of the first category with its basics and kind."""
    editor.page.locator(".tree-add button").first.click()
    editor.field("指标编码").fill(code)
    editor.field("指标名称").fill(name)
    editor.field("满分").fill(marks)
    editor.kind(kind)
