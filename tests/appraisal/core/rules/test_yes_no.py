"""yes_no: full or nothing, invertible, optional "partly"."""

from decimal import Decimal
from typing import Any

import pytest

from appraisal.core.rules import rule_for
from tests.appraisal.core.rules.cases import faults, points, score, zh_steps

PARTLY = {"partial_points": "2"}
INVERTED = {"expected": "no"}


@pytest.mark.parametrize(
    ("params", "answer", "expected"),
    [
        ({}, "yes", "5.00"),
        ({}, "no", "0.00"),
        ({}, "partly", "–"),
        ({}, "maybe", "–"),
        (PARTLY, "yes", "5.00"),
        (PARTLY, "partly", "2.00"),
        (PARTLY, "no", "0.00"),
        (INVERTED, "yes", "0.00"),
        (INVERTED, "no", "5.00"),
        ({**INVERTED, **PARTLY}, "partly", "2.00"),
    ],
)
def test_answers(params: dict[str, Any], answer: str, expected: str) -> None:
    assert points("yes_no", params, "5", answer=answer) == expected


def test_choices_follow_the_parameters() -> None:
    def codes(params: dict[str, Any]) -> list[str]:
        return [choice.code for choice in rule_for("yes_no").entry(params, Decimal(5))[0].choices]

    assert codes({}) == ["yes", "no"]
    assert codes(PARTLY) == ["yes", "partly", "no"]


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"partial_points": "4.99"}, []),
        ({"partial_points": "5"}, ["partial_points"]),
        ({"partial_points": "0"}, ["partial_points"]),
        ({"partial_points": "0.5"}, []),
        ({"partial_points": "0.005"}, ["partial_points"]),
        ({"expected": "partly"}, ["expected"]),
    ],
)
def test_faults(params: dict[str, Any], found: list[str]) -> None:
    assert faults("yes_no", params, "5") == found


def test_sentences_and_steps() -> None:
    rule = rule_for("yes_no")
    assert rule.sentence({}, Decimal(5)).zh == "“是”得满分 5 分，“否”不得分。"
    assert (
        rule.sentence({**INVERTED, **PARTLY}, Decimal(5)).zh == "“否”得满分 5 分，“部分”得 2 分，“是”不得分。"
    )
    assert (
        rule.sentence(PARTLY, Decimal(5)).en
        == "“yes” earns full marks, 5 points; “partly” earns 2 points; “no” earns nothing."
    )
    assert zh_steps(score("yes_no", PARTLY, "5", answer="partly")) == [
        "结论为“部分”，得 2 分",
        "得分 2.00 分",
    ]
    assert zh_steps(score("yes_no", {}, "5", answer="no"))[0] == "结论为“否”，得 0 分"
