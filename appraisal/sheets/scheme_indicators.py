"""Read one indicator's row with its parameters, and the lines of 规则明细 that belong to it."""

import re
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from appraisal.core.rules import RULES, Fault, Parameter
from appraisal.scheme_document import IndicatorPart, canonical_params
from appraisal.scheme_spec import as_problems
from appraisal.sheets import scheme_columns as layout
from appraisal.sheets.scheme_cells import is_rate, place_problem, read_field, read_parameter
from records.reading.tables import Row, Table

TABLE_PATH = re.compile(r"([a-z0-9_]+)\[([0-9]+)\](?:\.([a-z0-9_]+))?")


def parameter_key(label: str) -> str:
    return f"parameter:{label}"


class Details:
    """The lines of 规则明细 by indicator; tells which were never asked for."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.lines: dict[str, list[tuple[Row, str]]] = defaultdict(list)
        code, name = layout.detail_fields()
        for row in table.rows:
            self.lines[read_field(row, code)].append((row, read_field(row, name) or ""))

    def of(self, indicator: str, kind: str, table: Parameter) -> list[Row]:
        """The lines of one table of one indicator; a line without a table's name belongs to the only one."""
        only = len([1 for one in RULES[kind].parameters if one.type == "rows"]) == 1
        return [
            row for row, name in self.lines.get(indicator, []) if name == table.name or (only and not name)
        ]

    def note_strays(self, indicators: set[str]) -> None:
        for code, lines in self.lines.items():
            if code and code not in indicators:
                for row, _name in lines:
                    row.fault("code", _("“指标”表中没有这个编码"))


def read_indicator(row: Row, details: Details | None) -> tuple[str, IndicatorPart | None]:
    """The category's code and the indicator; None where anything of it is faulty (and recorded)."""
    before = _faults(row, details)
    values = {one.name: read_field(row, one) for one in layout.indicator_fields() if one.kind != "computed"}
    category, kind = values.pop("category"), values["rule"]
    if not kind:
        return category, None
    params, places = _params(row, kind, values["code"], details)
    if _faults(row, details) > before:
        return category, None
    _check_rule(row, kind, params, values["full_marks"], places)
    if _faults(row, details) > before:
        return category, None
    values["not_applicable"] = values["not_applicable"] or "forbidden"
    values["method"] = values["method"] or "documents"
    return category, IndicatorPart(**values, params=canonical_params(kind, params))


def _faults(row: Row, details: Details | None) -> int:
    return len(row.table.problems) + (len(details.table.problems) if details else 0)


def _params(
    row: Row, kind: str, code: str, details: Details | None
) -> tuple[dict[str, Any], dict[str, list[Row]]]:
    """The parameters as JSON data, and the lines of each table for placing the core's faults."""
    params: dict[str, Any] = {}
    for column in _measure_first():
        parameter = column.by_kind.get(kind)
        key = parameter_key(column.label.zh)
        if parameter is not None:
            params[parameter.name] = read_parameter(row, key, parameter, rate=is_rate(kind, params))
        elif row.cell(key).text:
            words = {"rule": RULES[kind].name.zh, "name": column.label.zh}
            row.fault(key, _("规则“%(rule)s”没有参数“%(name)s”，请清空") % words)
    places: dict[str, list[Row]] = {}
    for table in (one for one in RULES[kind].parameters if one.type == "rows"):
        places[table.name] = details.of(code, kind, table) if details else []
        params[table.name] = _lines(kind, table, places[table.name], rate=is_rate(kind, params))
    _refuse_strays(kind, code, details, places)
    return {name: value for name, value in params.items() if value not in (None, [])}, places


def _measure_first() -> list[layout.ParameterColumn]:
    """取数方式, 数值单位 and 调查指标 before all others: they say whether a figure may be typed as per cent."""
    first = {"measure", "value_unit", "statistic"}
    return sorted(
        layout.parameter_columns(),
        key=lambda column: not any(one.name in first for one in column.by_kind.values()),
    )


def _lines(kind: str, table: Parameter, rows: list[Row], *, rate: bool) -> list[dict[str, Any]]:
    made = []
    for number, row in enumerate(rows, start=1):
        line: dict[str, Any] = {}
        for column in layout.detail_columns():
            parameter, key = column.by_kind.get(f"{kind}.{table.name}"), parameter_key(column.label.zh)
            if parameter is None:
                if row.cell(key).text:
                    words = {"table": table.label.zh, "name": column.label.zh}
                    row.fault(key, _("“%(table)s”没有“%(name)s”这一列，请清空") % words)
                continue
            value = read_parameter(row, key, parameter, rate=rate)
            if value is None and parameter.type == "code":
                value = f"k{number}"
            if value is not None:
                line[parameter.name] = value
        made.append(line)
    return made


def _refuse_strays(kind: str, code: str, details: Details | None, places: Mapping[str, list[Row]]) -> None:
    """Lines under this indicator that its rule doesn't take."""
    taken = {row.number for rows in places.values() for row in rows}
    for row, _name in details.lines.get(code, []) if details and code else []:
        if row.number not in taken:
            row.fault("code", _("规则“%(rule)s”没有这张明细表") % {"rule": RULES[kind].name.zh})


def _check_rule(
    row: Row, kind: str, params: Mapping[str, Any], full_marks: Decimal, places: Mapping[str, list[Row]]
) -> None:
    """Put what the core finds in the rule at the cell that it is about."""
    faults = RULES[kind].check(params, full_marks)
    for fault, problem in zip(faults, as_problems(faults), strict=True):
        where, key = _cell_of(row, kind, fault, places)
        where.table.problems.add(place_problem(where, key, problem))


def _cell_of(row: Row, kind: str, fault: Fault, places: Mapping[str, list[Row]]) -> tuple[Row, str]:
    found = TABLE_PATH.fullmatch(fault.path)
    if found is None:
        scalar = next((one for one in RULES[kind].parameters if one.name == fault.path), None)
        if scalar is None or scalar.type == "rows":
            return row, "full_marks" if fault.path == "full_marks" else "rule"
        return row, parameter_key(scalar.label.zh)
    name, number, column = found.groups()
    table = next(one for one in RULES[kind].parameters if one.name == name)
    line = places[name][int(number)]
    label = next((one.label.zh for one in table.columns if one.name == column), None)
    return line, "code" if label is None else parameter_key(label)
