"""Write a scheme as a workbook that is pleasant to fill by hand and reads back without loss."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from appraisal.core.rules import RULES, Parameter
from appraisal.scheme_document import BandPart, IndicatorPart, SchemeDocument
from appraisal.sheets import scheme_columns as layout
from appraisal.sheets.scheme_fields import NO, YES, Field
from appraisal.sheets.scheme_guide import write_guide
from appraisal.sheets.scheme_look import Look, put
from records.writing import Book

# A fixed date in the file's properties: the same document gives the same bytes.
MADE = datetime(2026, 1, 1, tzinfo=UTC)
# Rows below the last one that already have drop-downs and colours.
SPARE = 60


def write_scheme(document: SchemeDocument) -> bytes:
    """The workbook of a scheme. The same document gives the same cells."""
    book = Book(title=document.name, created=MADE)
    look = Look(book)
    write_guide(look)
    _write_head(look, document)
    _write_table(look, layout.ROUNDS, layout.round_fields(), [_values(part) for part in document.rounds])
    _write_table(look, layout.BANDS, layout.band_fields(), list(_bands(document.bands)))
    _write_categories(look, document)
    _write_indicators(look, document)
    _write_details(look, document)
    return book.data()


def _values(part: Any) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.__dataclass_fields__}


def _bands(bands: Sequence[BandPart]) -> Iterator[dict[str, Any]]:
    """Each band with its exclusive upper end: the floor of the one above."""
    above: Decimal | None = None
    for band in bands:
        yield {**_values(band), "below": above}
        above = band.floor


def _write_head(look: Look, document: SchemeDocument) -> None:
    """The sheet 方案: one line a field."""
    sheet = look.sheet(layout.HEAD)
    look.header(sheet, 0, ["项目", "内容", "填写说明"], [34, 46, 60])
    values = _values(document)
    count = len(document.categories)
    for row, field in enumerate(layout.head_fields(), start=1):
        sheet.write_string(row, 0, field.header.zh, look.label)
        sheet.write_string(row, 2, f"{field.help.zh}\n{field.help.en}".strip(), look.note)
        sheet.set_row(row, 15 * max(2, look.lines(str(values.get(field.name, "")), 46)))
        if field.kind == "computed":
            total = sum((part.full_marks for part in document.categories), Decimal(0))
            sheet.write_formula(
                row, 1, f"=SUM('{layout.CATEGORIES}'!C2:C{count + SPARE})", look.head_computed, total
            )
            continue
        put(sheet, row, 1, field_value(field, values[field.name]), look.head_cell(field.kind))
        look.choices(sheet, row, 1, row, 1, field)
    look.page(sheet, landscape=False)


def _write_table(look: Look, name: str, fields: Sequence[Field], rows: Sequence[Mapping[str, Any]]) -> Any:
    """A sheet with one column a field; returns it for what is special about it."""
    sheet = look.sheet(name)
    look.header(sheet, 0, [field.header.zh for field in fields], [field.width for field in fields])
    for column, field in enumerate(fields):
        look.comment(sheet, 0, column, field.header, field.help, required=field.required)
        look.choices(sheet, 1, column, len(rows) + SPARE, column, field)
        for row, values in enumerate(rows, start=1):
            if field.kind != "computed":
                put(sheet, row, column, field_value(field, values[field.name]), look.cell(field.kind))
    sheet.freeze_panes(1, 0)
    look.page(sheet)
    return sheet


def _write_categories(look: Look, document: SchemeDocument) -> None:
    fields = layout.category_fields()
    sheet = _write_table(look, layout.CATEGORIES, fields, [_values(part) for part in document.categories])
    last = sum(len(part.indicators) for part in document.categories) + SPARE
    where = f"'{layout.INDICATORS}'!A$2:A${last}", f"'{layout.INDICATORS}'!D$2:D${last}"
    for row, part in enumerate(document.categories, start=1):
        total = sum((one.full_marks for one in part.indicators), Decimal(0))
        formula = f"=SUMIF({where[0]},A{row + 1},{where[1]})"
        sheet.write_formula(row, len(fields) - 1, formula, look.computed, total)
    end = len(document.categories) + SPARE
    look.warn_where(sheet, 1, 5, end, 5, '=AND($C2<>"",ROUND($F2-$C2,2)<>0)')


def _write_indicators(look: Look, document: SchemeDocument) -> None:
    """The sheet 指标: what every indicator has, then a column for each parameter that any rule takes."""
    fields, columns = layout.indicator_fields(), layout.parameter_columns()
    parts = list(document.indicators())
    rows = [{**_values(part), "category": category.code} for category, part in parts]
    sheet = _write_table(look, layout.INDICATORS, fields, rows)
    sheet.freeze_panes(1, 3)
    end, rule_column = len(rows) + SPARE, _place(fields, "rule")
    for row, (_category, part) in enumerate(parts, start=1):
        words = sentence(part)
        sheet.write_string(row, _place(fields, "sentence"), words, look.sentence)
        sheet.set_row(row, 13 * max(2, look.lines(words, 50)) + 4)
    for place, column in enumerate(columns, start=len(fields)):
        look.parameter(sheet, place, column, end, rule_column)
        for row, (_category, part) in enumerate(parts, start=1):
            parameter = column.by_kind.get(part.rule)
            if parameter is not None and parameter.name in part.params:
                shown = parameter_value(parameter, part.params[parameter.name])
                put(sheet, row, place, shown, look.parameter_cell(parameter))
    sheet.print_area(0, 0, len(rows), len(fields) - 1)
    sheet.autofilter(0, 0, len(rows), len(fields) + len(columns) - 1)


def _write_details(look: Look, document: SchemeDocument) -> None:
    """The sheet 规则明细: a line for each row of a rule's table (kinds of case, bands)."""
    fields, columns = layout.detail_fields(), layout.detail_columns()
    sheet = _write_table(look, layout.DETAILS, fields, [])
    lines = list(_detail_lines(document))
    for place, column in enumerate(columns, start=len(fields)):
        look.detail(sheet, place, column, len(lines) + SPARE)
    for row, (part, table, line) in enumerate(lines, start=1):
        put(sheet, row, 0, part.code, look.cell("code"))
        put(sheet, row, 1, table.label.zh, look.cell("choice"))
        for place, column in enumerate(columns, start=len(fields)):
            parameter = column.by_kind.get(f"{part.rule}.{table.name}")
            if parameter is not None and parameter.name in line:
                shown = parameter_value(parameter, line[parameter.name])
                put(sheet, row, place, shown, look.parameter_cell(parameter))
    look.choices(sheet, 1, 1, len(lines) + SPARE, 1, fields[1])


