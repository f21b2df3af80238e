"""A sheet as a whole: weighted parts, bonus on top, vetoes, gates, factors; what is kept of them; RULES 3–5."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.cells import CellInput, CellResult, IndicatorSpec, score_cell
from appraisal.core.gates import GateMark, GateSpec, check_gates, gate_mark
from appraisal.core.rules import CeilingEffect, FactorEffect, ZeroItems
from appraisal.core.sheet import (
    KeptEffects,
    SheetOutcome,
    ceiling,
    effects_json,
    read_effects,
    sheet_outcome,
    weighted_gates,
)
from appraisal.core.text import Text
from appraisal.core.totals import CategorySpec
from tests.appraisal.core.build import BANDS, category, indicator

WORD = Text("一票否决：甲（一号）", "Veto: A (1)")
ON_TOP = {
    "kinds": [{"code": "m", "name": "创建", "earn": "2", "cap": "4"}],
    "placement": "on_top",
    "cap": "4",
}


def weighted(code: str, full: str, weight: str, *parts: IndicatorSpec) -> CategorySpec:
    return CategorySpec(code, code, Decimal(full), parts, "", Decimal(weight))


def scored(*cells: tuple[IndicatorSpec, dict[str, str]], na: tuple[str, ...] = ()) -> dict[str, CellResult]:
    return {
        spec.code: score_cell(spec, CellInput(inputs, not_applicable=spec.code in na))
        for spec, inputs in cells
    }


def points(code: str, full: str, got: str) -> tuple[IndicatorSpec, dict[str, str]]:
    return indicator(code, full, na_mode="exclude"), {"points": got}


def whole(*cells: tuple[IndicatorSpec, dict[str, str]], **more: Any) -> SheetOutcome:
    only = category("1", "100", *(spec for spec, _inputs in cells))
    na = more.pop("na", ())
    return sheet_outcome([only], scored(*cells, na=na), **more)


HOSPITAL = (
    weighted("综合管理", "50", "22", indicator("a", "50")),
    weighted("任务项目", "120", "68", indicator("b", "120", na_mode="exclude")),
    weighted("综合评价", "10", "10", indicator("c", "10")),
)


def hospital(a: str, b: str, c: str, na: tuple[str, ...] = ()) -> SheetOutcome:
    specs = [one.indicators[0] for one in HOSPITAL]
    cells = zip(specs, ({"points": a}, {"points": b}, {"points": c}), strict=True)
    return sheet_outcome(HOSPITAL, scored(*cells, na=na))


@pytest.mark.parametrize(
    ("a", "b", "c", "expected"),
    [
        ("50", "120", "10", "100.00"),
        ("45", "108", "9", "90.00"),  # 0.9 of each part
        ("25", "120", "10", "89.00"),  # 11 + 68 + 10
        ("50", "119", "10", "99.43"),  # 68 × 119 ÷ 120 = 67.43333…
    ],
)
def test_weighted_parts(a: str, b: str, c: str, expected: str) -> None:
    assert hospital(a, b, c).total.value == Decimal(expected)


def test_a_part_of_which_nothing_applies_leaves_its_weight_to_the_others() -> None:
    outcome = hospital("25", "0", "10", na=("b",))
    assert outcome.total.value == Decimal("65.63")  # (11 + 10) ÷ 32 × 100
    assert outcome.total.steps[0].zh == "按各部分权重：(25 ÷ 50 × 22% + 10 ÷ 10 × 10%) ÷ 32% = 65.625"


def test_a_bonus_on_top_is_added_after_the_marks_are_scaled() -> None:
    bonus = indicator("9.1", "0", "bonus", params=ON_TOP)
    outcome = whole(points("1", "50", "40"), points("2", "50", "0"), (bonus, {"case.m": "2"}), na=("2",))
    assert outcome.categories[0].points == Decimal("40.00")
    assert outcome.categories[0].on_top == Decimal("4.00")
    assert outcome.total.value == Decimal("84.00")  # 40 ÷ 50 × 100 + 4
    assert outcome.total.steps[-2].zh == "另加附加分：80 + 4 = 84"


def test_a_total_with_a_bonus_is_held_at_100() -> None:
    bonus = indicator("9.1", "0", "bonus", params=ON_TOP)
    assert whole(points("1", "100", "99"), (bonus, {"case.m": "1"})).total.value == Decimal("100.00")


def test_a_bonus_on_top_is_converted_where_full_marks_differ_from_100() -> None:
    bonus = indicator("9.1", "0", "bonus", params=ON_TOP)
    outcome = whole(points("1", "200", "100"), (bonus, {"case.m": "2"}))
    assert outcome.total.value == Decimal("52.00")
    assert outcome.total.steps[-2].zh == "另加附加分：50 + 4 ÷ 200 × 100 = 52"


def test_a_veto_zeroes_items_and_their_points_stay_visible() -> None:
    cells = [points("1", "60", "50"), points("2", "40", "30")]
    effects = [("9", ZeroItems(("2",), WORD))]
    outcome = whole(*cells, effects=effects)
    assert outcome.total.value == Decimal("50.00")
    assert scored(*cells)["2"].points == Decimal("30.00")


def test_a_zeroed_item_below_nought_stays_below() -> None:
    debt = indicator("2", "40", "count", params={"kinds": [{"code": "x", "name": "例", "deduct": "50"}],
                                                 "may_go_negative": True})  # fmt: skip
    outcome = whole(
        points("1", "60", "50"), (debt, {"count.x": "1"}), effects=[("9", ZeroItems(("2",), WORD))]
    )
    assert outcome.total.value == Decimal("40.00")


def test_a_factor_takes_the_whole_before_it_is_held() -> None:
    """99 with a bonus of 4 is 103, × 0.9 is 92.70: held to 100 first it would be 90; rounded once, at the end."""
    bonus, word = indicator("9.1", "0", "bonus", params=ON_TOP), Text("系数", "factor")
    ninety = [("9", FactorEffect(Fraction(9, 10), word))]
    top = whole(points("1", "100", "99"), (bonus, {"case.m": "2"}), effects=ninety)
    assert top.total.value == Decimal("92.70")
    third = [("9", FactorEffect(Fraction(1, 3), word)), ("8", FactorEffect(Fraction(3, 4), word))]
    assert whole(points("1", "100", "99.98"), effects=third).total.value == Decimal("25.00")  # 24.995
    debt = indicator("2", "40", "count", params={"kinds": [{"code": "x", "name": "例", "deduct": "50"}],
                                                 "may_go_negative": True})  # fmt: skip
    below = whole(points("1", "60", "1"), (debt, {"count.x": "1"}), effects=ninety)
    assert (below.categories[0].points, below.total.value) == (Decimal("-9.00"), Decimal("0.00"))


def test_factors_multiply_the_whole() -> None:
    satisfaction = FactorEffect(Fraction(93, 100), Text("居民满意度", "satisfaction"))
    outcome = whole(points("1", "100", "90"), effects=[("9", satisfaction)])
    assert outcome.total.value == Decimal("83.70")
    assert outcome.total.steps[-2].zh == "居民满意度：90 × 0.93 = 83.7"


def test_an_open_cell_leaves_the_sheet_without_total() -> None:
    assert whole(points("1", "60", ""), points("2", "40", "30")).total.value is None


MUST = GateSpec("必查内容", ("1", "2"), Decimal(90))


@pytest.mark.parametrize(
    ("one", "two", "passed"),
    [("50", "40", True), ("50", "31", True), ("50", "30.99", False), ("0", "0", False)],
)
def test_a_gate_stands_at_its_percent(one: str, two: str, passed: bool) -> None:
    mark = gate_mark(MUST, scored(points("1", "50", one), points("2", "40", two)))
    assert mark.passed is passed


def test_a_gate_counts_what_applies_and_holds_nobody_back_behind_nothing() -> None:
    cells = scored(points("1", "50", "1"), points("2", "40", "36"), na=("1",))
    assert gate_mark(MUST, cells) == GateMark("必查内容", Fraction(36), Fraction(40), Decimal(90))
    nothing = gate_mark(MUST, scored(points("1", "50", "1"), points("2", "40", "1"), na=("1", "2")))
    assert nothing.passed
    assert nothing.text().zh == "必查内容：均为缺项，不设门槛"


def test_a_gate_sees_what_a_veto_zeroed() -> None:
    cells = [points("1", "50", "50"), points("2", "40", "40")]
    assert whole(*cells, gates=[MUST]).gates[0].passed
    assert not whole(*cells, gates=[MUST], effects=[("9", ZeroItems(("1",), WORD))]).gates[0].passed


def test_gates_in_words() -> None:
    mark = GateMark("必查内容", Fraction(80), Fraction(90), Decimal(90))
    assert mark.text().zh == "必查内容得分率：80 ÷ 90 × 100% ≈ 88.8889%，门槛 90%，未达到，不得评为最高等次"


@pytest.mark.parametrize(
    ("gate", "paths"),
    [
        (MUST, []),
        (GateSpec("", ("1",), Decimal(90)), ["gates[0].name"]),
        (GateSpec("甲", (), Decimal(90)), ["gates[0].indicators"]),
        (GateSpec("甲", ("1", "1"), Decimal(90)), ["gates[0].indicators"]),
        (GateSpec("甲", ("8",), Decimal(90)), ["gates[0].indicators"]),
        (GateSpec("甲", ("3",), Decimal(90)), ["gates[0].indicators"]),
        (GateSpec("甲", ("1",), Decimal(0)), ["gates[0].percent"]),
        (GateSpec("甲", ("1",), Decimal("100.01")), ["gates[0].percent"]),
    ],
)
def test_faults_of_gates(gate: GateSpec, paths: list[str]) -> None:
    marks = {"1": Decimal(50), "2": Decimal(40), "3": Decimal(0)}
    assert [fault.path for fault in check_gates([gate], marks)] == paths


def test_two_gates_of_one_name() -> None:
    found = check_gates([MUST, MUST], {"1": Decimal(50), "2": Decimal(40)})
    assert [fault.path for fault in found] == ["gates[1].name"]


FAILED_GATE = GateMark("必查内容", Fraction(1), Fraction(2), Decimal(90))


@pytest.mark.parametrize(
    ("ceilings", "gates", "expected"),
    [
        ([], [], ""),
        ([], [GateMark("必查内容", Fraction(1), Fraction(1), Decimal(90))], ""),
        ([], [FAILED_GATE], "good"),
        (["pass"], [FAILED_GATE], "pass"),
        (["pass", ""], [], "fail"),
        (["excellent"], [FAILED_GATE], "good"),
    ],
)
def test_the_strictest_ceiling_counts(ceilings: list[str], gates: list[GateMark], expected: str) -> None:
    code, why = ceiling(BANDS, [CeilingEffect(one, WORD) for one in ceilings], gates)
    assert code == expected
    assert (why is None) == (expected == "")


def test_a_ceiling_of_an_unknown_band_is_refused() -> None:
    with pytest.raises(ValueError, match="magic"):
        ceiling(BANDS, [CeilingEffect("magic", WORD)], [])


def test_a_year_weighs_its_rounds_gates() -> None:
    june = KeptEffects(gates=(GateMark("甲", Fraction(95), Fraction(100), Decimal(90)),))
    december = KeptEffects(gates=(GateMark("甲", Fraction(86), Fraction(100), Decimal(90)),))
    (mark,) = weighted_gates([(june, Fraction(40)), (december, Fraction(60))])
    assert mark.rate == Fraction(896, 10)  # 95 × 40 % + 86 × 60 %
    (alone,) = weighted_gates([(KeptEffects(gates=(GateMark("甲", Fraction(0), Fraction(0), Decimal(90)),)), Fraction(40)),
                               (december, Fraction(60))])  # fmt: skip
    assert alone.rate == Fraction(86)


texts = st.builds(Text, st.text(max_size=8), st.text(max_size=8))
codes = st.text("abc19.", min_size=1, max_size=4)
effects = st.one_of(
    st.builds(ZeroItems, st.lists(codes, max_size=3).map(tuple), texts),
    st.builds(CeilingEffect, st.sampled_from(["", "good", "pass"]), texts),
    st.builds(FactorEffect, st.fractions(0, 2), texts),
)


@given(st.lists(st.tuples(codes, effects), max_size=4), st.booleans())
def test_what_is_kept_reads_back_the_same(found: list[tuple[str, Any]], gated: bool) -> None:
    outcome = whole(
        points("1", "60", "50"), points("2", "40", "30"), gates=[MUST] if gated else [], effects=found
    )
    kept = read_effects(effects_json(outcome))
    product = Fraction(1)
    for _code, effect in found:
        product *= effect.factor if isinstance(effect, FactorEffect) else 1
    assert kept.factor == product
    assert list(kept.ceilings) == [effect for _code, effect in found if isinstance(effect, CeilingEffect)]
    assert list(kept.zeroed) == [effect.text for _code, effect in found if isinstance(effect, ZeroItems)]
    assert kept.gates == outcome.gates
