"""Requests a second of saving one cell, as a share of an empty view's for a signed-in clerk.

    python -m benchmarks.cell_save [--seconds 5]

Both go through the whole WSGI application with the shipped settings, in one thread of one process, without
a network: a thread beside the one that loaded the application, as gunicorn's gthread workers have them. A save
is the page's own request: session and account, token, round and sheet locked, the cell scored, kept totals, one
row in the hash chain of the trail, and a commit that waits for the disk (SQLite synchronous=FULL, PostgreSQL
synchronous_commit=on). The county has 54 centres × 80 indicators.
Bar: a third of the empty view's rate. The rest of the output says where a save's time goes.
"""

import argparse
import io
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from benchmarks.databases import ready, run_on_both

CENTRES, INDICATORS = 54, 80
BAR = 1 / 3


class Browser:
    """A signed-in clerk who talks to the WSGI application."""

    def __init__(self, user: Any, round_id: int) -> None:
        from django.test import Client

        from config.wsgi import application

        self.application, self.user = application, user
        client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
        client.force_login(user)
        client.get(f"/appraisal/rounds/{round_id}/changes")
        self.cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        self.token = client.cookies["csrftoken"].value

    def ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "SERVER_NAME": "localhost", "SERVER_PORT": "80",
            "HTTP_HOST": "localhost", "HTTP_COOKIE": self.cookies, "HTTP_X_CSRFTOKEN": self.token,
            "HTTP_ACCEPT": "application/json", "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": "127.0.0.1", "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http", "QUERY_STRING": "", "SCRIPT_NAME": "", "SERVER_PROTOCOL": "HTTP/1.1",
        }  # fmt: skip
        status: list[str] = []
        response = self.application(environ, lambda line, _headers: status.append(line))
        answer = b"".join(response)
        response.close()
        assert status[0].startswith("200"), (status, answer[:300])
        return answer


class Saves:
    """One save after the other, over all centres, each a real change."""

    def __init__(self, browser: Browser, round_id: int, cells: list[tuple[int, int, int]]) -> None:
        self.browser, self.path = browser, f"/appraisal/rounds/{round_id}/cells"
        self.cells, self.done = cells, 0

    def one(self) -> None:
        place = self.done % len(self.cells)
        sheet, indicator, version = self.cells[place]
        inputs = {"numerator": str(40 + self.done % 8), "denominator": "50"}
        change = {"sheet": sheet, "indicator": indicator, "version": version, "inputs": inputs, "na": False}
        change |= {"reason": "", "source": "", "date": ""}
        body = json.dumps({"user": self.browser.user.pk, "changes": [change]}).encode()
        answer = json.loads(self.browser.ask("POST", self.path, body))
        assert answer["outcomes"][0]["verdict"] == "saved", answer
        self.cells[place] = (sheet, indicator, version + 1)
        self.done += 1


def world() -> tuple[Browser, Saves]:
    from appraisal.models import Score
    from tests.grids import fill, wide_county

    county, opened = wide_county(CENTRES, INDICATORS)
    fill(county, opened, share=95)
    rates = Score.objects.filter(
        assessment__round=opened, indicator__rule="linear", indicator__code__endswith=".1"
    )
    cells = list(rates.values_list("assessment_id", "indicator_id", "version"))
    browser = Browser(county.clerk, opened.pk)
    return browser, Saves(browser, opened.pk, cells)


def rate(act: Callable[[], object], seconds: float) -> float:
    """How often a second `act` is done."""
    begun, count = time.perf_counter(), 0
    while (gone := time.perf_counter() - begun) < seconds:
        act()
        count += 1
    return count / gone


def compare(empty: Callable[[], object], save: Callable[[], object], seconds: float) -> tuple[float, float]:
    """Both rates, taken in turns so that a busy machine slows both alike; the median of the turns."""
    turns = [(rate(empty, seconds / 5), rate(save, seconds / 5)) for _turn in range(5)]
    return sorted(one for one, _other in turns)[2], sorted(other for _one, other in turns)[2]


class Costs:
    """Where the time of some saves goes: statements by what they touch, opening and committing."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.count: dict[str, int] = defaultdict(int)

    def note(self, name: str, began: float) -> None:
        self.seconds[name] += time.perf_counter() - began
        self.count[name] += 1

    def statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.note(part_of(sql), began)

    @contextmanager
    def watching(self) -> Iterator[None]:
        from django.db import connection

        wrapped: dict[str, Any] = {name: getattr(connection, name) for name in ("connect", "commit", "close")}
        for name, act in wrapped.items():
            setattr(connection, name, self._timed(name, act))
        with connection.execute_wrapper(self.statement):
            yield
        for name in wrapped:
            delattr(connection, name)

    def _timed(self, name: str, act: Callable[[], Any]) -> Callable[[], Any]:
        def timed() -> Any:
            began = time.perf_counter()
            try:
                return act()
            finally:
                self.note(AROUND[name], began)

        return timed


AROUND = {
    "connect": "open the connection", "commit": "commit, to the disk",
    "close": "close the connection (SQLite: checkpoint when it is the last one)",
}  # fmt: skip
PARTS = {
    "django_session": "session and account", "centres_user": "session and account", "records_audit": "audit trail",
}  # fmt: skip


def part_of(sql: str) -> str:
    """What a statement belongs to, by the first table that it names."""
    places = {sql.find(table): part for table, part in PARTS.items() if table in sql}
    if sql.startswith("UPDATE"):
        return "audit trail" if "records_audit" in sql else "cell and kept totals: write"
    return places[min(places)] if places else "round, sheet, cells: lock and read"


def measure(name: str, seconds: float) -> int:
    from django.conf import settings

    settings.ROOT_URLCONF = "benchmarks.empty_view"
    browser, saves = world()
    with ThreadPoolExecutor(1) as server:
        return server.submit(measure_requests, name, browser, saves, seconds).result()


def measure_requests(name: str, browser: Browser, saves: Saves, seconds: float) -> int:
    empty = lambda: browser.ask("GET", "/empty")  # noqa: E731
    for _warm in range(20):
        empty()
        saves.one()
    plain, saving = compare(empty, saves.one, seconds)
    report(name, plain, saving)
    explain(saves, 1000 / plain)
    return 0 if saving / plain >= BAR else 1


def report(name: str, plain: float, saving: float) -> None:
    ratio = saving / plain
    verdict = "meets" if ratio >= BAR else "misses"
    print(
        f"{name}: save {saving:.0f}/s, empty view {plain:.0f}/s, ratio {ratio:.2f} ({verdict} the bar of 0.33)"
    )


def explain(saves: Saves, empty_ms: float, count: int = 200) -> None:
    """Print milliseconds and statements of one save by part."""
    costs = Costs()
    began = time.perf_counter()
    with costs.watching():
        for _save in range(count):
            saves.one()
    whole = (time.perf_counter() - began) * 1000 / count
    known = {part: total * 1000 / count for part, total in costs.seconds.items()}
    for part, spent in sorted(known.items(), key=lambda item: -item[1]):
        print(f"  {spent:6.2f} ms  {costs.count[part] / count:4.1f} ×  {part}")
    print(f"  {whole - sum(known.values()):6.2f} ms          Python: request, scoring, sums, digest, answer")
    print(f"  {whole:6.2f} ms          one save (watched); an empty view takes {empty_ms:.2f} ms")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.measure:
        return run_on_both("benchmarks.cell_save", ["--seconds", str(options.seconds)])
    ready()
    return measure(options.measure, options.seconds)


if __name__ == "__main__":
    sys.exit(main())
