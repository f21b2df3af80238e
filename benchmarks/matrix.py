"""The table of all scores in a browser: 50 centres × 80 indicators, beside 5 × 5 and beside a plain table of inputs.

    python -m benchmarks.matrix

Headless Chromium, a server of its own over SQLite. For each page: milliseconds from asking for it until the cell
editor has the focus, and from a keystroke until the frame that shows it is painted (the median over 30 keys:
moving about, and typing digits into cells, which are then saved). The plain table has as many inputs as the large
one has cells, and no script at all: what the browser itself takes.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import urlopen

from benchmarks.databases import ROOT, ready

LARGE, SMALL, KEYS, PORT = (50, 80), (5, 5), 30, 8437
BASE = f"http://localhost:{PORT}"
MOVES = ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp", "ArrowDown"]
# From the key until after the next frame: a task queued in a frame's callback runs when that frame is painted.
WATCH = """() => { window.spent = []; addEventListener('keydown', () => { const began = performance.now();
  requestAnimationFrame(() => { const port = new MessageChannel();
    port.port1.onmessage = () => spent.push(performance.now() - began); port.port2.postMessage(0); }); }, true); }"""


@contextmanager
def server() -> Iterator[None]:
    command = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{PORT}", "--noreload"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, **quiet)  # type: ignore[call-overload]
    try:
        for _try in range(120):
            try:
                urlopen(f"{BASE}/healthz").close()
                break
            except OSError:
                time.sleep(0.5)
        yield
    finally:
        process.terminate()
        process.wait()


def keys(page: Any, names: list[str]) -> float:
    """The median of milliseconds from key to paint."""
    page.evaluate(WATCH)
    for number in range(KEYS):
        page.keyboard.press(names[number % len(names)])
        page.wait_for_timeout(60)
    return float(statistics.median(page.evaluate("spent")))


def matrix(context: Any, county: Any, round_id: int) -> tuple[float, float, float]:
    """Milliseconds until ready, of a move, of a digit."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(county.clerk)
    context.add_cookies([{"name": n, "value": m.value, "url": BASE} for n, m in client.cookies.items()])
    page = context.new_page()
    page.goto(f"{BASE}/healthz")
    ready_after = []
    for _try in range(3):
        began = time.perf_counter()
        page.goto(f"{BASE}/appraisal/rounds/{round_id}/matrix/")
        page.wait_for_function("document.activeElement?.matches('[data-editor]')")
        ready_after.append((time.perf_counter() - began) * 1000)
    answer = statistics.median(ready_after), keys(page, MOVES), keys(page, ["1", "2", "Enter"])
    page.close()
    return answer


def plain(context: Any) -> tuple[float, float, float]:
    """The same of a table of nothing but inputs."""
    rows, columns = LARGE
    row = "<tr>" + '<td><input size="4" value="1"></td>' * columns + "</tr>"
    page = context.new_page()
    began = time.perf_counter()
    page.set_content(f"<table>{row * rows}</table>")
    page.locator("input").first.focus()
    ready_after = (time.perf_counter() - began) * 1000
    answer = ready_after, keys(page, ["Tab"]), keys(page, ["1", "2", "Tab"])
    page.close()
    return answer


def measure() -> None:
    ready()
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import CHROMIUM, DESK, FLAGS
    from tests.grids import fill, wide_county

    worlds = {"large": wide_county(*LARGE), "small": wide_county(*SMALL)}
    for county, opened in worlds.values():
        fill(county, opened, share=60)
    with server(), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = chromium.new_context(viewport=DESK, locale="zh-CN")  # type: ignore[arg-type]
        found = {name: matrix(context, county, opened.pk) for name, (county, opened) in worlds.items()}
        found["plain"] = plain(context)
        chromium.close()
    for name, (until_ready, move, digit) in found.items():
        print(f"{name}: ready {until_ready:.0f} ms, a move {move:.1f} ms, a digit {digit:.1f} ms")
    for other in ("small", "plain"):
        ratios = [f"{mine / theirs:.1f}" for mine, theirs in zip(found["large"], found[other], strict=True)]
        print(f"large ÷ {other}: ready {ratios[0]}, a move {ratios[1]}, a digit {ratios[2]}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="appraisal-bench-") as folder:
        environment = {"APPRAISAL_VAR": folder, "PLAIN_HTTP": "1", "DEBUG": "1", "DATABASE_URL": ""}
        os.environ.update(environment, DJANGO_ALLOW_ASYNC_UNSAFE="1")
        measure()
