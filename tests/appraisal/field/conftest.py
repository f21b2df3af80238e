"""The world of these tests, and a folder of its own for what is uploaded."""

from pathlib import Path
from typing import Any

import pytest

from records.attached import files
from tests.appraisal.field.files import looked_at_here
from tests.appraisal.field.world import World
from tests.harness.worlds import kept


@kept
def world() -> World:
    return World()


@pytest.fixture(autouse=True)
def _kept_apart(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _looked_at_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child process has tests of its own (tests/records/test_attached.py); here its function answers at once."""
    monkeypatch.setattr(files, "_ask_child", looked_at_here)
    monkeypatch.setattr(files, "first_page", lambda _data: b"")
