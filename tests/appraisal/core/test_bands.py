"""Grade bands: floors inclusive, no gap, no overlap; RULES 5."""

from decimal import Decimal

import pytest

from appraisal.core.bands import GradeBand, check_bands, grade_for
from tests.appraisal.core.build import BANDS, band


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        ("100", "excellent"),
        ("85.00", "excellent"),
        ("84.99", "good"),
        ("70.00", "good"),
        ("69.99", "pass"),
        ("60.00", "pass"),
        ("59.99", "fail"),
        ("0.00", "fail"),
    ],
)
def test_floors_are_inclusive(points: str, grade: str) -> None:
    assert grade_for(Decimal(points), BANDS) == grade
    assert grade_for(Decimal(points), tuple(reversed(BANDS))) == grade


def test_a_gap_is_never_a_grade() -> None:
    with pytest.raises(ValueError, match="reach no grade band"):
        grade_for(Decimal("59.99"), BANDS[:3])


def test_the_shipped_bands_are_sound() -> None:
    assert check_bands(BANDS) == []
    assert check_bands(tuple(reversed(BANDS))) == []


LOW = band("low", "低", "0")


@pytest.mark.parametrize(
    ("bands", "found"),
    [
        ([], ["bands"]),
        ([LOW], ["bands"]),
        ([band("a", "甲", "60"), band("b", "乙", "0.01")], ["bands[1].floor"]),
        ([band("a", "甲", "60"), band("b", "乙", "-1")], ["bands[1].floor"]),
        ([band("a", "甲", "100"), LOW], ["bands[0].floor"]),
        ([band("a", "甲", "99.99"), LOW], []),
        ([band("a", "甲", "60.005"), LOW], ["bands[0].floor"]),
        ([band("a", "甲", "60"), band("b", "乙", "60"), LOW], ["bands[1].floor"]),
        ([band("a", "甲", "60"), band("a", "乙", "0")], ["bands[1].code"]),
        ([band("a", "甲", "60", forfeit_percent=Decimal("100.01")), LOW], ["bands[0].forfeit_percent"]),
        ([band("a", "甲", "60", forfeit_percent=Decimal("-0.01")), LOW], ["bands[0].forfeit_percent"]),
        ([band("a", "甲", "60", forfeit_percent=Decimal(100)), LOW], []),
        ([band("a", "甲", "60", award_weight=Decimal(-1)), LOW], ["bands[0].award_weight"]),
        ([band("a", "甲", "60"), band("b", "乙", "0", below=Decimal(60))], []),
        ([band("a", "甲", "60"), band("b", "乙", "0", below=Decimal("59.99"))], ["bands[1].below"]),
        ([band("a", "甲", "60"), band("b", "乙", "0", below=Decimal(61))], ["bands[1].below"]),
        ([band("a", "甲", "60", below=Decimal(100)), LOW], ["bands[0].below"]),
        ([band("a", "甲", "60", below=Decimal("100.01")), LOW], []),
        ([band("a", "甲", "60", below=Decimal(100)), band("b", "乙", "30"), LOW], ["bands[0].below"]),
    ],
)
def test_faults(bands: list[GradeBand], found: list[str]) -> None:
    assert [fault.path for fault in check_bands(bands)] == found


def test_nothing_is_forfeited_or_awarded_unless_said() -> None:
    assert (LOW.forfeit_percent, LOW.award_weight, LOW.below) == (0, 0, None)


def test_a_gap_names_the_lowest_floor() -> None:
    (fault,) = check_bands([band("a", "甲", "60"), band("b", "乙", "30.5")])
    assert (fault.path, fault.value, fault.place.zh) == ("bands[1].floor", "30.5", "等次 乙 / floor")
    assert "空档" in fault.message.zh


def test_gap_and_overlap_are_told_apart() -> None:
    def message(below: str) -> str:
        return check_bands([band("a", "甲", "60"), band("b", "乙", "0", below=Decimal(below))])[0].message.zh

    assert message("59.99") == "上限与“甲”的起点之间留有空档。"
    assert message("61") == "上限与“甲”的起点之间重叠。"
    same = check_bands([band("a", "甲", "60"), band("b", "乙", "60"), LOW])[0]
    assert (same.message.zh, same.value, same.place.zh) == ("与“甲”起点相同，重叠。", "60", "等次 乙 / floor")
