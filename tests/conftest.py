"""What every test may use. See tests/harness/databases.py for how one run covers both databases."""

import gc
import os

import pytest
from django.db import connection
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
