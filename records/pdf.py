"""HTML to PDF: one font configuration a process, and nothing fetched (LIBRARIES, PDF; SAFETY, traps).

A report's template carries its styles (`{% include "reports/_official.css" %}` in a <style>) and its charts
as inline SVG, so that rendering needs no address at all. Only `data:` is read; anything else ends the
rendering: a report never comes out silently without something.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

VARIANT = "pdf/a-3u"
# Pango isn't safe under threads, and a second configuration costs a sixth of the time and 230 MB.
_lock = Lock()
_fonts: list[FontConfiguration] = []


class ClosedFetcher(URLFetcher):  # type: ignore[misc]
    """Reads data: addresses and refuses every other."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        if not url.lower().startswith("data:"):
            raise FatalURLFetchingError(f"a report may not read {url.split(':', 1)[0]}: addresses")
        return super().fetch(url, headers)


def render_pdf(html: str) -> bytes:
    """Render a whole HTML document as PDF/A-3u.

    Raises weasyprint's FatalURLFetchingError where the document refers to anything outside itself.
    """
    with _lock:
        fonts = _font_configuration()
        document = HTML(string=html, url_fetcher=ClosedFetcher(), base_url=None)
        pdf = document.write_pdf(font_config=fonts, pdf_variant=VARIANT)
    return bytes(pdf)


@contextmanager
def many() -> Iterator[None]:
    """For a worker that makes many documents: the garbage collector leaves alone what lives already and comes seldom.

    A document is hundreds of thousands of small objects that die together; walking them again and again costs a
    quarter of the time (benchmarks/reports.py).
    """
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _font_configuration() -> FontConfiguration:
    if not _fonts:
        _fonts.append(FontConfiguration())
    return _fonts[0]
