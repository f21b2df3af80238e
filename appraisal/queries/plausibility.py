"""The warnings of a round beside its cells: which values are unlikely, and who looked at them (RULES 3, beside validation).

A constant number of queries, whatever the number of centres and indicators: sheets, cells, last year's round and its
cells, ticks.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from appraisal.book import Book, book_for
from appraisal.core.plausibility import Doubt, Key, Quantity, SheetRow, Units, quantities, warnings
from appraisal.models import SEALED, Assessment, Round, Score, WarningTick, subject_code
from appraisal.queries.exempted import exempted_sheets

KINDS = {
    "over_hundred": _("比率超过 100%"),
    "outlier": _("明显偏离同轮数值"),
    "last_year": _("与上年相差过大"),
    "base": _("上年同期值不一致"),
    "identical": _("各项录入完全相同"),
    "shifted": _("整列错行"),
}


@dataclass(frozen=True, slots=True)
class CellLink:
    """A cell that a warning is about; `anchor` leads to it on the centre's sheet."""

    centre: str
    indicator: str
    url: str


@dataclass(frozen=True, slots=True)
class Look:
    """One warning as the page shows it; `tick` is who looked at it, None while it is open."""

    kind: str
    title: str
    text: str
    key: str
    cells: Sequence[CellLink]
    more: int
    tick: WarningTick | None

    @property
    def place(self) -> str:
        first = self.cells[0]
        return f"{first.centre} / {first.indicator}"


# A whole column or a group of centres is told by its first cells.
SHOWN = 6


def looks(current: Round) -> list[Look]:
    """Every warning of the round, open ones first, then in the order of the rules and the scheme."""
    book, sheets = book_for(current.scheme), _sheets(current)
    found = warnings(_rows(current, sheets, book), {e.spec.code: e.spec.name for e in book.entries.values()})
    ticks = _ticks(current) if found else {}
    shown = [_look(current, one, sheets, book, ticks.get(one.key)) for one in found]
    return sorted(shown, key=lambda one: one.tick is not None)


def open_looks(current: Round) -> list[Look]:
    return [one for one in looks(current) if one.tick is None]


def doubts(current: Round) -> dict[str, list[str]]:
    """The open warnings by cell ("sheet:indicator") in words, for the grid; a warning over many cells marks them all."""
    book, sheets = book_for(current.scheme), _sheets(current)
    codes = {entry.spec.code: pk for pk, entry in book.entries.items()}
    found: dict[str, list[str]] = {}
    open_ = warnings(_rows(current, sheets, book), {e.spec.code: e.spec.name for e in book.entries.values()})
    ticked = _ticks(current) if open_ else {}
    for one in open_:
        if one.key in ticked:
            continue
        for centre, indicator in one.cells:
            key = f"{sheets[centre].pk}:{codes[indicator]}"
            found.setdefault(key, []).append(one.text.in_(get_language() or "zh-hans"))
    return found


def _sheets(current: Round) -> dict[str, Assessment]:
    rows = Assessment.objects.filter(round=current).exclude(pk__in=exempted_sheets(current))
    known = rows.select_related("centre", "staff").order_by(subject_code())
    return {row.subject.code: row for row in known}


def _rows(current: Round, sheets: Mapping[str, Assessment], book: Book) -> list[SheetRow]:
    units = {
        entry.spec.code: Units(
            frozenset(field.name for field in entry.fields if field.unit == "%"),
            frozenset(field.name for field in entry.fields if field.beyond_hundred),
        )
        for entry in book.entries.values()
    }
    cells, before = _cells(current), _quantities(last_final(current), units)
    measured = _measured(cells, units)
    return [
        SheetRow(
            centre=code,
            name=sheet.subject.name,
            cells={one[0]: _held(*one[1:]) for one in cells.get(code, ())},
            quantities=measured.get(code, {}),
            before=before.get(code, {}),
        )
        for code, sheet in sheets.items()
    ]


# Indicator code, inputs, 缺项, 未提供佐证.
CellRow = tuple[str, dict[str, str], bool, bool]


def _cells(current: Round) -> dict[str, list[CellRow]]:
    """The entered cells of a round by centre (1 query)."""
    code = subject_code("assessment__")
    rows = Score.objects.filter(assessment__round=current, version__gt=0).order_by(
        code, "indicator__category__ordinal", "indicator__ordinal"
    )
    names = (code, "indicator__code", "inputs", "not_applicable", "no_evidence")
    found: dict[str, list[CellRow]] = {}
    for centre, *cell in rows.values_list(*names).iterator(chunk_size=5000):
        if cell[1] or cell[2] or cell[3]:
            found.setdefault(centre, []).append((cell[0], cell[1], cell[2], cell[3]))
    return found


def _held(inputs: Mapping[str, str], not_applicable: bool, no_evidence: bool) -> tuple[str, ...]:
    """Everything a cell says, in one order."""
    return (
        str(not_applicable),
        str(no_evidence),
        *(part for pair in sorted(inputs.items()) for part in pair),
    )


def last_final(current: Round) -> Round | None:
    """The newest final round of the same kind of the year before (1 query)."""
    names = ("county_id", "kind", "level", "centre_id")
    same = Round.objects.filter(year=current.year - 1, **{name: getattr(current, name) for name in names})
    return same.filter(state__in=SEALED).order_by("-version").first()


def _quantities(past: Round | None, units: Mapping[str, Units]) -> dict[str, dict[Key, Quantity]]:
    return _measured(_cells(past), units) if past is not None else {}


def _measured(
    cells: Mapping[str, Iterable[CellRow]], units: Mapping[str, Units]
) -> dict[str, dict[Key, Quantity]]:
    """The measured values by centre; a cell that doesn't apply or lacks evidence has none."""
    return {
        centre: {
            (code, part): quantity
            for code, inputs, not_applicable, no_evidence in rows
            if not not_applicable and not no_evidence
            for part, quantity in quantities(inputs, units.get(code, Units())).items()
        }
        for centre, rows in cells.items()
    }


def _ticks(current: Round) -> dict[str, WarningTick]:
    """The ticks of all versions of this round: a value that stood when it was looked at is still looked at (1 query)."""
    names = ("county_id", "year", "kind", "level", "centre_id")
    same = {f"round__{name}": getattr(current, name) for name in names}
    return {one.key: one for one in WarningTick.objects.filter(**same).select_related("by")}


def _look(
    current: Round, one: Doubt, sheets: Mapping[str, Assessment], book: Book, tick: WarningTick | None
) -> Look:
    names = {entry.spec.code: f"{entry.spec.code} {entry.spec.name}" for entry in book.entries.values()}
    keys = {entry.spec.code: pk for pk, entry in book.entries.items()}
    cells = [
        CellLink(
            centre=sheets[centre].subject.name,
            indicator=names[indicator],
            url=f"{reverse('appraisal:sheet', args=[current.pk, centre])}#cell-{keys[indicator]}",
        )
        for centre, indicator in one.cells[:SHOWN]
    ]
    text = one.text.in_(get_language() or "zh-hans")
    return Look(one.kind, str(KINDS[one.kind]), text, one.key, cells, max(0, len(one.cells) - SHOWN), tick)
