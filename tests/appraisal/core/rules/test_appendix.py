"""Rules as real counties write them (the 35 of the appendix), as scheme data, with cells worked by hand.

Lines that join two rules in one indicator are composites: their parts stand here as "2a", "2b" where one kind says
them alone.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from appraisal.core.rules import CeilingEffect, FactorEffect, rule_for
from tests.appraisal.core.rules.appendix_first import FIRST, rate
from tests.appraisal.core.rules.appendix_second import SECOND
from tests.appraisal.core.rules.cases import told

RULES = [*FIRST, *SECOND]
CELLS = [
    pytest.param(kind, full, params, inputs, points, id=f"{number}-{points}")
    for number, _words, kind, full, params, cells in RULES
    for inputs, points in cells
]


@pytest.mark.parametrize(("kind", "full", "params", "inputs", "points"), CELLS)
def test_cells_worked_by_hand(
    kind: str, full: str, params: dict[str, Any], inputs: Mapping[str, str], points: str
) -> None:
    assert str(told(kind, params, full, inputs).points) == points


@pytest.mark.parametrize(("kind", "full", "params"), [pytest.param(r[2], r[3], r[4], id=r[0]) for r in RULES])
def test_every_rule_is_sound_and_says_itself(kind: str, full: str, params: dict[str, Any]) -> None:
    assert rule_for(kind).check(params, Decimal(full)) == []
    sentence = rule_for(kind).sentence(params, Decimal(full))
    assert sentence.zh.endswith("。")
    assert sentence.en.endswith(".")


def test_which_rules_of_the_appendix_stand_here() -> None:
    """11 is the modifier *no evidence*, 31 a gate: both belong to cells and grades, not to a kind of rule."""
    numbers = {int(number.rstrip("abc")) for number, *_ in RULES}
    assert set(range(1, 36)) - numbers == {11, 31}


def bound(number: str) -> Any:
    kind, full, params = next((rule[2], rule[3], rule[4]) for rule in RULES if rule[0] == number)
    return rule_for(kind).bind(params, Decimal(full))


def test_what_29_and_30_do_beyond_their_cells() -> None:
    veto = bound("29").effect({"answer": "yes", "document": "卫发〔2026〕8号"})
    assert isinstance(veto, CeilingEffect)
    assert (veto.band, "卫发〔2026〕8号" in veto.text.zh) == ("", True)
    factor = bound("30").effect(rate(92))
    assert isinstance(factor, FactorEffect)
    assert factor.factor == Decimal("0.92")


def test_fewer_than_ten_asked_leave_17_open() -> None:
    outcome = bound("17").score({"answers": "9", "satisfied": "9"})
    assert (outcome.points, outcome.errors, [one.severity for one in outcome.problems]) == (
        None,
        (),
        ["open"],
    )
