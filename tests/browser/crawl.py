"""A walk over the pages, from link to link, that notes what is wrong with each page it sees."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

CJK = re.compile(r"[\u3400-\u9fff]")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1366, "height": 768}
FILE = re.compile(r"\.(xlsx|docx|pdf|csv|json|zip|jpg)$|/workbook$|/file$|/download/$|/export/$|/view$")
BORROWED = re.compile(r"/(admin|accounts)/")
LEFT_OUT = re.compile(r"/accounts/logout/|/admin/logout/|/static/|/admin/jsi18n/")
# What is the page's own, in one request: links, title, headings, and the words of its frame.
LOOK = """() => ({
  links: [...document.querySelectorAll('a[href]')].map(a => a.href),
  title: document.title.trim(),
  headings: [...document.querySelectorAll('h1')].map(h => h.innerText.trim()).filter(Boolean).length,
  chrome: [...document.querySelectorAll('nav a, h1, h2, h3, button, th, label, legend, summary, .crumbs')]
    .filter(e => !e.closest('[lang]:not(html), [data-words=data]')).map(e => e.textContent.trim()),
})"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Links(HTMLParser):
    """The addresses that the links of a page name, as they stand there."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if (tag, name) == ("a", "href") and value]


@dataclass
class Crawl:
    """Visits each kind of page some times for each account; `faults` says where what was wrong.

    The admin's and the sign-in's own pages are much the same for all: each is visited by one account only.
    A route is shown in the browser once in a language: read, measured on a phone, its scripts run; for whoever
    comes there later its page is only asked for, past the browser, and its links are followed (a tenth of the time).
    `shown` says for each route shown whose page it was, and where; `files` are the ones downloaded: once in the
    whole crawl.
    `data` are the words that may stand untranslated in an English page: names of places, people, indicators.
    """

    page: Page
    base: str
    data: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    shown: dict[str, tuple[str, str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    visits: Counter[tuple[str, str]] = field(default_factory=Counter)

    def walk(self, who: str, *, most: int = 1) -> None:
        """Breadth-first from the home page, to `most` pages of a route."""
        waiting, met = [self.base + "/"], {self.base + "/"}
        while waiting:
            address = waiting.pop(0)
            route = self.route(address)
            visit = ("" if BORROWED.search(address) else who, route)
            if self.visits[visit] >= most:
                continue
            self.visits[visit] += 1
            for link in self.visit(who, route, address):
                if link not in met and self.ours(link):
                    met.add(link)
                    waiting.append(link)

    def ours(self, link: str) -> bool:
        return link.startswith(self.base + "/") and not LEFT_OUT.search(link)

    def route(self, address: str) -> str:
        """The name of the route, with the kind of an import or export; of the admin's, one for each kind of page."""
        try:
            match = resolve(urlsplit(address).path)
        except Resolver404:
            return address
        name = ":".join([match.view_name or match.route, *filter(None, [match.kwargs.get("kind")])])
        own_page = name.startswith("admin:") and "_" in name and not name.endswith("_changelist")
        return "admin:" + name.rsplit("_", 1)[1] if own_page else name

    def visit(self, who: str, route: str, address: str) -> list[str]:
        """Open a page or ask for it or for a file; return the links found."""
        if FILE.search(urlsplit(address).path):
            self.download(who, route, address)
            return []
        if route in self.shown:
            return self.ask(who, address)
        self.shown[route] = (who, address)
        return self.show(who, address)

    def show(self, who: str, address: str, *, english: bool = False) -> list[str]:
        """Open a page in the browser and look at it; return its links."""
        answer = self.page.goto(address)
        if answer is None or answer.status != 200:
            self.faults.append(f"{who} {address}: {answer.status if answer else 'no answer'}")
            return []
        seen = self.page.evaluate(LOOK)
        found = [
            *(["no heading"] if not seen["headings"] else []),
            *(["no title"] if not seen["title"] else []),
            *(self.chinese(seen["chrome"]) if english else []),
            *self.sideways(),
        ]
        self.faults += [f"{who} {address}: {fault}" for fault in found]
        return [link.split("#")[0] for link in seen["links"]]

    def ask(self, who: str, address: str) -> list[str]:
        """The links of a page that isn't shown."""
        client = Client(raise_request_exception=False)
        for one in self.page.context.cookies():
            client.cookies[one["name"]] = one["value"]
        answer = client.get(address.removeprefix(self.base), follow=True)
        if answer.status_code != 200:
            self.faults.append(f"{who} {address}: {answer.status_code}")
            return []
        links = Links()
        links.feed(answer.text)
        last = urljoin(address, answer.redirect_chain[-1][0] if answer.redirect_chain else address)
        return [urljoin(last, link).split("#")[0] for link in links.found]

    def download(self, who: str, route: str, address: str) -> None:
        if route in self.files:
            return
        self.files.add(route)
        answer = self.page.request.get(address)
        if answer.status != 200 or not answer.body():
            self.faults.append(f"{who} {address}: {answer.status}")

    def sideways(self) -> list[str]:
        """How far the page scrolls sideways on a phone."""
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        over = self.page.evaluate(SIDEWAYS)
        self.page.set_viewport_size(DESK)  # type: ignore[arg-type]
        return [f"{over} px sideways on a phone"] if over > 0 else []

    def chinese(self, words: list[str]) -> list[str]:
        """What an English page says in Chinese beside the data."""
        return sorted(
            {f"in Chinese: {' '.join(text.split())}" for text in words if CJK.search(self.own(text))}
        )

    def own(self, text: str) -> str:
        for word in self.data:
            text = text.replace(word, "")
        return text
