"""A scheme as JSON text: readable, for programs and for the scheme library. Decimals are strings.

{"format": "township-appraisal/scheme", "format_version": 1, "scheme": {…}, "rounds": […], "bands": […],
 "categories": [{…, "indicators": [{…, "params": {…}}]}], "gates": [{"name", "codes", "percent"}]}
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any, TypeVar, get_type_hints

from django.utils.translation import gettext as _

from appraisal.core.points import parse_number
from appraisal.scheme_document import (
    BandPart,
    CategoryPart,
    GatePart,
    IndicatorPart,
    RoundPart,
    SchemeDocument,
    canonical_number,
    canonical_params,
    canonical_text,
)
from records.errors import Invalid, Problem, Problems

FORMAT, FORMAT_VERSION = "township-appraisal/scheme", 1
TOP_LISTS = {"rounds": RoundPart, "bands": BandPart, "categories": CategoryPart, "gates": GatePart}
LISTS = {**TOP_LISTS, "indicators": IndicatorPart}
TEXTS = {"tie_breaks", "codes"}
Made = TypeVar("Made")


def to_json(document: SchemeDocument) -> str:
    """Write a document; the same document gives the same text."""
    data = _plain(document)
    parts = {name: data.pop(name) for name in TOP_LISTS}
    whole = {"format": FORMAT, "format_version": FORMAT_VERSION, "scheme": data, **parts}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value


def from_json(text: str) -> SchemeDocument:
    """Read a document. Raises Invalid with every fault and its path, such as categories[2].indicators[0].full_marks."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise Invalid(_("不是有效的 JSON 文件。"), code="not_json") from error
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise Invalid(_("不是考核方案文件。"), code="not_a_scheme")
    if data.get("format_version") != FORMAT_VERSION:
        raise Invalid(_("不支持这一版本的方案文件。"), code="format_version")
    problems = Problems()
    head = data.get("scheme")
    whole = {
        **(head if isinstance(head, Mapping) else {}),
        **{name: data.get(name, []) for name in TOP_LISTS},
    }
    document = _build(SchemeDocument, whole, "", problems)
    if problems or document is None:
        raise Invalid(_("方案文件有错误，没有导入。"), code="scheme_file", problems=problems)
    return document


def _build(made: type[Made], data: Any, path: str, problems: Problems) -> Made | None:
    """Make one dataclass from a mapping; None where anything of it is wrong, with every fault recorded."""
    if not isinstance(data, Mapping):
        problems.add(Problem(_("应为一组字段。"), place=path))
        return None
    hints = get_type_hints(made)
    before, values = len(problems), {}
    for name in set(data) - set(hints):
        problems.add(Problem(_("没有这个字段。"), place=f"{path}{name}"))
    for name, hint in hints.items():
        if name in data:
            values[name] = _value(name, hint, data[name], f"{path}{name}", problems)
    if len(problems) > before:
        return None
    if made is IndicatorPart and "params" in values:
        values["params"] = canonical_params(values.get("rule", ""), values["params"])
    try:
        return made(**values)
    except TypeError:
        lacking = [field.name for field in fields(made) if field.name not in values]  # type: ignore[arg-type]
        problems.add(Problem(_("缺少字段。"), value=", ".join(lacking), place=path.rstrip(".")))
        return None


def _value(name: str, hint: Any, value: Any, path: str, problems: Problems) -> Any:
    if name in LISTS:
        if not isinstance(value, list):
            problems.add(Problem(_("应为列表。"), place=path))
            return ()
        return tuple(_build(LISTS[name], one, f"{path}[{row}].", problems) for row, one in enumerate(value))
    if name in TEXTS and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    if value is None and hint == Decimal | None:
        return None
    if hint in (Decimal, Decimal | None) and isinstance(value, str) and parse_number(value) is not None:
        return canonical_number(Decimal(value))
    if hint is str and isinstance(value, str):
        return canonical_text(value)
    if hint in (int, bool) and type(value) is hint:
        return value
    if name == "params" and isinstance(value, Mapping):
        return dict(value)
    problems.add(Problem(_expected(hint), value=str(value)[:60], place=path))
    return None


def _expected(hint: Any) -> str:
    known = {
        Decimal: _('应为写成文本的数字，例如 "0.5"。'),
        str: _("应为文本。"),
        int: _("应为整数。"),
        bool: _("应为 true 或 false。"),
    }
    return known.get(hint, _("内容不符合格式。"))
