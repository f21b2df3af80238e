"""Two-language texts and readable numbers: everything a core says to a person is made here.

A core knows no gettext, so each message carries both languages and the caller picks one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Number = Fraction | Decimal | int

# A fraction such as 2/3 has no end; it is shown with this many places behind a "≈".
READABLE_PLACES = 4
EXACT_PLACES = 6

# Units a Chinese scheme writes behind a number, as an English reader says them.
ENGLISH_UNITS = {
    "元": "yuan", "万元": "ten thousand yuan", "次": "times", "例": "cases", "份": "records",
    "户": "households",
    "人": "persons", "天": "days", "篇": "articles", "项": "items", "张": "sheets", "个": "items",
    "分": "points", "处": "defects", "条": "items", "人次": "visits", "起": "cases", "家": "units", "件": "items",
}  # fmt: skip


# Sentences are put together from parts spaced for figures ("得 5 分"); between two characters a blank is wrong.
BLANK_IN_CHINESE = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]) (?=[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e])"
)


@dataclass(frozen=True, slots=True)
class Text:
    """One message in Chinese (`zh`) and English (`en`)."""

    zh: str
    en: str

    def in_(self, language: str) -> str:
        """Return the English text for "en", "en-gb" …, the Chinese one for anything else."""
        return self.en if language.lower().startswith("en") else self.zh

    def as_json(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}

    def tidy(self) -> Text:
        """Drop blanks that stand between two Chinese characters: "高于 20 元 的" → "高于 20 元的"."""
        return Text(BLANK_IN_CHINESE.sub("", self.zh), self.en)

    def __add__(self, other: Text) -> Text:
        return Text(self.zh + other.zh, self.en + other.en)


def join(texts: Iterable[Text], zh: str = "；", en: str = "; ") -> Text:
    """Join texts with a separator of each language."""
    parts = list(texts)
    return Text(zh.join(part.zh for part in parts), en.join(part.en for part in parts))


def _scaled(number: Fraction, places: int) -> int:
    """Return `number` × 10^places as an integer, half away from zero."""
    scale = int(10**places)
    size: int = (abs(number.numerator) * scale * 2 + number.denominator) // (number.denominator * 2)
    return -size if number < 0 else size


def _digits(scaled: int, places: int) -> str:
    sign = "−" if scaled < 0 else ""
    whole, part = divmod(abs(scaled), 10**places)
    tail = f"{part:0{places}d}".rstrip("0")
    return f"{sign}{whole}.{tail}" if tail else f"{sign}{whole}"


def is_readable(number: Number) -> bool:
    """True where the number ends within EXACT_PLACES decimals, so that it can be written out."""
    return bool(10**EXACT_PLACES % Fraction(number).denominator == 0)


def signed(value: Decimal) -> str:
    """Points that differ, with a sign and a true minus: "+0.50", "−2.00", and "0.00" for none."""
    return f"{value:+.2f}".replace("-", "−") if value else "0.00"


def plain(number: Number) -> str:
    """Write a number without trailing zeros, a true minus sign, and at most 6 (endless: 4) decimals.

    For reading only: "5", "0.5", "−3", "66.6667". Never parse it back.
    """
    value = Fraction(number)
    places = EXACT_PLACES if is_readable(value) else READABLE_PLACES
    return _digits(_scaled(value, places), places)


def equals(number: Number) -> str:
    """Write "= 90" for an exact figure and "≈ 66.6667" for an endless one."""
    return f"{'=' if is_readable(number) else '≈'} {plain(number)}"


def with_unit(number: Number | str, unit: str) -> Text:
    """Write a number behind its unit: "95%", "30 元" / "30 yuan"."""
    shown = number if isinstance(number, str) else plain(number)
    if unit in {"", "%"}:
        return Text(f"{shown}{unit}", f"{shown}{unit}")
    english = ENGLISH_UNITS.get(unit, unit)
    return Text(f"{shown} {unit}", f"{shown} {english.removesuffix('s') if shown == '1' else english}")


def unit_text(unit: str) -> Text:
    """Write a unit by itself: "元" / "yuan"."""
    return Text(unit, ENGLISH_UNITS.get(unit, unit))


def marks(number: Number) -> Text:
    """Write points: "2.5 分" / "2.5 points"."""
    return Text(f"{plain(number)} 分", f"{plain(number)} {'point' if number == 1 else 'points'}")
