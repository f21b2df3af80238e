"""Small builders for cells, categories and candidates."""

from decimal import Decimal
from typing import Any

from appraisal.core.bands import GradeBand
from appraisal.core.cells import IndicatorSpec
from appraisal.core.grading import Candidate
from appraisal.core.text import Text
from appraisal.core.totals import CategorySpec, CategoryTotal


def indicator(code: str = "1.1", full: str = "5", kind: str = "points", **more: Any) -> IndicatorSpec:
    more = {"name": f"指标 {code}", "params": {}, **more}
    return IndicatorSpec(code=code, full_marks=Decimal(full), kind=kind, **more)


def category(code: str, full: str, *indicators: IndicatorSpec, tie_break: str = "") -> CategorySpec:
    return CategorySpec(code, f"类别 {code}", Decimal(full), indicators, tie_break)


def category_sum(
    points: str, full: str, applicable: str | None = None, code: str = "1", open_: int = 0
) -> CategoryTotal:
    return CategoryTotal(
        code=code,
        points=Decimal(points),
        full_marks=Decimal(full),
        applicable_full=Decimal(full if applicable is None else applicable),
        open=open_,
    )


def candidate(key: str, total: str | None, *tie_breaks: str | None, **more: Any) -> Candidate:
    breaks = tuple(None if mark is None else Decimal(mark) for mark in tie_breaks)
    return Candidate(key=key, total=None if total is None else Decimal(total), tie_breaks=breaks, **more)


def band(code: str, zh: str, floor: str, **more: Any) -> GradeBand:
    return GradeBand(code=code, name=Text(zh, code), floor=Decimal(floor), **more)


BANDS = (
    band("excellent", "优秀", "85"),
    band("good", "良好", "70"),
    band("pass", "合格", "60"),
    band("fail", "不合格", "0", forfeit_percent=Decimal(50)),
)
