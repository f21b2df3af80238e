"""The rules 18 to 35 of the appendix as scheme data, each with cells worked by hand; read by test_appendix."""

from typing import Any

from tests.appraisal.core.rules.appendix_first import Rule, kinds, listed, rate

TEN = [str(number) for number in range(1, 11)]
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

SECOND: list[Rule] = [
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
