"""The cores against the second computation of oracle.py: random schemes of all kinds, 20 centres, two rounds, a year.

SCHEMES=1000 in the environment runs more of them.
"""

import os
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from appraisal.core.bands import GradeBand
from appraisal.core.cells import CellInput, CellResult, IndicatorSpec, score_cell
from appraisal.core.gates import GateSpec
from appraisal.core.grading import Candidate, grade_all
from appraisal.core.rules import RULES, Cohort
from appraisal.core.sheet import (
    SheetOutcome,
    ceiling,
    effects_json,
    read_effects,
    sheet_outcome,
    weighted_gates,
)
from appraisal.core.text import Text
from appraisal.core.totals import CategorySpec, year_total
from tests.appraisal.core.differential import generate, oracle

SCHEMES, CENTRES = int(os.environ.get("SCHEMES", "200")), 20
Data = Mapping[str, Any]


class Ours:
    """A generated scheme under the cores."""

    def __init__(self, scheme: Data) -> None:
        self.bands = [
            GradeBand(code=b["code"], name=Text(b["code"], b["code"]), floor=Decimal(b["floor"]))
            for b in scheme["bands"]
        ]
        self.gates = [
            GateSpec(one["name"], tuple(one["codes"]), Decimal(one["percent"])) for one in scheme["gates"]
        ]
        self.categories = [self._category(part) for part in scheme["categories"]]
        self.specs = {one.code: one for part in self.categories for one in part.indicators}

    def _category(self, part: Data) -> CategorySpec:
        specs = tuple(self._spec(one) for one in part["indicators"])
        weight = Decimal(part["weight"]) if part.get("weight") else None
        return CategorySpec(
            part["code"], part["code"], sum((one.full_marks for one in specs), Decimal(0)), specs, "", weight
        )

    def _spec(self, one: Data) -> IndicatorSpec:
        assert RULES[one["kind"]].check(one["params"], Decimal(one["full"])) == [], one
        return IndicatorSpec(
            code=one["code"], name=one["code"], full_marks=Decimal(one["full"]), kind=one["kind"], params=one["params"],
            na_mode=one["na_mode"], needs_evidence=one["needs_evidence"],
        )  # fmt: skip

    def cohort(self, code: str, cells: Sequence[Mapping[str, Data]]) -> Cohort:
        values = (score_cell(self.specs[code], cell_of(one[code]), explain=False).value for one in cells)
        return tuple(value for value in values if value is not None)

    def sheet(
        self, cells: Mapping[str, Data], cohorts: Mapping[str, Cohort]
    ) -> tuple[dict[str, CellResult], SheetOutcome]:
        results, effects = {}, []
        for code, spec in self.specs.items():
            cell = cell_of(cells[code])
            results[code] = score_cell(spec, cell, explain=False, cohort=cohorts.get(code))
            effect = None if cell.not_applicable or cell.no_evidence else spec.rule().effect(cell.inputs)
            effects += [] if effect is None else [(code, effect)]
        return results, sheet_outcome(self.categories, results, self.gates, effects)


def cell_of(cell: Data) -> CellInput:
    return CellInput(cell["inputs"], bool(cell.get("na")), "说明", bool(cell.get("no_evidence")))


def graded(
    ours: Ours, scheme: Data, rows: Sequence[tuple[Decimal | None, Decimal | None, Any, Any]]
) -> list[tuple[int, str]]:
    candidates = [
        Candidate(key=str(n), total=total, tie_breaks=(tie,), ceiling=ceiling(ours.bands, held, gates)[0])
        for n, (total, tie, held, gates) in enumerate(rows)
    ]
    found = {one.key: one for one in grade_all(candidates, ours.bands, Decimal(scheme["cap"])).graded}
    return [(found[str(n)].rank, found[str(n)].grade) for n in range(len(rows))]


