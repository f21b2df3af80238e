"""How a broken unit counts: dropped, pro rata or whole. Shared by the kinds that deduct by units. RULES 3."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from appraisal.core.points import Exact
from appraisal.core.rules.inputs import Choice
from appraisal.core.rules.parameters import Parameter
from appraisal.core.text import Text, equals, plain

BROKEN = (
    Choice("floor", Text("不足一个单位不计", "a broken unit is dropped")),
    Choice("proportional", Text("不足一个单位按比例计", "a broken unit counts pro rata")),
    Choice("ceil", Text("不足一个单位按一个单位计", "a broken unit counts as a whole one")),
)
BROKEN_UNIT = Parameter(
    name="broken_unit", type="choice", label=Text("不足一个单位", "Broken unit"), default="proportional",
    choices=BROKEN,
)  # fmt: skip


def counted_units(units: Fraction, broken: str) -> Fraction:
    if broken == "floor":
        return Exact(floor(units))
    return Exact(ceil(units)) if broken == "ceil" else units


def units_step(measured: Fraction, unit: Fraction, broken: str) -> Text:
    """Write "2.42 ÷ 1 = 2.42 个单位，不足一个单位不计 → 2"."""
    units = measured / unit
    line = f"{plain(measured)} ÷ {plain(unit)} {equals(units)}"
    if units.denominator == 1:
        return Text(f"{line} 个单位", f"{line} units")
    how = next(choice.label for choice in BROKEN if choice.code == broken)
    end = "" if broken == "proportional" else f" → {plain(counted_units(units, broken))}"
    return Text(f"{line} 个单位，{how.zh}{end}", f"{line} units, {how.en}{end}")


def broken_clause(broken: str, unit: Text) -> Text:
    """What a sentence says of a broken unit: "不足 1 个百分点的按比例扣"."""
    return {
        "floor": Text(f"不足 {unit.zh}的不扣", "broken units are dropped"),
        "proportional": Text(f"不足 {unit.zh}的按比例扣", "broken units count pro rata"),
        "ceil": Text(f"不足 {unit.zh}的按 {unit.zh}扣", "broken units count as whole ones"),
    }[broken]
