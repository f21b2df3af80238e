"""What a column of the scheme workbook is: kind of its values, limits, options, words for its reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.db.models import Model
from django.utils.translation import override

from appraisal.core.text import Text

FieldKind = Literal[
    "text", "code", "points", "percent", "whole", "choice", "choices", "codes", "flag", "computed"
]
YES, NO = Text("是", "yes"), Text("否", "no")
SILENT = Text("", "")
HUNDRED, ZERO = Decimal(100), Decimal(0)


@dataclass(frozen=True, slots=True)
class Option:
    """One allowed value: what is stored and what stands in the cell."""

    code: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column, or a line of the sheet 方案. `computed` ones are for the reader's eye and are never read back."""

    name: str
    header: Text
    kind: FieldKind
    help: Text = SILENT
    required: bool = False
    options: tuple[Option, ...] = ()
    max_length: int = 0
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    above: Decimal | None = None
    width: int = 12


def text_field(name: str, zh: str, en: str, model: type[Model], help_: Text = SILENT, **more: Any) -> Field:
    length = getattr(model._meta.get_field(name), "max_length", 0) or 0
    return Field(name=name, header=Text(zh, en), kind="text", help=help_, max_length=length, **more)


def percent_field(name: str, zh: str, en: str, help_: Text, **more: Any) -> Field:
    limits = {"minimum": ZERO, "maximum": HUNDRED} | more
    return Field(name=name, header=Text(zh, en), kind="percent", help=help_, required=True, **limits)


def options_of(choices: Iterable[tuple[Any, Any]]) -> tuple[Option, ...]:
    """A model's choices with their labels in both languages."""
    pairs = list(choices)
    with override("zh-hans"):
        chinese = [str(label) for _code, label in pairs]
    with override("en"):
        english = [str(label) for _code, label in pairs]
    return tuple(
        Option(str(code), Text(zh, en))
        for (code, _label), zh, en in zip(pairs, chinese, english, strict=True)
    )


def code_field(zh: str, en: str, help_: Text = SILENT, name: str = "code") -> Field:
    return Field(
        name=name, header=Text(zh, en), kind="code", help=help_, required=True, max_length=24, width=12
    )
