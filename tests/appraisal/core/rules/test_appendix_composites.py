"""The lines of the appendix that join several rules in one indicator, put together from the parts that stand alone."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from appraisal.core.rules import rule_for
from tests.appraisal.core.rules.appendix_first import FIRST, rate
from tests.appraisal.core.rules.appendix_second import SECOND
from tests.appraisal.core.rules.cases import told

ALONE = {rule[0]: rule for rule in [*FIRST, *SECOND]}
Cells = list[tuple[dict[str, Mapping[str, str]], str]]


def part(number: str, full: str = "") -> dict[str, Any]:
    """A rule that stands alone, as a part: "3a" becomes the part a."""
    _number, words, kind, _full, params, _cells = ALONE[number]
    made = {"code": number[-1], "name": words, "kind": kind, "params": params}
    return made | ({"full_marks": full} if full else {})


def shared(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"mode": "shared", "parts": list(parts)}


def summed(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"mode": "sum", "parts": list(parts)}


def counted(name: str, cases: int) -> dict[str, str]:
    return {f"count.{name}": str(cases)}


def items(**answers: str) -> dict[str, str]:
    return {f"item.{name}": answer for name, answer in answers.items()}


NOTHING = {"case.town": "0", "case.village": "0"}
COMPOSITES: list[tuple[str, str, dict[str, Any], Cells]] = [
    (
        "2 许可证、人员持证，扣完为止（4分）", "4", shared(part("2a"), part("2b")),
        [
            ({"a": counted("licence", 0), "b": rate(98)}, "4.00"),
            ({"a": counted("licence", 1), "b": rate(93)}, "2.50"),
            ({"a": counted("licence", 3), "b": rate(88)}, "0.00"),
            ({"a": counted("licence", 9), "b": rate(98)}, "0.00"),
        ],
    ),
    (
        "3 巡查户次最高扣10分，记录最高扣5分（15分）", "15", summed(part("3a", "10"), part("3b", "5")),
        [
            ({"a": rate(100), "b": counted("gap", 0)}, "15.00"),
            ({"a": rate(90), "b": counted("gap", 7)}, "11.80"),
            ({"a": rate(0), "b": counted("gap", 7)}, "4.30"),
            ({"a": rate(59), "b": counted("gap", 51)}, "0.00"),
        ],
    ),
    (
        "4 培训次数和行业，扣完为止（4分）", "4", shared(part("4a"), part("4b")),
        [
            ({"a": {"count": "8"}, "b": {"count": "7"}}, "4.00"),
            ({"a": {"count": "6"}, "b": {"count": "5"}}, "1.00"),
            ({"a": {"count": "5"}, "b": {"count": "4"}}, "0.00"),
        ],
    ),
    (
        "5 督导次数和资料（4分）", "4", shared(part("5a"), part("5b")),
        [
            ({"a": {"count": "4"}, "b": {"points": "4"}}, "4.00"),
            ({"a": {"count": "3"}, "b": {"points": "3.5"}}, "2.50"),
            ({"a": {"count": "0"}, "b": {"points": "4"}}, "0.00"),
        ],
    ),
    (
        "9 未参与创建扣2分，创建的奖分", "2", summed(part("9a", "2"), part("9b")),
        [
            ({"a": items(joined="yes"), "b": NOTHING}, "2.00"),
            ({"a": items(joined="yes"), "b": NOTHING | {"case.town": "1", "case.village": "3"}}, "4.50"),
            ({"a": items(joined="no"), "b": NOTHING}, "0.00"),
        ],
    ),
    (
        "13 静脉输液（10分）、激素处方（5分）", "15", summed(part("13a", "10"), part("13b", "5")),
        [
            ({"a": rate(30), "b": rate(10)}, "15.00"),
            ({"a": rate(3150, 10000), "b": rate(18)}, "9.00"),
            ({"a": rate(99), "b": rate(99)}, "0.00"),
        ],
    ),
    (
        "18 意见箱（2分）、公示（3分）", "5", summed(part("18a", "2"), part("18b", "3")),
        [
            ({"a": items(box="yes", records="yes"), "b": items(notice="0")}, "5.00"),
            ({"a": items(box="yes", records="no"), "b": items(notice="1.5")}, "2.50"),
            ({"a": items(box="no", records="no"), "b": items(notice="3")}, "0.00"),
        ],
    ),
    (
        "34 合格率低于95%扣5分，不合格处方每张扣1分（10分）", "10", shared(part("34a", "5"), part("34b")),
        [
            ({"a": rate(95), "b": counted("bad", 0)}, "10.00"),
            ({"a": rate(94), "b": counted("bad", 3)}, "2.00"),
            ({"a": rate(96), "b": counted("bad", 4)}, "6.00"),
            ({"a": rate(90), "b": counted("bad", 8)}, "0.00"),
        ],
    ),
]  # fmt: skip
CELLS = [
    pytest.param(full, params, inputs, points, id=f"{words.split()[0]}-{points}-{row}")
    for words, full, params, cells in COMPOSITES
    for row, (inputs, points) in enumerate(cells)
]


@pytest.mark.parametrize(("full", "params", "inputs", "points"), CELLS)
def test_cells_worked_by_hand(
    full: str, params: dict[str, Any], inputs: dict[str, Mapping[str, str]], points: str
) -> None:
    named = {f"{code}.{name}": value for code, own in inputs.items() for name, value in own.items()}
    assert str(told("composite", params, full, named).points) == points


@pytest.mark.parametrize(
    ("full", "params"), [pytest.param(one[1], one[2], id=one[0].split()[0]) for one in COMPOSITES]
)
def test_every_composite_is_sound_and_says_itself(full: str, params: dict[str, Any]) -> None:
    assert rule_for("composite").check(params, Decimal(full)) == []
    sentence = rule_for("composite").sentence(params, Decimal(full))
    assert all(f"）{one['name']}" in sentence.zh for one in params["parts"])
    assert sentence.zh.endswith("。")
    assert sentence.en.endswith(".")


@pytest.mark.parametrize("answers", list(product(["yes", "no"], repeat=3)))
def test_21_may_be_written_as_a_checklist_or_as_parts(answers: tuple[str, str, str]) -> None:
    codes = {"issued": "2", "office": "1", "updated": "2"}
    parts = [
        {"code": code, "name": code, "kind": "yes_no", "full_marks": marks, "params": {}}
        for code, marks in codes.items()
    ]
    named = dict(zip(codes, answers, strict=True))
    list_ = told("checklist", ALONE["21"][4], "5", items(**named))
    asked = {f"{code}.answer": answer for code, answer in named.items()}
    assert told("composite", summed(*parts), "5", asked).points == list_.points
    assert told("composite", shared(*parts), "5", asked).points == list_.points


@pytest.mark.parametrize("late", [0, 1, 3, 9])
def test_33_is_the_same_alone_and_as_the_only_part(late: int) -> None:
    alone = told("count", ALONE["33"][4], "3", counted("late", late))
    params = shared(part("33") | {"code": "due"})
    assert told("composite", params, "3", {"due.count.late": str(late)}).points == alone.points
