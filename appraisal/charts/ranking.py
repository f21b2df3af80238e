"""Bars of totals from the best to the last in the colour of the grade, over the floors of the grades."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from appraisal.charts.svg import drawing, ems, grade_class, line, rect, text, wrapped

FULL = Decimal(100)
SIZE, LINE, BAR, GAP = 12, 15, 12, 8
RANK, LABEL, FIGURE = 28, 176, 118
HEAD, FOOT = 24, 8


@dataclass(frozen=True, slots=True)
class RankBar:
    """One centre: `total` in [0, 100] or None, `grade` counts from the best (0: no grade)."""

    label: str
    total: Decimal | None
    rank: str
    grade: int
    grade_name: str
    mark: bool = False


@dataclass(frozen=True, slots=True)
class BandLine:
    """The floor of a grade, drawn where it is above 0."""

    floor: Decimal
    name: str


def ranking_chart(
    name: str,
    title: str,
    bars: Sequence[RankBar],
    bands: Sequence[BandLine],
    *,
    width: int = 590,
    narrow: bool = False,
) -> str:
    """Draw the bars. With `narrow` (phones) each label stands above its bar, else to its left."""
    left = RANK if narrow else RANK + LABEL
    right = width - FIGURE
    marks, y = [], Decimal(HEAD)
    for bar in bars:
        lines = wrapped(bar.label, Decimal(right - RANK if narrow else LABEL - 10) / SIZE)
        marks += _row(bar, lines, y, left, right, narrow)
        y += _height(lines, narrow)
    marks = [*_bands(bands, left, right, HEAD if narrow else y), *marks]
    return drawing(name, width, y + FOOT, title, _described(bars), marks)


def _height(lines: Sequence[str], narrow: bool) -> int:
    text_height = LINE * len(lines)
    return text_height + BAR + GAP if narrow else max(text_height, BAR + 2) + GAP


def _row(bar: RankBar, lines: Sequence[str], y: Decimal, left: int, right: int, narrow: bool) -> list[str]:
    label_x = left if narrow else RANK
    marks = [text(RANK - 8, y + SIZE, bar.rank, ink="chart-faint", anchor="end")]
    marks += [text(label_x, y + SIZE + LINE * n, one, bold=bar.mark) for n, one in enumerate(lines)]
    middle = y + LINE * len(lines) + BAR // 2 if narrow else y + (_height(lines, narrow) - GAP) // 2
    return [*marks, *_bar(bar, middle, left, right)]


def _bar(bar: RankBar, middle: Decimal, left: int, right: int) -> list[str]:
    top, span = middle - BAR // 2, right - left
    if bar.total is None:
        return [text(left, middle + 4, bar.grade_name, ink="chart-faint")]
    tip = f"{bar.label} {bar.total:.2f} {bar.grade_name}"
    ink = grade_class("chart-g", bar.grade)
    return [
        rect(left, top, span * bar.total / FULL, BAR, ink, radius=2, tip=tip),
        text(right + 46, middle + 4, f"{bar.total:.2f}", anchor="end", bold=True),
        text(right + 54, middle + 4, bar.grade_name, ink=ink),
    ]


def _bands(bands: Sequence[BandLine], left: int, right: int, bottom: Decimal | int) -> list[str]:
    """Dashed lines at the floors, each named above; a name that would touch the one before is left out."""
    marks, free = [line(left, HEAD - 4, left, bottom, "chart-line")], Decimal(left)
    for band in sorted(bands, key=lambda one: one.floor):
        if band.floor <= 0:
            continue
        x = left + (right - left) * band.floor / FULL
        marks.append(line(x, HEAD - 4, x, bottom, "chart-line", dashed=True))
        half = ems(_tick(band)) * 10 / 2
        if x - half >= free:
            marks.append(text(x, HEAD - 9, _tick(band), ink="chart-faint", size=10, anchor="middle"))
            free = x + half + 4
    return marks


def _tick(band: BandLine) -> str:
    return f"{band.floor.normalize():f}"


def _described(bars: Sequence[RankBar]) -> str:
    scored = [bar for bar in bars if bar.total is not None]
    if not scored:
        return _("没有可比较的得分。")
    return _("从高到低共%(count)s个：最高%(best)s %(high).2f分，最低%(last)s %(low).2f分。") % {
        "count": len(scored),
        "best": scored[0].label,
        "high": scored[0].total,
        "last": scored[-1].label,
        "low": scored[-1].total,
    }
