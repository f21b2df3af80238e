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
            "bands": [
                {"from": "60", "points": "10", "ends": "neither"},
                {"from": "40", "to": "60", "points": "5", "ends": "both"},
                {"to": "40", "points": "0"},
            ],
        },
    ),
    "checklist": Example(
        "未发文-2分，未成立工作机构-1分，未调整-2分（5分）。",
        "健全工作机构",
        Decimal(5),
        {
            "items": [
                {"code": "issued", "name": "印发文件", "deduct": "2"},
                {"code": "body", "name": "成立工作机构", "deduct": "1"},
                {"code": "adjusted", "name": "及时调整成员", "deduct": "2"},
            ]
        },
    ),
    "quota": Example(
        "线索每少一条扣2分，最高扣12分；完成6条后每多一条奖励0.2分，最高2分；价值较高的每条奖励0.5分，最高5分（12分）。",
        "监督线索",
        Decimal(12),
        {
            "subject": "线索",
            "unit": "条",
            "required": "6",
            "deduct": "2",
            "sub_cap": "12",
            "earn": "0.2",
            "bonus_cap": "2",
            "extras": [{"code": "high", "name": "价值较高的线索", "unit": "条", "earn": "0.5", "cap": "5"}],
        },
    ),
    "range": Example(
        "住院率在6%至10%之间得满分，每低1个百分点扣0.5分，每高1个百分点扣1分（5分）。",
        "住院率",
        Decimal(5),
        {
            "subject": "住院率",
            "low": "6",
            "high": "10",
            "low_unit": "1",
            "low_deduct": "0.5",
            "high_unit": "1",
            "high_deduct": "1",
        },
    ),
    "growth": Example(
        "与上年同期比较，门诊人次每下降10%扣1分，每上升10%加1分，总扣加不超过3分（3分）。",
        "门诊人次",
        Decimal(3),
        {
            "subject": "门诊人次",
            "value_unit": "人次",
            "unit": "10",
            "deduct": "1",
            "better_earns": "1",
            "cap": "3",
            "broken_unit": "floor",
        },
    ),
    "rank": Example(
        "按全县名次计分：第1名10分，第2至3名8分，第4至6名6分，其余不得分（10分）。",
        "综合名次",
        Decimal(10),
        {
            "measure": "value",
            "value_unit": "分",
            "subject": "督查得分",
            "places": [{"to": "1", "points": "10"}, {"to": "3", "points": "8"}, {"to": "6", "points": "6"}],
        },
    ),
    "sample": Example(
        "抽取10份档案，1份有空项扣1分，漏项扣1分，电话不正确扣5分，可倒扣；出现重复档案此项不得分（30分）。",
        "健康档案质量",
        Decimal(30),
        {
            "size": "10",
            "unit": "份",
            "defects": [
                {"code": "blank", "name": "有空项", "deduct": "1"},
                {"code": "omitted", "name": "漏项", "deduct": "1"},
                {"code": "phone", "name": "电话不正确", "deduct": "5"},
                {"code": "copy", "name": "重复档案", "zero_item": True},
            ],
            "may_go_negative": True,
        },
    ),
    "survey": Example(
        "调查不少于10名群众，满意率≥80%，低1个百分点扣0.5分（3分）。",
        "群众满意度",
        Decimal(3),
        {"least_answers": "10", "scoring": "step", "target": "80", "unit": "1", "deduct": "0.5"},
    ),
    "external": Example(
        "疫苗接种率以县疾控中心提供的数据为准，达到95%得满分，不足按比例（10分）。",
        "疫苗接种率",
        Decimal(10),
        {"body": "县疾控中心", "mode": "value", "subject": "疫苗接种率", "target": "95"},
    ),
    "bonus": Example(
        "加分：适宜技术每项加2分不超过4分；承担检查一次1分不超过3分。",
        "加分项目",
        Decimal(0),
        {
            "placement": "on_top",
            "cap": "7",
            "kinds": [
                {"code": "technique", "name": "推广适宜技术", "unit": "项", "earn": "2", "cap": "4"},
                {"code": "check", "name": "承担检查", "unit": "次", "earn": "1", "cap": "3"},
            ],
        },
    ),
    "veto": Example(
        "一票否决：发生负主要责任的医疗事故，定为不合格。",
        "医疗事故",
        Decimal(0),
        {"event": "发生负主要责任的医疗事故", "effect": "fail"},
    ),
    "factor": Example(
        "考核得分乘以居民满意度为综合得分。",
        "居民满意度系数",
        Decimal(0),
        {"subject": "居民满意度", "numerator_label": "满意人数", "denominator_label": "调查人数"},
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
