"""Failing years running under one director, and the last day of filing. Source: RULES 6, 8; 篇1 五(四), 八(二)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from appraisal.core.text import Text

# 连续二年考核不合格的免去院长职务 (篇1 八(二)).
REMOVAL_AFTER = 2


@dataclass(frozen=True, slots=True)
class YearEnd:
    """A centre's year: whether its grade was the lowest (None: it got no grade), and who was director at its end.

    `director` is an opaque key of the person, "" where the post was vacant; `name` is for reading.
    """

    year: int
    failed: bool | None
    director: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Streak:
    """`years` that count, the newest first, and how the count came about."""

    years: tuple[int, ...]
    steps: tuple[Text, ...]

    @property
    def removal(self) -> bool:
        """Whether removal is to be put to the leader."""
        return len(self.years) >= REMOVAL_AFTER


def streak(years: Sequence[YearEnd], year: int) -> Streak:
    """Count failing years back from `year` while the same person was director at each year's end.

    A year that passed, bore no grade or is missing breaks the count; so does another director or a vacant post.
    """
    known = {one.year: one for one in years}
    last = known.get(year)
    if last is None or not last.failed:
        return Streak((), (Text(f"{year}年度没有被评为最低等次。", f"{year} wasn't graded lowest."),))
    counted, steps = [year], [_counts(last)]
    if not last.director:
        return Streak(
            (year,), (*steps, Text("年末院长职务空缺，不连续计算。", "The post was vacant: no count."))
        )
    while (before := known.get(counted[-1] - 1)) is not None and _same(before, last):
        counted.append(before.year)
        steps.append(_counts(before))
    steps.append(_break(before, counted[-1] - 1))
    return Streak(tuple(counted), tuple(steps))


def _same(before: YearEnd, last: YearEnd) -> bool:
    return bool(before.failed) and before.director == last.director


def _counts(one: YearEnd) -> Text:
    who_zh, who_en = one.name or "空缺", one.name or "vacant"
    return Text(
        f"{one.year}年度不合格，年末院长为{who_zh}，计入。",
        f"{one.year} failed, director at year end: {who_en}; it counts.",
    )


def _break(before: YearEnd | None, year: int) -> Text:
    """Why the count ends at the year before."""
    if before is None:
        return Text(f"{year}年度没有年度考核结果，计算到此为止。", f"{year} has no result: the count ends.")
    if before.failed is None:
        return Text(f"{year}年度没有评定等次，计算到此为止。", f"{year} bore no grade: the count ends.")
    if not before.failed:
        return Text(f"{year}年度合格以上，计算到此为止。", f"{year} passed: the count ends.")
    name_zh, name_en = before.name or "空缺", before.name or "vacant"
    return Text(
        f"{year}年度也不合格，但年末院长为{name_zh}，院长已变更，重新计算。",
        f"{year} failed too, but the director was {name_en}: a change restarts the count.",
    )


def filing_due(year: int) -> date:
    """The last day on which a year's results are to be filed with the province: the end of February (篇1 五(四))."""
    return date(year + 1, 3, 1) - timedelta(days=1)
