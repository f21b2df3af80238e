"""What a score cell takes: its fields, and reading them without guessing.

Inputs arrive as canonical strings ("93.5", "45", "partly"), already normalised by the reader of forms and
workbooks. An absent or blank input is *missing*, never 0 (RULES 3); anything else that does not fit is a
problem with its field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from appraisal.core.points import parse_number
from appraisal.core.rules.drawn import Drawing, read_drawing
from appraisal.core.text import Text, plain

Value = Fraction | str | Drawing
Values = Mapping[str, Value]
# "open": well-formed, but not yet enough to be scored (too few answers); kept, and the cell stays unscored.
Severity = Literal["error", "open", "warning"]


MAX_LINE = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed answer: its stored code and its label."""

    code: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryField:
    """One input of a cell. `maximum` and `minimum` are inclusive; `step` is the spacing of allowed numbers.

    Type "text" is one line of at most 60 printable characters, "list" the drawn records of a sample, one a line,
    whose `choices` are the defects. `needed_when` ("answer", "yes"): due only where that input holds that value.
    `beyond_hundred`: a numerator that exceeds its denominator as a matter of course, as in a ratio to last year's.
    `source` says who fills it: "entered" by a person; "previous_round", "survey", "file" name where it comes from.
    """

    name: str
    type: Literal["number", "count", "choice", "text", "list"]
    label: Text
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    minimum: Decimal = Decimal(0)
    maximum: Decimal | None = None
    places: int = 2
    step: Decimal | None = None
    source: str = "entered"
    needed_when: tuple[str, str] | None = None
    beyond_hundred: bool = False

    def needed(self, inputs: Mapping[str, str]) -> bool:
        """True where the cell isn't complete without this input."""
        return self.needed_when is None or inputs.get(self.needed_when[0], "") == self.needed_when[1]

    @property
    def expected(self) -> Text:
        """What may be entered, as a phrase for a message."""
        if self.type == "choice":
            zh = "、".join(choice.label.zh for choice in self.choices)
            return Text(f"{zh}之一", "one of " + ", ".join(choice.label.en for choice in self.choices))
        if self.type == "count":
            return Text("不小于 0 的整数", "a whole number, 0 or more")
        if self.type == "text":
            return Text(f"不超过 {MAX_LINE} 字的文字", f"a text of at most {MAX_LINE} characters")
        return self._expected_list() if self.type == "list" else self._expected_number()

    def _expected_list(self) -> Text:
        zh, en = (
            "、".join(choice.label.zh for choice in self.choices),
            ", ".join(choice.label.en for choice in self.choices),
        )
        return Text(
            f"每行一份：档案号，有问题的加冒号和问题（{zh}），多处写作“×2”",
            f"one record a line: its number, then a colon and its defects ({en}), “×2” for two",
        )

    def _expected_number(self) -> Text:
        if self.maximum is None:
            zh, en = "不小于 0 的数", "a number, 0 or more"
        else:
            low, high = plain(self.minimum), plain(self.maximum)
            zh, en = f"{low} 至 {high} 之间的数", f"a number from {low} to {high}"
        return Text(f"{zh}，小数不超过 {self.places} 位", f"{en}, with at most {self.places} decimals")


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that can't be scored ("error"), isn't enough yet ("open") or should be looked at ("warning")."""

    input: str
    message: Text
    severity: Severity = "error"


class Reading(NamedTuple):
    """The inputs of one cell, read: exact values, names not entered, problems."""

    values: dict[str, Value]
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]


def read_inputs(fields: tuple[EntryField, ...], inputs: Mapping[str, str]) -> Reading:
    """Read every field of a cell; collect all missing names and all problems, in the order of the fields."""
    values: dict[str, Value] = {}
    missing: list[str] = []
    problems: list[Problem] = []
    for field in fields:
        raw = inputs.get(field.name, "")
        if raw == "":
            if field.needed(inputs):
                missing.append(field.name)
        elif (value := _read(field, raw, problems)) is not None:
            values[field.name] = value
    if len(values) < len(inputs):
        problems.extend(_unknown(fields, inputs))
    return Reading(values, tuple(missing), tuple(problems))


def _read(field: EntryField, raw: str, problems: list[Problem]) -> Value | None:
    """The value of one input; None with its `problems` where it doesn't fit."""
    if field.type == "list":
        return _read_list(field, raw, problems)
    value = _read_one(field, raw)
    if value is None:
        problems.append(_unfit(field, raw))
    return value


def _read_list(field: EntryField, raw: str, problems: list[Problem]) -> Value | None:
    records, faults = read_drawing(raw, {choice.code: choice.label for choice in field.choices})
    place = Text(f"“{field.label.zh}”", f"“{field.label.en}”, ")
    problems.extend(Problem(field.name, place + fault) for fault in faults)
    return None if faults else records


def _read_one(field: EntryField, raw: str) -> Value | None:
    if field.type == "number":
        return _read_number(raw, field.places, field.minimum, field.maximum)
    if field.type == "choice":
        return raw if any(raw == choice.code for choice in field.choices) else None
    if field.type == "text":
        return raw if len(raw) <= MAX_LINE and raw.isprintable() and raw.strip() else None
    return _read_number(raw, 0, field.minimum, field.maximum)


# The same few thousand numbers stand in the cells of a county over and over.
@lru_cache(maxsize=65536)
def _read_number(raw: str, places: int, minimum: Decimal, maximum: Decimal | None) -> Fraction | None:
    number = parse_number(raw)
    if number is None or 10**places % number.denominator or number < minimum:
        return None
    return None if maximum is not None and number > maximum else number


def _unfit(field: EntryField, raw: str) -> Problem:
    expected = field.expected
    shown = raw if len(raw) <= 40 else raw[:40] + "…"
    zh = f"“{field.label.zh}”填写为“{shown}”，应为{expected.zh}。"
    return Problem(field.name, Text(zh, f"“{field.label.en}” is “{shown}”; expected {expected.en}."))


def _unknown(fields: tuple[EntryField, ...], inputs: Mapping[str, str]) -> list[Problem]:
    known = {field.name for field in fields}
    message = Text("本指标不需要此项数据。", "This indicator takes no such input.")
    return [Problem(name, message) for name in sorted(set(inputs) - known)]
