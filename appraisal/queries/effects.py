"""What acts on a sheet beyond its cells — vetoes, gates not reached, factors — in words for pages and documents."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appraisal.book import Book
from appraisal.core.sheet import read_effects
from appraisal.core.text import plain

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class EffectMark:
    """One effect: `tone` of its badge, a word or two as its `mark`, and a whole sentence."""

    tone: str
    mark: str
    text: str


def effect_marks(effects: Iterable[Json], book: Book, *, complete: bool) -> list[EffectMark]:
    """The effects kept with a sheet, worst first. A gate is told once every cell stands: until then it is open."""
    rows, language = list(effects), get_language() or "zh-hans"
    found = [_veto(row, book, language) for row in rows if row["kind"] in {"zero", "ceiling"}]
    kept = read_effects(rows)
    if complete:
        failed = (mark for mark in kept.gates if not mark.passed)
        found += [EffectMark("warn", _("门槛"), mark.text().in_(language)) for mark in failed]
    if kept.factor_text is not None and kept.factor != 1:
        found.append(EffectMark("accent", f"×{plain(kept.factor)}", kept.factor_text.in_(language)))
    return found


def effects_data(effects: Iterable[Json], book: Book, *, complete: bool) -> list[Json]:
    """The same for the grid's scripts."""
    return [asdict(one) for one in effect_marks(effects, book, complete=complete)]


def _veto(row: Json, book: Book, language: str) -> EffectMark:
    said = row["text"]["en" if language.startswith("en") else "zh"]
    return EffectMark("bad", _("否决"), _("，").join([said, _consequence(row, book.bands)]))


def _consequence(row: Json, bands: Mapping[str, str]) -> str:
    if row["kind"] == "zero":
        return _("指标 %(codes)s 不得分") % {"codes": _("、").join(row["codes"])}
    if not row["band"]:
        return _("等次定为最低一等")
    return _("等次不得高于“%(band)s”") % {"band": bands.get(row["band"], row["band"])}
