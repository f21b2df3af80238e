"""Grades, ranks, the cap on the top band and its ties; RULES 5 and worked example 15.2."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.grading import Candidate, Grades, grade_all, places_for, rank
from appraisal.core.text import Text
from tests.appraisal.core.build import BANDS, band, candidate

CAP = Decimal(20)
TWELVE = ["95.00", "91.20", "90.00", "88.10", "85.00", "84.99", "80", "75", "70", "69.99", "60", "59.99"]


def graded(candidates: Sequence[Candidate], cap: Decimal = CAP, **more: Any) -> Grades:
    return grade_all(candidates, BANDS, cap, **more)


def grades(found: Grades) -> dict[str, str]:
    return {one.key: one.grade for one in found.graded}


def remarks(found: Grades) -> dict[str, list[str]]:
    return {one.key: [remark.code for remark in one.remarks] for one in found.graded if one.remarks}


def county(totals: Sequence[str], *tie_breaks: str) -> list[Candidate]:
    return [candidate(f"c{row:02d}", total, *tie_breaks) for row, total in enumerate(totals, 1)]


def top(found: Grades) -> list[str]:
    return [one.key for one in found.graded if one.grade == "excellent"]


@pytest.mark.parametrize(
    ("count", "places"), [(0, 0), (4, 0), (5, 1), (7, 1), (9, 1), (10, 2), (12, 2), (18, 3), (54, 10)]
)
def test_places(count: int, places: int) -> None:
    assert places_for(count, CAP) == places


@pytest.mark.parametrize(("cap", "places"), [("0", 0), ("100", 7), ("28.57", 1), ("28.58", 2)])
def test_places_at_other_caps(cap: str, places: int) -> None:
    assert places_for(7, Decimal(cap)) == places


def test_worked_example_2() -> None:
    found = graded(county(TWELVE))
    assert (found.places, found.taken, found.undecided, found.ungraded) == (2, 2, (), ())
    assert [one.grade for one in found.graded] == ["excellent"] * 2 + ["good"] * 7 + ["pass"] * 2 + ["fail"]
    assert remarks(found) == {"c03": ["top_cap"], "c04": ["top_cap"], "c05": ["top_cap"]}
    assert [one.rank for one in found.graded] == list(range(1, 13))
    assert found.graded[2].by_score == "excellent"
    assert found.graded[2].total == Decimal("90.00")
    assert found.graded[2].remarks[0].text.zh == "因优秀比例限制"


def test_worked_example_2_with_a_tie_across_the_cap() -> None:
    found = graded(county([*TWELVE[:2], "91.20", *TWELVE[3:]], "88", "30", "9"))
    assert top(found) == ["c01"]
    assert found.undecided == (("c02", "c03"),)
    assert found.taken == 1
    assert remarks(found) == {
        "c02": ["tie_moved"],
        "c03": ["tie_moved"],
        "c04": ["top_cap"],
        "c05": ["top_cap"],
    }
    assert [one.rank for one in found.graded][:4] == [1, 2, 2, 4]


def test_a_leader_may_decide_among_the_tied() -> None:
    tied = county([*TWELVE[:2], "91.20", *TWELVE[3:]])
    found = graded(tied, decided_order=["c03", "c02"])
    assert top(found) == ["c01", "c03"]
    assert (found.taken, found.undecided) == (2, ())
    assert remarks(found) == {
        "c02": ["top_cap", "tie_decided"],
        "c03": ["tie_decided"],
        "c04": ["top_cap"],
        "c05": ["top_cap"],
    }
    assert [one.rank for one in found.graded][:4] == [1, 2, 2, 4]


@pytest.mark.parametrize("order", [["c03"], ["c02", "c09"], []])
def test_a_decision_that_leaves_out_one_of_the_tied_is_not_used(order: list[str]) -> None:
    tied = county([*TWELVE[:2], "91.20", *TWELVE[3:]])
    assert top(graded(tied, decided_order=order)) == ["c01"]


def test_a_decision_does_not_lift_anybody_over_a_better_score() -> None:
    assert top(graded(county(TWELVE), decided_order=["c05", "c04", "c03", "c02", "c01"])) == ["c01", "c02"]


def test_a_tie_that_fits_is_not_parted() -> None:
    assert top(graded(county(["90", "90", *["80"] * 8]))) == ["c01", "c02"]


def test_a_tie_beyond_the_cap_is_simply_beyond_it() -> None:
    found = graded(county(["95", "90", "90", *["60"] * 4]))
    assert top(found) == ["c01"]
    assert remarks(found) == {"c02": ["top_cap"], "c03": ["top_cap"]}
    assert found.undecided == ()


def test_nobody_below_a_moved_group_takes_its_place() -> None:
    found = graded(county(["90", "90", "90", "89", *["60"] * 6]))
    assert top(found) == []
    assert found.undecided == (("c01", "c02", "c03"),)


def test_tie_breaks_part_equal_totals_in_their_order() -> None:
    rows = [
        candidate("a", "90", "88", "30", None),
        candidate("b", "90", "88", "31", "1"),
        candidate("c", "90", "88", "31", "2"),
        candidate("d", "90", "87", "40", "9"),
        *[candidate(f"x{row}", "60", "60", "9", "9") for row in range(6)],
    ]
    found = graded(rows)
    assert [one.key for one in found.graded][:4] == ["c", "b", "a", "d"]
    assert [one.rank for one in found.graded] == [1, 2, 3, 4, *[5] * 6]
    assert top(found) == ["c", "b"]


def test_a_missing_tie_break_comes_last_even_behind_zero() -> None:
    found = rank([candidate("a", "90", None), candidate("b", "90", "0"), candidate("c", "90", "-1")])
    assert found == {"b": 1, "c": 2, "a": 3}


def test_ungraded_candidates_do_not_count() -> None:
    rows = [
        *county(["95", "94", "60", "60"]),
        candidate("exempt", "99", standing="exempt"),
        candidate("open", None, standing="incomplete"),
        candidate("late", None),
    ]
    found = graded(rows)
    assert found.ungraded == ("exempt", "open", "late")
    assert found.places == 0
    assert top(found) == []
    assert "exempt" not in grades(found)
    assert [one.rank for one in found.graded] == [1, 2, 3, 3]


def test_a_vetoed_candidate_counts_but_takes_no_place() -> None:
    rows = [
        candidate("veto", "99", ceiling="fail", ceiling_reason=Text("医疗事故", "accident")),
        *county(TWELVE[:9]),
    ]
    found = graded(rows)
    assert found.places == 2
    assert top(found) == ["c01", "c02"]
    first = found.graded[0]
    assert (first.key, first.rank, first.by_score, first.grade, first.total) == (
        "veto",
        1,
        "excellent",
        "fail",
        99,
    )
    assert [(one.code, one.text.zh) for one in first.remarks] == [("ceiling", "医疗事故")]


@pytest.mark.parametrize(
    ("total", "ceiling", "grade", "codes"),
    [
        ("99", "good", "good", ["ceiling"]),
        ("75", "good", "good", []),
        ("65", "good", "pass", []),
        ("75", "pass", "pass", ["ceiling"]),
        ("99", "excellent", "excellent", []),
        ("50", "fail", "fail", []),
    ],
)
def test_a_ceiling_only_lowers(total: str, ceiling: str, grade: str, codes: list[str]) -> None:
    found = graded([candidate("a", total, ceiling=ceiling)], Decimal(100))
    assert grades(found) == {"a": grade}
    assert remarks(found) == ({"a": codes} if codes else {})


def test_a_ceiling_at_the_top_still_meets_the_cap() -> None:
    found = graded([candidate("a", "99", ceiling="excellent")])
    assert (grades(found), remarks(found)) == ({"a": "good"}, {"a": ["top_cap"]})


def test_steps_tell_how_a_grade_came_about() -> None:
    found = graded(county(TWELVE))
    assert [step.zh for step in found.graded[2].steps] == [
        "总分 90.00 分，第 3 名",
        "按分值为优秀（≥85 分）",
        "参加定等 12 个，优秀名额 2 个",
        "因优秀比例限制",
        "等次：良好",
    ]
    assert [step.zh for step in found.graded[5].steps] == [
        "总分 84.99 分，第 6 名",
        "按分值为良好（≥70 分且 <85 分）",
        "等次：良好",
    ]
    assert found.graded[-1].steps[1].zh == "按分值为不合格（<60 分）"


def test_the_result_does_not_depend_on_the_order_of_rows() -> None:
    forth, back = graded(county(TWELVE)), graded(county(TWELVE)[::-1])
    assert {one.key: one for one in forth.graded} == {one.key: one for one in back.graded}


@pytest.mark.parametrize(
    ("rows", "bands", "message"),
    [
        (county(["90"]), BANDS[:1], "at least two bands"),
        (county(["90"]), [*BANDS, band("good", "再", "10")], "at least two bands"),
        ([candidate("a", "90"), candidate("a", "80")], BANDS, "share a key"),
        ([candidate("a", "90", "1"), candidate("b", "80")], BANDS, "same tie-breaks"),
        ([candidate("a", "90", ceiling="best")], BANDS, "no such grade band: best"),
        (county(["50"]), BANDS[:3], "reach no grade band"),
    ],
)
def test_malformed_input_is_refused(rows: list[Candidate], bands: Sequence[Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        grade_all(rows, bands, CAP)


def test_two_bands_are_enough() -> None:
    found = grade_all(
        county(["60", "59.99"]), [band("yes", "合格", "60"), band("no", "不合格", "0")], Decimal(50)
    )
    assert grades(found) == {"c01": "yes", "c02": "no"}


def test_a_missing_total_is_never_read_as_a_score() -> None:
    with pytest.raises(ValueError, match="open has no total"):
        _ = candidate("open", None).score


def test_nobody_to_grade() -> None:
    found = graded([])
    assert (found.graded, found.ungraded, found.places) == ((), (), 0)


COUNTIES = st.lists(st.tuples(st.integers(5800, 9000), st.integers(0, 2), st.booleans()), max_size=40)


@given(COUNTIES, st.integers(0, 100))
def test_invariants(rows: list[tuple[int, int, bool]], cap: int) -> None:
    people = [
        candidate(
            f"c{row}", str(Decimal(total // 200 * 200) / 100), str(extra), ceiling="good" if veto else ""
        )
        for row, (total, extra, veto) in enumerate(rows)
    ]
    found = graded(people, Decimal(cap))
    best = {one.key for one in found.graded if one.grade == "excellent"}
    assert len(best) <= Fraction(len(people) * cap, 100)
    assert len(best) == found.taken
    keys = {one.key: (one.total, one.tie_breaks) for one in people}
    for one in found.graded:
        ahead = sum(keys[other] > keys[one.key] for other in keys)
        assert one.rank == ahead + 1
    open_ = [one for one in people if not one.ceiling]
    for one in open_:
        for other in open_:
            if one.key in best and keys[other.key] >= keys[one.key]:
                assert other.key in best
