"""Read the scheme workbook: a document, or every fault with its sheet, row, column and value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from appraisal.scheme_document import BandPart, CategoryPart, IndicatorPart, RoundPart, SchemeDocument
from appraisal.sheets import scheme_columns as layout
from appraisal.sheets.scheme_cells import read_field
from appraisal.sheets.scheme_columns import ParameterColumn
from appraisal.sheets.scheme_fields import Field
from appraisal.sheets.scheme_indicators import Details, parameter_key, read_indicator
from appraisal.sheets.scheme_places import Places
from records.errors import Problem, Problems
from records.reading.files import Sheet, Workbook
from records.reading.names import normalise
from records.reading.tables import Column, Row, Table, find

Values = dict[str, Any]
Line = tuple[Row, Values]
Found = dict[str, list[tuple[Row, IndicatorPart]]]
# A header is looked for in so many rows, below titles if there are any.
HEADER_ROWS = 20
HEAD_COLUMNS = (
    Column("item", "项目", aliases=("Item",)),
    Column("value", "内容", aliases=("Value",)),
    Column("help", "填写说明", required=False, aliases=("How to fill in",)),
)


@dataclass(slots=True)
class SchemeReading:
    """What a workbook says. `document` is None where anything of it is faulty; `places` tell where things stand."""

    document: SchemeDocument | None = None
    places: Places = field(default_factory=Places)
    problems: Problems = field(default_factory=Problems)
    notes: list[str] = field(default_factory=list)


def read_scheme(workbook: Workbook) -> SchemeReading:
    """Read all sheets, collecting every fault. Sheets are found by their names."""
    reading = SchemeReading()
    head = _head(reading, workbook)
    rounds = _parts(reading, workbook, layout.ROUNDS, layout.round_fields(), "kind")
    bands = _parts(reading, workbook, layout.BANDS, layout.band_fields(), "code")
    _check_bands(reading, bands)
    categories = _parts(reading, workbook, layout.CATEGORIES, layout.category_fields(), "code")
    indicators = _indicators(reading, workbook, {values["code"] for _row, values in categories})
    if not reading.problems:
        rounds.sort(key=_round_order)
        reading.document = SchemeDocument(
            **head,
            rounds=tuple(RoundPart(**values) for _row, values in rounds),
            bands=tuple(BandPart(**_without(values, "below")) for _row, values in bands),
            categories=tuple(_category(values, indicators) for _row, values in categories),
        )
        _note_places(reading, {"rounds": rounds, "bands": bands, "categories": categories}, indicators)
    return reading


def _category(values: Values, indicators: Found) -> CategoryPart:
    return CategoryPart(**values, indicators=tuple(part for _row, part in indicators.get(values["code"], ())))


def _note_places(reading: SchemeReading, parts: Mapping[str, Sequence[Line]], indicators: Found) -> None:
    """Remember the row of everything by the path under which the core speaks of it."""
    for name, lines in parts.items():
        for place, (row, values) in enumerate(lines):
            reading.places.rows[f"{name}[{place}]"] = row
            for number, (line, _part) in enumerate(
                indicators.get(values["code"], ()) if name == "categories" else ()
            ):
                reading.places.rows[f"{name}[{place}].indicators[{number}]"] = line


def _round_order(line: Line) -> int:
    return [option.code for option in layout.round_fields()[0].options].index(line[1]["kind"])


def _without(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _table(reading: SchemeReading, workbook: Workbook, name: str, columns: Sequence[Column]) -> Table | None:
    """The table of one sheet, or None and a problem where the sheet is missing."""
    sheet = workbook.sheet(name)
    if sheet is None:
        reading.problems.add(Problem(_("缺少工作表“%(name)s”") % {"name": name}))
        return None
    sheet = without_computed(sheet)
    table = find(Workbook(workbook.kind, [sheet], workbook.sha256), columns, sheet)
    reading.notes += [f"{name}：{note}" for note in table.notes]
    return table


def without_computed(sheet: Sheet) -> Sheet:
    """The sheet without its computed columns and lines: they are for the eye, stale or without a stored result."""
    names = {normalise(name) for name in layout.computed_headers()}
    places = [
        (row, place)
        for row, cells in enumerate(sheet.raw[:HEADER_ROWS], start=1)
        for place in range(1, len(cells) + 1)
        if normalise(sheet.cell(row, place).text) in names
    ]
    rows = {row for row, place in places if sheet.name == layout.HEAD}
    columns = {place for _row, place in places if sheet.name != layout.HEAD}
    raw = [
        [None if row in rows or place in columns else value for place, value in enumerate(cells, start=1)]
        for row, cells in enumerate(sheet.raw, start=1)
    ]
    formulas = {(row, place) for row, place in sheet.formulas if row not in rows and place not in columns}
    return replace(sheet, raw=raw, formulas=formulas)


def columns_of(fields: Sequence[Field], parameters: Sequence[ParameterColumn] = ()) -> list[Column]:
    """The columns to look for."""
    basics = [
        Column(one.name, one.header.zh, required=one.required, aliases=(one.header.en,))
        for one in fields
        if one.kind != "computed"
    ]
    return basics + [
        Column(parameter_key(one.label.zh), one.label.zh, required=False, aliases=(one.label.en,))
        for one in parameters
    ]


def _head(reading: SchemeReading, workbook: Workbook) -> Values:
    """The lines of the sheet 方案 by field name."""
    table = _table(reading, workbook, layout.HEAD, HEAD_COLUMNS)
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
) -> list[Line]:
    """Every row of a simple sheet with its values; a key that stands twice is a fault."""
    table = _table(reading, workbook, name, columns_of(fields))
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


def note_repeats(row: Row, key: str, value: Any, seen: dict[Any, int]) -> None:
    """Record a fault where a key was met before."""
    if value and value in seen:
        row.fault(key, _("与第%(row)d行重复") % {"row": seen[value]})
    elif value:
        seen[value] = row.number


def _check_bands(reading: SchemeReading, bands: Sequence[Line]) -> None:
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
    details = _details(reading, workbook)
    columns = columns_of(layout.indicator_fields(), layout.parameter_columns())
    table = _table(reading, workbook, layout.INDICATORS, columns)
    if table is None:
        return {}
    found: Found = {}
    seen: dict[Any, int] = {}
    for row in table.rows:
        category, part = read_indicator(row, details)
        note_repeats(row, "code", row.cell("code").text, seen)
        if category and category not in categories:
            row.fault("category", _("“类别”表中没有这个编码"))
        if part is not None:
            found.setdefault(category, []).append((row, part))
    reading.problems.extend(table.problems)
    if details is not None:
        details.note_strays(set(seen))
        reading.problems.extend(details.table.problems)
    return found


def _details(reading: SchemeReading, workbook: Workbook) -> Details | None:
    """The sheet 规则明细; only needed where a rule has a table."""
    if workbook.sheet(layout.DETAILS) is None:
        return None
    columns = columns_of(layout.detail_fields(), layout.detail_columns())
    table = _table(reading, workbook, layout.DETAILS, columns)
    return None if table is None else Details(table)
