"""A scenario's changes in words: what, as it is today, and as it shall be."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appraisal.book import Entry
from appraisal.cell_words import entered_words
from appraisal.core.cells import CellInput, IndicatorSpec
from appraisal.core.text import plain
from appraisal.core.whatif.base import BLANK, Base
from appraisal.core.whatif.changes import CategoryMarks, Change, IndicatorChange, TieBreaks
from appraisal.core.whatif.more_changes import CellChange, LeaveOut
from appraisal.queries.whatif import Loaded
from appraisal.scheme_forms import TIE_BREAKS
from appraisal.whatif_forms import round_label
from appraisal.whatif_numbers import Number, group, offers


@dataclass(frozen=True, slots=True)
class Said:
    """One change: its key, the choice that opens its form, and the words; `faults` where it can't be applied."""

    key: str
    what: str
    title: str
    was: str
    becomes: str
    faults: tuple[str, ...] = ()


def said(change: Change, loaded: Loaded, then: Base, faults: Iterable[str] = ()) -> Said:
    """The words of one change; `then` is the base with all changes."""
    title, was, becomes = _words(change, loaded, then)
    what = change.key if change.kind in {"indicator", "category"} else change.kind
    return Said(change.key, what, title, was, becomes, tuple(faults))


def _words(change: Change, loaded: Loaded, then: Base) -> tuple[str, str, str]:
    if isinstance(change, IndicatorChange):
        return _indicator(change, loaded)
    if isinstance(change, CellChange):
        return _cell(change, loaded)
    if isinstance(change, LeaveOut):
        return _("不参加"), loaded.centres.get(change.centre, change.centre), ""
    if isinstance(change, TieBreaks):
        return _("同分排序"), _order(loaded.base.scheme.tie_breaks), _order(change.order)
    title = dict(offers(loaded.base)).get(change.key, change.key)
    if isinstance(change, CategoryMarks):
        found = group(change.key, loaded.base, then)
        return title, plain(found.numbers[0].today) if found else "", plain(change.marks)
    return title, *_numbers(change, loaded, then)


def _numbers(change: Change, loaded: Loaded, then: Base) -> tuple[str, str]:
    found = group(change.key, loaded.base, then)
    moved = [one for one in found.numbers if one.today != one.then] if found else []
    alone = change.kind == "cap"
    return _listed(moved, today=True, alone=alone), _listed(moved, today=False, alone=alone)


def _listed(numbers: Iterable[Number], *, today: bool, alone: bool) -> str:
    parts = []
    for one in numbers:
        value = plain(one.today if today else one.then) + ("%" if one.percent else "")
        parts.append(value if alone else f"{one.label} {value}")
    return "，".join(parts)


def _order(codes: Iterable[str]) -> str:
    return "、".join(str(TIE_BREAKS.get(code, code)) for code in codes) or "—"


def _indicator(change: IndicatorChange, loaded: Loaded) -> tuple[str, str, str]:
    old = next((found for one in reversed(loaded.base.rounds) if (found := one.indicator(change.code))), None)
    if old is None:
        return _("指标 %(name)s") % {"name": change.code}, "", ""
    title = _("指标 %(name)s") % {"name": f"{old.code} {old.name}"}
    return title, _rule(old), _rule(change.made(old))


def _rule(spec: IndicatorSpec) -> str:
    """Full marks and what the rule does; the sentence is left out where the parameters don't fit."""
    try:
        return spec.sentence().in_(get_language() or "zh-hans")
    except ValueError:
        return _("满分 %(marks)s 分") % {"marks": plain(spec.full_marks)}


def _cell(change: CellChange, loaded: Loaded) -> tuple[str, str, str]:
    current = loaded.base.round(change.round)
    spec = current.indicator(change.indicator) if current else None
    centre = loaded.centres.get(change.centre, change.centre)
    if current is None or spec is None:
        return _("评分 %(name)s") % {"name": f"{centre} {change.indicator}"}, "", ""
    names = {"centre": centre, "indicator": f"{spec.code} {spec.name}", "round": round_label(current.code)}
    title = _("评分：%(centre)s %(indicator)s（%(round)s）") % names
    before = current.cells.get(change.centre, {}).get(spec.code, BLANK)
    return title, _entered(spec, before), _entered(spec, CellInput(change.inputs, change.na, "", change.ne))


def _entered(spec: IndicatorSpec, cell: CellInput) -> str:
    words = entered_words(
        Entry(0, 0, spec, spec.entry()),
        cell.inputs,
        not_applicable=cell.not_applicable,
        no_evidence=cell.no_evidence,
    )
    return words or _("未评分")
