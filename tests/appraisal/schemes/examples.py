"""One sound example of each kind of rule, with inputs that can be tried on it: what forms and pages are tested with."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from appraisal.scheme_document import CategoryPart, IndicatorPart, SchemeDocument
from tests.appraisal.schemes.shelf import RATE, small

Params = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """`entered` is what a person types for a cell; `points` what it earns; `others` the values of other centres."""

    kind: str
    params: Params
    entered: dict[str, str]
    points: str
    full: str = "10"
    others: str = ""
    typed: Params = field(default_factory=dict)


EXAMPLES = {
    one.kind: one
    for one in (
        Example("points", {"step": "0.5"}, {"points": "7.5"}, "7.5"),
        Example("yes_no", {"expected": "no", "partial_points": "4"}, {"answer": "partly"}, "4"),
        Example("linear", {**RATE, "target": "90", "zero_point": "50"}, {"numerator": "70", "denominator": "100"}, "5"),
        Example(
            "step",
            {"measure": "value", "target": "95", "unit": "2", "deduct": "0.5", "broken_unit": "floor"},
            {"value": "90"},
            "9",
        ),
        Example(
            "count",
            {
                "kinds": [
                    {"code": "late", "name": "迟报", "deduct": "0.5"},
                    {"code": "missed", "name": "漏报", "deduct": "1", "sub_cap": "6"},
                ],
                "may_go_negative": True,
                "floor": "-5",
            },
            {"count.late": "3", "count.missed": "1"},
            "7.5",
        ),
        Example(
            "tier",
            {
                "measure": "value",
                "bands": [
                    {"from": "60", "points": "10"},
                    {"from": "40", "to": "60", "points": "5", "ends": "both"},
                    {"to": "40", "points": "0", "ends": "neither"},
                ],
                "bounds": "upper",
            },
            {"value": "50"},
            "5",
        ),
        Example(
            "rank",
            {"measure": "value", "places": [{"to": "1", "points": "10"}, {"to": "3", "points": "8"}], "least": "2"},
            {"value": "90"},
            "8",
            others="95、80、70",
        ),
        Example(
            "checklist",
            {
                "items": [
                    {"code": "box", "name": "设意见箱", "deduct": "1"},
                    {"code": "open", "name": "信息公示", "deduct": "3", "partial_from": "1", "partial_to": "2"},
                ]
            },
            {"item.box": "no", "item.open": "1.5"},
            "7.5",
        ),
        Example(
            "quota",
            {
                "subject": "线索", "unit": "条", "required": "6", "deduct": "2", "earn": "0.2", "bonus_cap": "2",
                "extras": [{"code": "worth", "name": "价值较高", "unit": "条", "earn": "0.5", "cap": "5"}],
            },
            {"count": "8", "extra.worth": "2"},
            "11.4",
        ),
        Example(
            "range",
            {
                "measure": "value", "value_unit": "%", "low": "40", "high": "60",
                "low_unit": "1", "low_deduct": "0.5", "high_unit": "2", "high_deduct": "1",
            },
            {"value": "64"},
            "8",
        ),
        Example(
            "growth",
            {"subject": "门诊人次", "value_unit": "人次", "unit": "10", "deduct": "1", "better_earns": "1", "cap": "3"},
            {"current": "880", "base": "1000"},
            "8.8",
        ),
        Example(
            "sample",
            {
                "size": "3",
                "defects": [
                    {"code": "blank", "name": "空项", "deduct": "1"},
                    {"code": "false", "name": "不真实", "zero_item": True},
                ],
            },
            {"records": "档1\n档2：空项\n档3：空项×2"},
            "7",
        ),
        Example(
            "survey",
            {
                "subject": "群众满意率", "least_answers": "10", "target": "80", "scoring": "step",
                "unit": "1", "deduct": "0.5",
            },
            {"satisfied": "15", "answers": "20"},
            "7.5",
        ),
        Example("external", {"body": "县疾控中心", "their_full": "100"}, {"points": "85"}, "8.5"),
        Example(
            "bonus",
            {
                "kinds": [
                    {"code": "paper", "name": "刊物发表", "unit": "篇", "earn": "1", "cap": "5"},
                    {"code": "other", "name": "其他", "award": "judged", "cap": "2"},
                ],
                "placement": "on_top",
                "cap": "6",
            },
            {"case.paper": "2", "award.other": "1.5"},
            "3.5",
            full="0",
        ),
        Example(
            "veto", {"event": "负主要责任的医疗事故", "effect": "cap", "band": "good"},
            {"answer": "yes", "document": "县卫〔2026〕3号"}, "0", full="0",
        ),
        Example(
            "factor", {**RATE, "subject": "居民满意度", "least": "0.8"},
            {"numerator": "92", "denominator": "100"}, "0", full="0",
        ),
        Example(
            "composite",
            {
                "mode": "sum",
                "parts": [
                    {"code": "papers", "name": "许可证", "full_marks": "6", "kind": "count",
                     "params": {"kinds": [{"code": "k1", "name": "缺证", "unit": "户", "deduct": "1"}]}},
                    {"code": "people", "name": "人员持证", "full_marks": "4", "kind": "step",
                     "params": {"measure": "value", "target": "98", "unit": "5", "deduct": "0.5"}},
                ],
            },
            {"papers.count.k1": "2", "people.value": "93"},
            "7.5",
        ),
    )
}  # fmt: skip


def code_of(kind: str) -> str:
    return f"X-{kind}".replace("_", "-")


def every_kind(**values: Any) -> SchemeDocument:
    """A scheme with one indicator of each kind, in a category of its own beside a small sound one."""
    parts = tuple(
        IndicatorPart(
            code=code_of(one.kind), name=f"{one.kind}指标", full_marks=Decimal(one.full), rule=one.kind,
            params=one.params, needs_evidence=one.kind == "points",
        )
        for one in EXAMPLES.values()
    )  # fmt: skip
    full = sum((part.full_marks for part in parts), Decimal(0))
    wide = CategoryPart(code="X", name="各种规则", full_marks=full, indicators=parts)
    first, second = small().categories
    return small(**{"full_marks": full + 100, "categories": (first, second, wide)} | values)
