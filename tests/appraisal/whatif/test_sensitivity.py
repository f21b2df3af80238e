"""What decides ranks, and how far each centre is: small counties worked out by hand, and properties."""

from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.cells import CellInput
from appraisal.core.whatif.base import Base
from appraisal.core.whatif.changes import BandFloors, Cap
from appraisal.core.whatif.deciding import deciding
from appraisal.core.whatif.more_changes import CellChange
from appraisal.core.whatif.reckon import reckon
from appraisal.core.whatif.scenario import apply_changes
from appraisal.core.whatif.sensitivity import Distance, distances
from tests.appraisal.core.build import category, indicator
from tests.appraisal.whatif.build import base, points, weighted
from tests.appraisal.whatif.test_changes import COUNTY

D = Decimal


def by_key(start: Base) -> dict[str, Distance]:
    return {one.key: one for one in distances(reckon(start))}


def test_an_indicator_that_turns_places_round() -> None:
    # A 80 ahead of B 75; without 2.1 it is 50 against 55 of 60, with full marks there 90 against 95.
    found = deciding(reckon(base(june={"A": ("50", "30"), "B": ("55", "20")})))
    first, second = found
    assert (first.code, first.spread, first.removed, first.levelled, first.pairs) == (
        "2.1",
        D("10.00"),
        1,
        1,
        1,
    )
    assert first.share == 100
    assert (second.code, second.spread, second.removed, second.levelled) == ("1.1", D("5.00"), 0, 0)


def test_spread_of_a_year_is_weighted() -> None:
    start = base(june={"A": ("50", "30"), "B": ("40", "30")}, december={"A": ("50", "30"), "B": ("55", "30")})
    found = {one.code: one for one in deciding(reckon(start))}
    # 50 against 40 × 40 % + 55 × 60 % = 49.
    assert found["1.1"].spread == D("1.00")
    assert found["2.1"].spread == 0


def test_one_centre_alone_has_no_pairs() -> None:
    found = deciding(reckon(base(june={"A": ("50", "30")})))
    assert [(one.pairs, one.share) for one in found] == [(0, 0), (0, 0)]


def test_a_weighted_scheme_is_read_too() -> None:
    start = weighted()
    cells = {**start.rounds[0].cells, "B": {"1.1": points("45"), "2.1": points("40")}}
    two = start.with_rounds((replace(start.rounds[0], cells=cells),))
    # A 80 + 10 = 90, B 60 + 20 = 80; without 1.1 the other part is all.
    assert {one.code: one.removed for one in deciding(reckon(two))} == {"1.1": 1, "2.1": 0}


def test_an_indicator_taken_out_goes_with_its_effect() -> None:
    veto = indicator("3.1", "0", "veto", params={"event": "弄虚作假", "effect": "zero", "targets": "2.1"})
    start = base(june={"A": ("50", "40"), "B": ("40", "30")})
    scheme = start.scheme
    scheme = replace(scheme, categories=(*scheme.categories, category("3", "0", veto)))
    yes, no = ({"answer": "yes", "document": "临卫〔2026〕1号"}, {"answer": "no"})
    cells = {
        key: {**own, "3.1": CellInput(yes if key == "A" else no)}
        for key, own in start.rounds[0].cells.items()
    }
    found = reckon(start.with_rounds((replace(start.rounds[0], scheme=scheme, cells=cells),)))
    assert {key: str(line.total) for key, line in found.lines.items()} == {"A": "50.00", "B": "70.00"}
    assert {one.code: one.removed for one in deciding(found)}["3.1"] == 1


def test_distances_say_points_to_both_sides() -> None:
    found = by_key(base(june={"A": ("50", "38"), "B": ("45", "30"), "C": ("30", "20")}))
    assert (found["B"].above, found["B"].needed, found["B"].slack) == ("excellent", D("10.00"), D("5.00"))
    assert (found["C"].above, found["C"].needed, found["C"].slack) == ("pass", D("10.00"), None)
    # 20 % of three is no place: the score is there, the grade isn't.
    assert (found["A"].by_score, found["A"].grade) == ("excellent", "good")
    assert [text.zh for text in found["A"].held] == ["因优秀比例限制"]
    assert found["B"].held == ()
    # The grade given is 良好: 18 points above its floor, whatever the score's own band.
    assert found["A"].slack == D("18.00")
    assert (found["A"].above, found["A"].needed, found["A"].carriers) == ("", None, ())


def test_what_would_carry_a_centre_up() -> None:
    five = {"A": ("55", "38"), "B": ("48", "30"), "C": ("30", "20"), "D": ("20", "20"), "E": ("10", "20")}
    found = by_key(base(june=five))["B"]
    lost = [(one.code, str(one.lost), str(one.total), one.enough, one.granted) for one in found.carriers]
    # 90 and 88 both reach 85, but A holds the only place.
    assert lost == [("1.1", "12.00", "90.00", True, False), ("2.1", "10.00", "88.00", True, False)]
    wider = apply_changes(base(june=five), [Cap(D(40))]).base
    assert [one.granted for one in by_key(wider)["B"].carriers] == [True, True]
    higher = apply_changes(base(june=five), [Cap(D(40)), BandFloors({"excellent": D(89)})]).base
    assert [(one.enough, one.granted) for one in by_key(higher)["B"].carriers] == [
        (True, True),
        (False, False),
    ]


@given(june=COUNTY)
def test_flips_are_what_a_plain_count_says(june: Any) -> None:
    """Levelled flips against plain arithmetic on the marks, written without the cores."""
    found = {one.code: one for one in deciding(reckon(base(june=june)))}
    marks = [(int(one), int(two)) for one, two in june.values()]
    for code, left in (("1.1", 1), ("2.1", 0)):
        count = sum(1 for a, b in combinations(marks, 2) if (sum(a) - sum(b)) * (a[left] - b[left]) < 0)
        assert found[code].levelled == count
        assert found[code].removed == count
        assert found[code].spread == max(m[1 - left] for m in marks) - min(m[1 - left] for m in marks)


@given(june=COUNTY, cap=st.integers(0, 100))
def test_a_carrier_holds_what_it_promises(june: Any, cap: int) -> None:
    """Giving the full marks that a carrier names brings the total it names, and the grade where granted."""
    start = apply_changes(base(june=june), [Cap(D(cap))]).base
    full = {"1.1": "60", "2.1": "40"}
    for one in distances(reckon(start)):
        for carrier in one.carriers:
            change = CellChange("june", one.key, carrier.code, {"points": full[carrier.code]})
            then = reckon(apply_changes(start, [change]).base)
            assert then.lines[one.key].total == carrier.total
            assert (then.graded()[one.key].grade == one.above) is carrier.granted
            assert carrier.enough or not carrier.granted


@pytest.mark.parametrize("code", ["1.1", "2.1"])
def test_incomplete_centres_take_no_part(code: str) -> None:
    start = base(june={"A": ("50", "30"), "B": ("55", "20"), "C": ("10", "10")})
    cells = dict(start.rounds[0].cells)
    cells["C"] = {code: points("5")}
    found = reckon(start.with_rounds((replace(start.rounds[0], cells=cells),)))
    assert {one.pairs for one in deciding(found)} == {1}
    assert [one.key for one in distances(found)] == ["A", "B"]
