"""veto: an event acts beyond its cell; the score stays. Appendix 29."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.rules import RULES, CeilingEffect, ZeroItems, rule_for
from appraisal.core.text import Text
from tests.appraisal.core.rules.cases import faults, messages, score, told, zh_steps

FAIL: dict[str, Any] = {"event": "负主要责任的医疗事故"}
CAP = {**FAIL, "effect": "cap", "band": "pass"}
ZERO = {**FAIL, "effect": "zero", "targets": "C05-01、C05-02"}
HAPPENED = {"answer": "yes", "document": "卫发〔2026〕8号"}
TEXT = Text(
    "一票否决：负主要责任的医疗事故（卫发〔2026〕8号）", "Veto: 负主要责任的医疗事故 (卫发〔2026〕8号)"
)


@pytest.mark.parametrize(
    ("params", "effect"),
    [
        (FAIL, CeilingEffect("", TEXT)),
        (CAP, CeilingEffect("pass", TEXT)),
        (ZERO, ZeroItems(("C05-01", "C05-02"), TEXT)),
    ],
)
def test_what_it_does(params: dict[str, Any], effect: object) -> None:
    bound = rule_for("veto").bind(params, Decimal(0))
    assert bound.effect(HAPPENED) == effect
    assert bound.effect({"answer": "no"}) is None
    assert bound.effect({"answer": "no", "document": "卫发〔2026〕8号"}) is None
    assert bound.effect({"answer": "yes"}) is None
    assert bound.effect({"answer": "perhaps"}) is None
    assert bound.effect({}) is None


@pytest.mark.parametrize("params", [FAIL, CAP, ZERO])
@pytest.mark.parametrize("inputs", [HAPPENED, {"answer": "no"}, {"answer": "no", "document": "草稿"}])
def test_the_cell_earns_nothing_either_way(params: dict[str, Any], inputs: dict[str, str]) -> None:
    assert str(told("veto", params, "0", inputs).points) == "0.00"


def test_a_document_number_is_due_only_where_it_happened() -> None:
    assert score("veto", FAIL, "0", answer="yes").missing == ("document",)
    assert score("veto", FAIL, "0", answer="no").missing == ()
    assert score("veto", FAIL, "0").missing == ("answer",)
    assert messages(score("veto", FAIL, "0", answer="yes", document="x" * 61))[0][:2] == ("document", "error")


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.isprintable() and text.strip()))
def test_any_printable_document_number_is_kept_in_the_reason(document: str) -> None:
    effect = rule_for("veto").bind(FAIL, Decimal(0)).effect({"answer": "yes", "document": document})
    assert isinstance(effect, CeilingEffect)
    assert document in effect.text.zh
    assert document in effect.text.en


@pytest.mark.parametrize(
    ("params", "full", "found"),
    [
        (FAIL, "0", []),
        (FAIL, "1", ["full_marks"]),
        ({}, "0", ["event"]),
        (CAP, "0", []),
        ({**CAP, "band": ""}, "0", ["band"]),
        ({**CAP, "band": "合格"}, "0", ["band"]),
        ({**CAP, "targets": "C05-01"}, "0", ["targets"]),
        ({**FAIL, "band": "pass"}, "0", ["band"]),
        (ZERO, "0", []),
        ({**ZERO, "targets": ""}, "0", ["targets"]),
        ({**ZERO, "targets": "、"}, "0", ["targets"]),
        ({**ZERO, "targets": "C05-01, 合计"}, "0", ["targets"]),
        ({**ZERO, "targets": "C05-01 C05-01"}, "0", ["targets"]),
        ({**ZERO, "targets": "1.1"}, "0", []),
        ({**FAIL, "effect": "shame"}, "0", ["effect"]),
    ],
)
def test_faults(params: dict[str, Any], full: str, found: list[str]) -> None:
    assert faults("veto", params, full) == found


@pytest.mark.parametrize("targets", ["a,b", "a，b", "a、b", "a;b", "a；b", "a b", " a ,、 b、"])
def test_targets_are_parted_by_any_sign(targets: str) -> None:
    effect = rule_for("veto").bind({**ZERO, "targets": targets}, Decimal(0)).effect(HAPPENED)
    assert effect == ZeroItems(("a", "b"), TEXT)


def test_which_kinds_carry_no_marks() -> None:
    assert [kind for kind, rule in RULES.items() if not rule.carries_marks({})] == ["veto", "factor"]


@pytest.mark.parametrize(
    ("params", "zh", "en"),
    [
        (FAIL, "等次定为最低一等。", "the grade is the lowest one."),
        (CAP, "等次不得高于“pass”。", "the grade is no better than “pass”."),
        (ZERO, "指标 C05-01、C05-02 不得分。", "indicators C05-01, C05-02 earn nothing."),
    ],
)
def test_sentences(params: dict[str, Any], zh: str, en: str) -> None:
    sentence = rule_for("veto").sentence(params, Decimal(0))
    assert sentence.zh == f"一票否决：负主要责任的医疗事故，一经认定，{zh}"
    assert sentence.en == f"Veto: where this is established — 负主要责任的医疗事故 — {en}"


def test_steps() -> None:
    assert zh_steps(told("veto", CAP, "0", HAPPENED)) == [
        "发生：负主要责任的医疗事故（卫发〔2026〕8号），等次不得高于“pass”",
        "得分 0.00 分",
    ]
    assert zh_steps(told("veto", CAP, "0", {"answer": "no"}))[0] == "未发生：负主要责任的医疗事故"


@pytest.mark.parametrize(
    ("params", "indicators", "bands"),
    [
        (ZERO, ("C05-01", "C05-02"), ()),
        (CAP, (), ("pass",)),
        (FAIL, (), ()),
    ],
)
def test_what_it_names_of_its_scheme(
    params: dict[str, Any], indicators: tuple[str, ...], bands: tuple[str, ...]
) -> None:
    rule = rule_for("veto")
    bound = rule.bind(params, Decimal(0))
    mentioned = rule.mentions(bound.terms)
    assert (mentioned.indicators, mentioned.bands) == (indicators, bands)


def test_a_grade_is_called_by_its_name_where_the_scheme_is_known() -> None:
    bound = rule_for("veto").bind(CAP, Decimal(0)).called({"pass": "合格", "good": "良好"})
    assert "等次不得高于“合格”" in bound.sentence().zh
    assert any("等次不得高于“合格”" in step.zh for step in bound.score(HAPPENED).steps)
    assert bound.effect(HAPPENED) == CeilingEffect("pass", TEXT)
    assert "“pass”" in rule_for("veto").bind(CAP, Decimal(0)).called({"good": "良好"}).sentence().zh
    assert "等次不得高于“合格”" in rule_for("veto").sentence(CAP, Decimal(0), {"pass": "合格"}).zh
