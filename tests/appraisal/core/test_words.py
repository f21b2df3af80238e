"""What every kind of rule says, word for word in both languages: its sentence, the steps of scored cells, its faults.

Kept in words/<kind>.txt, one line each, to be read by a person when it changes: `GOLDEN=write` writes them anew. Schemes
and inputs are those of the differential test's generator; faults come from breaking one parameter at a time.
"""

import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from appraisal.core.points import exact
from appraisal.core.rules import RULES
from appraisal.core.rules.parameters import Fault
from appraisal.core.text import Text
from tests.appraisal.core.differential import generate

FOLDER = Path(__file__).parent / "words"
SCHEMES, BROKEN_SCHEMES, CELLS = 8, 2, 3
COHORT = tuple(exact(value) for value in (30, 50, 50, 70))
# What a hand may type into any parameter; None leaves it out.
BROKEN: tuple[Any, ...] = (
    None,
    "",
    "x",
    "-1",
    "0",
    "100000",
    "1.2345678",
    5,
    [],
    [{}],
    ["x"],
    [{"code": "A b"}] * 2,
)


def both(text: Text) -> str:
    return f"{text.zh} | {text.en}"


def told(fault: Fault) -> str:
    return f"{fault.path} | {both(fault.place)} | {both(fault.message)} | {fault.value}"


def broken(params: dict[str, Any], names: list[str]) -> Iterator[dict[str, Any]]:
    """The parameters with one thing wrong each time, in tables in the last row too."""
    for name in names:
        for value in BROKEN:
            yield {key: one for key, one in params.items() if key != name} | (
                {} if value is None else {name: value}
            )
        rows = params.get(name)
        if isinstance(rows, list) and rows and isinstance(rows[-1], dict):
            yield params | {name: [*rows, rows[-1]]}
            for column in rows[-1]:
                for value in ("", "-1", "x"):
                    yield params | {name: [*rows[:-1], rows[-1] | {column: value}]}
    yield params | {"unknown": "1"}


def words(kind: str) -> list[str]:
    rng, rule, lines, faults = Random(kind), RULES[kind], [], []
    for number in range(SCHEMES):
        full = rng.randint(2, 20)
        params = generate.PARAMS[kind](rng, full)
        bound = rule.bind(params, Decimal(full))
        lines.append(f"= {both(bound.sentence())}")
        lines.append(f"  limits {bound.limits.lowest} {bound.limits.highest}")
        for _cell in range(CELLS):
            inputs = generate.inputs_for(rng, kind, params, full)
            outcome = bound.score(inputs, cohort=COHORT if rule.cohort else None)
            lines += [f"  {both(step)}" for step in outcome.steps]
            lines += [f"  ! {one.input} {one.severity}: {both(one.message)}" for one in outcome.problems]
        for name, value in (("", ""), ("unheard", "1"), *((field.name, "？") for field in bound.entry)):
            outcome = bound.score(inputs | ({name: value} if name else {}))
            lines += [f"  ! {one.input} {one.severity}: {both(one.message)}" for one in outcome.problems]
        for wrong in broken(params, [one.name for one in rule.parameters]) if number < BROKEN_SCHEMES else ():
            faults += [told(fault) for fault in rule.check(wrong, Decimal(full))]
    faults += [told(fault) for fault in rule.check({}, Decimal("0.005"))]
    return [*lines, *once(faults)]


def once(faults: list[str]) -> Iterator[str]:
    """Each fault with the first value that had it."""
    seen = set()
    for fault in faults:
        said, _bar, _value = fault.rpartition(" | ")
        if said not in seen:
            seen.add(said)
            yield f"- {fault}"


@pytest.mark.parametrize("kind", sorted(generate.PARAMS))
def test_words(kind: str) -> None:
    kept, lines = FOLDER / f"{kind}.txt", words(kind)
    if os.environ.get("GOLDEN") == "write":
        kept.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert kept.read_text(encoding="utf-8").splitlines() == [
        part for line in lines for part in line.splitlines()
    ]
