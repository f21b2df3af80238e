"""A scheme's rules as the lines of their sheets: what is written there, and how a value stands in its cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from appraisal.core.points import parse_number
from appraisal.core.rules import Parameter
from appraisal.scheme_document import SchemeDocument
from appraisal.sheets.scheme_families import COMPOSITE, Family, tables_of
from appraisal.sheets.scheme_fields import NO, YES

Params = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bearer:
    """What has a rule: an indicator, or a part of one (`part` is its code)."""

    code: str
    part: str
    name: str
    kind: str
    params: Params


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of a parameter sheet: whose it is and its cells by header."""

    bearer: Bearer
    cells: dict[str, tuple[Parameter, Any]]


def bearers(document: SchemeDocument) -> Iterator[Bearer]:
    """Every indicator, each followed by its parts."""
    for _category, indicator in document.indicators():
        own = Bearer(indicator.code, "", indicator.name, indicator.rule, indicator.params)
        yield own
        if indicator.rule == COMPOSITE:
            yield from part_bearers(own)


def part_bearers(whole: Bearer) -> Iterator[Bearer]:
    """The parts of a composite."""
    parts = whole.params.get("parts")
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, Mapping):
            code, name, kind = (str(part.get(key) or "") for key in ("code", "name", "kind"))
            yield Bearer(whole.code, code, name, kind, part.get("params") or {})


def family_lines(document: SchemeDocument, family: Family) -> list[SheetLine]:
    """The lines of one sheet, in the order of the indicators."""
    return [
        line
        for bearer in bearers(document)
        if bearer.kind in family.kinds
        for line in bearer_lines(bearer, family)
    ]


def bearer_lines(bearer: Bearer, family: Family) -> Iterator[SheetLine]:
    """Single values in the first line, then one line for each row of the tables, side by side."""
    params = bearer.params
    count = max([0, *(len(params.get(table.name, ())) for table in tables_of(bearer.kind))])
    singles = any(not table and parameter.name in params for _c, table, parameter in family.of(bearer.kind))
    for number in range(max(count, 1 if singles else 0)):
        cells = {}
        for column, table, parameter in family.of(bearer.kind):
            source = _source(params, table, number)
            if parameter.name in source:
                cells[column.header.zh] = (parameter, source[parameter.name])
        yield SheetLine(bearer, cells)


def _source(params: Params, table: str, number: int) -> Params:
    """Where the cells of a line come from: the parameters themselves, or one row of a table."""
    if not table:
        return params if number == 0 else {}
    rows = params.get(table, ())
    return rows[number] if number < len(rows) else {}


def parameter_value(parameter: Parameter, value: Any) -> Any:
    """A parameter as it stands in its cell: numbers as numbers, choices by their labels."""
    if parameter.type in {"decimal", "percent"}:
        return Decimal(value) if parse_number(str(value)) is not None else str(value)
    if parameter.type == "bool":
        return (YES if value else NO).zh
    labels = {choice.code: choice.label.zh for choice in parameter.choices}
    return labels.get(value, value)


def shown_value(parameter: Parameter, value: Any) -> str:
    """A parameter as text, as a reader of its cell sees it."""
    shown = parameter_value(parameter, value)
    return f"{shown:f}" if isinstance(shown, Decimal) else str(shown)
