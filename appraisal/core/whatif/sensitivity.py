"""What decides ranks, and what would carry a centre to the next grade. RULES 14.

An indicator decides a rank where two centres would change places without it: once left out of everybody's sheet
(the rest scaled up), once with full marks for everybody. Both are worked out through the sums of the real rounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from operator import attrgetter
from typing import Any

from appraisal.core.cells import CellResult, IndicatorSpec
from appraisal.core.points import exact, round_points
from appraisal.core.sheet import whole_factor, with_zeroed
from appraisal.core.text import Text
from appraisal.core.totals import CategorySpec, CategoryTotal, category_total, round_total, year_total
from appraisal.core.whatif.base import YEAR, Base, RoundSheets
from appraisal.core.whatif.reckon import Reckoned, Sheet, grades_of, line_of, scaled, summed, weights_of
from appraisal.core.whatif.scenario import best_first

LISTED = 8
NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Weight:
    """How much one indicator decides. `spread` is between the best and the worst centre, in points (of the year:
    weighted by round).

    `removed` and `levelled` count the pairs of centres, of `pairs`, that would change places without it and with full
    marks for all.
    """

    code: str
    name: str
    full_marks: Decimal
    spread: Decimal
    removed: int
    levelled: int
    pairs: int

    @property
    def share(self) -> Fraction:
        """Per cent of pairs that change places one way or the other, the larger of the two."""
        return Fraction(max(self.removed, self.levelled) * 100, self.pairs) if self.pairs else Fraction(0)


def deciding(found: Reckoned) -> list[Weight]:
    """Every indicator of the grading scheme with what it decides, the most deciding first."""
    totals = {key: line.total for key, line in found.lines.items() if line.standing == "graded"}
    before = {key: total for key, total in totals.items() if total is not None}
    weights = [_weight(found, spec, before) for _, spec in found.base.scheme.indicators()]
    return sorted(weights, key=lambda one: (-one.share, -one.spread, one.code))


def _weight(found: Reckoned, spec: IndicatorSpec, before: Mapping[str, Decimal]) -> Weight:
    got = _contributions(found, spec.code, before)
    spread = max(got) - min(got) if got else Fraction(0)
    removed = _flips(before, _totals(found, spec.code, before, _without))
    levelled = _flips(before, _totals(found, spec.code, before, _levelled))
    return Weight(
        code=spec.code,
        name=spec.name,
        full_marks=spec.full_marks,
        spread=round_points(spread),
        removed=removed,
        levelled=levelled,
        pairs=len(before) * (len(before) - 1) // 2,
    )


def _contributions(found: Reckoned, code: str, keys: Iterable[str]) -> list[Fraction]:
    """Points of one indicator by centre; of a year the rounds' points weighted like the totals."""
    return [value for key in keys if (value := _contribution(found, code, key)) is not None]


def _contribution(found: Reckoned, code: str, key: str) -> Fraction | None:
    got = weight = Fraction(0)
    shares = weights_of(found.base)
    for one in _counted(found.base, key):
        sheet = found.sheets[one.code].get(key)
        result = sheet.results.get(code) if sheet else None
        if result is None or result.points is None:
            continue
        share = exact(shares.get(one.code, Decimal(100))) if found.base.kind == YEAR else Fraction(1)
        got, weight = got + exact(result.points) * share, weight + share
    return got / weight if weight else None


def _counted(base: Base, key: str) -> list[RoundSheets]:
    return [one for one in base.rounds if key not in one.exempt]


def _flips(before: Mapping[str, Decimal], after: Mapping[str, Decimal | None]) -> int:
    """Pairs whose order is turned round: one strictly ahead before, the other strictly ahead after."""
    count = 0
    pairs = [(before[key], value) for key in before if (value := after.get(key)) is not None]
    for (old, new), (other_old, other_new) in combinations(pairs, 2):
        if (old > other_old and new < other_new) or (old < other_old and new > other_new):
            count += 1
    return count


# What becomes of one indicator's category and result: the category to sum, and the results to sum it from.
Altered = tuple[CategorySpec, Mapping[str, CellResult]]


def _without(category: CategorySpec, results: Mapping[str, CellResult], code: str) -> Altered:
    parts = tuple(one for one in category.indicators if one.code != code)
    return replace(category, indicators=parts), results


def _levelled(category: CategorySpec, results: Mapping[str, CellResult], code: str) -> Altered:
    return category, _with_full(results, code)


