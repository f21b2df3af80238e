"""All totals of a county as dots over the ranges of the grades: how they spread, who stands near a floor."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from appraisal.charts.svg import circle, drawing, grade_class, line, rect, text

FULL = 100
STEP, MARGIN, HEAD, AXIS = 10, 12, 34, 24
LEAST_DOTS = 4


@dataclass(frozen=True, slots=True)
class Dot:
    """One centre's total and the grade that it was given, counted from the best."""

    label: str
    total: Decimal
    grade: int


@dataclass(frozen=True, slots=True)
class Zone:
    """The range of one grade by score, from `floor` up; `count` is how many were given the grade."""

    floor: Decimal
    name: str
    grade: int
    count: int


@dataclass(frozen=True, slots=True)
class _Scale:
    low: int
    width: int

    def x(self, total: Decimal | int) -> Decimal:
        span = self.width - 2 * MARGIN
        return MARGIN + Decimal(span) * (max(Decimal(total), Decimal(self.low)) - self.low) / (
            FULL - self.low
        )

    @property
    def radius(self) -> Decimal:
        """Dots of neighbouring points just don't touch."""
        return min(Decimal("4.5"), Decimal(self.width - 2 * MARGIN) / (FULL - self.low) / 2)


def distribution_chart(
    name: str, title: str, dots: Sequence[Dot], zones: Sequence[Zone], *, width: int = 590
) -> str:
    """Draw one dot per centre, stacked by whole points, over the zones of the grades."""
    scale = _Scale(_low(dots, zones), width)
    stacks = Counter(int(dot.total) for dot in dots)
    tallest = max([LEAST_DOTS, *stacks.values()])
    bottom = HEAD + 8 + int(tallest * (scale.radius * 2 + 2))
    marks = [*_zones(zones, scale, bottom), *_axis(scale, bottom), *_dots(dots, scale, bottom)]
    return drawing(name, width, bottom + AXIS, title, _described(zones), marks)


def _low(dots: Sequence[Dot], zones: Sequence[Zone]) -> int:
    """Where the axis begins: below the lowest total, and at least ten below the lowest real floor."""
    floors = [int(zone.floor) - STEP for zone in zones if zone.floor > 0]
    lowest = min([90, *floors, *(int(dot.total) for dot in dots)])
    return max(0, lowest // STEP * STEP)


def _zones(zones: Sequence[Zone], scale: _Scale, bottom: int) -> list[str]:
    marks, above = [], Decimal(FULL)
    for zone in sorted(zones, key=lambda one: one.floor, reverse=True):
        left, right = scale.x(zone.floor), scale.x(above)
        marks.append(rect(left, HEAD, right - left, bottom - HEAD, grade_class("chart-z", zone.grade)))
        marks += _zone_name(zone, (left + right) / 2)
        above = zone.floor
    return marks


def _zone_name(zone: Zone, middle: Decimal) -> list[str]:
    ink = grade_class("chart-g", zone.grade)
    count = str(zone.count)
    return [
        text(middle, 13, zone.name, ink=ink, anchor="middle", bold=True),
        text(middle, 28, count, ink="chart-soft", size=11, anchor="middle"),
    ]


def _axis(scale: _Scale, bottom: int) -> list[str]:
    marks = [line(MARGIN, bottom, scale.width - MARGIN, bottom, "chart-line")]
    for total in range(scale.low, FULL + 1, STEP):
        x = scale.x(total)
        marks.append(line(x, bottom, x, bottom + 4, "chart-line"))
        marks.append(text(x, bottom + 17, str(total), ink="chart-faint", size=10, anchor="middle"))
    return marks


def _dots(dots: Sequence[Dot], scale: _Scale, bottom: int) -> list[str]:
    stacks: Counter[int] = Counter()
    marks = []
    for dot in sorted(dots, key=lambda one: (one.total, one.label)):
        place = int(dot.total)
        y = bottom - scale.radius - 2 - stacks[place] * (scale.radius * 2 + 2)
        stacks[place] += 1
        # A stack stands at the middle of its point, the last one at 100 itself.
        x = scale.x(min(Decimal(place) + Decimal("0.5"), Decimal(FULL)))
        tip = f"{dot.label} {dot.total:.2f}"
        marks.append(circle(x, y, scale.radius, grade_class("chart-g", dot.grade), tip=tip))
    return marks


def _described(zones: Sequence[Zone]) -> str:
    return "，".join(_("%(grade)s：%(count)s") % {"grade": zone.name, "count": zone.count} for zone in zones)
