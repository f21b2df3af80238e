"""One centre against the county's mean, category by category: a bar for the own share, a mark for the mean.

Categories have different full marks, so lengths are shares of full marks; the points stand beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from appraisal.charts.svg import drawing, ems, line, rect, text, wrapped
from appraisal.level_words import CENTRE, LevelWords

FULL = Decimal(100)
SIZE, LINE, BAR, GAP = 12, 15, 12, 9
LABEL, OWN_END, FIGURE, HEAD, FOOT = 188, 56, 116, 44, 22


@dataclass(frozen=True, slots=True)
class Compared:
    """One category. Shares are per cent of full marks, None where unknown; the rest is finished text."""

    label: str
    own: Decimal | None
    mean: Decimal | None
    own_text: str
    mean_text: str


def comparison_chart(
    name: str,
    title: str,
    rows: Sequence[Compared],
    words: LevelWords = CENTRE,
    *,
    width: int = 590,
    narrow: bool = False,
) -> str:
    """Draw the rows, with what the level calls the own bar and the mean.

    With `narrow` (phones) each label stands above its bar, else to its left."""
    left, right = (0 if narrow else LABEL), width - FIGURE
    marks, y = [*_legend(left, right, str(words.own), str(words.mean))], Decimal(HEAD)
    for row in rows:
        lines = wrapped(row.label, Decimal(right if narrow else LABEL - 12) / SIZE)
        marks += _row(row, lines, y, left, right, narrow)
        y += _height(lines, narrow)
    marks = [*_axis(left, right, y, narrow), *marks]
    return drawing(name, width, y + FOOT, title, _described(rows, str(words.mean)), marks)


def _legend(left: int, right: int, own: str, mean: str) -> list[str]:
    second = left + 18 + ems(own) * 11 + 16
    return [
        rect(left, 6, 12, 9, "chart-bar", radius=2),
        text(left + 17, 15, own, ink="chart-soft", size=11),
        line(second, 4, second, 17, "chart-mean", width=2),
        text(second + 7, 15, mean, ink="chart-soft", size=11),
        *_column_head(right + OWN_END, own),
        *_column_head(right + FIGURE, mean),
    ]


def _column_head(x: int, name: str) -> list[str]:
    """The name over a column of figures, in two lines where it is longer than the column."""
    lines = wrapped(name, Decimal(OWN_END - 4) / 11)
    return [
        text(x, 34 - 12 * (len(lines) - 1 - n), one, ink="chart-faint", size=11, anchor="end")
        for n, one in enumerate(lines)
    ]


def _axis(left: int, right: int, bottom: Decimal, narrow: bool) -> list[str]:
    """Lines at every quarter (only the ends where labels stand among them); the numbers are per cent of full marks."""
    marks = []
    for share in (0, 25, 50, 75, 100):
        x = left + Decimal((right - left) * share) / 100
        anchor = {0: "start", 100: "end"}.get(share, "middle")
        inner = share not in {0, 100}
        if not (narrow and inner):
            marks.append(line(x, HEAD - 6, x, bottom, "chart-line", dashed=inner))
        marks.append(text(x, bottom + 14, f"{share}%", ink="chart-faint", size=10, anchor=anchor))
    return marks


def _height(lines: Sequence[str], narrow: bool) -> int:
    text_height = LINE * len(lines)
    return text_height + BAR + GAP if narrow else max(text_height, BAR + 4) + GAP


def _row(row: Compared, lines: Sequence[str], y: Decimal, left: int, right: int, narrow: bool) -> list[str]:
    middle = y + LINE * len(lines) + BAR // 2 if narrow else y + (_height(lines, narrow) - GAP) // 2
    first = y + SIZE if narrow else middle + 4 - LINE * (len(lines) - 1) // 2
    marks = [text(0, first + LINE * n, one) for n, one in enumerate(lines)]
    marks.append(rect(left, middle - BAR // 2, right - left, BAR, "chart-rest", radius=2))
    marks += _own(row, middle, left, right) + _mean(row, middle, left, right)
    return [
        *marks,
        text(right + OWN_END, middle + 4, row.own_text, anchor="end", bold=True),
        text(right + FIGURE, middle + 4, row.mean_text, ink="chart-soft", anchor="end"),
    ]


def _own(row: Compared, middle: Decimal, left: int, right: int) -> list[str]:
    if row.own is None:
        return []
    length = (right - left) * _held(row.own) / FULL
    tip = f"{row.label} {row.own_text}"
    return [rect(left, middle - BAR // 2, length, BAR, "chart-bar", radius=2, tip=tip)]


def _mean(row: Compared, middle: Decimal, left: int, right: int) -> list[str]:
    """The mean's mark, with a light edge so that it shows on the bar as well as beside it."""
    if row.mean is None:
        return []
    x = left + (right - left) * _held(row.mean) / FULL
    top, bottom = middle - BAR // 2 - 4, middle + BAR // 2 + 4
    return [
        line(x, top, x, bottom, "chart-rest", width=4),
        line(x, top, x, bottom, "chart-mean", width=2),
    ]


def _held(share: Decimal) -> Decimal:
    return min(max(share, Decimal(0)), FULL)


def _described(rows: Sequence[Compared], mean: str) -> str:
    known = [row for row in rows if row.own is not None and row.mean is not None]
    below = [
        row.label for row in known if row.own is not None and row.mean is not None and row.own < row.mean
    ]
    if not below:
        return _("各类别均不低于%(mean)s。") % {"mean": mean} if known else _("没有可比较的数据。")
    return _("低于%(mean)s的类别：%(names)s。") % {"mean": mean, "names": "、".join(below)}
