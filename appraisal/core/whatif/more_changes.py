"""Changes of money, single cells and who takes part; and changes read from JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, ClassVar

from appraisal.core.cells import CellInput, score_cell
from appraisal.core.points import parse_number
from appraisal.core.rules import Fault
from appraisal.core.schemes import SchemeSpec
from appraisal.core.text import Text, join
from appraisal.core.whatif.base import Base
from appraisal.core.whatif.changes import (
    BandFloors,
    Cap,
    CategoryMarks,
    CategoryWeights,
    Change,
    GatePercents,
    IndicatorChange,
    NotThere,
    Numbers,
    RoundWeights,
    TieBreaks,
    canonical,
    each_scheme,
    with_bands,
)


@dataclass(frozen=True, slots=True)
class Money(Change):
    """How the subsidy is split and what a grade forfeits, in per cent; None is as it is. RULES 9."""

    kind: ClassVar[str] = "money"
    monthly: Decimal | None = None
    first: Decimal | None = None
    forfeit: Numbers = field(default_factory=dict)

    def apply(self, base: Base) -> Base:
        def made(scheme: SchemeSpec) -> SchemeSpec:
            money = scheme.money
            monthly = money.monthly_percent if self.monthly is None else self.monthly
            first = money.first_part_percent if self.first is None else self.first
            return replace(scheme, money=replace(money, monthly_percent=monthly, first_part_percent=first))

        changed = each_scheme(base, made, Text("", ""))
        return (
            with_bands(changed, set(self.forfeit), "forfeit_percent", self.forfeit)
            if self.forfeit
            else changed
        )


@dataclass(frozen=True, slots=True)
class CellChange(Change):
    """One cell of one centre in one round: what was entered, or the marks 缺项 (`na`) and 未提供佐证 (`ne`)."""

    kind: ClassVar[str] = "cell"
    round: str
    centre: str
    indicator: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    na: bool = False
    ne: bool = False

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.round}:{self.centre}:{self.indicator}"

    def apply(self, base: Base) -> Base:
        current = base.round(self.round)
        if current is None or self.centre not in current.cells or current.indicator(self.indicator) is None:
            text = f"没有这一格：{self.round} {self.centre} {self.indicator}"
            raise NotThere(Text(text, f"No such cell: {self.round} {self.centre} {self.indicator}"))
        own = current.cells[self.centre]
        cell = CellInput(self.inputs, self.na, "—", self.ne)
        cells = {**current.cells, self.centre: {**own, self.indicator: cell}}
        rounds = tuple(replace(one, cells=cells) if one is current else one for one in base.rounds)
        return base.with_rounds(rounds)

    def faults(self, after: Base) -> list[Fault]:
        """What keeps the cell from being scored: wrong inputs, or some that lack."""
        current = after.round(self.round)
        spec = current.indicator(self.indicator) if current else None
        if current is None or spec is None:
            return []
        result = score_cell(spec, current.cells[self.centre][self.indicator], explain=False)
        labels = {one.name: one.label for one in spec.entry()}
        place = Text(f"{spec.code} {spec.name}", f"{spec.code} {spec.name}")
        found = [Fault(one.input, place, one.message) for one in result.problems if one.severity != "warning"]
        if result.missing:
            names = join((labels[name] for name in result.missing if name in labels), "、", ", ")
            found.append(Fault("inputs", place, Text(f"还缺：{names.zh}", f"Still missing: {names.en}")))
        return found


@dataclass(frozen=True, slots=True)
class LeaveOut(Change):
    """One centre doesn't take part: neither ranked nor counted for the cap."""

    kind: ClassVar[str] = "leave_out"
    centre: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.centre}"

    def apply(self, base: Base) -> Base:
        if self.centre not in base.centres():
            raise NotThere(
                Text(f"没有考核对象 {self.centre}。", f"There is no {self.centre} among the appraised.")
            )
        rounds = tuple(
            replace(
                one,
                cells={key: cells for key, cells in one.cells.items() if key != self.centre},
                exempt=one.exempt - {self.centre},
            )
            for one in base.rounds
        )
        return base.with_rounds(rounds)


