"""The world of these tests, and a folder of its own for what is uploaded."""

from pathlib import Path
from typing import Any

import pytest

from records.attached import files, kinds
from tests.appraisal.field.world import World


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture(autouse=True)
def _kept_apart(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _looked_at_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child process has tests of its own (tests/records/test_attached.py); here its function answers at once."""
    import base64

    def answer(data: bytes, limits: Any) -> dict[str, Any]:
        try:
            looked = kinds.look(data, limits)
        except kinds.RefusedFile as refused:
            return {"refused": refused.code, "details": refused.details}
        return {"kind": looked.kind, "preview": base64.b64encode(looked.preview).decode()}

    monkeypatch.setattr(files, "_ask_child", answer)
