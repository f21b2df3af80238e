"""The rules 1 to 17 of the appendix as scheme data, each with cells worked by hand; read by test_appendix.

One entry a rule that stands alone: (number, the county's words, kind, full marks, parameters, [(inputs, points)]).
"""

from collections.abc import Mapping
from typing import Any

Cells = list[tuple[Mapping[str, str], str]]
Rule = tuple[str, str, str, str, dict[str, Any], Cells]


def rate(numerator: int, denominator: int = 100) -> dict[str, str]:
    return {"numerator": str(numerator), "denominator": str(denominator)}


def kinds(*rows: tuple[str, str, str]) -> list[dict[str, str]]:
    """Rows of a count or sample: code, name, deduction."""
    return [{"code": code, "name": name, "deduct": deduct} for code, name, deduct in rows]


def listed(*lines: str) -> dict[str, str]:
    return {"records": "\n".join(lines)}


CREATED: dict[str, Any] = {
    "kinds": [
        {"code": "town", "name": "创建卫生镇", "unit": "个", "earn": "1"},
        {"code": "village", "name": "创建卫生村", "unit": "个", "earn": "0.5"},
    ],
    "placement": "on_top",
    "cap": "5",
}
FIRST: list[Rule] = [
    (
        "1", "量化分级率每下降10%扣0.5分，扣完为止", "step", "2",
        {"subject": "量化分级率", "target": "100", "unit": "10", "deduct": "0.5", "broken_unit": "floor"},
        [(rate(100), "2.00"), (rate(91), "2.00"), (rate(90), "1.50"), (rate(65), "0.50"), (rate(10), "0.00")],
    ),
    (
        "2a", "许可证持证，每缺1户扣1分", "count", "2", {"kinds": kinds(("licence", "未持许可证", "1"))},
        [({"count.licence": "0"}, "2.00"), ({"count.licence": "1"}, "1.00"), ({"count.licence": "9"}, "0.00")],
    ),
    (
        "2b", "人员持证率每下降5%扣0.5分，目标98%", "step", "2",
        {"subject": "人员持证率", "target": "98", "unit": "5", "deduct": "0.5", "broken_unit": "floor"},
        [(rate(98), "2.00"), (rate(94), "2.00"), (rate(93), "1.50"), (rate(78), "0.00")],
    ),
    (
        "3a", "巡查未达到规定户次数，每下降2%扣0.5分，最高扣10分", "step", "10",
        {"subject": "巡查完成率", "target": "100", "unit": "2", "deduct": "0.5", "broken_unit": "floor"},
        [(rate(100), "10.00"), (rate(90), "7.50"), (rate(60), "0.00"), (rate(59), "0.00")],
    ),
    (
        "3b", "记录每缺1份扣0.1分，最高扣5分", "count", "5",
        {"kinds": [{"code": "gap", "name": "缺记录", "unit": "份", "deduct": "0.1", "sub_cap": "5"}]},
        [({"count.gap": "0"}, "5.00"), ({"count.gap": "7"}, "4.30"), ({"count.gap": "51"}, "0.00")],
    ),
    (
        "4a", "宣传培训每少一次扣0.5分（≥8次）", "quota", "4",
        {"subject": "宣传培训", "unit": "次", "required": "8", "deduct": "0.5"},
        [({"count": "8"}, "4.00"), ({"count": "5"}, "2.50"), ({"count": "0"}, "0.00")],
    ),
    (
        "4b", "每缺一个行业扣1分（7个行业）", "quota", "4",
        {"subject": "培训行业", "unit": "个", "required": "7", "deduct": "1"},
        [({"count": "7"}, "4.00"), ({"count": "5"}, "2.00"), ({"count": "1"}, "0.00")],
    ),
    (
        "5a", "每少一次督导扣1分（≥4次）", "quota", "4", {"subject": "督导", "unit": "次", "required": "4", "deduct": "1"},
        [({"count": "4"}, "4.00"), ({"count": "3"}, "3.00"), ({"count": "12"}, "4.00"), ({"count": "0"}, "0.00")],
    ),
    (
        "5b", "资料不齐全酌情扣分", "points", "4", {"step": "0.5"},
        [({"points": "4"}, "4.00"), ({"points": "2.5"}, "2.50")],
    ),
    (
        "6", "每迟报一次扣0.5分，漏报一次扣1分；扣完为止", "count", "6",
        {"kinds": kinds(("late", "迟报", "0.5"), ("missed", "漏报", "1"))},
        [
            ({"count.late": "0", "count.missed": "0"}, "6.00"),
            ({"count.late": "3", "count.missed": "2"}, "2.50"),
            ({"count.late": "2", "count.missed": "6"}, "0.00"),
        ],
    ),
    (
        "7", "迟报一次扣2分，瞒报一次扣5分；未发生的不扣分", "count", "5",
        {"kinds": kinds(("late", "迟报", "2"), ("hidden", "瞒报", "5"))},
        [
            ({"count.late": "0", "count.hidden": "0"}, "5.00"),
            ({"count.late": "2", "count.hidden": "0"}, "1.00"),
            ({"count.late": "0", "count.hidden": "1"}, "0.00"),
        ],
    ),
    (
        "8", "线索每少一条扣2分，最高扣12分；6条后每多一条奖0.2分，最高2分；价值较高的每条奖0.5分，最高5分", "quota", "12",
        {
            "subject": "线索", "unit": "条", "required": "6", "deduct": "2", "sub_cap": "12", "earn": "0.2",
            "bonus_cap": "2",
            "extras": [{"code": "valued", "name": "价值较高的线索", "unit": "条", "earn": "0.5", "cap": "5"}],
        },
        [
            ({"count": "4", "extra.valued": "0"}, "8.00"),
            ({"count": "9", "extra.valued": "1"}, "13.10"),
            ({"count": "0", "extra.valued": "0"}, "0.00"),
            ({"count": "20", "extra.valued": "11"}, "19.00"),
        ],
    ),
    (
        "9a", "应参与创建而未参与扣2分；未创建的不扣", "checklist", "2",
        {"items": kinds(("joined", "应参与创建的已参与", "2"))},
        [({"item.joined": "yes"}, "2.00"), ({"item.joined": "no"}, "0.00")],
    ),
    (
        "9b", "创建卫生镇奖1分、卫生村奖0.5分", "bonus", "0", CREATED,
        [
            ({"case.town": "0", "case.village": "0"}, "0.00"),
            ({"case.town": "1", "case.village": "3"}, "2.50"),
            ({"case.town": "1", "case.village": "30"}, "5.00"),
        ],
    ),
    (
        "10", "酌情奖分", "bonus", "2",
        {"kinds": [{"code": "free", "name": "酌情奖分", "award": "judged", "cap": "2"}]},
        [({"award.free": "0"}, "0.00"), ({"award.free": "1.25"}, "1.25"), ({"award.free": "2"}, "2.00")],
    ),
    (
        "12", "抗生素2联及以上处方≤20%，超1个百分点扣2分", "step", "10",
        {
            "subject": "抗生素2联及以上处方比例", "target": "20", "unit": "1", "deduct": "2", "direction": "lower",
            "broken_unit": "floor",
        },
        [(rate(20), "10.00"), (rate(22), "6.00"), (rate(2242, 10000), "6.00"), (rate(25), "0.00"), (rate(60), "0.00")],
    ),
    (
        "13a", "静脉输液比例≤30%，超1个百分点扣2分", "step", "10",
        {"subject": "静脉输液比例", "target": "30", "unit": "1", "deduct": "2", "direction": "lower"},
        [(rate(30), "10.00"), (rate(3150, 10000), "7.00"), (rate(35), "0.00")],
    ),
    (
        "13b", "激素处方≤15%，超1个百分点扣1分", "step", "5",
        {"subject": "激素处方比例", "target": "15", "unit": "1", "deduct": "1", "direction": "lower"},
        [(rate(10), "5.00"), (rate(18), "2.00"), (rate(21), "0.00")],
    ),
    (
        "14", "有1个药品未零差率销售扣5分，可出现负分", "count", "15",
        {"kinds": [{"code": "drug", "name": "药品未零差率销售", "unit": "个", "deduct": "5"}], "may_go_negative": True},
        [({"count.drug": "0"}, "15.00"), ({"count.drug": "3"}, "0.00"), ({"count.drug": "5"}, "-10.00")],
    ),
    (
        "15", "门诊人次每下降10%扣1分，每上升10%加1分，总扣加不超过3分", "growth", "3",
        {
            "subject": "门诊人次", "value_unit": "人次", "unit": "10", "deduct": "1", "better_earns": "1", "cap": "3",
            "broken_unit": "floor",
        },
        [
            ({"current": "10000", "base": "10000"}, "3.00"),
            ({"current": "8500", "base": "10000"}, "2.00"),
            ({"current": "12000", "base": "10000"}, "5.00"),
            ({"current": "20000", "base": "10000"}, "6.00"),
            ({"current": "5000", "base": "10000"}, "0.00"),
        ],
    ),
    (
        "16", "人均药费每上升5%扣1分，每下降5%加1分，总扣加不超过6分", "growth", "6",
        {
            "subject": "人均药费", "value_unit": "元", "direction": "lower", "unit": "5", "deduct": "1",
            "better_earns": "1", "cap": "6", "broken_unit": "floor",
        },
        [
            ({"current": "40", "base": "40"}, "6.00"),
            ({"current": "44", "base": "40"}, "4.00"),
            ({"current": "36", "base": "40"}, "8.00"),
            ({"current": "10", "base": "40"}, "12.00"),
            ({"current": "60", "base": "40"}, "0.00"),
        ],
    ),
    (
        "17", "调查不少于10名群众，满意率≥80%，低1个百分点扣0.5分", "survey", "3",
        {
            "subject": "群众满意率", "least_answers": "10", "scoring": "step", "target": "80", "unit": "1",
            "deduct": "0.5", "broken_unit": "floor",
        },
        [
            ({"answers": "10", "satisfied": "8"}, "3.00"),
            ({"answers": "50", "satisfied": "39"}, "2.00"),
            ({"answers": "30", "satisfied": "23"}, "1.50"),
            ({"answers": "10", "satisfied": "7"}, "0.00"),
        ],
    ),
]  # fmt: skip
