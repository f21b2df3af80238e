"""Reading what the editor's script sends: bounded JSON of texts, switches and lists; nothing is guessed.

Whether a text fits its field is told by the forms; here only the shape is read. Malformed is 400, TooLarge 413.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from appraisal.cell_requests import MAX_ID, UNWRITABLE, Malformed, TooLarge
from appraisal.editing.forms import MODELS
from records.errors import Problem

MAX_BODY = 256 * 1024
MAX_TEXT, MAX_LIST, MAX_KEYS, MAX_DEPTH = 4000, 200, 80, 8


@dataclass(frozen=True, slots=True)
class Node:
    """One row as the form holds it. `pk` None for a new one; `before` the row that comes next, None for the end."""

    part: str
    pk: int | None = None
    seen: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)
    category: int | None = None
    before: int | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    others: str = ""
    indicators: tuple["Node", ...] = ()


def read_node(body: bytes) -> Node:
    """The row of a request body."""
    if len(body) > MAX_BODY:
        raise TooLarge(_("一次提交的内容过大。"), code="too_large")
    try:
        raw = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Malformed(_("提交的内容不是有效的 JSON。"), code="malformed") from error
    _plain(raw, "", 0)
    return _node(raw, "")


def _node(raw: Any, place: str) -> Node:
    if not isinstance(raw, dict) or raw.get("part") not in MODELS:
        _refuse(f"{place}part")
    inner = raw.get("indicators", [])
    if not isinstance(inner, list):
        _refuse(f"{place}indicators")
    return Node(
        part=raw["part"],
        pk=_number(raw, "pk", place),
        seen=_text(raw, "seen", place),
        values=_mapping(raw, "values", place),
        params=_mapping(raw, "params", place),
        category=_number(raw, "category", place),
        before=_number(raw, "before", place),
        inputs={name: text for name, text in _mapping(raw, "inputs", place).items() if isinstance(text, str)},
        others=_text(raw, "others", place),
        indicators=tuple(_node(one, f"{place}indicators.") for one in inner),
    )


def _number(raw: Mapping[str, Any], name: str, place: str) -> int | None:
    value = raw.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_ID:
        _refuse(place + name)
    return int(value)


def _text(raw: Mapping[str, Any], name: str, place: str) -> str:
    value = raw.get(name, "")
    if not isinstance(value, str):
        _refuse(place + name)
    return str(value)


def _mapping(raw: Mapping[str, Any], name: str, place: str) -> dict[str, Any]:
    value = raw.get(name, {})
    if not isinstance(value, dict):
        _refuse(place + name)
    return dict(value)


def _plain(value: Any, place: str, depth: int) -> None:
    """Refuse what no form of ours sends: fractions, endless nesting, characters that can't be kept."""
    if depth > MAX_DEPTH or isinstance(value, float):
        _refuse(place)
    if isinstance(value, str) and (len(value) > MAX_TEXT or UNWRITABLE.search(value)):
        _refuse(place)
    if isinstance(value, list | dict) and len(value) > (MAX_LIST if isinstance(value, list) else MAX_KEYS):
        _refuse(place)
    if isinstance(value, list):
        for number, one in enumerate(value):
            _plain(one, f"{place}[{number}]", depth + 1)
    elif isinstance(value, dict):
        for name, one in value.items():
            _plain(name, place, depth + 1)
            _plain(one, f"{place}.{name}" if place else name, depth + 1)


def _refuse(place: str) -> NoReturn:
    problem = Problem(_("内容不符合要求"), place=place[:60])
    raise Malformed(_("提交的内容格式不对。"), code="malformed", problems=[problem])
