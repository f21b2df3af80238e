"""Minima on site: 20 households, 30 % of the staff rounded up, 3 patients (篇1 五(三)3–4)."""

from decimal import Decimal

import pytest

from appraisal.core.fieldwork import Minima, Seen, shortfalls

USUAL = Minima()


@pytest.mark.parametrize(
    ("count", "wanted"), [(0, 0), (1, 1), (3, 1), (4, 2), (7, 3), (10, 3), (11, 4), (20, 6), (21, 7)]
)
def test_the_share_of_the_staff_is_rounded_up(count: int, wanted: int) -> None:
    assert USUAL.staff(count) == wanted


def test_a_share_with_decimals_is_exact() -> None:
    assert Minima(staff_percent=Decimal("33.33")).staff(300) == 100
    assert Minima(staff_percent=Decimal("33.34")).staff(300) == 101
    assert Minima(staff_percent=Decimal(0)).staff(9) == 0


@pytest.mark.parametrize(
    ("seen", "short"),
    [
        (Seen(20, 3, 3, 10), ()),
        (Seen(19, 3, 3, 10), ("走访农户 19 户，少于规定的 20 户",)),
        (Seen(20, 2, 3, 10), ("座谈会职工 2 人，少于规定的 3 人",)),
        (Seen(20, 3, 2, 10), ("患者 2 人，少于规定的 3 人",)),
        (Seen(0, 0, 0, 0), ("走访农户 0 户，少于规定的 20 户", "患者 0 人，少于规定的 3 人")),
    ],
)
def test_what_is_short_is_said(seen: Seen, short: tuple[str, ...]) -> None:
    found = shortfalls(seen, USUAL)
    assert tuple(one.zh for one in found) == short
    assert all(one.en for one in found)