def _detail_lines(document: SchemeDocument) -> Iterator[tuple[IndicatorPart, Parameter, Mapping[str, Any]]]:
    for _category, part in document.indicators():
        for kind, table in layout.tables():
            if kind == part.rule:
                yield from ((part, table, line) for line in part.params.get(table.name, []))


def field_value(field: Field, value: Any) -> Any:
    """A stored value as it stands in its cell."""
    labels = {option.code: option.label.zh for option in field.options}
    if field.kind == "choice":
        return labels.get(value, value) if value else ""
    if field.kind == "choices":
        return "、".join(labels.get(one, one) for one in value)
    if field.kind == "flag":
        return (YES if value else NO).zh
    return value


def parameter_value(parameter: Parameter, value: Any) -> Any:
    """A parameter as it stands in its cell: numbers as numbers, choices by their labels."""
    if parameter.type in {"decimal", "percent"}:
        return Decimal(value)
    if parameter.type == "bool":
        return (YES if value else NO).zh
    labels = {choice.code: choice.label.zh for choice in parameter.choices}
    return labels.get(value, value)


def sentence(part: IndicatorPart) -> str:
    """The rule in Chinese words; empty where it is incomplete."""
    rule = RULES.get(part.rule)
    if rule is None or rule.check(part.params, part.full_marks):
        return ""
    return rule.sentence(part.params, part.full_marks).zh


def _place(fields: Sequence[Field], name: str) -> int:
    return next(place for place, field in enumerate(fields) if field.name == name)
