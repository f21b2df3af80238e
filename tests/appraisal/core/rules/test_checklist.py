"""checklist: unmet items cost points, down to 0; an item with a partial range takes its deduction as a number."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.points import round_points
from appraisal.core.rules import rule_for
from tests.appraisal.core.rules.cases import cents, faults, messages, score, told, zh_steps

BOX = {"code": "box", "name": "设有意见箱", "deduct": "1"}
NOTES = {"code": "notes", "name": "有真实记录", "deduct": "1"}
NOTICE = {"code": "notice", "name": "收费公示", "deduct": "3", "partial_from": "1", "partial_to": "2"}
THREE = {"items": [BOX, NOTES, NOTICE]}


@pytest.mark.parametrize(
    ("box", "notes", "notice", "expected"),
    [
        ("yes", "yes", "0", "5.00"),
        ("no", "yes", "0", "4.00"),
        ("no", "no", "0", "3.00"),
        ("yes", "yes", "3", "2.00"),
        ("yes", "yes", "1", "4.00"),
        ("yes", "yes", "1.25", "3.75"),
        ("yes", "yes", "2", "3.00"),
        ("no", "no", "2", "1.00"),
        ("no", "no", "3", "0.00"),
    ],
)
def test_points(box: str, notes: str, notice: str, expected: str) -> None:
    inputs = {"item.box": box, "item.notes": notes, "item.notice": notice}
    assert str(told("checklist", THREE, "5", inputs).points) == expected


def test_the_floor_is_0() -> None:
    inputs = {"item.box": "no", "item.notes": "no", "item.notice": "3"}
    outcome = told("checklist", THREE, "4", inputs)
    assert outcome.points == 0
    assert "−1 分低于下限，按 0 分计" in zh_steps(outcome)


@pytest.mark.parametrize("cost", ["0.5", "0.99", "2.01", "2.5", "2.99"])
def test_other_deductions_are_refused_with_what_is_allowed(cost: str) -> None:
    outcome = score("checklist", THREE, "5", item__box="yes", item__notes="yes", item__notice=cost)
    allowed = "“收费公示”的扣分应为 0（符合）、1 至 2（部分符合）或 3（不符合）。"
    assert (outcome.points, messages(outcome)) == (None, [("item.notice", "error", allowed)])


def test_a_single_figure_is_named_as_such() -> None:
    fixed = {"items": [{**NOTICE, "partial_to": "1"}]}
    outcome = score("checklist", fixed, "5", item__notice="2")
    assert messages(outcome)[0][2] == "“收费公示”的扣分应为 0（符合）、1（部分符合）或 3（不符合）。"
    assert outcome.problems[0].message.en == "“收费公示” may cost 0 (met), 1 (partly) or 3 (not met)."
    assert told("checklist", fixed, "5", {"item.notice": "1"}).points == 4


def test_more_than_the_whole_deduction_does_not_fit() -> None:
    outcome = score("checklist", THREE, "5", item__box="yes", item__notes="yes", item__notice="3.01")
    assert messages(outcome)[0][:2] == ("item.notice", "error")


def test_every_item_must_be_answered() -> None:
    assert score("checklist", THREE, "5", item__notes="no").missing == ("item.box", "item.notice")
    assert messages(score("checklist", {"items": [BOX]}, "5", item__box="maybe"))[0][:2] == (
        "item.box",
        "error",
    )


@given(
    st.integers(1, 2000),
    st.lists(st.tuples(st.integers(1, 500), st.booleans()), min_size=1, max_size=8),
)
def test_against_the_definition(full: int, items: list[tuple[int, bool]]) -> None:
    rows = [{"code": f"i{n}", "name": f"项目{n}", "deduct": cents(cost)} for n, (cost, _) in enumerate(items)]
    inputs = {f"item.i{n}": "yes" if met else "no" for n, (_, met) in enumerate(items)}
    left = max(0, full - sum(cost for cost, met in items if not met))
    points = told("checklist", {"items": rows}, cents(full), inputs).points
    assert points == round_points(Fraction(left, 100))
    better = told("checklist", {"items": rows}, cents(full), inputs | {"item.i0": "yes"}).points
    assert better is not None
    assert better >= points


@given(st.integers(0, 300))
def test_a_partial_deduction_is_taken_or_refused(cost: int) -> None:
    outcome = score("checklist", {"items": [NOTICE]}, "5", item__notice=cents(cost))
    allowed = cost in {0, 300} or 100 <= cost <= 200
    assert (outcome.points == Decimal(500 - cost) / 100) if allowed else (outcome.points is None)


@pytest.mark.parametrize(
    ("params", "found"),
    [
        (THREE, []),
        ({}, ["items"]),
        ({"items": [BOX, BOX]}, ["items[1].code", "items[1].name"]),
        ({"items": [BOX, {**NOTES, "name": "设有意见箱"}]}, ["items[1].name"]),
        ({"items": [{**BOX, "deduct": "0"}]}, ["items[0].deduct"]),
        ({"items": [{**BOX, "deduct": "0.005"}]}, ["items[0].deduct"]),
        ({"items": [{"code": "a", "name": "甲"}]}, ["items[0].deduct"]),
        ({"items": [{**BOX, "partial_from": "0.5"}]}, ["items[0].partial_to"]),
        ({"items": [BOX, {**NOTES, "partial_to": "0.5"}]}, ["items[1].partial_from"]),
        ({"items": [{**NOTICE, "partial_from": "2.5"}]}, ["items[0].partial_to"]),
        ({"items": [{**NOTICE, "partial_to": "3"}]}, []),
        ({"items": [{**NOTICE, "partial_to": "3.01"}]}, ["items[0].partial_to"]),
        ({"items": [{**NOTICE, "partial_from": "2"}]}, []),
    ],
)
def test_faults(params: dict[str, Any], found: list[str]) -> None:
    assert faults("checklist", params) == found


def test_fields() -> None:
    box, _notes, notice = rule_for("checklist").entry(THREE, Decimal(5))
    assert [choice.label.zh for choice in box.choices] == ["符合", "不符合"]
    assert (notice.type, notice.label.zh, notice.unit, notice.maximum) == (
        "number",
        "收费公示（扣分）",
        "分",
        3,
    )


def test_sentences() -> None:
    sentence = rule_for("checklist").sentence(THREE, Decimal(5))
    assert sentence.zh == (
        "满分 5 分；设有意见箱，不符合扣 1 分；有真实记录，不符合扣 1 分；"
        "收费公示，不符合扣 3 分，部分符合扣 1 至 2 分；扣完为止。"
    )
    assert sentence.en.endswith("收费公示: 3 points off if not met, 1 to 2 if partly; down to 0.")
    single = rule_for("checklist").sentence({"items": [{**NOTICE, "partial_to": "1"}]}, Decimal(5))
    assert "部分符合扣 1 分；" in single.zh


def test_steps() -> None:
    assert zh_steps(
        told("checklist", THREE, "5", {"item.box": "no", "item.notes": "yes", "item.notice": "1.5"})
    ) == [
        "设有意见箱：不符合，扣 1 分",
        "收费公示：部分符合，扣 1.5 分",
        "5 − 2.5 = 2.5",
        "得分 2.50 分",
    ]
    assert zh_steps(
        told("checklist", THREE, "5", {"item.box": "yes", "item.notes": "yes", "item.notice": "3"})
    )[0] == ("收费公示：不符合，扣 3 分")
    assert zh_steps(
        told("checklist", THREE, "5", {"item.box": "yes", "item.notes": "yes", "item.notice": "0"})
    ) == [
        "各项均符合，得满分 5 分",
        "得分 5.00 分",
    ]