# In the order in which they are applied: a cell typed into a scenario stands as typed, whatever the marks become.
KINDS: Mapping[str, type[Change]] = {
    one.kind: one
    for one in (
        RoundWeights,
        CategoryWeights,
        IndicatorChange,
        CategoryMarks,
        GatePercents,
        BandFloors,
        Cap,
        TieBreaks,
        Money,
        CellChange,
        LeaveOut,
    )
}
MOST = 200


def as_json(change: Change) -> dict[str, Any]:
    """A change as JSON data: numbers as canonical strings."""
    data = {one.name: _plain(getattr(change, one.name)) for one in fields(change)}  # type: ignore[arg-type]
    return {"kind": change.kind, **data}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return canonical(value)
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return list(value) if isinstance(value, tuple) else value


def read_changes(data: object) -> tuple[Change, ...]:
    """Read what `as_json` wrote, the last of a key counting. Raises ValueError for anything else."""
    if not isinstance(data, list) or len(data) > MOST:
        raise ValueError(f"changes are a list of at most {MOST}")
    return merged(read_change(one) for one in data)


def merged(changes: Iterable[Change]) -> tuple[Change, ...]:
    """One change a key, the last one; in the order in which they are applied."""
    found: dict[str, Change] = {}
    for one in changes:
        found.pop(one.key, None)
        found[one.key] = one
    order = list(KINDS)
    return tuple(sorted(found.values(), key=lambda one: order.index(one.kind)))


def read_change(data: object) -> Change:
    """Read one change. Raises ValueError."""
    if not isinstance(data, dict):
        raise ValueError("a change is an object")
    made = KINDS.get(str(data.get("kind")))
    if made is None:
        raise ValueError(f"no such kind of change: {data.get('kind')}")
    known = {one.name: str(one.type) for one in fields(made)}  # type: ignore[arg-type]
    if set(data) - {"kind"} - set(known):
        raise ValueError(f"unknown keys in a change of {made.kind}")
    values = {name: _value(known[name], data[name]) for name in known if name in data}
    try:
        return made(**values)
    except TypeError as error:
        raise ValueError(f"a change of {made.kind} lacks something") from error


def _value(hint: str, value: object) -> Any:
    """Check one value by the declared type of its field."""
    if hint == "Decimal | None" and value is None:
        return None
    if hint in {"Decimal", "Decimal | None"}:
        return _number(value)
    if hint == "Numbers" and isinstance(value, dict):
        return {_word(name): _number(one) for name, one in value.items()}
    if hint == "Mapping[str, str]" and isinstance(value, dict):
        return {_word(name): _word(one, 8000) for name, one in value.items()}
    if hint == "Mapping[str, Any]" and isinstance(value, dict):
        return {_word(name): _parameter(one) for name, one in value.items()}
    if hint == "tuple[str, ...]" and isinstance(value, list):
        return tuple(_word(one) for one in value)
    if hint == "bool" and isinstance(value, bool):
        return value
    if hint == "str":
        return _word(value)
    raise ValueError(f"{value!r:.60} is not of type {hint}")


def _number(value: object) -> Decimal:
    if not isinstance(value, str) or parse_number(value) is None:
        raise ValueError(f"{value!r:.60} is not a number written as text")
    return Decimal(value)


def _word(value: object, most: int = 200) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise ValueError(f"{value!r:.60} is not a text")
    return value


def _parameter(value: object) -> Any:
    """A parameter's value: text, switch, nothing, or a table; the rule's own check says whether it fits."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, list) and len(value) <= MOST:
        return [_row(one) for one in value]
    raise ValueError(f"{value!r:.60} is no value of a parameter")


def _row(value: object) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(one, str | bool) for one in value.values()):
        raise ValueError("a table of parameters holds rows of texts")
    return {_word(name): one for name, one in value.items()}
