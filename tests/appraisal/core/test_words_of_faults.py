"""Every word that the checks of bands and gates say, in both languages: a clerk acts on them (RULES 2)."""

from decimal import Decimal

import pytest

from appraisal.core.bands import GradeBand, check_bands
from appraisal.core.gates import GateSpec, check_gates
from appraisal.core.rules.parameters import Fault
from tests.appraisal.core.build import band

LOW = band("low", "低", "0")
Said = tuple[str, str, str, str, str, str]


def said(fault: Fault) -> Said:
    return (
        fault.path,
        fault.place.zh,
        fault.place.en,
        fault.message.zh,
        fault.message.en,
        fault.value,
    )


OFF = (
    "起点应不小于 0 且小于 100，小数不超过 2 位。",
    "A floor is from 0 to below 100, with at most 2 decimals.",
)
SHARE = ("扣减比例应在 0 至 100% 之间。", "The forfeited share is from 0 to 100%.")
GAP = ("最低等次应从 0 分起，否则留有空档。", "The lowest grade must start at 0, else it leaves a gap.")
OPEN = ("最高等次不应设上限，否则 100 分不在其中。", "The top grade must be open, else 100 is left out.")
NAMES = {"a": "甲", "b": "乙", "low": "低"}


def of(row: int, code: str, column: str, message: tuple[str, str], value: str) -> Said:
    zh, en = f"等次 {NAMES[code]} / {column}", f"grade {code} / {column}"
    return (f"bands[{row}].{column}", zh, en, *message, value)


@pytest.mark.parametrize(
    ("bands", "found"),
    [
        ([], [("bands", "等次", "grades", "至少需要两个等次。", "At least two are needed.", "0")]),
        ([LOW], [("bands", "等次", "grades", "至少需要两个等次。", "At least two are needed.", "1")]),
        ([band("a", "甲", "100"), LOW], [of(0, "a", "floor", OFF, "100")]),
        ([band("a", "甲", "60.005"), LOW], [of(0, "a", "floor", OFF, "60.005")]),
        (
            [band("a", "甲", "60"), band("b", "乙", "-0.5")],
            [of(1, "b", "floor", OFF, "−0.5")],
        ),
        (
            [band("a", "甲", "60"), band("a", "乙", "0")],
            [
                (
                    "bands[1].code",
                    "等次 乙 / code",
                    "grade a / code",
                    "代码重复。",
                    "This code is used twice.",
                    "a",
                )
            ],
        ),
        (
            [band("a", "甲", "60", forfeit_percent=Decimal("100.01")), LOW],
            [of(0, "a", "forfeit_percent", SHARE, "100.01")],
        ),
        ([band("a", "甲", "60", forfeit_percent=Decimal(0)), LOW], []),
        ([band("a", "甲", "60", award_weight=Decimal(0)), LOW], []),
        (
            [band("a", "甲", "60", award_weight=Decimal("-0.5")), LOW],
            [
                of(
                    0,
                    "a",
                    "award_weight",
                    ("奖励权数不得为负。", "The award weight must not be negative."),
                    "−0.5",
                )
            ],
        ),
        ([band("a", "甲", "60"), band("b", "乙", "0.01")], [of(1, "b", "floor", GAP, "0.01")]),
        (
            [band("a", "甲", "60"), band("b", "乙", "60"), LOW],
            [of(1, "b", "floor", ("与“甲”起点相同，重叠。", "Overlaps “a”: same floor."), "60")],
        ),
        (
            [band("a", "甲", "60"), band("b", "乙", "0", below=Decimal("59.99"))],
            [
                of(
                    1,
                    "b",
                    "below",
                    ("上限与“甲”的起点之间留有空档。", "Its end leaves a gap to “a”."),
                    "59.99",
                )
            ],
        ),
        (
            [band("a", "甲", "60"), band("b", "乙", "0", below=Decimal(61))],
            [of(1, "b", "below", ("上限与“甲”的起点之间重叠。", "Its end overlaps “a”."), "61")],
        ),
        ([band("a", "甲", "60", below=Decimal(100)), LOW], [of(0, "a", "below", OPEN, "100")]),
        ([band("a", "甲", "60", below=Decimal("100.01")), LOW], []),
    ],
)
def test_bands(bands: list[GradeBand], found: list[Said]) -> None:
    assert [said(fault) for fault in check_bands(bands)] == found


def gate(name: str, *codes: str, percent: str = "90") -> GateSpec:
    return GateSpec(name, codes, Decimal(percent))


def of_gate(row: int, name: str, column: str, zh: str, en: str, value: str = "") -> Said:
    return (f"gates[{row}].{column}", f"评优门槛 {name}", f"gate {name}", zh, en, value)


PERCENT = ("应大于 0 且不超过 100%。", "It is above 0 and at most 100%.")


@pytest.mark.parametrize(
    ("gates", "found"),
    [
        ([gate("必查", "1"), gate("次查", "1", percent="100")], []),
        ([gate(" ", "1")], [of_gate(0, " ", "name", "必须填写。", "This is required.")]),
        (
            [gate("必查", "1"), gate("次查", "1"), gate("必查", "1")],
            [of_gate(2, "必查", "name", "名称重复。", "This name is used twice.", "必查")],
        ),
        ([gate("必查", "1", percent="0")], [of_gate(0, "必查", "percent", *PERCENT, "0")]),
        ([gate("必查", "1", percent="0.01")], []),
        ([gate("必查", "1", percent="100.01")], [of_gate(0, "必查", "percent", *PERCENT, "100.01")]),
        ([gate("必查")], [of_gate(0, "必查", "indicators", "没有列出指标。", "It lists no indicator.")]),
        (
            [gate("必查", "1", "9", "0", "1")],
            [
                of_gate(
                    0, "必查", "indicators", "方案中没有这个指标。", "The scheme has no such indicator.", "9"
                ),
                of_gate(0, "必查", "indicators", "该指标没有满分。", "This indicator carries no marks.", "0"),
                of_gate(0, "必查", "indicators", "指标重复。", "This indicator is listed twice.", "1"),
            ],
        ),
    ],
)
def test_gates(gates: list[GateSpec], found: list[Said]) -> None:
    faults = check_gates(gates, {"1": Decimal(50), "0": Decimal(0)})
    assert [said(fault) for fault in faults] == found
