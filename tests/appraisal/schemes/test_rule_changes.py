"""What differs between two rules and two schemes, in words: a composite part by part, gates, weights, evidence."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import override

from appraisal.rule_changes import Difference, RuleView, rule_differences
from appraisal.scheme_changes import differences
from appraisal.scheme_document import GatePart
from tests.appraisal.schemes.shelf import every, small

COUNT = {"kinds": [{"code": "n", "name": "缺证", "unit": "户", "deduct": "1"}]}
STEP = {"target": "98", "unit": "5", "deduct": "0.5", "broken_unit": "floor"}
LICENCE: dict[str, Any] = {"code": "a", "name": "许可证", "kind": "count", "full_marks": "2", "params": COUNT}
STAFF: dict[str, Any] = {"code": "b", "name": "持证率", "kind": "step", "full_marks": "2", "params": STEP}


def composite(*parts: dict[str, Any], **more: str) -> RuleView:
    return RuleView("composite", {"parts": list(parts), **more}, Decimal(4))


def lines(old: RuleView, new: RuleView) -> list[tuple[str, str, str, str, str]]:
    return [(one.place, one.name, one.old, one.new, one.kind) for one in rule_differences(old, new, "指标 A")]


def test_the_same_rule_has_no_difference() -> None:
    assert lines(composite(LICENCE, STAFF), composite(LICENCE, STAFF)) == []


def test_a_changed_part_is_told_under_its_name_and_the_others_are_not() -> None:
    changed = STAFF | {"params": STEP | {"target": "95"}}
    assert lines(composite(LICENCE, STAFF), composite(LICENCE, changed)) == [
        (
            "指标 A 子项 持证率", "评分标准",
            "比率≥98% 得满分 2 分；每低 5 个百分点扣 0.5 分（不足 5 个百分点的不扣），扣完为止。",
            "比率≥95% 得满分 2 分；每低 5 个百分点扣 0.5 分（不足 5 个百分点的不扣），扣完为止。",
            "changed",
        )
    ]  # fmt: skip


def test_new_and_removed_parts() -> None:
    found = lines(composite(LICENCE), composite(STAFF))
    assert [(place, kind) for place, _name, _old, _new, kind in found] == [
        ("指标 A 子项 持证率", "new"),
        ("指标 A 子项 许可证", "removed"),
    ]
    assert found[1][2].startswith("满分 2 分；缺证每 1 户扣 1 分")


def test_marks_names_and_kinds_of_a_part() -> None:
    moved = lines(composite(LICENCE, STAFF), composite(LICENCE | {"full_marks": "3", "name": "证照"}, STAFF))
    assert moved == [
        ("指标 A 子项 证照", "子项名称", "许可证", "证照", "changed"),
        ("指标 A 子项 证照", "子项满分", "2", "3", "changed"),
    ]
    judged = LICENCE | {"kind": "points", "params": {"step": "0.5"}}
    kinds = lines(composite(LICENCE, STAFF), composite(judged, STAFF))
    assert kinds[0] == ("指标 A 子项 许可证", "评分规则", "按次扣分", "评分", "changed")
    assert [line[1] for line in kinds] == ["评分规则", "评分标准"]


def test_the_way_of_combining_and_the_order() -> None:
    assert lines(composite(LICENCE, STAFF), composite(LICENCE, STAFF, mode="shared", floor="-1")) == [
        ("指标 A", "组合方式", "", "各子项在同一分值内扣分", "changed"),
        ("指标 A", "组合下限", "", "-1", "changed"),
    ]
    assert lines(composite(LICENCE, STAFF), composite(STAFF, LICENCE)) == [
        ("指标 A 子项", "次序", "许可证、持证率", "持证率、许可证", "changed")
    ]


def test_a_label_that_the_sentence_does_not_say_is_told_by_itself() -> None:
    old = RuleView("linear", {"target": "95"}, Decimal(5))
    new = RuleView("linear", {"target": "95", "numerator_label": "合格"}, Decimal(5))
    assert lines(old, new) == [("指标 A", "分子名称", "", "合格", "changed")]


def test_another_kind_is_told_by_both_sentences_and_a_faulty_one_by_its_name() -> None:
    ((_place, name, before, after, _kind),) = lines(RuleView("count", COUNT, Decimal(2)), composite(LICENCE))
    assert (name, before) == ("评分标准", "满分 2 分；缺证每 1 户扣 1 分；扣完为止。")
    assert after == "组合"
    with override("en"):
        assert lines(composite(LICENCE), composite(LICENCE | {"kind": "magic"}))[-1][3] == "magic"


def test_gates_weights_and_evidence_of_a_scheme() -> None:
    old = small()
    first, second = old.categories
    (part,) = first.indicators
    new = replace(
        old,
        categories=(
            replace(first, weight_percent=Decimal(60), indicators=(replace(part, needs_evidence=True),)),
            replace(second, weight_percent=Decimal(40)),
        ),
        gates=(GatePart(name="必查内容", codes=("A-01",), percent=Decimal(90)),),
    )
    found = differences(old, new)
    assert found.lines == [
        Difference("考核类别 A 公共卫生", "所占权重", "", "60"),
        Difference("考核类别 B 基本医疗", "所占权重", "", "40"),
        Difference("考核指标 A-01 指标A-01", "须有佐证材料", "否", "是"),
        Difference("评优门槛 必查内容", "", "", "A-01 ≥ 90%", "new"),
    ]
    back = differences(new, replace(new, gates=(replace(new.gates[0], percent=Decimal(80)),)))
    assert back.lines == [Difference("评优门槛 必查内容", "得分率", "90", "80")]
    assert differences(new, old).removed == 1


def test_a_scheme_of_every_kind_does_not_differ_from_itself() -> None:
    found = differences(every(), every())
    assert (found.lines, found.new, found.changed, found.removed) == ([], 0, 0, 0)
