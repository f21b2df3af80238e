"""The small drawing of a centre's year: what had been paid in all, step by step, against its budget."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from appraisal.charts.svg import drawing, line, rect, text
from payroll.core.money import with_commas

WIDTH, HEIGHT, BASE, TOP = 560, 120, 96, 16


def paid_chart(points: Sequence[tuple[str, Decimal]], budget: Decimal) -> str:
    """An SVG of bars, one for each payment, as high as what had been paid by then; the line is the budget."""
    whole = max([budget, *(amount for _day, amount in points)], default=Decimal(0))
    if not points or whole <= 0:
        return ""
    step = Decimal(WIDTH) / len(points)
    marks = [rect(0, TOP, WIDTH, BASE - TOP, "chart-rest")]
    for place, (day, amount) in enumerate(points):
        high = (BASE - TOP) * max(amount, Decimal(0)) / whole
        tip = f"{day}　{with_commas(amount)}"
        marks.append(
            rect(step * place + 2, BASE - high, max(step - 4, Decimal(1)), high, "chart-bar", tip=tip)
        )
    level = BASE - (BASE - TOP) * budget / whole
    marks.append(line(0, level, WIDTH, level, "chart-mean"))
    marks.append(text(0, HEIGHT - 6, points[0][0], ink="chart-faint"))
    marks.append(text(WIDTH, HEIGHT - 6, points[-1][0], ink="chart-faint", anchor="end"))
    words = {"paid": with_commas(points[-1][1]), "budget": with_commas(budget)}
    said = _("累计实拨 %(paid)s 元，核定补助 %(budget)s 元") % words
    return drawing("paid", WIDTH, HEIGHT, _("累计实拨"), said, marks)
