"""The base of a growth rule, taken over from last year's round when a sheet is made (RULES 3: growth).

Only where last year's newest final round of the same kind measured the same indicator (by code) at the same centre;
the source of the data says so, and the value stays open to change: what was taken over is a first entry, not a judgement.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from appraisal.actions.scores import score_record
from appraisal.book import Book, Entry, book_for
from appraisal.core.points import parse_number
from appraisal.core.rules import EntryField
from appraisal.core.text import plain
from appraisal.models import MAX_SOURCE, Assessment, Round, Score
from appraisal.queries.plausibility import last_final
from records import audit

TAKEN_OVER = "previous_round"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One input to be taken over: its own indicator, and the name that last year's value has there.

    `part` is "" or leads to the part of a composite that both inputs belong to: "visits.".
    """

    entry: Entry
    field: EntryField
    measured: str
    part: str


def take_over(to: Round, sheets: Sequence[Assessment], scores: Iterable[Score]) -> list[Score]:
    """Fill the taken-over inputs of blank, not yet stored cells and return those (2 queries where any is wanted)."""
    book = book_for(to.scheme)
    wanted: dict[int, list[Wanted]] = {}
    for one in _wanted(book):
        wanted.setdefault(one.entry.indicator_id, []).append(one)
    if not wanted:
        return []
    past = last_final(to)
    if past is None:
        return []
    values = _measured(past, {group[0].entry.spec.code: group for group in wanted.values()})
    centres, filled = {sheet.pk: (sheet.centre_id, sheet.staff_id) for sheet in sheets}, []
    source = _("取自%(round)s") % {"round": _name(past)}
    for cell in scores:
        group = wanted.get(cell.indicator_id)
        inputs = values.get((centres[cell.assessment_id], group[0].entry.spec.code)) if group else None
        if not inputs:
            continue
        cell.inputs = inputs
        cell.source, cell.version = source[:MAX_SOURCE], 1
        filled.append(cell)
    return filled


def record(trail: audit.Trail, taken: Iterable[Score], sheets: Sequence[Assessment]) -> None:
    """Write each cell taken over into the trail: it is a first entry like any other."""
    subjects = {sheet.pk: sheet for sheet in sheets}
    for cell in taken:
        sheet, spec = subjects[cell.assessment_id], cell.indicator
        label = f"{sheet.subject.name} {spec.code} {spec.name}"
        before = score_record(Score(assessment_id=cell.assessment_id, indicator=cell.indicator))
        trail.add(cell, before, score_record(cell), label=label, centre=sheet.centre, reason=cell.source)


def _wanted(book: Book) -> Iterable[Wanted]:
    for entry in book.entries.values():
        for field in entry.fields:
            if field.source == TAKEN_OVER:
                part = field.name[: field.name.rfind(".") + 1]
                same = (other.name for other in entry.fields if other.name.startswith(part))
                measured = next(name for name in same if name != field.name)
                yield Wanted(entry, field, measured, part)


# An institution, or a member of its staff.
Subject = tuple[int, int | None]


def _measured(
    past: Round, wanted: Mapping[str, Sequence[Wanted]]
) -> dict[tuple[Subject, str], dict[str, str]]:
    """Last year's values by subject and indicator code, as this year's fields take them (1 query)."""
    rows = Score.objects.filter(
        assessment__round=past, indicator__code__in=wanted, not_applicable=False, no_evidence=False
    )
    found: dict[tuple[Subject, str], dict[str, str]] = {}
    names = ("assessment__centre_id", "assessment__staff_id", "indicator__code", "inputs")
    for centre, staff, code, inputs in rows.values_list(*names):
        for one in wanted[code]:
            number = _value(inputs, one)
            if number is not None:
                places = 0 if one.field.type == "count" else one.field.places
                found.setdefault(((centre, staff), code), {})[one.field.name] = _fitted(number, places)
    return found


def _value(inputs: Mapping[str, str], one: Wanted) -> Fraction | None:
    """What was measured: the value of the same name, a plain value, or a rate in per cent."""
    for name in (one.measured, f"{one.part}value"):
        if (number := parse_number(inputs.get(name, ""))) is not None:
            return number
    rate = (f"{one.part}{name}" for name in ("numerator", "denominator"))
    top, bottom = (parse_number(inputs.get(name, "")) for name in rate)
    return top * 100 / bottom if top is not None and bottom else None


def _fitted(number: Fraction, places: int) -> str:
    """Rounded half up to the places of the field, in canonical form."""
    scale = 10**places
    units = (number * scale + Fraction(1, 2)).__floor__()
    return plain(Decimal(units) / scale)


def _name(past: Round) -> str:
    return _("%(year)s年%(kind)s") % {"year": past.year, "kind": past.get_kind_display()}
