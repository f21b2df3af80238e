"""How far each centre is from the next grade, and what would carry it there. RULES 14."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import attrgetter

from appraisal.core.cells import CellResult
from appraisal.core.grading import Grading
from appraisal.core.points import exact, from_hundredths, round_points
from appraisal.core.text import Text
from appraisal.core.whatif.deciding import Field
from appraisal.core.whatif.reckon import Reckoned, Sheet, grades_of, line_of, summed
from appraisal.core.whatif.scenario import best_first

LISTED = 8


@dataclass(frozen=True, slots=True)
class Carrier:
    """An indicator that could carry a centre up: points lost there, the total with full marks there.

    `enough`: that total reaches the next grade's floor. `granted`: the grade would be given, cap, veto and gate
    taken into account.
    """

    code: str
    name: str
    lost: Decimal
    total: Decimal | None
    enough: bool
    granted: bool


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a centre is from the grade above and from the one below, by score. None at the top and the bottom.

    `above` is the code of the next grade by score; `held` says why the grade given is below that of the score (cap,
    veto or gate), nothing where it isn't. `slack` are points that may be lost before the grade given falls.
    """

    key: str
    total: Decimal
    grade: str
    by_score: str
    above: str
    needed: Decimal | None
    slack: Decimal | None
    held: tuple[Text, ...]
    carriers: tuple[Carrier, ...]


def distances(found: Reckoned) -> list[Distance]:
    """Every graded centre in the order of ranks."""
    field = Field(found)
    return [_distance(field, one) for one in found.grades.graded]


def _distance(field: Field, one: Grading) -> Distance:
    found, key = field.found, one.key
    bands = best_first(found.base.scheme.bands)
    here = next(place for place, band in enumerate(bands) if band.code == one.by_score)
    above = bands[here - 1] if here else None
    given = next(place for place, band in enumerate(bands) if band.code == one.grade)
    return Distance(
        key=key,
        total=one.total,
        grade=one.grade,
        by_score=one.by_score,
        above=above.code if above else "",
        needed=round_points(above.floor - one.total) if above else None,
        slack=None if given == len(bands) - 1 else round_points(one.total - bands[given].floor),
        held=tuple(remark.text for remark in one.remarks) if one.grade != one.by_score else (),
        carriers=tuple(_carriers(field, key, above.floor, above.code)) if above else (),
    )


def _carriers(field: Field, key: str, floor: Decimal, code: str) -> Iterator[Carrier]:
    """The indicators in which the centre lost most, the largest loss first."""
    lost = sorted(_losses(field, key), key=attrgetter("lost"), reverse=True)[:LISTED]
    for one in lost:
        reached = field.levelled(key, one.code)
        total = None if reached is None else from_hundredths(reached)
        enough = total is not None and total >= floor
        granted = enough and _granted(field.found, key, one.code, code)
        yield replace(one, total=total, enough=enough, granted=granted)


def _losses(field: Field, key: str) -> Iterator[Carrier]:
    for _, spec in field.found.base.scheme.indicators():
        got = field.points(key, spec.code)
        if got is not None and got < exact(spec.full_marks):
            lost = round_points(exact(spec.full_marks) - got)
            yield Carrier(spec.code, spec.name, lost, None, enough=False, granted=False)


def _granted(found: Reckoned, key: str, code: str, grade: str) -> bool:
    """Whether the county, graded again with full marks for this centre there, gives it the grade."""
    sheets: dict[str, Mapping[str, Sheet]] = {}
    for one in found.base.rounds:
        own = found.sheets[one.code].get(key)
        changed = own and code in own.results
        sheets[one.code] = (
            {**found.sheets[one.code], key: summed(one, _with_full(own.results, code), own.effects)}
            if own and changed
            else found.sheets[one.code]
        )
    lines = {**found.lines, key: line_of(found.base, sheets, key)}
    given = next((one.grade for one in grades_of(found.base, lines).graded if one.key == key), "")
    return given == grade


def _with_full(results: Mapping[str, CellResult], code: str) -> dict[str, CellResult]:
    """The results with one indicator at full marks; what earns more, and what doesn't apply, stays."""
    result = results[code]
    if result.points is None or result.points >= result.full_marks:
        return dict(results)
    return {**results, code: result._replace(points=round_points(result.full_marks))}
