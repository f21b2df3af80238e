"""Surveys: the shipped form, what an answer may be, and what answers come to."""

import copy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.core.surveys import answer_faults, outcome, read_form
from appraisal.survey_forms import shipped

FORM = shipped()["MY13"]
CODES = [item["code"] for item in FORM["items"]]
SMALL: dict[str, Any] = {
    "name": "小表",
    "satisfied_from": "4",
    "least_items": 1,
    "levels": [{"value": 5, "label": "好"}, {"value": 3, "label": "中"}, {"value": 1, "label": "差"}],
    "dimensions": [{"code": "a", "name": "甲"}, {"code": "b", "name": "乙"}],
    "items": [
        {"code": "q1", "text": "一", "dimension": "a"},
        {"code": "q2", "text": "二", "dimension": "a"},
        {"code": "q3", "text": "三", "dimension": "b"},
    ],
}


def test_the_shipped_form_has_13_items_5_levels_4_dimensions_and_says_what_is_a_default() -> None:
    form = read_form(FORM)
    assert (len(form.items), len(form.levels), len(form.dimensions)) == (13, 5, 4)
    assert {item.dimension for item in form.items} == set(form.dimensions)
    assert (form.top, FORM["default"]) == (5, True)
    assert "篇1 五(三)" in FORM["source"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("items", []),
        ("items", [{"code": "q1", "text": "一", "dimension": "other"}]),
        ("items", SMALL["items"] + SMALL["items"][:1]),
        ("items", None),
        ("levels", SMALL["levels"][:1]),
        ("levels", SMALL["levels"][::-1]),
        ("levels", [{"value": 5, "label": "好"}, {"value": 0, "label": "差"}]),
        ("least_items", 0),
        ("least_items", 4),
        ("satisfied_from", "6"),
        ("satisfied_from", "0.5"),
        ("dimensions", [{"name": "甲"}]),
    ],
)
def test_a_faulty_form_is_refused(name: str, value: object) -> None:
    read_form(SMALL)
    with pytest.raises(ValueError):  # noqa: PT011
        read_form(copy.deepcopy(SMALL) | {name: value})


@pytest.mark.parametrize(
    ("answer", "faults"),
    [
        (dict.fromkeys(CODES, 5), []),
        (dict.fromkeys(CODES[:7], 5), []),
        (dict.fromkeys(CODES[:6], 5), ["*"]),
        ({**dict.fromkeys(CODES, 5), "q01": 6}, ["q01"]),
        ({**dict.fromkeys(CODES, 5), "q01": True}, ["q01"]),
        ({**dict.fromkeys(CODES, 5), "q01": "5"}, ["q01"]),
        ({**dict.fromkeys(CODES, 5), "q99": 5}, ["q99"]),
        ({}, ["*"]),
    ],
)
def test_faults_of_an_answer(answer: dict[str, Any], faults: list[str]) -> None:
    assert answer_faults(read_form(FORM), answer) == faults


def test_a_worked_example() -> None:
    """Means of the answers: 5, 3, 2 (of two items) → 10/3 of 5 = 66.67; one of three is satisfied."""
    answers = [{"q1": 5, "q2": 5, "q3": 5}, {"q1": 3, "q2": 1, "q3": 5}, {"q1": 1, "q3": 3}]
    found = outcome(read_form(SMALL), answers)
    assert (found.answers, found.satisfied) == (3, 1)
    assert (found.mean, found.rate) == (Decimal("66.67"), Decimal("33.33"))
    assert [(line.counts, line.answered, line.mean) for line in found.lines] == [
        ((1, 1, 1), 3, Decimal("60.00")),
        ((1, 0, 1), 2, Decimal("60.00")),
        ((2, 1, 0), 3, Decimal("86.67")),
    ]
    assert found.dimensions == (("甲", Decimal("60.00")), ("乙", Decimal("86.67")))


@pytest.mark.parametrize(("values", "satisfied"), [((5, 3), 1), ((3, 3), 0), ((5, 5), 1), ((5, 1), 0)])
def test_the_threshold_itself_is_satisfied(values: tuple[int, int], satisfied: int) -> None:
    assert outcome(read_form(SMALL), [dict(zip(("q1", "q2"), values, strict=True))]).satisfied == satisfied


def test_nothing_is_made_of_no_answers() -> None:
    found = outcome(read_form(SMALL), [])
    assert (found.answers, found.satisfied, found.mean, found.rate) == (0, 0, None, None)
    assert all(line.mean is None for line in found.lines)
    assert all(mean is None for _name, mean in found.dimensions)


ANSWERS = st.lists(
    st.dictionaries(st.sampled_from(["q1", "q2", "q3"]), st.sampled_from([1, 3, 5]), min_size=1), max_size=8
)


@given(ANSWERS)
def test_counts_add_up_and_means_stay_in_range(answers: list[dict[str, int]]) -> None:
    found = outcome(read_form(SMALL), answers)
    assert outcome(read_form(SMALL), answers[::-1]) == found
    assert all(sum(line.counts) == line.answered for line in found.lines)
    assert found.satisfied <= found.answers == len(answers)
    if found.mean is not None:
        assert Decimal(20) <= found.mean <= Decimal(100)
