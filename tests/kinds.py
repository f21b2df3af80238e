"""A scheme with one indicator of every kind that isn't in `kinds_scheme`: 100 marks, vetoes, a factor, a bonus on top."""

from decimal import Decimal
from typing import Any

from appraisal.models import Scheme
from appraisal.scheme_document import CategoryPart, IndicatorPart
from centres.models import Region
from tests.factories import make_scheme

DEFECTS = [
    {"code": "blank", "name": "空项", "deduct": "1"},
    {"code": "phone", "name": "电话不正确", "deduct": "5", "sub_cap": "5"},
]
ITEMS = [
    {"code": "box", "name": "无意见箱", "deduct": "1"},
    {"code": "log", "name": "无真实记录", "deduct": "1"},
    {"code": "board", "name": "公示", "deduct": "3", "partial_from": "1", "partial_to": "2"},
]
AWARDS = [
    {"code": "town", "name": "创建卫生镇", "unit": "个", "earn": "1", "cap": "2"},
    {"code": "other", "name": "酌情奖分", "award": "judged", "cap": "2"},
]
RATE = {"numerator_label": "合格数", "denominator_label": "抽查数"}
GROWTH = {
    "subject": "门诊人次", "value_unit": "人次", "unit": "10", "deduct": "1", "better_earns": "1", "cap": "3",
}  # fmt: skip
QUOTA = {"subject": "报道", "unit": "篇", "required": "10", "deduct": "1"}
RANGE = {
    "measure": "value", "subject": "平均住院日", "value_unit": "天", "low": "5", "high": "10",
    "low_unit": "1", "low_deduct": "1", "high_unit": "1", "high_deduct": "1",
}  # fmt: skip
EXTERNAL: dict[str, Any] = {"body": "县疾控中心", "mode": "value", "target": "95", **RATE}
SURVEY = {"least_answers": "10", "target": "90"}
FACTOR = {**RATE, "subject": "居民满意度", "least": "0.8"}

# Code, full marks, kind, parameters, 缺项, whether evidence is asked for; by category.
Row = tuple[str, str, str, dict[str, Any], str, bool]
MARKED: tuple[Row, ...] = (
    ("points", "10", "points", {"step": "0.5"}, "exclude", True),
    ("checklist", "10", "checklist", {"items": ITEMS}, "forbidden", False),
    ("sample", "20", "sample", {"size": "3", "defects": DEFECTS}, "forbidden", False),
    ("quota", "10", "quota", QUOTA, "forbidden", True),
    ("range", "10", "range", RANGE, "forbidden", False),
    ("growth", "10", "growth", GROWTH, "exclude", False),
    ("rank", "10", "rank", {**RATE, "per_place": "2"}, "forbidden", False),
    ("survey", "10", "survey", SURVEY, "forbidden", False),
    ("external", "10", "external", EXTERNAL, "forbidden", False),
)
ACTING: tuple[Row, ...] = (
    ("accident", "0", "veto", {"event": "负主要责任的医疗事故", "effect": "cap", "band": "good"}, "forbidden", False),
    ("fraud", "0", "veto", {"event": "弄虚作假", "effect": "zero", "targets": "points、quota"}, "forbidden", False),
    ("satisfied", "0", "factor", FACTOR, "forbidden", False),
    ("bonus", "0", "bonus", {"kinds": AWARDS, "placement": "on_top", "cap": "3"}, "forbidden", False),
)  # fmt: skip
CODES = tuple(row[0] for row in (*MARKED, *ACTING))
# Inputs that earn full marks and do nothing beyond.
BEST: dict[str, dict[str, str]] = {
    "points": {"points": "10"},
    "checklist": {"item.box": "yes", "item.log": "yes", "item.board": "0"},
    "sample": {"records": "0101\n0102\n0103"},
    "quota": {"count": "10"},
    "range": {"value": "7"},
    "growth": {"current": "12000", "base": "12000"},
    "rank": {"numerator": "95", "denominator": "100"},
    "survey": {"answers": "20", "satisfied": "20"},
    "external": {"numerator": "98", "denominator": "100"},
    "accident": {"answer": "no"},
    "fraud": {"answer": "no"},
    "satisfied": {"numerator": "100", "denominator": "100"},
    "bonus": {"case.town": "0", "award.other": "0"},
}


def every_scheme(county: Region, *, year: int = 2026, state: str = "active") -> Scheme:
    parts = (_category("1", "工作", MARKED), _category("2", "奖惩", ACTING))
    return make_scheme(county, parts, ("december",), year=year, state=state)


def _category(code: str, name: str, rows: tuple[Row, ...]) -> CategoryPart:
    parts = tuple(
        IndicatorPart(
            code=own, name=f"{own}指标", full_marks=Decimal(full), rule=kind, params=params,
            not_applicable=na, needs_evidence=evidence,
        )
        for own, full, kind, params, na, evidence in rows
    )  # fmt: skip
    return CategoryPart(
        code=code,
        name=name,
        full_marks=sum((part.full_marks for part in parts), Decimal(0)),
        tie_break="public_health" if code == "1" else "",
        indicators=parts,
    )
