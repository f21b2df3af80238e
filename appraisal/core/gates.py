"""Gates 评优门槛: a set of indicators must reach so many per cent together for the top grade. Source: RULES 3, 5."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from appraisal.core.cells import CellResult
from appraisal.core.points import ZERO, exact
from appraisal.core.rules.parameters import Fault
from appraisal.core.text import Text, equals, plain


@dataclass(frozen=True, slots=True)
class GateSpec:
    """These indicators (by code) must earn at least `percent` of their applicable full marks."""

    name: str
    indicators: tuple[str, ...]
    percent: Decimal


@dataclass(frozen=True, slots=True)
class GateMark:
    """Points got and full marks that applied behind one gate; both 0 where nothing applied."""

    name: str
    got: Fraction
    full: Fraction
    percent: Decimal

    @property
    def rate(self) -> Fraction | None:
        """Per cent earned; None where nothing applied."""
        return None if self.full == 0 else self.got * 100 / self.full

    @property
    def passed(self) -> bool:
        """A gate behind which nothing applied holds nobody back."""
        rate = self.rate
        return rate is None or rate >= exact(self.percent)

    def text(self) -> Text:
        """The gate in one line, such as 必查内容得分率 85 ÷ 90 × 100% ≈ 94.4444%，门槛 90%，达到."""
        if self.full == 0:
            return Text(f"{self.name}：均为缺项，不设门槛", f"{self.name}: nothing applied")
        line = f"{plain(self.got)} ÷ {plain(self.full)} × 100% {equals(self.rate or ZERO)}%"
        word = (
            Text("达到", "reached")
            if self.passed
            else Text("未达到，不得评为最高等次", "not reached: no top grade")
        )
        zh = f"{self.name}得分率：{line}，门槛 {plain(self.percent)}%，{word.zh}"
        return Text(zh, f"{self.name}: {line}, gate at {plain(self.percent)}%, {word.en}")


def gate_mark(gate: GateSpec, results: Mapping[str, CellResult]) -> GateMark:
    """Sum the cells behind a gate; an unscored cell counts with its full marks and nothing got."""
    got = full = ZERO
    for code in gate.indicators:
        result = results.get(code)
        if result is None:
            continue
        full += exact(result.applicable_full)
        got += exact(result.points) if result.points is not None else ZERO
    return GateMark(gate.name, got, full, gate.percent)


def check_gates(gates: Sequence[GateSpec], marks: Mapping[str, Decimal]) -> list[Fault]:
    """Return faults of gates against the indicators' full marks by code: unknown, repeated or markless ones."""
    found = []
    for row, gate in enumerate(gates):
        place = Text(f"评优门槛 {gate.name}", f"gate {gate.name}")
        path = f"gates[{row}]"
        if not gate.name.strip():
            found.append(Fault(f"{path}.name", place, Text("必须填写。", "This is required.")))
        elif gate.name in {other.name for other in gates[:row]}:
            found.append(
                Fault(f"{path}.name", place, Text("名称重复。", "This name is used twice."), gate.name)
            )
        if not 0 < gate.percent <= 100:
            message = Text("应大于 0 且不超过 100%。", "It is above 0 and at most 100%.")
            found.append(Fault(f"{path}.percent", place, message, plain(gate.percent)))
        found.extend(_indicator_faults(gate, marks, path, place))
    return found


def _indicator_faults(gate: GateSpec, marks: Mapping[str, Decimal], path: str, place: Text) -> list[Fault]:
    at = f"{path}.indicators"
    if not gate.indicators:
        return [Fault(at, place, Text("没有列出指标。", "It lists no indicator."))]
    found = []
    for number, code in enumerate(gate.indicators):
        if code in gate.indicators[:number]:
            found.append(Fault(at, place, Text("指标重复。", "This indicator is listed twice."), code))
        elif code not in marks:
            found.append(
                Fault(at, place, Text("方案中没有这个指标。", "The scheme has no such indicator."), code)
            )
        elif marks[code] == 0:
            found.append(Fault(at, place, Text("该指标没有满分。", "This indicator carries no marks."), code))
    return found
