"""Read the scheme workbook: a document, or every fault with its sheet, row, column and value."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from appraisal.scheme_document import (
    BandPart,
    CategoryPart,
    GatePart,
    IndicatorPart,
    RoundPart,
    SchemeDocument,
)
from appraisal.sheets import scheme_columns as layout
from appraisal.sheets.scheme_cells import read_field
from appraisal.sheets.scheme_families import CODE, families
from appraisal.sheets.scheme_fields import Field
from appraisal.sheets.scheme_indicators import read_indicator
from appraisal.sheets.scheme_parameters import Line, Lines
from appraisal.sheets.scheme_reading import (
    SchemeReading,
    columns_of,
    note_repeats,
    parameter_columns,
    table_of,
)
from records.errors import Problem
from records.reading.files import Workbook
from records.reading.names import normalise
from records.reading.tables import Column, Row, Table

Values = dict[str, Any]
Named = tuple[Row, Values]
Found = dict[str, list[tuple[Row, IndicatorPart]]]
OLD_TABLES = "规则明细"
HEAD_COLUMNS = (
    Column("item", "项目", aliases=("Item",)),
    Column("value", "内容", aliases=("Value",)),
    Column("help", "填写说明", required=False, aliases=("How to fill in",)),
)


def read_scheme(workbook: Workbook) -> SchemeReading:
    """Read all sheets, collecting every fault. Sheets are found by their names."""
    reading = SchemeReading()
    head = _head(reading, workbook)
    rounds = _parts(reading, workbook, layout.ROUNDS, layout.round_fields(), "kind")
    bands = _parts(reading, workbook, layout.BANDS, layout.band_fields(), "code")
    _check_bands(reading, bands)
    categories = _parts(reading, workbook, layout.CATEGORIES, layout.category_fields(), "code")
    indicators = _indicators(reading, workbook, {values["code"] for _row, values in categories})
    gates = _gates(reading, workbook, indicators)
    if not reading.problems:
        rounds.sort(key=_round_order)
        reading.document = SchemeDocument(
            **head,
            rounds=tuple(RoundPart(**values) for _row, values in rounds),
            bands=tuple(BandPart(**_without(values, "below")) for _row, values in bands),
            categories=tuple(_category(values, indicators) for _row, values in categories),
            gates=tuple(GatePart(**values) for _row, values in gates),
        )
        parts = {"rounds": rounds, "bands": bands, "categories": categories, "gates": gates}
        _note_places(reading, parts, indicators)
    return reading


def _category(values: Values, indicators: Found) -> CategoryPart:
    return CategoryPart(**values, indicators=tuple(part for _row, part in indicators.get(values["code"], ())))


def _note_places(reading: SchemeReading, parts: Mapping[str, Sequence[Named]], indicators: Found) -> None:
    """Remember the row of everything by the path under which the core speaks of it."""
    for name, lines in parts.items():
        for place, (row, values) in enumerate(lines):
            reading.places.rows[f"{name}[{place}]"] = row
            for number, (line, _part) in enumerate(
                indicators.get(values["code"], ()) if name == "categories" else ()
            ):
                reading.places.rows[f"{name}[{place}].indicators[{number}]"] = line


def _round_order(line: Named) -> int:
    return [option.code for option in layout.round_fields()[0].options].index(line[1]["kind"])


def _without(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _head(reading: SchemeReading, workbook: Workbook) -> Values:
    """The lines of the sheet 方案 by field name."""
    table = table_of(reading, workbook, layout.HEAD, HEAD_COLUMNS)
    if table is None:
        return {}
    known = {normalise(name): one for one in layout.head_fields() for name in (one.header.zh, one.header.en)}
    values: Values = {}
    for row in table.rows:
        line = known.get(normalise(row.cell("item").text))
        if line is None:
            row.fault("item", _("没有这个项目"))
        elif line.name in values:
            row.fault("item", _("项目重复"))
        elif line.kind != "computed":
            reading.places.rows[line.name] = renamed = _renamed(row, line)
            values[line.name] = read_field(renamed, line)
    for line in layout.head_fields():
        if line.required and line.name not in values:
            words = _("缺少项目“%(name)s”") % {"name": line.header.zh}
            table.problems.add(Problem(words).at(sheet=table.sheet.name, row=table.header_row))
    reading.problems.extend(table.problems)
    return values


def _renamed(row: Row, line: Field) -> Row:
    """The same row, whose cell 内容 goes by the line's own name."""
    table = row.table
    renamed = Table(
        table.sheet, table.header_row, {line.name: table.places["value"]} if "value" in table.places else {}
    )
    renamed.headers, renamed.problems = {line.name: line.header.zh}, table.problems
    return Row(renamed, row.number)


