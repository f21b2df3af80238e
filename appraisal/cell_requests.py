"""Reading what the grid sends: strict JSON, bounded, every fault with its place; nothing is guessed.

    {"user": 7, "changes": [{"sheet": 12, "indicator": 5, "version": 3, "inputs": {"numerator": "45"},
                             "na": false, "reason": "", "source": "", "date": "2026-06-30"}]}

Whether a value fits its rule is not decided here but by `appraisal.actions.scores`.
"""

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, NoReturn

from django.http import HttpRequest
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _

from appraisal.actions.scores import CellChange
from records.errors import Conflict, Invalid, Problem

MAX_BODY = 512 * 1024
MAX_CHANGES = 200
MAX_INPUTS = 200
# A value may be a list of drawn records, one a line.
MAX_NAME, MAX_VALUE, MAX_NOTE = 80, 8000, 2000
MAX_ID = 2**63 - 1
# Nothing that a database can't keep or a person can't see: NUL and its like, halves of a surrogate pair.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
KEYS = frozenset({"sheet", "indicator", "version", "inputs", "na", "reason", "source", "date"})
# 未提供佐证, for the indicators that ask for evidence.
OPTIONAL = frozenset({"ne"})


class Malformed(Invalid):
    """The request isn't one that our pages send (400)."""

    status = 400


class TooLarge(Invalid):
    """The request is larger than any our pages send (413)."""

    status = 413


def body_of(request: HttpRequest) -> bytes:
    """What a page sent as JSON. Raises Malformed for a form: it was read as one already, and none of ours sends it."""
    try:
        return request.body
    except RawPostDataException as error:
        raise Malformed(_("提交的内容不是有效的 JSON。"), code="malformed") from error


def read_changes(body: bytes, user_id: int) -> list[CellChange]:
    """The changes of a request body. Raises Malformed, TooLarge, or Conflict for another account's page."""
    if len(body) > MAX_BODY:
        raise TooLarge(_("一次提交的内容过大。"), code="too_large")
    request = _object(_json(body), {"user", "changes"}, "")
    _whole(request["user"], "user")
    if request["user"] != user_id:
        raise Conflict(_("本页属于另一账号，请刷新页面。"), code="other_account")
    changes = request["changes"]
    if not isinstance(changes, list) or not changes:
        _refuse("changes", _("应为非空的列表"), changes)
    if len(changes) > MAX_CHANGES:
        raise TooLarge(_("一次最多保存%(limit)d格。") % {"limit": MAX_CHANGES}, code="too_many")
    read = [_change(one, f"changes[{number}]") for number, one in enumerate(changes)]
    if len({(one.sheet_id, one.indicator_id) for one in read}) < len(read):
        _refuse("changes", _("同一格出现了两次"), "")
    return read


def _json(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Malformed(_("提交的内容不是有效的 JSON。"), code="malformed") from error


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError("a key stands twice")
        found[key] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _change(raw: Any, place: str) -> CellChange:
    one = {"ne": False} | _object(raw, KEYS, place, OPTIONAL)
    inputs = one["inputs"]
    if not isinstance(inputs, dict) or len(inputs) > MAX_INPUTS:
        _refuse(f"{place}.inputs", _("应为数据项的对象"), inputs)
    for mark in ("na", "ne"):
        if not isinstance(one[mark], bool):
            _refuse(f"{place}.{mark}", _("应为 true 或 false"), one[mark])
    if one["na"] and one["ne"]:
        _refuse(f"{place}.ne", _("缺项与未提供佐证不能同时标注"), True)
    return CellChange(
        sheet_id=_whole(one["sheet"], f"{place}.sheet"),
        indicator_id=_whole(one["indicator"], f"{place}.indicator"),
        raw={
            _text(name, MAX_NAME, f"{place}.inputs"): _text(value, MAX_VALUE, f"{place}.inputs")
            for name, value in inputs.items()
        },
        not_applicable=one["na"],
        no_evidence=one["ne"],
        reason=_text(one["reason"], MAX_NOTE, f"{place}.reason"),
        source=_text(one["source"], MAX_NOTE, f"{place}.source"),
        source_date=_day(one["date"], f"{place}.date"),
        expected_version=_whole(one["version"], f"{place}.version"),
    )


def _object(
    raw: Any, keys: Iterable[str], place: str, optional: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """The object with exactly these keys, and perhaps the optional ones."""
    if not isinstance(raw, dict):
        _refuse(place, _("应为对象"), raw)
    where = f"{place}." if place else ""
    problems = [
        Problem(_("不认识的键"), place=where + key) for key in sorted(set(raw) - set(keys) - optional)
    ]
    problems += [Problem(_("缺少这个键"), place=where + key) for key in sorted(set(keys) - set(raw))]
    if problems:
        raise Malformed(_("提交的内容格式不对。"), code="malformed", problems=problems)
    return dict(raw)


def _whole(raw: Any, place: str) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= MAX_ID:
        _refuse(place, _("应为不小于0的整数"), raw)
    return int(raw)


def _text(raw: Any, most: int, place: str) -> str:
    if not isinstance(raw, str) or len(raw) > most or UNWRITABLE.search(raw):
        _refuse(place, _("应为不超过%(limit)d字的文字") % {"limit": most}, raw)
    return str(raw)


def _day(raw: Any, place: str) -> date | None:
    text = _text(raw, MAX_VALUE, place)
    if not text:
        return None
    try:
        return date.fromisoformat(text if DAY.fullmatch(text) else "")
    except ValueError:
        _refuse(place, _("应为日期，如 2026-06-30"), text)


def _refuse(place: str, message: str, value: Any) -> NoReturn:
    shown = repr(value)[:60] if value not in ("", None) else ""
    raise Malformed(
        _("提交的内容格式不对。"), code="malformed", problems=[Problem(message, shown, place=place)]
    )
