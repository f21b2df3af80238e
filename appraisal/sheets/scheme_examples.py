"""Real lines of county rules as they are filled in: shown in the instructions of the scheme workbook."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """`line` is the county's own wording; the rest is the indicator that says the same."""

    line: str
    name: str
    full_marks: Decimal
    params: Mapping[str, Any]


def _count(code: str, name: str, unit: str, deduct: str) -> dict[str, str]:
    return {"code": code, "name": name, "unit": unit, "deduct": deduct}


EXAMPLES: dict[str, Example] = {
    "points": Example("酌情给分（2分）。", "医疗质量管理制度健全", Decimal(2), {"step": "0.25"}),
    "yes_no": Example("出现重复档案此项不得分（10分）。", "有无重复档案", Decimal(10), {"expected": "no"}),
    "linear": Example(
        "儿童健康管理率达到目标值（实际/85%×10）。",
        "儿童健康管理率",
        Decimal(10),
        {
            "subject": "儿童健康管理率",
            "numerator_label": "健康管理儿童数",
            "denominator_label": "辖区儿童数",
            "target": "85",
        },
    ),
    "step": Example(
        "抗生素2联及以上处方≤20%，超1个百分点扣2分（10分）。",
        "抗生素2联及以上处方比例",
        Decimal(10),
        {
            "subject": "抗生素2联及以上处方比例",
            "target": "20",
            "direction": "lower",
            "unit": "1",
            "deduct": "2",
            "broken_unit": "floor",
        },
    ),
    "count": Example(
        "每迟报一次扣0.5分，漏报一次扣1分；扣完为止（6分）。",
        "信息报告",
        Decimal(6),
        {"kinds": [_count("late", "迟报", "次", "0.5"), _count("omitted", "漏报", "次", "1")]},
    ),
    "tier": Example(
        "知晓率大于60%合格发100%，40-60%发50%，小于40%不予发放。",
        "健康知识知晓率",
        Decimal(10),
        {
            "subject": "知晓率",
            "bounds": "upper",
            "bands": [
                {"from": "60", "points": "10"},
                {"from": "40", "to": "60", "points": "5"},
                {"to": "40", "points": "0"},
            ],
        },
    ),
    "composite": Example(
        "巡查未达到规定户次数，每下降2%扣0.5分，最高扣10分；记录每缺1份扣0.1分，最高扣5分（15分）。",
        "卫生巡查",
        Decimal(15),
        {
            "mode": "sum",
            "parts": [
                {
                    "code": "visits",
                    "name": "巡查户次",
                    "full_marks": "10",
                    "kind": "step",
                    "params": {
                        "subject": "巡查完成率",
                        "target": "100",
                        "unit": "2",
                        "deduct": "0.5",
                        "broken_unit": "floor",
                    },
                },
                {
                    "code": "records",
                    "name": "巡查记录",
                    "full_marks": "5",
                    "kind": "count",
                    "params": {"kinds": [_count("lacking", "缺记录", "份", "0.1")]},
                },
            ],
        },
    ),
}