def _with_full(results: Mapping[str, CellResult], code: str) -> dict[str, CellResult]:
    """The results with one indicator at full marks; what earns more, and what doesn't apply, stays."""
    result = results[code]
    if _is_full(result):
        return dict(results)
    return {**results, code: result._replace(points=round_points(result.full_marks))}


def _totals(found: Reckoned, code: str, keys: Iterable[str], alter: Any) -> dict[str, Decimal | None]:
    """Each centre's total with one indicator altered."""
    return {key: _total(found, code, key, alter) for key in keys}


def _total(found: Reckoned, code: str, key: str, alter: Any) -> Decimal | None:
    base = found.base
    totals: dict[str, Decimal | None] = {}
    for one in base.rounds:
        sheet = found.sheets[one.code].get(key)
        totals[one.code] = _round_total(one, sheet, code, alter) if sheet else None
    if base.kind != YEAR:
        return totals[base.rounds[-1].code]
    exempt = [one.code for one in base.rounds if key in one.exempt]
    return year_total(totals, weights_of(base), exempt).value


def _round_total(current: RoundSheets, sheet: Sheet, code: str, alter: Any) -> Decimal | None:
    """A round total with one category summed anew; the other categories' sums stand."""
    place = _place(current, code)
    if place is None or (alter is _levelled and _is_full(sheet.results[code])):
        return sheet.total
    if alter is _without and any(name == code for name, _effect in sheet.effects):
        return _without_effects(current, sheet, code)
    category, results = alter(current.scheme.categories[place], sheet.results, code)
    new = scaled(current, category_total(category, with_zeroed(results, sheet.effects)))
    sums = [*_others(sheet.outcome.categories, place), new]
    return round_total([one for one in sums if _counts(one)], whole_factor(sheet.effects)[0]).value


def _place(current: RoundSheets, code: str) -> int | None:
    for number, category in enumerate(current.scheme.categories):
        if any(part.code == code for part in category.indicators):
            return number
    return None


def _is_full(result: CellResult) -> bool:
    """True where full marks for all would not move this cell."""
    return result.points is None or result.points >= result.full_marks


def _others(sums: Sequence[CategoryTotal], place: int) -> list[CategoryTotal]:
    """The other categories; as one where no part has a weight: a total is then the same of their sum."""
    rest = [one for number, one in enumerate(sums) if number != place]
    if not rest or any(one.weight_percent is not None for one in sums):
        return rest
    return [
        CategoryTotal(
            code="",
            points=sum((one.points for one in rest), NOTHING),
            full_marks=sum((one.full_marks for one in rest), NOTHING),
            applicable_full=sum((one.applicable_full for one in rest), NOTHING),
            on_top=sum((one.on_top for one in rest), NOTHING),
            open=sum(one.open for one in rest),
        )
    ]


def _without_effects(current: RoundSheets, sheet: Sheet, code: str) -> Decimal | None:
    """An indicator that zeroes others or scales the whole is taken out with what it does."""
    effects = tuple(one for one in sheet.effects if one[0] != code)
    results = {name: one for name, one in sheet.results.items() if name != code}
    categories = tuple(_without(one, results, code)[0] for one in current.scheme.categories)
    bare = replace(current, scheme=replace(current.scheme, categories=categories))
    return summed(bare, results, effects).total


def _counts(total: CategoryTotal) -> bool:
    """False for a category that has nothing left: neither marks nor points on top."""
    return bool(total.full_marks or total.on_top or total.open)


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
    return [_distance(found, one.key) for one in found.grades.graded]


def _distance(found: Reckoned, key: str) -> Distance:
    one = found.graded()[key]
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
        carriers=tuple(_carriers(found, key, above.floor, above.code)) if above else (),
    )


def _carriers(found: Reckoned, key: str, floor: Decimal, code: str) -> Iterator[Carrier]:
    """The indicators in which the centre lost most, the largest loss first."""
    lost = sorted(_losses(found, key), key=attrgetter("lost"), reverse=True)[:LISTED]
    for one in lost:
        total = _total(found, one.code, key, _levelled)
        enough = total is not None and total >= floor
        granted = enough and _granted(found, key, one.code, code)
        yield replace(one, total=total, enough=enough, granted=granted)


def _losses(found: Reckoned, key: str) -> Iterator[Carrier]:
    for _, spec in found.base.scheme.indicators():
        got = _contribution(found, spec.code, key)
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
