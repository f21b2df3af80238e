"""Take the pictures of the documentation from a running demo county: scripts/screenshots.py http://localhost:8000.

Run with the environment of the tests (`make test` once): it drives Chromium. The pictures go to docs/images/.
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
PASSWORD = "Anlan-demo-2026"  # noqa: S105  (the demo county's, printed by `make run`)
# (picture, account, address or (list, link text) to follow, width, height)
PICTURES: tuple[tuple[str, str, str, str, int, int], ...] = (
    ("home", "clerk", "/", "", 1280, 640),
    ("rounds", "clerk", "/appraisal/rounds/", "2026年12月考核", 1280, 860),
    ("matrix", "clerk", "/appraisal/rounds/", "2026年12月考核|录入总表", 1440, 860),
    ("phone", "clerk", "/appraisal/rounds/", "2026年12月考核|青石镇卫生院", 390, 800),
    ("results", "leader", "/appraisal/results/", "2025年度考核", 1280, 860),
    ("finance", "finance", "/money/", "", 1280, 860),
    ("release", "finance", "/money/", "2025|年终考核兑现", 1280, 860),
    ("director", "director", "/appraisal/results/own/", "", 1280, 860),
)


def main(base: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=flags)
        for picture in PICTURES:
            take(browser, base, *picture)
        browser.close()


def take(
    browser: Browser, base: str, name: str, account: str, address: str, links: str, width: int, height: int
) -> None:
    """Sign in, open the page, follow the links by their text, take the picture."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{base}/accounts/login/")
    page.fill("input[name=login]", account)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.goto(base + address)
    for link in filter(None, links.split("|")):
        page.locator("main a", has_text=link).first.click()
        page.wait_for_load_state("networkidle")
    page.wait_for_load_state("networkidle")
    save(page.screenshot(), IMAGES / f"{name}.png")
    context.close()


def save(picture: bytes, path: Path) -> None:
    """A page has few colours: with a palette of 256 the file is a third as large."""
    Image.open(BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
        path, optimize=True
    )


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
