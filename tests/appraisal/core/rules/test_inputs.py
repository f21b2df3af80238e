"""Inputs of a cell: missing is not wrong, and neither is ever guessed."""

from decimal import Decimal
from fractions import Fraction

import pytest

from appraisal.core.rules.drawn import Drawn
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


LINE = EntryField(name="document", type="text", label=Text("文号", "Document"))
LIST = EntryField(
    name="records",
    type="list",
    label=Text("名单", "Records"),
    choices=(
        Choice("blank", Text("有空项", "blank items")),
        Choice("phone", Text("电话不正确", "wrong phone")),
    ),
)
DUE = EntryField(name="document", type="text", label=Text("文号", "Document"), needed_when=("answer", "yes"))


@pytest.mark.parametrize("raw", ["卫发〔2026〕8号", "x", "x" * 60])
def test_a_line_of_text_is_kept_as_it_is(raw: str) -> None:
    assert read_inputs((LINE,), {"document": raw}).values == {"document": raw}


@pytest.mark.parametrize("raw", ["x" * 61, "a\nb", "a\tb", " ", "a\x00"])
def test_other_texts_are_problems(raw: str) -> None:
    reading = read_inputs((LINE,), {"document": raw})
    assert (reading.values, [one.input for one in reading.problems]) == ({}, ["document"])
    assert "应为不超过 60 字的文字" in reading.problems[0].message.zh


@pytest.mark.parametrize(
    ("inputs", "missing"),
    [
        ({"answer": "yes"}, ("document",)),
        ({"answer": "yes", "document": ""}, ("document",)),
        ({"answer": "yes", "document": "8号"}, ()),
        ({"answer": "no"}, ()),
        ({"answer": "no", "document": "8号"}, ()),
        ({}, ("answer",)),
    ],
)
def test_an_input_may_be_due_only_for_one_answer(inputs: dict[str, str], missing: tuple[str, ...]) -> None:
    reading = read_inputs((ANSWER, DUE), inputs)
    assert reading.missing == missing
    assert reading.values == {name: value for name, value in inputs.items() if value}


def test_an_input_that_is_not_due_is_judged_all_the_same() -> None:
    assert [one.input for one in read_inputs((ANSWER, DUE), {"answer": "no", "document": "\n"}).problems] == [
        "document"
    ]


def test_a_list_is_read_record_by_record() -> None:
    reading = read_inputs((LIST,), {"records": "A 12: blank, phone×2\n13\nB：1"})
    assert reading.values == {}
    assert [one.message.zh.split("：")[0] for one in reading.problems] == ["“名单”第 3 行"]
    reading = read_inputs((LIST,), {"records": "A 12: blank, phone×2\n13"})
    assert reading.values == {"records": (Drawn("A 12", {"blank": 1, "phone": 2}), Drawn("13", {}))}


def test_every_line_tells_its_own_faults() -> None:
    problems = read_inputs((LIST,), {"records": "1\n1: blank\n: phone\n4: crack"}).problems
    assert [(one.input, one.severity) for one in problems] == [("records", "error")] * 3
    assert [one.message.en for one in problems] == [
        "“Records”, line 2: “1” stands in line 1 already.",
        "“Records”, line 3: the number of the record is missing.",
        "“Records”, line 4: “crack” is no defect here; one of: blank items, wrong phone.",
    ]


def test_what_is_expected_of_texts_and_lists() -> None:
    assert LINE.expected == Text("不超过 60 字的文字", "a text of at most 60 characters")
    assert LIST.expected.zh == "每行一份：档案号，有问题的加冒号和问题（有空项、电话不正确），多处写作“×2”"
    assert "blank items, wrong phone" in LIST.expected.en
