"""From what a person typed or a workbook holds to the canonical inputs of a cell.

One reader for the grid, the phone sheet, the pasted block and the import (SAFETY, Reading: scores).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appraisal.core.rules.inputs import EntryField
from appraisal.entry_texts import clean_line, clean_list, written
from records.errors import Problem
from records.reading.numbers import CellValue, Grid, parse


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Canonical inputs by name (blank ones left out), problems by input, and whether any came as text."""

    inputs: dict[str, str]
    problems: tuple[Problem, ...]
    marked_as_text: bool = False


def clean_inputs(
    fields: Iterable[EntryField], raw: Mapping[str, CellValue], formats: Mapping[str, str] | None = None
) -> Cleaned:
    """Read each field of a cell. `formats` are the number formats of workbook cells by input name."""
    inputs: dict[str, str] = {}
    problems: list[Problem] = []
    as_text = False
    known = {field.name: field for field in fields}
    for name, field in known.items():
        answer = _clean_one(field, raw.get(name), (formats or {}).get(name, ""))
        if isinstance(answer, Problem):
            problems.append(answer)
            continue
        value, marked = answer
        as_text = as_text or marked
        if value is not None:
            inputs[name] = value
    problems.extend(
        Problem(_("本指标不需要此项数据。"), place=name)
        for name in sorted(set(raw) - set(known))
        if raw[name]
    )
    return Cleaned(inputs, tuple(problems), as_text)


def _clean_one(field: EntryField, raw: CellValue, number_format: str) -> tuple[str | None, bool] | Problem:
    if field.type == "choice":
        return _clean_choice(field, raw)
    if field.type in {"text", "list"}:
        return _clean_text(field, raw)
    places = 0 if field.type == "count" else field.places
    grid = Grid(places=places, digits=12, percent=field.unit == "%")
    answer = parse(raw, grid, number_format)
    if isinstance(answer, Problem):
        return Problem(answer.message, value=answer.value or str(raw), place=label(field))
    if answer.value is None:
        return None, answer.marked_as_text
    if not _within(field, answer.value):
        return Problem(
            _("应为%(expected)s") % {"expected": field.expected.in_(get_language() or "zh")},
            value=str(raw),
            place=label(field),
        )
    return canonical(answer.value), answer.marked_as_text


def _within(field: EntryField, value: Decimal) -> bool:
    return value >= field.minimum and (field.maximum is None or value <= field.maximum)


def _clean_choice(field: EntryField, raw: CellValue) -> tuple[str | None, bool] | Problem:
    """Choices are matched by code or by either label: a workbook holds 是, the page sends "yes"."""
    text = "" if raw is None else str(raw).strip()
    if text in {"", "-", "—", "/", "无"} and all(text != choice.label.zh for choice in field.choices):
        return None, False
    for choice in field.choices:
        if text in {choice.code, choice.label.zh, choice.label.en}:
            return choice.code, False
    allowed = "、".join(choice.label.in_(get_language() or "zh") for choice in field.choices)
    return Problem(_("应为以下之一：%(allowed)s") % {"allowed": allowed}, value=text, place=label(field))


def _clean_text(field: EntryField, raw: CellValue) -> tuple[str | None, bool] | Problem:
    """A line of text, or the drawn records of a sample; whether a list is right is told by the rule, line by line."""
    text = written(raw)
    if text is None:
        expected = field.expected.in_(get_language() or "zh")
        return Problem(_("应为%(expected)s") % {"expected": expected}, value=str(raw), place=label(field))
    return (clean_line(text) if field.type == "text" else clean_list(text, field)), False


def canonical(value: Decimal) -> str:
    """The one spelling of a number: no exponent, no trailing zeros, no sign of zero."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if text not in {"-0", ""} else "0"


def label(field: EntryField) -> str:
    return field.label.in_(get_language() or "zh")
