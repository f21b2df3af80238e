"""Parameters of a rule as declarations: enough to draw a form, lay out workbook columns and check data.

Parameter values are JSON data: decimals and texts as strings (never a number, so no float can slip in),
switches as true / false, tables as lists of objects. A blank string or null means *not given*.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from appraisal.core.points import parse_number
from appraisal.core.rules.inputs import Choice
from appraisal.core.text import Text, plain

Params = Mapping[str, Any]
ParameterType = Literal["decimal", "percent", "choice", "bool", "text", "code", "rows", "parts"]

CODE = re.compile(r"[a-z][a-z0-9_]{0,19}")
MAX_TEXT = 100
MAX_ROWS = 30
NOTHING = Text("", "")
BETWEEN = Text(" / ", " / ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter. `minimum` / `maximum` inclusive; `above` exclusive; `columns` for "rows" and "parts" only.

    Type "parts" is a table whose rows are rules themselves: each has the columns, one of them `kind`, and under
    `params` the parameters of that kind. `kinds` says which kinds may stand there and what each takes. `measured`: a
    number of the measured quantity, after which people write % where that is a rate.
    """

    name: str
    type: ParameterType
    label: Text
    help: Text = NOTHING
    required: bool = False
    default: str | bool | None = None
    choices: tuple[Choice, ...] = ()
    columns: tuple[Parameter, ...] = ()
    unit: Text = NOTHING
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    above: Decimal | None = None
    places: int = 4
    kinds: Mapping[str, tuple[Parameter, ...]] = field(default_factory=dict, hash=False)
    measured: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps a rule or scheme from being used.

    `path` for programs ("bands[2].from"), `place` for people ("参数 档次（bands）第 3 行 …"), `value` as
    given.
    """

    path: str
    place: Text
    message: Text
    value: str = ""

    def within(self, path: str, place: Text) -> Fault:
        """The same fault, seen from outside: of the thing at this path and place."""
        return Fault(f"{path}.{self.path}", place + BETWEEN + self.place, self.message, self.value)


@dataclass(frozen=True, slots=True)
class Settings:
    """Checked parameters with defaults filled in. Only read after `check_parameters` found no fault."""

    data: Mapping[str, Any]

    def number(self, name: str) -> Fraction:
        value = self.optional(name)
        if value is None:
            raise ValueError(f"parameter {name} is not given")
        return value

    def optional(self, name: str) -> Fraction | None:
        value = self.data[name]
        return None if value is None else parse_number(value)

    def text(self, name: str) -> str:
        return self.data[name] or ""

    def flag(self, name: str) -> bool:
        return bool(self.data[name])

    def rows(self, name: str) -> list[Settings]:
        return [Settings(row) for row in self.data[name] or ()]

    def params(self, name: str = "params") -> Params:
        """The parameters of a nested rule as they were given."""
        given: Params = self.data[name] or {}
        return given


def read_settings(parameters: Sequence[Parameter], params: Params) -> Settings:
    """Fill in defaults. The parameters must have been checked."""
    data: dict[str, Any] = {}
    for parameter in parameters:
        value = params.get(parameter.name)
        if parameter.type == "rows":
            data[parameter.name] = [read_settings(parameter.columns, row).data for row in value or ()]
        elif parameter.type == "parts":
            data[parameter.name] = [_read_part(parameter, part) for part in value or ()]
        else:
            data[parameter.name] = parameter.default if is_blank(value) else value
    return Settings(data)


def _read_part(parameter: Parameter, part: Params) -> Mapping[str, Any]:
    """The columns of a part with defaults; its own parameters stay as they are, for its rule to read."""
    return {**read_settings(parameter.columns, part).data, "params": part.get("params")}


def is_blank(value: object) -> bool:
    return value is None or value == ""


def check_parameters(parameters: Sequence[Parameter], params: Params) -> list[Fault]:
    """Return every declared condition that the parameters break, unknown names included."""
    return list(_check(parameters, params, "", Text("", "")))


def place_of(parameter: Parameter) -> Text:
    zh = f"参数 {parameter.label.zh}（{parameter.name}）"
    return Text(zh, f"parameter {parameter.label.en} ({parameter.name})")


def row_place(parameter: Parameter, row: int) -> Text:
    """The place of row `row` (counted from 0) of a table parameter."""
    return place_of(parameter) + Text(f"第 {row + 1} 行", f", row {row + 1}")


def part_place(parameter: Parameter, number: int, part: Params) -> Text:
    """The place of part `number` (counted from 0), with its name where it has one."""
    name = part.get("name")
    called = f"“{name}”" if isinstance(name, str) and name else ""
    return place_of(parameter) + Text(f"第 {number + 1} 项{called}", f", part {number + 1} {called}".rstrip())


def row_fault(parameter: Parameter, row: int, column: str, message: Text, value: str = "") -> Fault:
    """A fault in one cell of a table parameter; `column` "" means the whole row."""
    path = f"{parameter.name}[{row}]"
    place = row_place(parameter, row)
    for known in parameter.columns:
        if known.name == column:
            return Fault(f"{path}.{column}", place + _column(known), message, value)
    return Fault(path, place, message, value)


def _column(parameter: Parameter) -> Text:
    return Text(f" {parameter.label.zh}（{parameter.name}）", f", {parameter.label.en} ({parameter.name})")


def _check(parameters: Sequence[Parameter], params: Params, prefix: str, row: Text) -> Iterator[Fault]:
    def place(parameter: Parameter) -> Text:
        return row + _column(parameter) if prefix else place_of(parameter)

    for parameter in parameters:
        path = prefix + parameter.name
        yield from _check_one(parameter, params.get(parameter.name), path, place(parameter))
    known = {parameter.name for parameter in parameters}
    for name in params:
        if name not in known:
            message = Text("没有这个参数。", "There is no such parameter.")
            at = row + Text(f" {name}", f", {name}") if prefix else Text(f"参数 {name}", f"parameter {name}")
            yield Fault(f"{prefix}{name}", at, message, _shown(params[name]))


def _check_one(parameter: Parameter, value: object, path: str, place: Text) -> Iterator[Fault]:
    table = parameter.type in {"rows", "parts"}
    if is_blank(value) or (table and value == []):
        if parameter.required:
            yield Fault(path, place, Text("必须填写。", "This is required."))
        return
    if table:
        check = _check_rows if parameter.type == "rows" else _check_parts
        yield from check(parameter, value, path) if _is_table(value) else [_no_table(parameter, value, path)]
        return
    message = CHECKS[parameter.type](parameter, value)
    if message is not None:
        yield Fault(path, place, message, _shown(value))


def _is_table(value: object) -> bool:
    return (
        isinstance(value, list) and len(value) <= MAX_ROWS and all(isinstance(row, Mapping) for row in value)
    )


def _no_table(parameter: Parameter, value: object, path: str) -> Fault:
    if isinstance(value, list) and len(value) > MAX_ROWS:
        message = Text(f"最多 {MAX_ROWS} 行。", f"At most {MAX_ROWS} rows.")
        return Fault(path, place_of(parameter), message, str(len(value)))
    message = Text("应为若干行的表。", "Expected a table of rows.")
    return Fault(path, place_of(parameter), message, _shown(value))


def _check_rows(parameter: Parameter, value: Any, path: str) -> Iterator[Fault]:
    for number, row in enumerate(value):
        yield from _check(parameter.columns, row, f"{path}[{number}].", row_place(parameter, number))


def _check_parts(parameter: Parameter, value: Any, path: str) -> Iterator[Fault]:
    """Faults of every part: of its columns, and of the parameters that its kind declares."""
    for number, part in enumerate(value):
        at, place = f"{path}[{number}]", part_place(parameter, number, part)
        own = {name: given for name, given in part.items() if name != "params"}
        yield from _check(parameter.columns, own, f"{at}.", place)
        declared, params = parameter.kinds.get(str(part.get("kind"))), part.get("params") or {}
        if not isinstance(params, Mapping):
            yield Fault(f"{at}.params", place, Text("应为一组参数。", "Expected parameters."), _shown(params))
        elif declared is not None:
            faults = check_parameters(declared, params)
            yield from (fault.within(f"{at}.params", place) for fault in faults)


def _check_number(parameter: Parameter, value: object) -> Text | None:
    number = parse_number(value) if isinstance(value, str) else None
    if number is None:
        zh = "应为用半角数字写成的数（文本形式），例如 0.5。"
        return Text(zh, "Expected a number in plain digits, written as text, such as 0.5.")
    if 10**parameter.places % number.denominator:
        return Text(f"小数不超过 {parameter.places} 位。", f"At most {parameter.places} decimals.")
    return _check_bounds(parameter, number)


def _check_bounds(parameter: Parameter, number: Fraction) -> Text | None:
    if parameter.above is not None and number <= parameter.above:
        return Text(f"应大于 {plain(parameter.above)}。", f"Must be greater than {plain(parameter.above)}.")
    if parameter.minimum is not None and number < parameter.minimum:
        return Text(f"不得小于 {plain(parameter.minimum)}。", f"Must be at least {plain(parameter.minimum)}.")
    if parameter.maximum is not None and number > parameter.maximum:
        return Text(f"不得大于 {plain(parameter.maximum)}。", f"Must be at most {plain(parameter.maximum)}.")
    return None


def _check_choice(parameter: Parameter, value: object) -> Text | None:
    if any(value == choice.code for choice in parameter.choices):
        return None
    zh = "、".join(f"{choice.code}（{choice.label.zh}）" for choice in parameter.choices)
    en = ", ".join(f"{choice.code} ({choice.label.en})" for choice in parameter.choices)
    return Text(f"应为以下之一：{zh}。", f"Expected one of: {en}.")


def _check_bool(parameter: Parameter, value: object) -> Text | None:
    return None if isinstance(value, bool) else Text("应为是或否。", "Expected true or false.")


def _check_text(parameter: Parameter, value: object) -> Text | None:
    if isinstance(value, str) and len(value) <= MAX_TEXT and value.isprintable() and value.strip():
        return None
    return Text(f"应为不超过 {MAX_TEXT} 字的文字。", f"Expected a text of at most {MAX_TEXT} characters.")


def _check_code(parameter: Parameter, value: object) -> Text | None:
    if isinstance(value, str) and CODE.fullmatch(value):
        return None
    zh = "应为小写字母开头、由小写字母、数字和下划线组成的代码，不超过 20 个字符。"
    return Text(
        zh,
        "Expected a code of lower-case letters, digits and underscores, starting with a letter, at most 20.",
    )


CHECKS: dict[str, Callable[[Parameter, object], Text | None]] = {
    "decimal": _check_number,
    "percent": _check_number,
    "choice": _check_choice,
    "bool": _check_bool,
    "text": _check_text,
    "code": _check_code,
}


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else text[:60] + "…"
