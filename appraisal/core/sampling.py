"""Random draws that can be repeated from their record: pure, seeded, the same on every machine and database.

The order of a frame is the order of SHA-256(method, seed, label) of its entries; a draw of n takes the first n, and
the next ones stand by as replacements, in that order. The order in which the frame was typed doesn't matter, and no
random-number generator is asked whose algorithm might change. Source: RULES 7.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence

from appraisal.core.text import Text

METHOD = "sha256-order-1"
MAX_FRAME, MAX_LABEL, MAX_SEED = 5000, 60, 64
# Not a hyphen: numbers of records hold hyphens.
RANGE = re.compile(r"([0-9]{1,6}) ?[~～至] ?([0-9]{1,6})")
SPLIT = re.compile(r"[\n,，;；、]")
SEED = re.compile(r"[0-9A-Za-z-]{4,64}")


def ordered(seed: str, frame: Iterable[str]) -> tuple[str, ...]:
    """The whole frame in the order in which it is drawn."""
    return tuple(sorted(frame, key=lambda label: (_key(seed, label), label)))


def _key(seed: str, label: str) -> bytes:
    return hashlib.sha256("\n".join((METHOD, seed, label)).encode()).digest()


def draw(seed: str, frame: Iterable[str], size: int) -> tuple[str, ...]:
    """The first `size` of the frame's order. ValueError where the frame has fewer, or the same entry twice."""
    entries = list(frame)
    if len(set(entries)) < len(entries):
        raise ValueError("an entry stands twice in the frame")
    if not 0 < size <= len(entries):
        raise ValueError(f"{size} can't be drawn from {len(entries)}")
    return ordered(seed, entries)[:size]


def reserve(seed: str, frame: Iterable[str], size: int, used: int) -> str:
    """The entry that takes the next place left, after `used` replacements. ValueError where none is left."""
    order = ordered(seed, frame)
    if size + used >= len(order):
        raise ValueError("no entry is left")
    return order[size + used]


def with_replacements(result: Sequence[str], replaced: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The drawn list after each (out, in) in turn. ValueError where `out` isn't on the list."""
    current = list(result)
    for out, new in replaced:
        current[current.index(out)] = new
    return tuple(current)


def read_frame(text: str) -> tuple[tuple[str, ...], list[Text]]:
    """A typed frame: entries parted by lines or commas; "1至320" is every number from 1 to 320. Faults by entry."""
    entries: list[str] = []
    faults: list[Text] = []
    for raw in SPLIT.split(unicodedata.normalize("NFC", text)):
        piece = " ".join(raw.split())
        span = RANGE.fullmatch(unicodedata.normalize("NFKC", piece))
        if span:
            first, last = int(span[1]), int(span[2])
            if not first <= last < first + MAX_FRAME:
                faults.append(Text(f"“{piece}”的起止号不对。", f"“{piece}” isn't a range of numbers."))
            else:
                entries += [str(number) for number in range(first, last + 1)]
        elif piece:
            entries.append(piece)
    return tuple(entries), faults or _faults(entries)


def _faults(entries: Sequence[str]) -> list[Text]:
    if len(entries) > MAX_FRAME:
        return [Text(f"名单超过 {MAX_FRAME} 项。", f"The frame has more than {MAX_FRAME} entries.")]
    found: list[Text] = []
    seen: set[str] = set()
    for entry in entries:
        key = "".join(unicodedata.normalize("NFKC", entry).split())
        if len(entry) > MAX_LABEL or not entry.isprintable():
            found.append(Text(f"“{entry[:20]}…”超过 {MAX_LABEL} 字。", f"“{entry[:20]}…” is too long."))
        elif key in seen:
            found.append(Text(f"“{entry}”出现了两次。", f"“{entry}” stands twice."))
        seen.add(key)
    return found
