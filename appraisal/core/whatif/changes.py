"""The changes a scenario may hold. Each is data, knows what it replaces, and gives a base with that replaced.

A change of the same `key` takes the place of the one before. Numbers are Decimal; as JSON they are canonical strings.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, ClassVar

from appraisal.core.cells import CellInput, IndicatorSpec
from appraisal.core.points import exact, on_grid, parse_number, round_points
from appraisal.core.rules import Fault
from appraisal.core.schemes import SchemeSpec
from appraisal.core.text import Text, plain
from appraisal.core.whatif.base import YEAR, Base, RoundSheets

Numbers = Mapping[str, Decimal]


class NotThere(ValueError):  # noqa: N818 – what a change names is not in the base (any more)
    """`text` says what is missing."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class Change(ABC):
    """One change. Subclasses are frozen dataclasses whose fields are exactly their JSON keys beside "kind"."""

    kind: ClassVar[str]

    @property
    def key(self) -> str:
        return self.kind

    @abstractmethod
    def apply(self, base: Base) -> Base:
        """The base with this changed; the same object where nothing differs. Raises NotThere."""

    def faults(self, after: Base) -> list[Fault]:
        """Faults that the check of a scheme can't see."""
        return []


def each_scheme(base: Base, made: Callable[[SchemeSpec], SchemeSpec | None], missing: Text) -> Base:
    """Change the schemes that have what is to be changed (`made` gives None for others). One must have it."""
    new = tuple(made(one.scheme) for one in base.rounds)
    if all(one is None for one in new):
        raise NotThere(missing)
    return base.with_schemes(
        tuple(one if one is not None else kept.scheme for one, kept in zip(new, base.rounds, strict=True))
    )


@dataclass(frozen=True, slots=True)
class RoundWeights(Change):
    """Weights of the rounds in per cent, by round code. A round that doesn't count today has no sheets to weigh."""

    kind: ClassVar[str] = "rounds"
    weights: Numbers

    def apply(self, base: Base) -> Base:
        here = {one.code for one in base.rounds} if base.kind == YEAR else set(self.weights)

        def made(scheme: SchemeSpec) -> SchemeSpec | None:
            if not set(self.weights) <= here & {one.code for one in scheme.rounds}:
                return None
            rounds = tuple(
                replace(one, weight_percent=self.weights.get(one.code, one.weight_percent))
                for one in scheme.rounds
            )
            return replace(scheme, rounds=rounds)

        return each_scheme(base, made, Text("方案中没有这些轮次。", "The scheme has no such rounds."))


@dataclass(frozen=True, slots=True)
class CategoryWeights(Change):
    """Weights of the parts of a weighted scheme in per cent, by category code."""

    kind: ClassVar[str] = "weights"
    weights: Numbers

    def apply(self, base: Base) -> Base:
        def made(scheme: SchemeSpec) -> SchemeSpec | None:
            weighted = {one.code for one in scheme.categories if one.weight_percent is not None}
            if not set(self.weights) <= weighted:
                return None
            categories = tuple(
                replace(one, weight_percent=self.weights.get(one.code, one.weight_percent))
                for one in scheme.categories
            )
            return replace(scheme, categories=categories)

        return each_scheme(
            base, made, Text("方案没有按权重合计这些类别。", "These categories carry no weight.")
        )


@dataclass(frozen=True, slots=True)
class CategoryMarks(Change):
    """Full marks of a whole category: its sums count × new ÷ declared marks, each indicator keeping its share."""

    kind: ClassVar[str] = "category"
    code: str
    marks: Decimal

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.code}"

    def apply(self, base: Base) -> Base:
        rounds = tuple(self._scaled(one) for one in base.rounds)
        if all(new is old for new, old in zip(rounds, base.rounds, strict=True)):
            raise NotThere(Text(f"方案中没有类别 {self.code}。", f"The scheme has no category {self.code}."))
        return base.with_rounds(rounds)

    def _scaled(self, one: RoundSheets) -> RoundSheets:
        found = next((each for each in one.scheme.categories if each.code == self.code), None)
        declared = sum((each.full_marks for each in found.indicators), Decimal(0)) if found else Decimal(0)
        if declared <= 0:
            return one
        return replace(one, scales={**one.scales, self.code: exact(self.marks) / exact(declared)})

    def faults(self, after: Base) -> list[Fault]:
        if self.marks > 0 and on_grid(self.marks):
            return []
        message = Text(
            "满分应大于 0，小数不超过 2 位。", "Full marks must be above 0 with at most 2 decimals."
        )
        place = Text(f"类别 {self.code} / 满分", f"category {self.code} / full marks")
        return [Fault("marks", place, message, plain(self.marks))]


