"""The list of drawn records: one record a line, with the defects found in it.

Canonical text: `record`, or `record: code, code×2`; a line without defects is just the record. Faults are told with
the number of their line. Source: RULES 3 (sample: the list is kept), 7.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from appraisal.core.text import Text

MAX_RECORD, MAX_LIST = 60, 2000
# Signs that part records, defects and numbers: a record's own number holds none of them.
STRUCTURE = re.compile(r"[:：;；,，、×]")
DEFECT = re.compile(r"([a-z][a-z0-9_]{0,19})(?:×([1-9][0-9]{0,2}))?")


class Drawn(NamedTuple):
    """One drawn record: its number as written, and how often each defect was found in it."""

    record: str
    defects: Mapping[str, int]


Drawing = tuple[Drawn, ...]


def read_drawing(text: str, known: Mapping[str, Text]) -> tuple[Drawing, list[Text]]:
    """Read canonical lines; `known` are the labels of the defects by code. Returns records and faults by line."""
    if len(text) > MAX_LIST:
        return (), [Text(f"名单超过 {MAX_LIST} 字。", f"The list is longer than {MAX_LIST} characters.")]
    records: list[Drawn] = []
    faults: list[Text] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        written, colon, rest = line.partition(":")
        record = written.strip()
        faults += [_at(number, fault) for fault in _record_faults(record, seen, number)]
        records.append(Drawn(record, _defects(rest, known, number, faults) if colon else {}))
    return tuple(records), faults


def _at(number: int, fault: Text) -> Text:
    return Text(f"第 {number} 行：", f"line {number}: ") + fault


def _record_faults(record: str, seen: dict[str, int], number: int) -> list[Text]:
    """Faults of a record's number; `seen` holds the lines of earlier ones, by the same number however wide or spaced."""
    if not record:
        return [Text("缺少档案号。", "the number of the record is missing.")]
    if len(record) > MAX_RECORD or not record.isprintable() or STRUCTURE.search(record):
        zh = f"档案号应为不超过 {MAX_RECORD} 字的文字，不含冒号、逗号、顿号、分号和乘号。"
        en = f"a record's number has at most {MAX_RECORD} characters, without colon, comma, semicolon or ×."
        return [Text(zh, en)]
    key = "".join(unicodedata.normalize("NFKC", record).split())
    first = seen.setdefault(key, number)
    if first == number:
        return []
    return [Text(f"“{record}”与第 {first} 行重复。", f"“{record}” stands in line {first} already.")]


def _defects(rest: str, known: Mapping[str, Text], number: int, faults: list[Text]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in rest.split(","):
        match = DEFECT.fullmatch(part.strip())
        code, times = match.groups("1") if match else ("", "")
        if code not in known:
            faults.append(_at(number, _unknown(part.strip(), known)))
        elif code in found:
            faults.append(_at(number, _twice(known[code])))
        else:
            found[code] = int(times)
    return found


def _unknown(part: str, known: Mapping[str, Text]) -> Text:
    zh, en = "、".join(label.zh for label in known.values()), ", ".join(label.en for label in known.values())
    if not part:
        return Text(
            f"冒号或逗号后缺少问题名称，可填：{zh}。", f"a defect is missing after the sign; one of: {en}."
        )
    shown = part if len(part) <= 40 else part[:40] + "…"
    return Text(f"“{shown}”不是本指标的问题，可填：{zh}。", f"“{shown}” is no defect here; one of: {en}.")


def _twice(label: Text) -> Text:
    zh = f"“{label.zh}”写了两次，多处的请写作“{label.zh}×2”。"
    return Text(zh, f"“{label.en}” is written twice; write “{label.en}×2” for two.")
