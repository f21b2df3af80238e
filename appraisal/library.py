"""Schemes shipped with the system, to be loaded as drafts and adapted: fixtures/schemes/.

Each figure of them has its clause or is marked as a default for the county to settle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404

from appraisal.scheme_document import SchemeDocument
from appraisal.scheme_json import from_json

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "schemes"
CENTRE_SCHEME = "wsy-2026"
# In the order of the page: the scheme of 篇1 first, then its sisters, then the template.
NAMES = (CENTRE_SCHEME, "zg-2026", "cws-2026", "zy-2026", "jc-2026")


@dataclass(frozen=True, slots=True)
class Shipped:
    """One scheme of the library: its name here, the document, and how many indicators have defaults to be settled."""

    name: str
    document: SchemeDocument
    indicators: int
    defaults: int


@cache
def shipped(name: str = CENTRE_SCHEME) -> SchemeDocument:
    """The shipped scheme of that name: the centre scheme of 篇1 四 by default."""
    return from_json((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def named(name: str) -> SchemeDocument:
    """The shipped scheme that a request names, the centre scheme for "". 404 for any other name."""
    if name and name not in NAMES:
        raise Http404
    return shipped(name or CENTRE_SCHEME)


def catalogue() -> Sequence[Shipped]:
    """All shipped schemes, in the order of the page."""
    return [_shipped(name, shipped(name)) for name in NAMES]


def _shipped(name: str, document: SchemeDocument) -> Shipped:
    indicators = [part for _category, part in document.indicators()]
    return Shipped(name, document, len(indicators), sum(part.is_default for part in indicators))
