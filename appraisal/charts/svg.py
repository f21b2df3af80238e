"""SVG marks, escaped by construction. Lengths are user units: CSS pixels where nothing scales."""

import unicodedata
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils.html import format_html, format_html_join

Length = Decimal | int

# Ink of the PDF, by class; the page's charts.css names the theme's tokens for the same classes.
COLOURS = {
    "chart-ink": "#17252b",
    "chart-soft": "#42535b",
    "chart-faint": "#5b6b73",
    "chart-line": "#c2cdd2",
    "chart-rest": "#edf1f2",
    "chart-bar": "#0b6b73",
    "chart-mean": "#17252b",
    "chart-g0": "#7f9099",
    "chart-g1": "#17693f",
    "chart-g2": "#1f5a9e",
    "chart-g3": "#7d5200",
    "chart-g4": "#ad231b",
    "chart-z1": "#e0f2e8",
    "chart-z2": "#e4eefa",
    "chart-z3": "#fbf0d6",
    "chart-z4": "#fce8e6",
}
FONT = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
GRADES = 4
WIDE = {"W", "F", "A"}
TENTH = Decimal("0.1")
HALF_EM = Decimal("0.58")


def grade_class(prefix: str, ordinal: int) -> str:
    """The class of a grade's colour: `ordinal` counts from the best; further grades share the last colour."""
    return f"{prefix}{min(ordinal, GRADES)}"


def put(length: Length) -> str:
    """A length with at most one decimal: the same bytes on every machine."""
    text = f"{Decimal(length).quantize(TENTH, ROUND_HALF_UP):f}"
    return text.removesuffix(".0")


def ems(label: str) -> Decimal:
    """The width of a label in em: a Chinese character is one, a Latin letter a little more than half."""
    return sum(
        (Decimal(1) if unicodedata.east_asian_width(c) in WIDE else HALF_EM for c in label), Decimal(0)
    )


def wrapped(label: str, width: Decimal) -> list[str]:
    """Break a label into lines of at most `width` em: Chinese anywhere, Latin words at blanks."""
    lines, line = [], ""
    for piece in pieces(label):
        if line and ems(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        while ems(piece) > width:
            cut = next(n for n in range(len(piece), 0, -1) if ems(piece[:n]) <= width or n == 1)
            lines.append(piece[:cut])
            piece = piece[cut:]
        line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def pieces(label: str) -> Iterable[str]:
    """Runs that stay together: single wide characters, and words with the blank after them."""
    word = ""
    for char in label:
        if unicodedata.east_asian_width(char) in WIDE or char == " ":
            yield from ([word + char] if char == " " else [part for part in (word, char) if part])
            word = ""
        else:
            word += char
    if word:
        yield word


def text(
    x: Length,
    y: Length,
    content: str,
    *,
    ink: str = "chart-ink",
    size: int = 12,
    anchor: str = "start",
    bold: bool = False,
) -> str:
    """One line of text with its baseline at `y`."""
    return format_html(
        '<text x="{}" y="{}" class="{}" fill="{}" font-size="{}" text-anchor="{}"{}>{}</text>',
        put(x),
        put(y),
        ink,
        COLOURS[ink],
        size,
        anchor,
        format_html(' font-weight="{}"', 600) if bold else "",
        content,
    )


def rect(
    x: Length, y: Length, width: Length, height: Length, ink: str, *, radius: int = 0, tip: str = ""
) -> str:
    """A filled box, with a tool tip where `tip` says something."""
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="{}" class="{}" fill="{}">{}</rect>',
        put(x),
        put(y),
        put(max(Decimal(width), Decimal(0))),
        put(height),
        radius,
        ink,
        COLOURS[ink],
        tooltip(tip),
    )


def line(
    x1: Length, y1: Length, x2: Length, y2: Length, ink: str, *, width: Length = 1, dashed: bool = False
) -> str:
    """A stroke; the class is the ink's with "-stroke", so that a theme can colour strokes and fills apart."""
    return format_html(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}-stroke" stroke="{}" stroke-width="{}"{}/>',
        put(x1),
        put(y1),
        put(x2),
        put(y2),
        ink,
        COLOURS[ink],
        put(width),
        format_html(' stroke-dasharray="{}"', "3 3") if dashed else "",
    )


def circle(x: Length, y: Length, radius: Length, ink: str, *, tip: str = "") -> str:
    return format_html(
        '<circle cx="{}" cy="{}" r="{}" class="{}" fill="{}">{}</circle>',
        put(x),
        put(y),
        put(radius),
        ink,
        COLOURS[ink],
        tooltip(tip),
    )


def tooltip(tip: str) -> str:
    return format_html("<title>{}</title>", tip) if tip else ""


def drawing(
    name: str, width: Length, height: Length, title: str, description: str, marks: Sequence[str]
) -> str:
    """The whole drawing. `name` makes its ids unique on the page; title and description are read aloud."""
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 {0} {1}" '
        'width="{0}" height="{1}" aria-labelledby="{2}-title {2}-about" font-family="{3}">'
        '<title id="{2}-title">{4}</title>'
        '<desc id="{2}-about">{5}</desc>{6}</svg>',
        put(width),
        put(height),
        name,
        FONT,
        title,
        description,
        joined(marks),
    )


def joined(marks: Iterable[str]) -> str:
    return format_html_join("", "{}", ((mark,) for mark in marks))
