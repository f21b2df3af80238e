"""What a new version of a round changed against the one it supersedes."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from appraisal.models import Assessment, Round, Score

Cell = tuple[dict[str, str], bool, str, Decimal | None]


@dataclass(frozen=True, slots=True)
class CellDifference:
    """One changed cell: what was entered and earned before and after."""

    centre: str
    indicator: str
    old: Cell | None
    new: Cell | None

    @property
    def old_text(self) -> str:
        return _shown(self.old)

    @property
    def new_text(self) -> str:
        return _shown(self.new)


@dataclass(frozen=True, slots=True)
class Differences:
    """Changed totals as (centre, old, new), and changed cells."""

    totals: list[tuple[str, Decimal | None, Decimal | None]]
    cells: list[CellDifference]


def differences(old: Round, new: Round) -> Differences:
    """Compare two versions cell by cell (4 queries)."""
    return Differences(list(_totals(old, new)), list(_cells(old, new)))


def _totals(old: Round, new: Round) -> Iterator[tuple[str, Decimal | None, Decimal | None]]:
    before, after = (
        dict(Assessment.objects.filter(round=one).values_list("centre__name", "total")) for one in (old, new)
    )
    for centre in sorted({*before, *after}):
        if before.get(centre) != after.get(centre):
            yield centre, before.get(centre), after.get(centre)


def _cells(old: Round, new: Round) -> Iterator[CellDifference]:
    before, after = _read(old), _read(new)
    for key in sorted({*before, *after}):
        if before.get(key) != after.get(key):
            yield CellDifference(key[0], f"{key[1]} {key[2]}", before.get(key), after.get(key))


def _read(one: Round) -> dict[tuple[str, str, str], Cell]:
    rows = Score.objects.filter(assessment__round=one).values_list(
        "assessment__centre__name",
        "indicator__code",
        "indicator__name",
        "inputs",
        "not_applicable",
        "reason",
        "points",
    )
    return {
        (row[0], row[1], row[2]): (row[3], row[4], row[5], row[6]) for row in rows.iterator(chunk_size=5000)
    }


def _shown(cell: Cell | None) -> str:
    if cell is None:
        return "—"
    inputs, not_applicable, reason, points = cell
    entered = _("缺项") if not_applicable else "、".join(inputs.values())
    return "；".join(part for part in (entered, f"{points}" if points is not None else "", reason) if part)
