"""What an appraisal on site must at least have seen: households, staff at the symposium, patients. RULES 7.

Counts are whole numbers; the share of the staff is per cent and rounded up: 30 % of 7 is 3. Source: 篇1 五(三)3–4.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from appraisal.core.text import Text

HOUSEHOLDS, STAFF_PERCENT, PATIENTS = 20, Decimal(30), 3


@dataclass(frozen=True, slots=True)
class Minima:
    """The least of each: households visited, per cent of the staff at the symposium, patients asked."""

    households: int = HOUSEHOLDS
    staff_percent: Decimal = STAFF_PERCENT
    patients: int = PATIENTS

    def staff(self, count: int) -> int:
        """The least staff at the symposium of a centre with `count` of them: rounded up."""
        return ceil(count * Fraction(self.staff_percent) / 100)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one centre; `staff_of` is how many staff it has."""

    households: int
    staff: int
    patients: int
    staff_of: int


def shortfalls(seen: Seen, minima: Minima) -> list[Text]:
    """Each minimum that isn't reached, in words; empty where all are."""
    wanted = minima.staff(seen.staff_of)
    found = []
    if seen.households < minima.households:
        zh = f"走访农户 {seen.households} 户，少于规定的 {minima.households} 户"
        found.append(Text(zh, f"{seen.households} households visited of the {minima.households} required"))
    if seen.staff < wanted:
        zh = f"座谈会职工 {seen.staff} 人，少于规定的 {wanted} 人"
        found.append(Text(zh, f"{seen.staff} staff at the symposium of the {wanted} required"))
    if seen.patients < minima.patients:
        zh = f"患者 {seen.patients} 人，少于规定的 {minima.patients} 人"
        found.append(Text(zh, f"{seen.patients} patients asked of the {minima.patients} required"))
    return found
