"""What an indicator decides, by its definition: every sheet altered, summed by the cores, every pair looked at.

Slow and plain; the product's arithmetic is held against it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from appraisal.core.points import exact, round_points
from appraisal.core.totals import year_total
from appraisal.core.whatif.base import YEAR, RoundSheets
from appraisal.core.whatif.reckon import Reckoned, Sheet, summed, weights_of

Alter = Callable[[RoundSheets, Sheet, str], Sheet]
Row = tuple[str, Decimal, int, int, int]


def left_out(current: RoundSheets, sheet: Sheet, code: str) -> Sheet:
    """The sheet under a scheme that doesn't have the indicator; a category that has nothing left is gone."""
    parts = (
        replace(one, indicators=tuple(each for each in one.indicators if each.code != code))
        for one in current.scheme.categories
    )
    scheme = replace(current.scheme, categories=tuple(one for one in parts if one.indicators))
    effects = tuple(one for one in sheet.effects if one[0] != code)
    return summed(replace(current, scheme=scheme), sheet.results, effects)


def levelled(current: RoundSheets, sheet: Sheet, code: str) -> Sheet:
    """The sheet with full marks there, where it has points and fewer."""
    result = sheet.results[code]
    if result.points is None or result.points >= result.full_marks:
        return sheet
    full = result._replace(points=round_points(result.full_marks))
    return summed(current, {**sheet.results, code: full}, sheet.effects)


def totals(found: Reckoned, code: str, alter: Alter) -> dict[str, Decimal | None]:
    return {key: _total(found, key, code, alter) for key in found.lines}


def _total(found: Reckoned, key: str, code: str, alter: Alter) -> Decimal | None:
    own = {
        one.code: alter(one, sheet, code).total
        for one in found.base.rounds
        if (sheet := found.sheets[one.code].get(key)) is not None
    }
    if found.base.kind != YEAR:
        return own.get(found.base.rounds[-1].code)
    exempt = [one.code for one in found.base.rounds if key in one.exempt]
    return year_total(own, weights_of(found.base), exempt).value


def flips(before: Mapping[str, Decimal], after: Mapping[str, Decimal | None]) -> int:
    pairs = [(old, after[key]) for key, old in before.items() if after[key] is not None]
    return sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(pairs, 2))  # type: ignore[operator]


def spread(found: Reckoned, code: str, keys: Mapping[str, Decimal]) -> Decimal:
    weights = weights_of(found.base) if found.base.kind == YEAR else {found.base.rounds[-1].code: Decimal(1)}
    got = []
    for key in keys:
        known = [
            (exact(points), exact(weights[one.code]))
            for one in found.base.rounds
            if one.code in weights and key not in one.exempt
            and (points := found.sheets[one.code][key].results[code].points) is not None
        ]  # fmt: skip
        if known:
            got.append(sum((a * b for a, b in known), Fraction(0)) / sum(b for _a, b in known))
    return round_points(max(got) - min(got)) if got else Decimal("0.00")


def plainly(found: Reckoned) -> list[Row]:
    """(code, spread, removed, levelled, pairs) of every indicator, in the order of the scheme."""
    graded = {key: one.total for key, one in found.lines.items() if one.standing == "graded"}
    before = {key: total for key, total in graded.items() if total is not None}
    return [
        (
            spec.code,
            spread(found, spec.code, before),
            flips(before, totals(found, spec.code, left_out)),
            flips(before, totals(found, spec.code, levelled)),
            len(before) * (len(before) - 1) // 2,
        )
        for _, spec in found.base.scheme.indicators()
    ]
