"""Reading single cells of the scheme workbook, each as its column declares."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appraisal.core.rules import Parameter
from appraisal.core.text import Text
from appraisal.models.schemes import CODE
from appraisal.scheme_document import canonical_number, canonical_text
from appraisal.sheets.scheme_fields import NO, YES, Field
from records.errors import Problem
from records.reading.names import normalise
from records.reading.numbers import NOT_ENTERED, POINTS, CellValue, Grid, Parsed, parse
from records.reading.tables import Row

PERCENT = Grid(percent=True, digits=6)
WHOLE = Grid(places=0)
TRUE = {"是", "yes", "true", "1", "√", "y"}
FALSE = {"否", "no", "false", "0", "×", "n"}


def say(text: Text) -> str:
    return text.in_(get_language() or "zh-hans")


def on_grid(value: CellValue, number_format: str = "", *, grid: Grid) -> Parsed[Decimal] | Problem:
    """The one parser for numbers, as a table's row asks for it."""
    return parse(value, grid, number_format)


def read_field(row: Row, field: Field) -> Any:
    """The value of a declared column; None where it is faulty (and recorded) or blank. Texts are never None."""
    if field.kind in {"text", "code"}:
        return _text(row, field)
    if field.kind in {"choice", "choices"}:
        return _choices(row, field)
    if field.kind == "codes":
        return _codes(row, field)
    if field.kind == "flag":
        return read_flag(row, field.name)
    return _number(row, field)


def _text(row: Row, field: Field) -> str:
    text = canonical_text(row.cell(field.name).text)
    if field.required and not text:
        row.fault(field.name, _("此处必须填写"))
    elif field.max_length and len(text) > field.max_length:
        row.fault(field.name, _("应不超过%(count)d个字") % {"count": field.max_length}, text)
    elif field.kind == "code" and text and not _is_code(text):
        row.fault(field.name, CODE.message)
    elif not text.replace("\n", "").isprintable() and text:
        row.fault(field.name, _("含有不可见的字符，请重新输入"), text)
    return text


def _is_code(text: str) -> bool:
    try:
        CODE(text)
    except ValidationError:
        return False
    return True


def _choices(row: Row, field: Field) -> Any:
    """One option's code, or for "choices" a tuple of them; "" or () where blank."""
    typed = row.cell(field.name).text
    blank = normalise(typed) in NOT_ENTERED and not _option(field, typed)
    if field.kind == "choices":
        parts = [] if blank else [one for one in _split(typed) if one]
        codes = [_option(field, one) for one in parts]
        if None in codes:
            row.fault(field.name, _expected(field))
        return tuple(code for code in codes if code is not None)
    if blank:
        if field.required:
            row.fault(field.name, _("此处必须填写"))
        return ""
    code = _option(field, typed)
    if code is None:
        row.fault(field.name, _expected(field))
    return code


def _codes(row: Row, field: Field) -> tuple[str, ...]:
    """Several codes of other rows in one cell; whether they are there is for the reader of the sheet."""
    codes = [one for one in _split(row.cell(field.name).text) if one]
    if field.required and not codes:
        row.fault(field.name, _("此处必须填写"))
    for code in codes:
        if not _is_code(code):
            row.fault(field.name, CODE.message, code)
    return tuple(codes)


def _split(typed: str) -> list[str]:
    for mark in "，,；;":
        typed = typed.replace(mark, "、")
    return [one.strip() for one in typed.split("、")]


def _option(field: Field, typed: str) -> str | None:
    wanted = normalise(typed).casefold()
    for option in field.options:
        if wanted in {
            normalise(name).casefold() for name in (option.label.zh, option.label.en, option.code) if name
        }:
            return option.code
    return None


def _expected(field: Field) -> str:
    return _("应为以下之一：%(options)s") % {
        "options": "、".join(say(option.label) for option in field.options)
    }


def read_flag(row: Row, key: str) -> bool | None:
    """是 / 否; False where blank, None where it is neither (and recorded)."""
    value = row.cell(key).value
    if isinstance(value, bool):
        return value
    typed = normalise(row.cell(key).text).casefold()
    if typed in TRUE:
        return True
    if typed in FALSE or typed in NOT_ENTERED:
        return False
    row.fault(key, _("应为“%(yes)s”或“%(no)s”") % {"yes": say(YES), "no": say(NO)})
    return None


def _number(row: Row, field: Field) -> Decimal | int | None:
    grid = {"percent": PERCENT, "whole": WHOLE}.get(field.kind, POINTS)
    read = row.require if field.required else row.read
    number: Decimal | None = read(field.name, on_grid, grid=grid)
    if number is None or not _within(row, field, number):
        return None
    return int(number) if field.kind == "whole" else canonical_number(number)


def _within(row: Row, field: Field, number: Decimal) -> bool:
    if field.above is not None and number <= field.above:
        row.fault(field.name, _("应大于%(bound)s") % {"bound": field.above})
    elif field.minimum is not None and number < field.minimum:
        row.fault(field.name, _("应不小于%(bound)s") % {"bound": field.minimum})
    elif field.maximum is not None and number > field.maximum:
        row.fault(field.name, _("应不大于%(bound)s") % {"bound": field.maximum})
    else:
        return True
    return False


def read_parameter(row: Row, key: str, parameter: Parameter, *, rate: bool) -> Any:
    """A parameter as JSON data, None where blank or faulty. `rate`: the measured value is a rate in per cent."""
    if parameter.type in {"decimal", "percent"}:
        return _parameter_number(row, key, parameter, rate=rate)
    if not canonical_text(row.cell(key).text):
        return None
    if parameter.type == "bool":
        return read_flag(row, key)
    if parameter.type == "choice":
        return _parameter_choice(row, key, parameter)
    return canonical_text(row.cell(key).text)


def _parameter_number(row: Row, key: str, parameter: Parameter, *, rate: bool) -> str | None:
    """Numbers carry no unit; one in the measured value's own unit may be typed as 95% where that is a rate."""
    own_unit = parameter.unit == Text("", "")
    rate = rate or "%" in parameter.label.zh
    negative = all(bound is None or bound < 0 for bound in (parameter.minimum, parameter.above))
    percent = parameter.type == "percent" or (own_unit and rate)
    grid = Grid(places=parameter.places, digits=12, negative=negative, percent=percent)
    number: Decimal | None = row.read(key, on_grid, grid=grid)
    return None if number is None else f"{canonical_number(number):f}"


def _parameter_choice(row: Row, key: str, parameter: Parameter) -> str | None:
    wanted = normalise(row.cell(key).text).casefold()
    for choice in parameter.choices:
        if wanted in {normalise(name).casefold() for name in (choice.label.zh, choice.label.en, choice.code)}:
            return choice.code
    listed = "、".join(say(choice.label) for choice in parameter.choices)
    row.fault(key, _("应为以下之一：%(options)s") % {"options": listed})
    return None


def place_problem(row: Row, key: str, problem: Problem) -> Problem:
    """A problem of the core at its cell, with the cell's own text as value."""
    return row.problem(key, problem.message, problem.value or None)
