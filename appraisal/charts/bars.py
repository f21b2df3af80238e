"""Plain bars of per cent with a label and a figure: what decides most stands first."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from appraisal.charts.svg import drawing, line, rect, text, wrapped

SIZE, LINE, BAR, GAP = 12, 15, 12, 9
LABEL, FIGURE = 250, 150


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `value` is drawn against the largest of all, `figure` is what is written behind it."""

    label: str
    value: Decimal
    figure: str


def bar_chart(
    name: str, title: str, bars: Sequence[Bar], *, width: int = 720, narrow: bool = False, about: str = ""
) -> str:
    """Draw the bars. With `narrow` (phones) each label stands above its bar, else to its left.

    `about` is read aloud; without it the first bar is said to lead.
    """
    left = 0 if narrow else LABEL
    span = Decimal(width - left - (96 if narrow else FIGURE))
    most = max((bar.value for bar in bars), default=Decimal(0)) or Decimal(1)
    marks, y = [], Decimal(4)
    for bar in bars:
        lines = wrapped(bar.label, Decimal(width if narrow else LABEL - 12) / SIZE)
        marks += [text(0, y + SIZE + LINE * n, one) for n, one in enumerate(lines)]
        height = Decimal(LINE * len(lines))
        top = y + height + 2 if narrow else y + (height - BAR) / 2 + 1
        length = span * bar.value / most
        marks.append(rect(left, top, length, BAR, "chart-bar", radius=2, tip=f"{bar.label} {bar.figure}"))
        marks.append(text(left + length + 8, top + BAR - 2, bar.figure, ink="chart-soft"))
        y += height + GAP + (BAR + 4 if narrow else 0)
    if not narrow:
        marks.insert(0, line(left, 0, left, y - 4, "chart-line"))
    return drawing(name, width, y, title, about or _described(bars), marks)


def _described(bars: Sequence[Bar]) -> str:
    if not bars:
        return _("没有可比较的得分。")
    return _("%(label)s居首：%(figure)s。") % {"label": bars[0].label, "figure": bars[0].figure}
