"""What every test may use. See tests/harness/databases.py for how one run covers both databases."""

import gc
import logging
import os
from collections.abc import Iterator
from functools import partial

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from hypothesis import settings

# A slow moment of a busy machine is not a fault of the example that met it; and what CI finds, others must find.
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")

pytest_plugins = ["tests.harness.databases", "tests.harness.guards", "tests.harness.worlds"]


def pytest_collection_finish() -> None:
    """What is loaded stays: looking through it for garbage again and again is a tenth of the time of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture
def bare_refusals(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refusals with their status, without their page and their line in the log, for tests that ask thousands: it
    is most of their work.

    tests/records/test_middleware.py and tests/config/test_pages.py look at the pages.
    """
    monkeypatch.setattr("records.middleware.render", lambda *_page, status: HttpResponse(status=status))
    for status in (403, 404):
        bare = partial(_bare, status)
        monkeypatch.setattr(f"config.urls.handler{status}", bare, raising=False)
    log = logging.getLogger("django.request")
    before = log.level
    log.setLevel(logging.ERROR)
    yield
    log.setLevel(before)


def _bare(status: int, _request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=status)


@pytest.fixture
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Setting type takes most of the time, and says nothing of who may have the page."""
    for place in ("records.pdf.render_pdf", "payroll.reports.render_pdf"):
        monkeypatch.setattr(place, lambda _html: b"%PDF-")


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two kinds of documents for tests; they leave the list, which is the whole process's, with the test."""
    from records import documents

    monkeypatch.setattr(documents, "_kinds", dict(documents._kinds))
    documents.register(
        documents.Kind("test_letter", "测试文书", "卫测"), documents.Kind("test_other", "另一文书", "卫另")
    )


@pytest.fixture
def child_environment(transactional_db: None) -> dict[str, str]:
    """The environment for a process of its own (a command, a worker) over this test's database."""
    name = connection.settings_dict["NAME"]
    server, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    url = f"{server}/{name}" if connection.vendor == "postgresql" else f"sqlite:///{name}"
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
