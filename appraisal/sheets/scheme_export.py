"""Write a scheme as a workbook that is pleasant to fill by hand and reads back without loss."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from appraisal.core.rules import RULES
from appraisal.scheme_document import BandPart, IndicatorPart, SchemeDocument
from appraisal.sheets import scheme_columns as layout
from appraisal.sheets.scheme_families import family_of
from appraisal.sheets.scheme_family_export import missing_words, status_formula, write_families
from appraisal.sheets.scheme_fields import NO, YES, Field
from appraisal.sheets.scheme_guide import write_guide
from appraisal.sheets.scheme_lines import Bearer, bearer_lines
from appraisal.sheets.scheme_look import SPARE, Look, column_name, put
from records.writing import Book

# A fixed date in the file's properties: the same document gives the same bytes.
MADE = datetime(2026, 1, 1, tzinfo=UTC)
# Rows that are printed even where they are empty, for filling in by pen.
PRINTED = 12


def write_scheme(document: SchemeDocument) -> bytes:
    """The workbook of a scheme. The same document gives the same cells."""
    book = Book(title=document.name, created=MADE)
    look = Look(book)
    write_guide(look)
    _write_head(look, document)
    _write_table(look, layout.ROUNDS, layout.round_fields(), [_values(part) for part in document.rounds])
    _write_table(look, layout.BANDS, layout.band_fields(), list(_bands(document.bands)))
    _write_table(look, layout.GATES, layout.gate_fields(), [_values(part) for part in document.gates])
    _write_categories(look, document)
    _write_indicators(look, document)
    write_families(look, document)
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
    sheet.set_tab_color(look.tab("scheme"))
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
    sheet.set_tab_color(look.tab("scheme"))
    look.header(sheet, 0, [field.header.zh for field in fields], [field.width for field in fields])
    for column, field in enumerate(fields):
        look.comment(sheet, 0, column, field.header, field.help, required=field.required)
        look.choices(sheet, 1, column, len(rows) + SPARE, column, field)
        for row, values in enumerate([*rows, *([{}] * SPARE)], start=1):
            if field.kind == "computed":
                sheet.write_blank(row, column, None, look.looked_up)
            else:
                shown = field_value(field, values[field.name]) if values else None
                put(sheet, row, column, shown, look.cell(field.kind))
    sheet.freeze_panes(1, 0)
    sheet.print_area(0, 0, max(len(rows), PRINTED), len(fields) - 1)
    look.page(sheet)
    return sheet


def _write_categories(look: Look, document: SchemeDocument) -> None:
    fields = layout.category_fields()
    sheet = _write_table(look, layout.CATEGORIES, fields, [_values(part) for part in document.categories])
    last = sum(len(part.indicators) for part in document.categories) + SPARE
    where = f"'{layout.INDICATORS}'!A$2:A${last}", f"'{layout.INDICATORS}'!D$2:D${last}"
    marks, place = column_name(_place(fields, "full_marks")), _place(fields, "sum")
    for row, part in enumerate(document.categories, start=1):
        total = sum((one.full_marks for one in part.indicators), Decimal(0))
        sheet.write_formula(row, place, f"=SUMIF({where[0]},A{row + 1},{where[1]})", look.computed, total)
    sums, end = column_name(place), len(document.categories) + SPARE
    wrong = f'=AND(${marks}2<>"",ROUND(${sums}2-${marks}2,2)<>0)'
    look.mark(sheet, 1, place, end, place, wrong, look.wrong)


def _write_indicators(look: Look, document: SchemeDocument) -> None:
    """The sheet 指标: what every indicator has; its parameters stand on the sheet of its rule."""
    fields = layout.indicator_fields()
    parts = list(document.indicators())
    rows = [{**_values(part), "category": category.code} for category, part in parts]
    sheet = _write_table(look, layout.INDICATORS, fields, rows)
    sheet.freeze_panes(1, 3)
    status, end = _place(fields, "status"), len(rows) + SPARE
    for row in range(1, end + 1):
        part = parts[row - 1][1] if row <= len(parts) else None
        formula = status_formula(row, f"$B{row + 1}", f"$E{row + 1}")
        sheet.write_formula(row, status, formula, look.looked_up, "" if part is None else _status(part))
        if part is not None:
            words = sentence(part, document.band_names)
            sheet.write_string(row, _place(fields, "sentence"), words, look.sentence)
            sheet.set_row(row, 13 * max(2, look.lines(words, 50)) + 4)
    due = f'=LEFT(${column_name(status)}2,2)="请填"'
    look.mark(sheet, 1, status, end, status, due, look.due)
    codes = f"='{layout.CATEGORIES}'!$A$2:$A${len(document.categories) + SPARE}"
    look.list_from(sheet, 1, 0, end, 0, codes, layout.CATEGORIES)
    sheet.autofilter(0, 0, len(rows), len(fields) - 1)


def _status(part: IndicatorPart) -> str:
    """What the formula beside the rule shows."""
    family = family_of(part.rule)
    bearer = Bearer(part.code, "", part.name, part.rule, part.params)
    stands = family is not None and any(True for _line in bearer_lines(bearer, family))
    return "已填" if stands else missing_words(part.rule)


def field_value(field: Field, value: Any) -> Any:
    """A stored value as it stands in its cell."""
    labels = {option.code: option.label.zh for option in field.options}
    if field.kind == "choice":
        return labels.get(value, value) if value else ""
    if field.kind in {"choices", "codes"}:
        return "、".join(labels.get(one, one) for one in value)
    if field.kind == "flag":
        return (YES if value else NO).zh
    return value


def sentence(part: IndicatorPart, bands: Mapping[str, str]) -> str:
    """The rule in Chinese words; empty where it is incomplete."""
    rule = RULES.get(part.rule)
    if rule is None or rule.check(part.params, part.full_marks):
        return ""
    return rule.sentence(part.params, part.full_marks, bands).zh


def _place(fields: Sequence[Field], name: str) -> int:
    return next(place for place, field in enumerate(fields) if field.name == name)
