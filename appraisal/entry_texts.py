"""From typed texts to canonical inputs: a line of text, and the list of drawn records of a sample.

Signs are brought to one form (：；，× and their like) and defects to their codes; a record's own number keeps every
character but its spare blanks. What can't be understood stays as it was typed: the core tells the line.
"""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from appraisal.core.rules.inputs import EntryField
from records.reading.names import tidy
from records.reading.numbers import NOT_ENTERED, CellValue

RECORD_ENDS = re.compile(r"[\n;；﹔]")
COLON = re.compile(r"[:：﹕]")
TIMES = r"(?:\s*[×✕xX*]\s*(?P<times>[0-9]{1,3}))?"
SEPARATOR = r"\s*(?:[,、]|$)"


def written(raw: CellValue) -> str | None:
    """What stands in a cell as text; whole numbers without a point. None for what is no text (dates, true, errors)."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        return None
    whole = int(raw)
    return str(whole) if whole == raw else str(raw)


def clean_line(text: str) -> str | None:
    """One line without spare blanks; None where nothing was entered."""
    line = unicodedata.normalize("NFC", tidy(text))
    return None if line in NOT_ENTERED else line


def clean_list(text: str, field: EntryField) -> str | None:
    """The drawn records in canonical form, one a line; None where nothing was entered."""
    if tidy(text) in NOT_ENTERED:
        return None
    codes = {
        _folded(name): one.code for one in field.choices for name in (one.label.zh, one.label.en, one.code)
    }
    lines = (tidy(line) for line in RECORD_ENDS.split(text.replace("\r\n", "\n").replace("\r", "\n")))
    return "\n".join(_line(line, codes) for line in lines if line)


def _line(line: str, codes: Mapping[str, str]) -> str:
    parts = COLON.split(line, maxsplit=1)
    record = parts[0].strip()
    if len(parts) == 1:
        return record
    return f"{record}: {', '.join(_defects(_folded(parts[1]), codes))}"


def _defects(text: str, codes: Mapping[str, str]) -> list[str]:
    """Codes with their numbers. A defect's name may hold a comma itself, so known names are looked for first."""
    names = "|".join(re.escape(name) for name in sorted(codes, key=len, reverse=True))
    known = re.compile(rf"\s*(?P<name>{names}){TIMES}{SEPARATOR}")
    found: list[str] = []
    while text:
        match = known.match(text)
        if match is None:
            end = re.search(r"[,、]|$", text)
            assert end is not None  # noqa: S101  (the end of the text always matches)
            found.append(text[: end.start()].strip())
            text = text[end.end() :]
            continue
        times = int(match["times"] or 1)
        found.append(codes[match["name"]] if times == 1 else f"{codes[match['name']]}×{times}")
        text = text[match.end() :]
    return found or [""]


def shown_list(text: str, field: EntryField, language: str) -> str:
    """A canonical list as people read it: defects by their names, in the signs of the language."""
    names = {one.code: one.label.in_(language) for one in field.choices}
    colon, comma = (": ", ", ") if language.startswith("en") else ("：", "，")
    lines = []
    for line in text.split("\n"):
        record, found, rest = line.partition(": ")
        parts = [_named(part, names) for part in rest.split(", ")]
        lines.append(f"{record}{colon}{comma.join(parts)}" if found else record)
    return "\n".join(lines)


def _named(part: str, names: Mapping[str, str]) -> str:
    code, times, number = part.partition("×")
    return f"{names.get(code, code)}{times}{number}"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", tidy(text)).casefold()