@dataclass(frozen=True, slots=True)
class IndicatorChange(Change):
    """Full marks (None: as they are) and parameters of one indicator; a parameter given as None is taken away.

    Awarded points of kind `points` are carried pro rata to new full marks, in steps of the rule: an assessor's 18 of
    20 is 13.5 of 15. Every other kind is scored again from what was entered.
    """

    kind: ClassVar[str] = "indicator"
    code: str
    marks: Decimal | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.code}"

    def apply(self, base: Base) -> Base:
        rounds = tuple(self._changed(one) for one in base.rounds)
        if all(new is old for new, old in zip(rounds, base.rounds, strict=True)):
            raise NotThere(Text(f"方案中没有指标 {self.code}。", f"The scheme has no indicator {self.code}."))
        return base.with_rounds(rounds)

    def _changed(self, one: RoundSheets) -> RoundSheets:
        old = one.indicator(self.code)
        if old is None:
            return one
        new = self.made(old)
        changed = replace(one, scheme=with_indicator(one.scheme, new))
        if old.kind != "points" or new.full_marks == old.full_marks or new.full_marks <= 0:
            return changed
        cells = {key: _carried(own, old, new) for key, own in one.cells.items()}
        return replace(changed, cells=cells)

    def made(self, old: IndicatorSpec) -> IndicatorSpec:
        params = {name: value for name, value in {**old.params, **self.params}.items() if value is not None}
        return replace(old, params=params, full_marks=old.full_marks if self.marks is None else self.marks)


def with_indicator(scheme: SchemeSpec, new: IndicatorSpec) -> SchemeSpec:
    """The scheme with one indicator replaced; declared marks of its category and the scheme follow."""
    categories = []
    for category in scheme.categories:
        parts = tuple(new if one.code == new.code else one for one in category.indicators)
        if parts != category.indicators:
            old = sum((one.full_marks for one in category.indicators), Decimal(0))
            more = sum((one.full_marks for one in parts), Decimal(0)) - old
            category = replace(category, indicators=parts, full_marks=category.full_marks + more)
            scheme = replace(scheme, full_marks=scheme.full_marks + more)
        categories.append(category)
    return replace(scheme, categories=tuple(categories))


def _carried(cells: Mapping[str, CellInput], old: IndicatorSpec, new: IndicatorSpec) -> dict[str, CellInput]:
    cell = cells.get(new.code)
    points = parse_number(cell.inputs.get("points", "")) if cell else None
    if cell is None or points is None:
        return dict(cells)
    step = parse_number(str(new.params.get("step") or "0.01")) or Fraction(1, 100)
    steps = points * exact(new.full_marks) / exact(old.full_marks) / step
    value = round_points(min(Fraction((2 * steps + 1) // 2) * step, exact(new.full_marks)))
    return {**cells, new.code: cell._replace(inputs={**cell.inputs, "points": canonical(value)})}


def canonical(value: Decimal) -> str:
    """The one spelling of a number in JSON and inputs: no exponent, no trailing zeros."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


@dataclass(frozen=True, slots=True)
class BandFloors(Change):
    """Floors of grades, by band code."""

    kind: ClassVar[str] = "bands"
    floors: Numbers

    def apply(self, base: Base) -> Base:
        return with_bands(base, set(self.floors), "floor", self.floors)

    def faults(self, after: Base) -> list[Fault]:
        """Grades keep their order, the best first as the scheme lists them."""
        place = Text("等次 / 下限", "grades / floor")
        found = []
        for better, worse in pairwise(after.scheme.bands):
            if worse.floor >= better.floor:
                zh = f"等次的先后不得颠倒：“{better.name.zh}”的下限应高于“{worse.name.zh}”。"
                en = f"Grades keep their order: the floor of {better.name.en} is above that of {worse.name.en}."
                found.append(Fault("floors", place, Text(zh, en), plain(worse.floor)))
        return found


def with_bands(base: Base, codes: set[str], name: str, values: Numbers) -> Base:
    def made(scheme: SchemeSpec) -> SchemeSpec | None:
        if not codes <= {one.code for one in scheme.bands}:
            return None
        bands = tuple(
            replace(one, **{name: values[one.code]}) if one.code in values else one  # type: ignore[arg-type]
            for one in scheme.bands
        )
        return replace(scheme, bands=bands)

    return each_scheme(base, made, Text("方案中没有这些等次。", "The scheme has no such grades."))


@dataclass(frozen=True, slots=True)
class GatePercents(Change):
    """Per cent of gates, by name."""

    kind: ClassVar[str] = "gates"
    percents: Numbers

    def apply(self, base: Base) -> Base:
        def made(scheme: SchemeSpec) -> SchemeSpec | None:
            if not set(self.percents) <= {one.name for one in scheme.gates}:
                return None
            gates = tuple(
                replace(one, percent=self.percents.get(one.name, one.percent)) for one in scheme.gates
            )
            return replace(scheme, gates=gates)

        return each_scheme(base, made, Text("方案中没有这些评优门槛。", "The scheme has no such gates."))


@dataclass(frozen=True, slots=True)
class Cap(Change):
    """Cap on the top grade in per cent."""

    kind: ClassVar[str] = "cap"
    percent: Decimal

    def apply(self, base: Base) -> Base:
        return each_scheme(base, lambda scheme: replace(scheme, cap_percent=self.percent), Text("", ""))


@dataclass(frozen=True, slots=True)
class TieBreaks(Change):
    """What parts equal totals, in order."""

    kind: ClassVar[str] = "tie_breaks"
    order: tuple[str, ...]

    def apply(self, base: Base) -> Base:
        return each_scheme(base, lambda scheme: replace(scheme, tie_breaks=self.order), Text("", ""))
