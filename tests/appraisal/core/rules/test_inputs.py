"""Inputs of a cell: missing is not wrong, and neither is ever guessed."""

from decimal import Decimal
from fractions import Fraction

import pytest

from appraisal.core.rules.inputs import Choice, EntryField, read_inputs
from appraisal.core.text import Text

LABEL = Text("数量", "Amount")
AMOUNT = EntryField(name="amount", type="number", label=LABEL)
CASES = EntryField(name="cases", type="count", label=Text("次数", "Cases"))
ANSWER = EntryField(
    name="answer",
    type="choice",
    label=Text("结论", "Answer"),
    choices=(Choice("yes", Text("是", "yes")), Choice("no", Text("否", "no"))),
)
CAPPED = EntryField(
    name="capped", type="number", label=LABEL, minimum=Decimal(1), maximum=Decimal(5), places=1
)


def test_values_are_exact() -> None:
    reading = read_inputs((AMOUNT, CASES, ANSWER), {"amount": "93.25", "cases": "3", "answer": "no"})
    assert reading.values == {"amount": Fraction(373, 4), "cases": Fraction(3), "answer": "no"}
    assert (reading.missing, reading.problems) == ((), ())


def test_blank_and_absent_are_missing() -> None:
    reading = read_inputs((AMOUNT, CASES, ANSWER), {"amount": "", "cases": "0"})
    assert reading.missing == ("amount", "answer")
    assert reading.values == {"cases": 0}
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("field", "raw"),
    [
        (AMOUNT, "abc"),
        (AMOUNT, "-1"),
        (AMOUNT, "0.001"),
        (AMOUNT, "1e2"),
        (CASES, "1.5"),
        (CASES, "-1"),
        (ANSWER, "maybe"),
        (ANSWER, "YES"),
        (CAPPED, "0.9"),
        (CAPPED, "5.1"),
        (CAPPED, "2.25"),
    ],
)
def test_unfit_inputs_are_problems(field: EntryField, raw: str) -> None:
    reading = read_inputs((field,), {field.name: raw})
    assert reading.values == {}
    assert reading.missing == ()
    assert [(problem.input, problem.severity) for problem in reading.problems] == [(field.name, "error")]
    assert raw in reading.problems[0].message.zh


@pytest.mark.parametrize(
    ("field", "raw"), [(CAPPED, "1"), (CAPPED, "5"), (AMOUNT, "0"), (AMOUNT, "0.01"), (CASES, "2.0")]
)
def test_bounds_are_inclusive(field: EntryField, raw: str) -> None:
    assert read_inputs((field,), {field.name: raw}).problems == ()


def test_an_input_nobody_asked_for_is_a_problem() -> None:
    reading = read_inputs((AMOUNT,), {"amount": "1", "zz": "1", "aa": ""})
    assert [problem.input for problem in reading.problems] == ["aa", "zz"]


def test_all_problems_are_collected() -> None:
    reading = read_inputs((AMOUNT, CASES, ANSWER), {"amount": "x", "cases": "y", "answer": "z"})
    assert [problem.input for problem in reading.problems] == ["amount", "cases", "answer"]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (AMOUNT, Text("不小于 0 的数，小数不超过 2 位", "a number, 0 or more, with at most 2 decimals")),
        (CAPPED, Text("1 至 5 之间的数，小数不超过 1 位", "a number from 1 to 5, with at most 1 decimals")),
        (CASES, Text("不小于 0 的整数", "a whole number, 0 or more")),
        (ANSWER, Text("是、否之一", "one of yes, no")),
    ],
)
def test_what_is_expected(field: EntryField, expected: Text) -> None:
    assert field.expected == expected


def test_a_long_value_is_cut_in_the_message() -> None:
    message = read_inputs((AMOUNT,), {"amount": "x" * 41}).problems[0].message
    assert "x" * 40 + "…" in message.zh
    whole = read_inputs((AMOUNT,), {"amount": "x" * 40}).problems[0].message
    assert "“" + "x" * 40 + "”" in whole.zh
