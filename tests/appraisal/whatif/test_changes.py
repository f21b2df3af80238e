"""Changes on a copy: what each kind does, what is refused and why, and JSON that reads back to the same."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.cells import CellInput
from appraisal.core.whatif.base import Base, RoundSheets
from appraisal.core.whatif.changes import (
    BandFloors,
    Cap,
    CategoryMarks,
    CategoryWeights,
    Change,
    GatePercents,
    IndicatorChange,
    RoundWeights,
    TieBreaks,
)
from appraisal.core.whatif.more_changes import (
    CellChange,
    LeaveOut,
    Money,
    merged,
)
from appraisal.core.whatif.reckon import Reckoned, reckon
from appraisal.core.whatif.scenario import Applied, apply_changes, compare, opened_cells
from tests.appraisal.whatif.build import base, points, scheme, weighted

D = Decimal


def then(start: Base, *changes: Change) -> Applied:
    return apply_changes(start, changes)


def totals(found: Reckoned) -> list[str]:
    return [str(line.total) for line in found.lines.values()]


def grades(found: Reckoned) -> dict[str, str]:
    return {one.key: one.grade for one in found.grades.graded}


def why(applied: Applied) -> list[str]:
    return [fault.message.zh for faults in applied.faults.values() for fault in faults]


YEAR = base(june={"A": ("60", "20"), "B": ("50", "30")}, december={"A": ("50", "20"), "B": ("60", "30")})
JUNE = base(
    june={"A": ("60", "26"), "B": ("50", "30"), "C": ("40", "20"), "D": ("30", "20"), "E": ("20", "5")}
)


def test_today() -> None:
    assert totals(reckon(YEAR)) == ["74.00", "86.00"]
    assert grades(reckon(JUNE)) == {"A": "excellent", "B": "good", "C": "pass", "D": "fail", "E": "fail"}


@pytest.mark.parametrize(
    ("start", "change", "expected"),
    [
        (YEAR, RoundWeights({"june": D(50), "december": D(50)}), ["75.00", "85.00"]),
        (YEAR, Cap(D(50)), ["74.00", "86.00"]),
        # 60 of 60 stays whole in a category of 80 marks: (80 + 20) ÷ 120.
        (base(june={"A": ("60", "20")}), CategoryMarks("1", D(80)), ["83.33"]),
        # 20 of 40 awarded points are 10 of 20: (60 + 10) ÷ 80.
        (base(june={"A": ("60", "20")}), IndicatorChange("2.1", D(20)), ["87.50"]),
        (
            JUNE,
            CellChange("june", "E", "1.1", {"points": "55"}),
            ["86.00", "80.00", "60.00", "50.00", "60.00"],
        ),
        (JUNE, LeaveOut("B"), ["86.00", "60.00", "50.00", "25.00"]),
        (weighted(), CategoryWeights({"1": D(50), "2": D(50)}), ["75.00"]),
    ],
)
def test_what_a_change_does_to_totals(start: Base, change: Change, expected: list[str]) -> None:
    applied = then(start, change)
    assert applied.faults == {}
    assert totals(reckon(applied.base)) == expected


def test_a_floor_moves_a_grade_and_the_cap_gives_a_place() -> None:
    floor = reckon(then(JUNE, BandFloors({"excellent": D(80)})).base)
    assert grades(floor)["B"] == "good"
    both = reckon(then(JUNE, BandFloors({"excellent": D(80)}), Cap(D(40))).base)
    assert grades(both)["B"] == "excellent"
    rows = {row.key: row for row in compare(reckon(JUNE), both)}
    assert rows["B"].regraded
    assert rows["B"].crossed
    assert rows["B"].gain == 0
    assert not rows["C"].regraded
    assert rows["C"].same


def test_a_centre_left_out_takes_its_place_with_it() -> None:
    found = reckon(then(JUNE, LeaveOut("A")).base)
    rows = compare(reckon(JUNE), found)
    assert [row.key for row in rows] == ["B", "C", "D", "E", "A"]
    assert rows[-1].then.standing == "left_out"
    assert rows[0].climb == 1
    assert found.grades.places == 0


def test_tie_breaks_part_equals() -> None:
    start = base(june={"A": ("50", "30"), "B": ("46", "34")})
    assert [one.rank for one in reckon(start).grades.graded] == [1, 2]
    same = reckon(then(start, TieBreaks(())).base)
    assert [one.rank for one in same.grades.graded] == [1, 1]
    other = reckon(then(start, TieBreaks(("satisfaction",))).base)
    assert [one.key for one in other.grades.graded] == ["B", "A"]


def test_a_gate_holds_the_top_grade_back() -> None:
    start = base(
        june={"A": ("50", "40"), "B": ("10", "10"), "C": ("9", "9"), "D": ("8", "8"), "E": ("7", "7")}
    )
    assert grades(reckon(start))["A"] == "excellent"
    stricter = reckon(then(start, GatePercents({"必查": D(90)})).base)
    assert grades(stricter)["A"] == "good"
    assert [one.code for one in stricter.graded()["A"].remarks] == ["ceiling"]


def test_money_shares_change_and_grades_stay() -> None:
    applied = then(JUNE, Money(D(70), None, {"fail": D(80)}))
    assert applied.base.scheme.money.monthly_percent == 70
    assert applied.base.scheme.money.first_part_percent == 40
    assert [band.forfeit_percent for band in applied.base.scheme.bands][-1] == 80
    assert reckon(applied.base).grades.graded == reckon(JUNE).grades.graded


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (RoundWeights({"june": D(50)}), "各轮次权重合计为 110%，应为 100%。"),
        (RoundWeights({"march": D(50)}), "方案中没有这些轮次。"),
        (BandFloors({"good": D(85)}), "与“优秀”起点相同，重叠。"),
        (BandFloors({"good": D(90)}), "等次的先后不得颠倒：“优秀”的下限应高于“良好”。"),
        (BandFloors({"great": D(85)}), "方案中没有这些等次。"),
        (Cap(D(101)), "应在 0 至 100% 之间。"),
        (CategoryMarks("1", D(0)), "满分应大于 0，小数不超过 2 位。"),
        (CategoryMarks("9", D(1)), "方案中没有类别 9。"),
        (CategoryWeights({"1": D(50)}), "方案没有按权重合计这些类别。"),
        (IndicatorChange("1.1", D("0.5"), {"step": "1"}), "满分 0.5 分不是它的整数倍。"),
        (IndicatorChange("1.1", None, {"stride": "1"}), "没有这个参数。"),
        (IndicatorChange("9.9"), "方案中没有指标 9.9。"),
        (TieBreaks(("june", "june")), "重复。"),
        (GatePercents({"必查": D(0)}), "应大于 0 且不超过 100%。"),
        (GatePercents({"选查": D(50)}), "方案中没有这些评优门槛。"),
        (Money(D(120)), "应在 0 至 100% 之间。"),
        (CellChange("june", "A", "1.1", {}), "还缺：得分"),
        (CellChange("june", "A", "1.1", {"points": "70"}), "应为0 至 60 之间的数"),
        (CellChange("june", "A", "1.1", {}, na=True), "本指标不得标注缺项。"),
        (CellChange("may", "A", "1.1", {}), "没有这一格：may A 1.1"),
        (LeaveOut("Z"), "没有考核对象 Z。"),
    ],
)  # fmt: skip
def test_a_change_at_fault_is_left_out_and_says_why(change: Change, message: str) -> None:
    applied = then(YEAR, change)
    assert list(applied.faults) == [change.key]
    assert message in why(applied)[0]
    assert applied.base == YEAR


def test_the_last_centre_cannot_be_left_out() -> None:
    applied = then(YEAR, LeaveOut("A"), LeaveOut("B"))
    assert list(applied.faults) == ["leave_out:B"]
    assert why(applied) == ["至少留下一个考核对象。"]


def test_the_later_change_of_a_key_counts_and_cells_come_last() -> None:
    cell = CellChange("june", "A", "1.1", {"points": "30"})
    ordered = merged([cell, Cap(D(30)), Cap(D(40)), IndicatorChange("1.1", D(30))])
    assert [one.key for one in ordered] == ["indicator:1.1", "cap", "cell:june:A:1.1"]
    applied = then(YEAR, cell, IndicatorChange("1.1", D(30)))
    assert applied.base.rounds[0].cells["A"]["1.1"].inputs == {"points": "30"}
    assert applied.base.rounds[1].cells["A"]["1.1"].inputs == {"points": "25"}


def test_awarded_points_follow_new_marks_in_steps() -> None:
    start = base(june={"A": ("45", "20")}, step="0.5")
    applied = then(start, IndicatorChange("1.1", D("33.5")))
    # 45 × 33.5 ÷ 60 = 25.125, in halves 25.
    assert applied.base.rounds[0].cells["A"]["1.1"].inputs == {"points": "25"}


def test_an_entry_that_no_longer_fits_is_told() -> None:
    applied = then(
        JUNE, IndicatorChange("1.1", None, {"step": "7"}), IndicatorChange("1.1", D(63), {"step": "7"})
    )
    today, found = reckon(JUNE), reckon(applied.base)
    assert ("june", "C", "1.1") not in opened_cells(today, found)
    stricter = reckon(then(base(june={"A": ("45", "20")}), IndicatorChange("2.1", None, {"step": "8"})).base)
    assert opened_cells(reckon(base(june={"A": ("45", "20")})), stricter) == [("june", "A", "2.1")]
    assert stricter.lines["A"].standing == "incomplete"


def test_cells_scored_before_are_taken_over() -> None:
    today = reckon(JUNE)
    applied = then(JUNE, CellChange("june", "E", "1.1", {"points": "55"}))
    again = reckon(applied.base, today)
    assert again.lines == reckon(applied.base).lines
    assert again.sheets["june"]["E"].results["2.1"] is today.sheets["june"]["E"].results["2.1"]
    assert again.sheets["june"]["E"].results["1.1"] is not today.sheets["june"]["E"].results["1.1"]


MARKS = st.integers(0, 60).map(str)
PAIR = st.tuples(MARKS, st.integers(0, 40).map(str))
COUNTY = st.dictionaries(st.sampled_from("ABCDEF"), PAIR, min_size=2)


@given(june=COUNTY, december=COUNTY, data=st.data())
def test_saying_again_what_is_there_changes_nothing(june: Any, december: Any, data: Any) -> None:
    """Every kind of change, with the values of today, is today."""
    start = base(june=june, december=december)
    spec = start.scheme
    centre = data.draw(st.sampled_from(sorted(june)))
    again: list[Change] = [
        RoundWeights({one.code: one.weight_percent for one in spec.rounds}),
        CategoryMarks("1", spec.categories[0].full_marks),
        IndicatorChange("1.1", D(60), dict(spec.categories[0].indicators[0].params)),
        BandFloors({one.code: one.floor for one in spec.bands}),
        GatePercents({one.name: one.percent for one in spec.gates}),
        Cap(spec.cap_percent),
        TieBreaks(spec.tie_breaks),
        Money(spec.money.monthly_percent, spec.money.first_part_percent, {"fail": D(50)}),
        CellChange("june", centre, "1.1", {"points": june[centre][0]}),
    ]
    applied = then(start, *data.draw(st.lists(st.sampled_from(again))))
    assert applied.faults == {}
    assert reckon(applied.base).grades == reckon(start).grades


@given(june=COUNTY, december=COUNTY, data=st.data())
def test_a_raised_score_never_worsens_the_own_total(june: Any, december: Any, data: Any) -> None:
    start = base(june=june, december=december)
    centre = data.draw(st.sampled_from(sorted(set(june) & set(december)) or sorted(june)))
    code, place, full = data.draw(st.sampled_from([("1.1", 0, 60), ("2.1", 1, 40)]))
    higher = data.draw(st.integers(int(june[centre][place]), full))
    today = reckon(start)
    found = reckon(then(start, CellChange("june", centre, code, {"points": str(higher)})).base, today)
    before, after = today.lines[centre].total, found.lines[centre].total
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert after >= before
        assert found.graded()[centre].rank <= today.graded()[centre].rank


@given(june=COUNTY, cap=st.integers(0, 100), floor=st.integers(71, 99))
def test_the_base_itself_is_never_touched(june: Any, cap: int, floor: int) -> None:
    start = base(june=june)
    kept = replace(start)
    before = reckon(start)
    reckon(then(start, Cap(D(cap)), BandFloors({"excellent": D(floor)}), LeaveOut(min(june))).base, before)
    assert start == kept
    assert reckon(start).grades == before.grades


def test_builders_hold_what_they_say() -> None:
    sheets = RoundSheets("june", scheme(), {"A": {"1.1": points("60"), "2.1": points("20")}})
    assert sheets.cells["A"]["1.1"] == CellInput({"points": "60"}, reason="x")
