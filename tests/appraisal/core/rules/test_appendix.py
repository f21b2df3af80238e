"""Rules as real counties write them (the 35 of the appendix), as scheme data, with cells worked by hand.

One entry a rule that stands alone: (number, the county's words, kind, full marks, parameters, [(inputs, points)]).
Lines that join two rules in one indicator are composites: their parts stand here as "2a", "2b" where one kind says
them alone.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from appraisal.core.rules import CeilingEffect, FactorEffect, rule_for
from tests.appraisal.core.rules.cases import told

Cells = list[tuple[Mapping[str, str], str]]
Rule = tuple[str, str, str, str, dict[str, Any], Cells]


def rate(numerator: int, denominator: int = 100) -> dict[str, str]:
    return {"numerator": str(numerator), "denominator": str(denominator)}


def kinds(*rows: tuple[str, str, str]) -> list[dict[str, str]]:
    """Rows of a count or sample: code, name, deduction."""
    return [{"code": code, "name": name, "deduct": deduct} for code, name, deduct in rows]


def listed(*lines: str) -> dict[str, str]:
    return {"records": "\n".join(lines)}


TEN = [str(number) for number in range(1, 11)]
CREATED: dict[str, Any] = {
    "kinds": [
        {"code": "town", "name": "创建卫生镇", "unit": "个", "earn": "1"},
        {"code": "village", "name": "创建卫生村", "unit": "个", "earn": "0.5"},
    ],
    "placement": "on_top",
    "cap": "5",
}
EXTRA: dict[str, Any] = {
    "kinds": [
        {"code": "method", "name": "适宜技术", "unit": "项", "earn": "2", "cap": "4"},
        {
            "code": "paper1",
            "name": "刊物文章（一类）",
            "unit": "篇",
            "earn": "1",
            "cap": "5",
            "group": "刊物",
        },
        {
            "code": "paper2",
            "name": "刊物文章（二类）",
            "unit": "篇",
            "earn": "0.5",
            "cap": "5",
            "group": "刊物",
        },
        {"code": "host", "name": "承担检查", "unit": "次", "earn": "1", "cap": "3"},
        {"code": "city", "name": "市级先进", "unit": "个", "earn": "2"},
        {"code": "county", "name": "县级先进", "unit": "个", "earn": "1"},
    ],
    "placement": "on_top",
    "cap": "20",
}
NOTHING = {f"case.{row['code']}": "0" for row in EXTRA["kinds"]}
DUE_JUNE = {"code": "late", "name": "6月底前未拨付", "deduct": "1"}

RULES: list[Rule] = [
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
    (
        "18a", "无意见箱扣1分，无真实记录扣1分", "checklist", "2",
        {"items": kinds(("box", "设有意见箱", "1"), ("records", "有真实记录", "1"))},
        [
            ({"item.box": "yes", "item.records": "yes"}, "2.00"),
            ({"item.box": "yes", "item.records": "no"}, "1.00"),
            ({"item.box": "no", "item.records": "no"}, "0.00"),
        ],
    ),
    (
        "18b", "无公示扣3分，公示不全扣1-2分", "checklist", "3",
        {"items": [{"code": "notice", "name": "公示", "deduct": "3", "partial_from": "1", "partial_to": "2"}]},
        [({"item.notice": "0"}, "3.00"), ({"item.notice": "1.5"}, "1.50"), ({"item.notice": "3"}, "0.00")],
    ),
    (
        "19", "1次不按要求报送扣0.5分，故意虚报1次扣2分", "count", "5",
        {"kinds": kinds(("wrong", "不按要求报送", "0.5"), ("false", "故意虚报", "2"))},
        [
            ({"count.wrong": "0", "count.false": "0"}, "5.00"),
            ({"count.wrong": "3", "count.false": "1"}, "1.50"),
            ({"count.wrong": "0", "count.false": "3"}, "0.00"),
        ],
    ),
    (
        "20", "医务人员收入与药品收入挂钩扣3分", "yes_no", "3", {"expected": "no"},
        [({"answer": "no"}, "3.00"), ({"answer": "yes"}, "0.00")],
    ),
    (
        "21", "健全机构+5分；未发文-2分，未成立工作机构-1分，未调整-2分", "checklist", "5",
        {"items": kinds(("issued", "已发文", "2"), ("office", "成立工作机构", "1"), ("updated", "及时调整", "2"))},
        [
            ({"item.issued": "yes", "item.office": "yes", "item.updated": "yes"}, "5.00"),
            ({"item.issued": "no", "item.office": "yes", "item.updated": "no"}, "1.00"),
            ({"item.issued": "no", "item.office": "no", "item.updated": "no"}, "0.00"),
        ],
    ),
    (
        "22", "报道不少于10篇，每缺一篇扣1分", "quota", "10",
        {"subject": "报道", "unit": "篇", "required": "10", "deduct": "1"},
        [({"count": "10"}, "10.00"), ({"count": "14"}, "10.00"), ({"count": "7"}, "7.00"), ({"count": "0"}, "0.00")],
    ),
    (
        "23", "儿童健康管理率达到目标值（实际/85%×10）", "linear", "10", {"subject": "儿童健康管理率", "target": "85"},
        [(rate(85), "10.00"), (rate(90), "10.00"), (rate(80), "9.41"), (rate(34), "4.00"), (rate(0), "0.00")],
    ),
    (
        "24", "抽取10份档案，1份不真实扣1分", "sample", "10",
        {"size": "10", "defects": kinds(("false", "不真实", "1")), "once_per_record": True},
        [
            (listed(*TEN), "10.00"),
            (listed("1: false", "2: false×3", *TEN[2:]), "8.00"),
            (listed(*(f"{one}: false" for one in TEN)), "0.00"),
        ],
    ),
    (
        "25", "建档率达目标得40分，低于要求按比例得分", "linear", "40", {"subject": "建档率", "target": "75"},
        [(rate(75), "40.00"), (rate(60), "32.00"), (rate(1, 3), "17.78")],
    ),
    (
        "26", "抽取10份档案，1份有空项扣1分，漏项扣1分，电话不正确扣5分，可倒扣", "sample", "30",
        {
            "size": "10", "may_go_negative": True, "once_per_record": True,
            "defects": kinds(("blank", "有空项", "1"), ("gap", "漏项", "1"), ("phone", "电话不正确", "5")),
        },
        [
            (listed(*TEN), "30.00"),
            (listed("1: blank, gap", "2: phone", *TEN[2:]), "23.00"),
            (listed(*(f"{one}: phone" for one in TEN)), "-20.00"),
            (listed("1: blank×4", *TEN[1:]), "29.00"),
        ],
    ),
    (
        "27", "出现重复档案此项不得分", "sample", "10",
        {"size": "10", "defects": [{"code": "copy", "name": "重复档案", "zero_item": True}]},
        [(listed(*TEN), "10.00"), (listed("1: copy", *TEN[1:]), "0.00")],
    ),
    (
        "28", "适宜技术每项加2分不超过4分；刊物每篇1分/0.5分不超过5分；承担检查一次1分不超过3分；先进市级2分县级1分",
        "bonus", "0", EXTRA,
        [
            (NOTHING, "0.00"),
            (NOTHING | {"case.paper1": "4", "case.paper2": "1"}, "4.50"),
            (NOTHING | {"case.paper1": "4", "case.paper2": "3"}, "5.00"),
            (NOTHING | {"case.method": "3", "case.host": "1"}, "5.00"),
            (NOTHING | {"case.paper1": "2", "case.paper2": "3", "case.city": "1", "case.county": "2"}, "7.50"),
            (NOTHING | {"case.method": "9", "case.host": "9", "case.city": "9"}, "20.00"),
        ],
    ),
    (
        "29", "一票否决：医疗事故主要责任", "veto", "0", {"event": "负主要责任的医疗事故"},
        [({"answer": "no"}, "0.00"), ({"answer": "yes", "document": "卫发〔2026〕8号"}, "0.00")],
    ),
    (
        "30", "考核得分乘以居民满意度为综合得分", "factor", "0", {"subject": "居民满意度"},
        [(rate(92), "0.00"), (rate(100), "0.00")],
    ),
    (
        "32", "知晓率大于60%合格发100%，40-60%发50%，小于40%不予发放", "tier", "10",
        {
            "subject": "知晓率",
            "bands": [
                {"from": "60", "points": "10", "ends": "neither"},
                {"from": "40", "to": "60", "points": "5", "ends": "both"},
                {"to": "40", "points": "0"},
            ],
        },
        [(rate(61), "10.00"), (rate(60), "5.00"), (rate(40), "5.00"), (rate(39), "0.00")],
    ),
    (
        "33", "每年6月底前拨付，未及时一次扣1分", "count", "3", {"kinds": [DUE_JUNE]},
        [({"count.late": "0"}, "3.00"), ({"count.late": "2"}, "1.00"), ({"count.late": "4"}, "0.00")],
    ),
    (
        "34a", "处方合格率低于95%扣5分", "tier", "5",
        {"subject": "处方合格率", "bands": [{"from": "95", "points": "5"}, {"to": "95", "points": "0"}]},
        [(rate(95), "5.00"), (rate(9499, 10000), "0.00")],
    ),
    (
        "34b", "不合格处方每张扣1分", "count", "10",
        {"kinds": [{"code": "bad", "name": "不合格处方", "unit": "张", "deduct": "1"}]},
        [({"count.bad": "0"}, "10.00"), ({"count.bad": "3"}, "7.00"), ({"count.bad": "11"}, "0.00")],
    ),
    ("35a", "是/否得满分", "yes_no", "5", {}, [({"answer": "yes"}, "5.00"), ({"answer": "no"}, "0.00")]),
    (
        "35b", "≥目标满分，不足按比例", "linear", "5", {"target": "90"},
        [(rate(90), "5.00"), (rate(45), "2.50"), (rate(95), "5.00")],
    ),
    (
        "35c", "≤目标满分，超过按比例", "linear", "5", {"target": "20", "zero_point": "40", "direction": "lower"},
        [(rate(20), "5.00"), (rate(5), "5.00"), (rate(30), "2.50"), (rate(40), "0.00"), (rate(60), "0.00")],
    ),
]  # fmt: skip
CELLS = [
    pytest.param(kind, full, params, inputs, points, id=f"{number}-{points}")
    for number, _words, kind, full, params, cells in RULES
    for inputs, points in cells
]


@pytest.mark.parametrize(("kind", "full", "params", "inputs", "points"), CELLS)
def test_cells_worked_by_hand(
    kind: str, full: str, params: dict[str, Any], inputs: Mapping[str, str], points: str
) -> None:
    assert str(told(kind, params, full, inputs).points) == points


@pytest.mark.parametrize(("kind", "full", "params"), [pytest.param(r[2], r[3], r[4], id=r[0]) for r in RULES])
def test_every_rule_is_sound_and_says_itself(kind: str, full: str, params: dict[str, Any]) -> None:
    assert rule_for(kind).check(params, Decimal(full)) == []
    sentence = rule_for(kind).sentence(params, Decimal(full))
    assert sentence.zh.endswith("。")
    assert sentence.en.endswith(".")


def test_which_rules_of_the_appendix_stand_here() -> None:
    """11 is the modifier *no evidence*, 31 a gate: both belong to cells and grades, not to a kind of rule."""
    numbers = {int(number.rstrip("abc")) for number, *_ in RULES}
    assert set(range(1, 36)) - numbers == {11, 31}


def bound(number: str) -> Any:
    kind, full, params = next((rule[2], rule[3], rule[4]) for rule in RULES if rule[0] == number)
    return rule_for(kind).bind(params, Decimal(full))


def test_what_29_and_30_do_beyond_their_cells() -> None:
    veto = bound("29").effect({"answer": "yes", "document": "卫发〔2026〕8号"})
    assert isinstance(veto, CeilingEffect)
    assert (veto.band, "卫发〔2026〕8号" in veto.text.zh) == ("", True)
    factor = bound("30").effect(rate(92))
    assert isinstance(factor, FactorEffect)
    assert factor.factor == Decimal("0.92")


def test_fewer_than_ten_asked_leave_17_open() -> None:
    outcome = bound("17").score({"answers": "9", "satisfied": "9"})
    assert (outcome.points, outcome.errors, [one.severity for one in outcome.problems]) == (
        None,
        (),
        ["open"],
    )
