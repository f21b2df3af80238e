"""Charts of published results: finished drawings for pages and documents."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from appraisal.charts import (
    BandLine,
    Compared,
    Dot,
    RankBar,
    Zone,
    comparison_chart,
    distribution_chart,
    ranking_chart,
)
from appraisal.queries.explain import CategoryPart, RoundPart
from appraisal.queries.results import Line, Overview

NOTHING = "—"
NARROW = 340
# As many bars as stand on one page of a document.
BARS = 28


def ranking(page: Overview, *, name: str = "ranking", narrow: bool = False, most: int = 0) -> list[str]:
    """The ranking as one drawing, or with `most` as several of at most so many bars."""
    lines, step = list(page.lines), most or max(len(page.lines), 1)
    return [
        _ranking_part(page, lines[first : first + step], f"{name}-{first}", narrow)
        for first in range(0, len(lines), step)
    ]


def _ranking_part(page: Overview, lines: Sequence[Line], name: str, narrow: bool) -> str:
    bands = [BandLine(grade.floor, grade.name) for grade in page.grades]
    bars = [_bar(line) for line in lines]
    size = {"width": NARROW, "narrow": True} if narrow else {}
    return ranking_chart(name, _("总分排名"), bars, bands, **size)  # type: ignore[arg-type]


def _bar(line: Line) -> RankBar:
    return RankBar(
        label=line.name,
        total=line.total if line.graded else None,
        rank=str(line.rank) if line.rank else NOTHING,
        grade=line.grade_ordinal,
        grade_name=line.grade_name or line.standing_name,
    )


def spread(page: Overview, *, name: str = "spread", narrow: bool = False) -> str:
    """How the totals lie over the grades."""
    dots = [Dot(line.name, line.total, line.grade_ordinal) for line in page.graded if line.total is not None]
    zones = [Zone(grade.floor, grade.name, grade.ordinal, grade.count) for grade in page.grades]
    width = NARROW if narrow else 590
    return distribution_chart(name, _("总分在各等次的分布"), dots, zones, width=width)


def comparison(part: RoundPart, *, narrow: bool = False) -> str:
    """One centre's categories against the county's means."""
    name = f"compare-{part.kind}{'-narrow' if narrow else ''}"
    title = _("%(round)s各类别得分与%(mean)s") % {"round": part.name, "mean": part.words.mean}
    rows = [_compared(category) for category in part.categories]
    size = {"width": NARROW, "narrow": True} if narrow else {}
    return comparison_chart(name, title, rows, part.words, **size)  # type: ignore[arg-type]


def _compared(part: CategoryPart) -> Compared:
    return Compared(
        label=part.name,
        own=part.share,
        mean=part.mean_share,
        own_text=f"{part.points:.2f}/{short(part.applicable_full)}",
        mean_text=NOTHING if part.mean is None else f"{part.mean:.2f}",
    )


def short(value: Decimal) -> str:
    """A number of points without needless zeros."""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
