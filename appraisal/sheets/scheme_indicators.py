"""Read one indicator's row with its parameters, and show what the core finds in them at its cell."""

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from appraisal.core.rules import RULES
from appraisal.scheme_document import IndicatorPart, canonical_params
from appraisal.scheme_spec import as_problems
from appraisal.sheets import scheme_columns as layout
from appraisal.sheets.scheme_cells import place_problem, read_field, say
from appraisal.sheets.scheme_families import family_of, tables_of
from appraisal.sheets.scheme_parameters import Lines, Placed, parameter_label, read_params
from records.errors import Problem
from records.reading.tables import Row

# "target", "kinds[2].deduct", "parts[1].params.kinds[0].name"
STEP = re.compile(r"([a-z0-9_]+)(?:\[([0-9]+)\])?(?:\.(.+))?")


def read_indicator(row: Row, lines: Lines) -> tuple[str, IndicatorPart | None]:
    """The category's code and the indicator; None where anything of it is faulty (and recorded)."""
    before = _faults(row, lines)
    values = {one.name: read_field(row, one) for one in layout.indicator_fields() if one.kind != "computed"}
    category, kind, code = values.pop("category"), values["rule"], values["code"]
    lines.kinds[(code, "")] = kind or None
    if not kind:
        return category, None
    placed = read_params(kind, (code, ""), row, "rule", lines)
    if _faults(row, lines) > before:
        return category, None
    _check_rule(placed, values["full_marks"])
    if _faults(row, lines) > before:
        return category, None
    values["not_applicable"] = values["not_applicable"] or "forbidden"
    values["method"] = values["method"] or "documents"
    return category, IndicatorPart(**values, params=canonical_params(kind, placed.params))


def _faults(row: Row, lines: Lines) -> int:
    return len(row.table.problems) + sum(len(table.problems) for table in lines.tables)


def _check_rule(placed: Placed, full_marks: Decimal) -> None:
    """Put what the core finds in the rule at the cell that it is about."""
    faults = RULES[placed.kind].check(placed.params, full_marks)
    for fault, problem in zip(faults, as_problems(faults), strict=True):
        where, key, words = _cell_of(placed, fault.path)
        if where.cell(key).formula_without_value:
            continue  # Named when the table was found: what it would hold isn't known.
        named = Problem(f"{words}{problem.message}", problem.value, problem.place)
        where.table.problems.add(place_problem(where, key, named))


def _cell_of(placed: Placed, path: str) -> tuple[Row, str, str]:
    """The row and column of a fault; words for what is missing where there is no cell for it."""
    found = STEP.fullmatch(path)
    name, number, rest = found.groups() if found else (path, None, None)
    if number is not None and name in placed.tables:
        return _cell_in_table(placed, name, int(number), rest or "")
    if name == "full_marks":
        return placed.home, "full_marks", ""
    key = _key_of(placed.kind, "", name)
    if placed.lines and key:
        filled = [row for row in placed.lines if row.cell(key).text]
        return (filled or _with_column(placed.lines, key) or placed.lines)[0], key, ""
    if placed.lines:
        return placed.lines[0], "code", f"“{say(parameter_label(placed.kind, name))}”"
    return placed.home, placed.home_key, _lacking(placed.kind, name)


def _with_column(rows: list[Row], key: str) -> list[Row]:
    """The rows whose sheet has the column (an indicator's own row, on a workbook of the previous layout, may not)."""
    return [row for row in rows if key in row.table.places]


def _cell_in_table(placed: Placed, name: str, number: int, rest: str) -> tuple[Row, str, str]:
    row = placed.tables[name][number]
    part = placed.parts.get(number)
    if part is not None and rest.startswith("params."):
        return _cell_of(part, rest.removeprefix("params."))
    key = _key_of(placed.kind, name, rest)
    return row, key or "code", ""


def _key_of(kind: str, table: str, name: str) -> str:
    family = family_of(kind)
    columns: Any = family.of(kind) if family else ()
    return next((column.key for column, owner, one in columns if (owner, one.name) == (table, name)), "")


def _lacking(kind: str, name: str) -> str:
    """What to say at the indicator itself, where its sheet has no line for it."""
    family = family_of(kind)
    tables = [table.label for table in tables_of(kind) if table.name == name]
    label = say(tables[0] if tables else parameter_label(kind, name))
    if family is None:
        return f"“{label}”"
    return _("“%(sheet)s”表中没有填“%(name)s”：") % {"sheet": family.name, "name": label}