def _parts(
    reading: SchemeReading, workbook: Workbook, name: str, fields: Sequence[Field], key: str
) -> list[Named]:
    """Every row of a simple sheet with its values; a key that stands twice is a fault."""
    table = table_of(reading, workbook, name, columns_of(fields))
    if table is None:
        return []
    found = []
    seen: dict[Any, int] = {}
    for row in table.rows:
        values = {one.name: read_field(row, one) for one in fields if one.kind != "computed"}
        note_repeats(row, key, values[key], seen)
        found.append((row, values))
    reading.problems.extend(table.problems)
    return found


def _check_bands(reading: SchemeReading, bands: Sequence[Named]) -> None:
    """Grades stand from the best to the worst, and a stated upper end meets the floor above: no gap, no overlap."""
    above = None
    for row, values in bands:
        floor, below = values["floor"], values["below"]
        if floor is not None and above is not None and floor >= above:
            words = _("应小于上一等次的下限%(floor)s：等次从高到低排列，不得重叠")
            reading.problems.add(row.problem("floor", words % {"floor": above}))
        if below is not None and below != above:
            expected = (
                _("应不填：最高等次没有上限")
                if above is None
                else _("应为上一等次的下限%(floor)s，否则留有空档或重叠")
            )
            reading.problems.add(
                row.problem("below", expected % {"floor": above} if above is not None else expected)
            )
        above = floor if floor is not None else above


def _indicators(reading: SchemeReading, workbook: Workbook, categories: set[str]) -> Found:
    """The indicators by the code of their category."""
    lines = _lines(reading, workbook)
    table = table_of(reading, workbook, layout.INDICATORS, _indicator_columns())
    if table is None:
        return {}
    _add_own_lines(lines, table)
    found: Found = {}
    seen: dict[Any, int] = {}
    for row in table.rows:
        category, part = read_indicator(row, lines)
        note_repeats(row, "code", row.cell("code").text, seen)
        if category and category not in categories:
            row.fault("category", _("“类别”表中没有这个编码"))
        if part is not None:
            found.setdefault(category, []).append((row, part))
    lines.note_unknown()
    reading.problems.extend(table.problems)
    for one in lines.tables:
        reading.problems.extend(one.problems)
    return found


def _indicator_columns() -> list[Column]:
    """The columns of 指标; single-valued parameters may stand there too, as they did in the previous layout."""
    basics = columns_of(layout.indicator_fields())
    taken = {normalise(one.header) for one in basics}
    singles = {
        column.key: column
        for family in families()
        for column in family.columns
        if not column.in_table and normalise(column.header.zh) not in taken
    }
    return basics + parameter_columns(singles.values())


def _add_own_lines(lines: Lines, table: Table) -> None:
    """Rows of 指标 that hold parameters themselves count as lines before all others."""
    keys = [key for key in table.places if key.startswith("parameter:")]
    for row in table.rows:
        if any(row.cell(key).text for key in keys):
            lines.by_owner[(row.cell("code").text, "")].insert(0, Line(row, None))


def _lines(reading: SchemeReading, workbook: Workbook) -> Lines:
    """The lines of all parameter sheets; a sheet that isn't there has none."""
    lines = Lines()
    for family in families():
        if workbook.sheet(family.name) is not None:
            columns = columns_of(family.fields) + parameter_columns(family.columns)
            table = table_of(reading, workbook, family.name, columns)
            if table is not None:
                lines.add(table, family)
    if workbook.sheet(OLD_TABLES) is not None:
        table = table_of(reading, workbook, OLD_TABLES, _old_columns())
        if table is not None:
            lines.add(table, None)
    return lines


def _old_columns() -> list[Column]:
    """Of 规则明细, the sheet on which the previous layout had all tables."""
    every = {column.key: column for family in families() for column in family.columns if column.in_table}
    return [*columns_of((CODE,)), Column("table", "明细", required=False), *parameter_columns(every.values())]


def _gates(reading: SchemeReading, workbook: Workbook, indicators: Found) -> list[Named]:
    """The gates; the sheet may be missing. Each names indicators that are there."""
    if workbook.sheet(layout.GATES) is None:
        return []
    gates = _parts(reading, workbook, layout.GATES, layout.gate_fields(), "name")
    known = {part.code for lines in indicators.values() for _row, part in lines}
    for row, values in gates:
        unknown = [code for code in values["codes"] if code not in known]
        if unknown and not reading.problems:
            words = _("“指标”表中没有这个编码：%(codes)s") % {"codes": "、".join(unknown)}
            reading.problems.add(row.problem("codes", words))
    return gates
