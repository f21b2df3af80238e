"""Changes as JSON: what is written reads back to the same, and nothing else is read."""

from decimal import Decimal
from typing import Any

import pytest

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
from appraisal.core.whatif.more_changes import CellChange, LeaveOut, Money, as_json, read_change, read_changes

D = Decimal

CHANGES: list[Change] = [
    RoundWeights({"june": D(50), "december": D(50)}),
    CategoryWeights({"1": D("22.5")}),
    CategoryMarks("1", D("80.25")),
    IndicatorChange("1.1", None, {"step": "0.5", "low": None, "kinds": [{"code": "a", "many": True}]}),
    BandFloors({"excellent": D(80)}),
    GatePercents({"必查": D(90)}),
    Cap(D("0")),
    TieBreaks(("december", "satisfaction")),
    Money(None, D(50), {"fail": D(100)}),
    CellChange("june", "A", "1.1", {"points": "3"}, na=True),
    LeaveOut("A"),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.kind)
def test_json_reads_back(change: Change) -> None:
    assert read_change(as_json(change)) == change


@pytest.mark.parametrize(
    "data",
    [
        None, [], "cap", {"kind": "delete"}, {"kind": "cap"}, {"kind": "cap", "percent": 20},
        {"kind": "cap", "percent": "1e3"}, {"kind": "cap", "percent": "20", "more": "1"},
        {"kind": "bands", "floors": ["85"]}, {"kind": "bands", "floors": {"a": None}},
        {"kind": "tie_breaks", "order": "june"}, {"kind": "leave_out", "centre": 5},
        {"kind": "leave_out", "centre": "x" * 201}, {"kind": "indicator", "code": "1", "params": {"a": 1}},
        {"kind": "indicator", "code": "1", "params": {"a": [1]}}, {"kind": "indicator", "code": "1", "params": {"a": 0.5}},
        {"kind": "cell", "round": "june", "centre": "A", "indicator": "1", "na": "yes"},
        {"kind": "cell", "round": "june", "centre": "A", "indicator": "1", "inputs": {"points": 5}},
    ],
)  # fmt: skip
def test_json_that_is_none_of_ours_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_changes([data])


def test_too_many_changes_are_refused() -> None:
    with pytest.raises(ValueError, match="at most"):
        read_changes([as_json(Cap(D(1)))] * 201)
    with pytest.raises(ValueError, match="list"):
        read_changes({"kind": "cap"})