def compare_round(
    ours: Ours, scheme: Data, cells: Sequence[Mapping[str, Data]]
) -> tuple[list[SheetOutcome], list[oracle.Sheet]]:
    """Every cell and total of a round; the sheets of both computations."""
    ranked = [code for code, spec in ours.specs.items() if spec.kind == "rank"]
    cohorts = {code: ours.cohort(code, cells) for code in ranked}
    values = {
        code: [
            oracle.value_of(ours.specs[code].params, one[code]["inputs"])
            for one in cells
            if oracle.counts(one[code])
        ]
        for code in ranked
    }
    mine, theirs = [], []
    for one in cells:
        results, outcome = ours.sheet(one, cohorts)
        expected = oracle.Sheet(scheme, one, values)
        for code, points in expected.points.items():
            assert results[code].points == points, (ours.specs[code], one[code], results[code])
        assert outcome.total.value == expected.total
        mine.append(outcome)
        theirs.append(expected)
    return mine, theirs


@pytest.mark.parametrize("block", range(10))
def test_the_cores_agree_with_a_second_computation(block: int) -> None:
    for seed in range(block, SCHEMES, 10):
        rng = Random(seed)
        scheme = generate.scheme_of(rng)
        compare_year(Ours(scheme), scheme, rng)


def compare_year(ours: Ours, scheme: Data, rng: Random) -> None:
    june, december = (
        compare_round(ours, scheme, [generate.cells_of(rng, scheme) for _ in range(CENTRES)])
        for _round in range(2)
    )
    for mine, theirs in (june, december):
        kept = [read_effects(effects_json(one)) for one in mine]
        rows = [
            (one.total.value, one.total.value, k.ceilings, k.gates) for one, k in zip(mine, kept, strict=True)
        ]
        held = [
            oracle.ceiling_of(scheme, one.ceilings, [rate(*gate) for gate in one.gates]) for one in theirs
        ]
        totals = [one.total for one in theirs]
        assert graded(ours, scheme, rows) == oracle.grades(scheme, totals, totals, held)
    weights = dict(zip(("june", "december"), map(Decimal, scheme["weights"]), strict=True))
    rows, totals, ties, held = [], [], [], []
    for first, second, one, other in zip(june[0], december[0], june[1], december[1], strict=True):
        total = year_total({"june": first.total.value, "december": second.total.value}, weights).value
        kept = [read_effects(effects_json(first)), read_effects(effects_json(second))]
        shares = [Fraction(weight) for weight in weights.values()]
        gates = weighted_gates(list(zip(kept, shares, strict=True)))
        rows.append((total, second.total.value, [*kept[0].ceilings, *kept[1].ceilings], gates))
        expected = oracle.grid((one.total * shares[0] + other.total * shares[1]) / 100)
        assert total == expected
        totals.append(expected)
        ties.append(other.total)
        rates = [weighed(a, b, shares) for a, b in zip(one.gates, other.gates, strict=True)]
        held.append(oracle.ceiling_of(scheme, [*one.ceilings, *other.ceilings], rates))
    assert graded(ours, scheme, rows) == oracle.grades(scheme, totals, ties, held)


def rate(got: Fraction, full: Fraction) -> Fraction | None:
    return got * 100 / full if full else None


def weighed(
    one: tuple[Fraction, Fraction], other: tuple[Fraction, Fraction], shares: Sequence[Fraction]
) -> Fraction | None:
    live = [(rate(*gate), share) for gate, share in ((one, shares[0]), (other, shares[1])) if gate[1]]
    if not live:
        return None
    return sum(((found or Fraction(0)) * share for found, share in live), Fraction(0)) / sum(
        share for _found, share in live
    )


def test_every_kind_is_drawn() -> None:
    """The comparison would prove little of a kind that no scheme has."""
    drawn = {
        one["kind"]
        for seed in range(20)
        for part in generate.scheme_of(Random(seed))["categories"]
        for one in part["indicators"]
    }
    assert drawn == set(RULES)


def compare_some() -> None:
    for seed in range(10):
        scheme = generate.scheme_of(Random(seed))
        compare_year(Ours(scheme), scheme, Random(seed))


def test_a_second_computation_that_errs_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half to even in place of half up: the smallest difference there is."""
    compare_some()
    monkeypatch.setattr(oracle, "grid", lambda value: Fraction(round(value * 100), 100))
    with pytest.raises(AssertionError):
        compare_some()
