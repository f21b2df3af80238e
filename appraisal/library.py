"""Schemes shipped with the system, to be loaded as drafts and adapted: fixtures/schemes/."""

from functools import cache
from pathlib import Path

from django.conf import settings

from appraisal.scheme_document import SchemeDocument
from appraisal.scheme_json import from_json

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "schemes"
CENTRE_SCHEME = "wsy-2026"


@cache
def shipped(name: str = CENTRE_SCHEME) -> SchemeDocument:
    """The shipped scheme of that name: the centre scheme of 篇1 四 by default."""
    return from_json((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
