"""Where what-if starts from, as one word of an address: "june", "hospital.annual", "staff.m03.<code of the centre>"."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from appraisal.models import OWNED_LEVELS, Level, Publication, Round, RoundKind, Scenario
from centres.models import Centre


@dataclass(frozen=True, slots=True)
class Target:
    """A round's kind or "year", of a level; `owner` is the code of the centre whose staff or clinics it is about."""

    kind: str
    level: str = Level.CENTRE.value
    owner: str = ""

    def __str__(self) -> str:
        if self.level == Level.CENTRE:
            return self.kind
        return ".".join(part for part in (self.level, self.kind, self.owner) if part)

    @classmethod
    def of(cls, row: Round | Scenario, kind: str) -> "Target":
        return cls(kind, row.level, row.centre.code if row.centre else "")


def read_target(word: str) -> Target | None:
    """What an address names; None for anything else, and for a second spelling of the same."""
    parts = word.split(".", 2)
    found = Target(word) if len(parts) == 1 else Target(parts[1], parts[0], *parts[2:])
    owned = found.level in OWNED_LEVELS
    fits = (
        found.kind in Publication.Kind.values and found.level in Level.values and owned == bool(found.owner)
    )
    return found if fits and str(found) == word else None


def period(year: int, kind: str) -> str:
    """The time a base is about: 2026年度, 2026年上半年, 2026年下半年, 2026年3月."""
    patterns = {
        "year": _("%(year)s年度"),
        "annual": _("%(year)s年度轮次"),
        "june": _("%(year)s年上半年"),
        "december": _("%(year)s年下半年"),
    }
    values = {"year": year, "month": 12 if kind == "year" else RoundKind.month(kind)}
    return patterns.get(kind, _("%(year)s年%(month)s月")) % values


def field_words(level: str, centre: Centre | None) -> str:
    """Who is appraised together: 乡镇卫生院, 支援医院, 临江镇卫生院 · 职工."""
    words = str(Level(level).label)
    return f"{centre.name} · {words}" if centre else words
