"""Warnings about entered values that are right in form but unlikely: to be looked at, never changed by themselves.

Six rules, each over the sheets of one round in the order of the centres' codes; all figures are exact fractions.

- over_hundred: a rate above 100 %, unless the scheme calls that usual.
- outlier: |value − median| > 3.5 × spread among at least 5 centres that have one. The spread is 1.4826 × MAD (the
  median of the distances to the median, scaled to a standard deviation), but at least 5 percentage points for a rate and
  a tenth of the median for another value; so a county in which nearly all are alike doesn't warn of every small difference.
- last_year: a rate more than 20 percentage points, or another value more than half, away from the same centre's in last
  year's round of the same kind.
- base: the base of a growth rule isn't what that centre entered last year as its current value.
- identical: centres with the same inputs and marks in every cell entered, 5 cells or more.
- shifted: over all centres (5 or more, at least 3 different values) a column equals, moved by exactly one row, an
  earlier column of this round or the same column of last year: a paste that slipped.

A warning's key is made of its kind, its cells and the values that raised it: once one of them changes it is another
warning, and a tick on the old one no longer counts. Source: the main job's plausibility clause beside RULES 3.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from appraisal.core.points import parse_number
from appraisal.core.text import Text, join, plain

HUNDRED = Fraction(100)
LEAST_CENTRES = 5
LEAST_CELLS = 5
LEAST_DISTINCT = 3
FAR = Fraction(7, 2)
MAD_SCALE = Fraction(14826, 10000)
RATE_SPREAD, VALUE_SPREAD = Fraction(5), Fraction(1, 10)
RATE_CHANGE, VALUE_CHANGE = Fraction(20), Fraction(1, 2)
# Inputs that together are a rate, and those that are a value by themselves.
RATES = (("numerator", "denominator"), ("satisfied", "answers"))
VALUES = ("value", "current", "base", "mean", "score", "count")
CURRENT, BASE = "current", "base"

Key = tuple[str, str]
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One measured value of a cell: as entered, and as an exact number (per cent where `rate`); `beyond`: one that
    may exceed 100 % as a matter of course.
    """

    entered: tuple[str, ...]
    value: Fraction
    rate: bool
    beyond: bool = False

    def shown(self) -> str:
        return f"{_short(self.value)}%" if self.rate else plain(self.value)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One centre's sheet. `cells` hold every entered cell's inputs and mark, `quantities` are by (indicator, part)."""

    centre: str
    name: str
    cells: Mapping[str, tuple[str, ...]]
    quantities: Mapping[Key, Quantity]
    before: Mapping[Key, Quantity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at: the cells it is about, as (centre, indicator), in the order of sheets."""

    kind: str
    cells: tuple[Place, ...]
    text: Text
    key: str


@dataclass(frozen=True, slots=True)
class Units:
    """Of a cell's inputs by name: which are in per cent, and which numerators exceed their denominator as they may."""

    percent: frozenset[str] = frozenset()
    beyond: frozenset[str] = frozenset()


def quantities(inputs: Mapping[str, str], units: Units = Units()) -> dict[str, Quantity]:
    """The measured values among a cell's canonical inputs, by part and name."""
    found: dict[str, Quantity] = {}
    for prefix in dict.fromkeys(name.rpartition(".")[0] for name in inputs):
        own = f"{prefix}." if prefix else ""
        for top, bottom in RATES:
            above, below = (parse_number(inputs.get(own + name, "")) for name in (top, bottom))
            if above is not None and below:
                entered = (inputs[own + top], inputs[own + bottom])
                found[own + top] = Quantity(entered, above * 100 / below, True, own + top in units.beyond)
        for name in VALUES:
            value = parse_number(inputs.get(own + name, ""))
            if value is not None:
                found[own + name] = Quantity((inputs[own + name],), value, own + name in units.percent)
    return found


def warnings(rows: Sequence[SheetRow], names: Mapping[str, str]) -> list[Doubt]:
    """All warnings of a round; `names` are the indicators' by code, in the scheme's order."""
    columns = _columns(rows, names)
    found = [one for row in rows for one in _own(row)]
    for (indicator, _part), column in columns.items():
        found += _outliers(indicator, column)
    return [*found, *_identical(rows), *_shifted(rows, columns, names)]


def _columns(
    rows: Sequence[SheetRow], names: Mapping[str, str]
) -> dict[Key, list[tuple[SheetRow, Quantity]]]:
    """Each quantity down the centres that have it, in the order of the scheme."""
    found: dict[Key, list[tuple[SheetRow, Quantity]]] = defaultdict(list)
    for row in rows:
        for key, quantity in row.quantities.items():
            found[key].append((row, quantity))
    order = {code: place for place, code in enumerate(names)}
    return dict(sorted(found.items(), key=lambda one: (order[one[0][0]], one[0][1])))


def _own(row: SheetRow) -> Iterator[Doubt]:
    """What one cell says by itself, or beside last year's."""
    for key, quantity in row.quantities.items():
        place = ((row.centre, key[0]),)
        if quantity.rate and quantity.value > HUNDRED and not quantity.beyond:
            text = Text(f"比率为 {quantity.shown()}，超过 100%", f"the rate is {quantity.shown()}, over 100%")
            yield _warning("over_hundred", place, text, quantity.entered)
        yield from _beside_last_year(row, key, quantity, place)


def _beside_last_year(
    row: SheetRow, key: Key, quantity: Quantity, place: tuple[Place, ...]
) -> Iterator[Doubt]:
    indicator, part = key
    if part.rpartition(".")[2] == BASE:
        then = row.before.get((indicator, part.removesuffix(BASE) + CURRENT))
        if then is not None and then.value != quantity.value:
            zh = f"上年同期值填 {quantity.shown()}，上年考核时为 {then.shown()}"
            en = f"last year's value is given as {quantity.shown()}; last year's round has {then.shown()}"
            yield _warning("base", place, Text(zh, en), (*quantity.entered, *then.entered))
        return
    then = row.before.get(key)
    if then is None or then.rate != quantity.rate:
        return
    allowed = RATE_CHANGE if quantity.rate else abs(then.value) * VALUE_CHANGE
    if abs(quantity.value - then.value) > allowed:
        zh = f"本次 {quantity.shown()}，上年同轮次 {then.shown()}，变动过大"
        en = f"{quantity.shown()} now, {then.shown()} in last year's round: a large change"
        yield _warning("last_year", place, Text(zh, en), (*quantity.entered, *then.entered))


def _outliers(indicator: str, column: Sequence[tuple[SheetRow, Quantity]]) -> Iterator[Doubt]:
    if len(column) < LEAST_CENTRES:
        return
    rate = column[0][1].rate
    middle = median([one.value for _row, one in column])
    deviation = median([abs(one.value - middle) for _row, one in column])
    spread = max(MAD_SCALE * deviation, RATE_SPREAD if rate else abs(middle) * VALUE_SPREAD)
    for row, one in column:
        if spread and abs(one.value - middle) > FAR * spread:
            usual = f"{_short(middle)}%" if rate else _short(middle)
            zh = f"本次 {one.shown()}，同轮中位数 {usual}，偏离过大"
            en = f"{one.shown()}, while the round's median is {usual}"
            yield _warning("outlier", ((row.centre, indicator),), Text(zh, en), one.entered)


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle value, or the mean of the two in the middle. Raises ValueError for none."""
    if not values:
        raise ValueError("no values")
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _identical(rows: Sequence[SheetRow]) -> Iterator[Doubt]:
    alike: dict[tuple[tuple[str, tuple[str, ...]], ...], list[SheetRow]] = defaultdict(list)
    for row in rows:
        if len(row.cells) >= LEAST_CELLS:
            alike[tuple(sorted(row.cells.items()))].append(row)
    for cells, group in alike.items():
        if len(group) < 2:
            continue
        named = join([Text(row.name, row.name) for row in group], "、", ", ")
        text = Text(
            f"{named.zh}的 {len(cells)} 项录入完全相同",
            f"{named.en} are identical in all {len(cells)} cells",
        )
        places = tuple((row.centre, cells[0][0]) for row in group)
        values = (*(row.centre for row in group), *(part for code, held in cells for part in (code, *held)))
        yield _warning("identical", places, text, values)


def _shifted(
    rows: Sequence[SheetRow],
    columns: Mapping[Key, Sequence[tuple[SheetRow, Quantity]]],
    names: Mapping[str, str],
) -> Iterator[Doubt]:
    """Columns that equal another one moved by a row; each pair is told once, at the later column."""
    if len(rows) < LEAST_CENTRES:
        return
    heads: dict[tuple[tuple[str, ...], ...], Key] = {}
    tails: dict[tuple[tuple[str, ...], ...], Key] = {}
    for key, column in columns.items():
        values = tuple(one.entered for _row, one in column)
        if len(values) < len(rows) or len(set(values)) < LEAST_DISTINCT:
            continue
        before = tuple(row.before[key].entered for row in rows if key in row.before)
        source = heads.get(values[1:]) or tails.get(values[:-1])
        if source is not None:
            other = f"{source[0]} {names[source[0]]}"
            yield _moved(rows, key, values, Text(f"“{other}”", f"“{other}”"))
        elif (
            len(before) == len(rows)
            and values != before
            and (values[1:] == before[:-1] or values[:-1] == before[1:])
        ):
            yield _moved(rows, key, values, Text("上年的本列", "last year's column"))
        heads.setdefault(values[:-1], key)
        tails.setdefault(values[1:], key)


def _moved(rows: Sequence[SheetRow], key: Key, values: Sequence[tuple[str, ...]], source: Text) -> Doubt:
    zh, en = f"整列与{source.zh}错开一行相同", f"the whole column is {source.en} moved by one row"
    held = tuple(part for value in values for part in value)
    return _warning("shifted", tuple((row.centre, key[0]) for row in rows), Text(zh, en), (key[1], *held))


def _warning(kind: str, cells: tuple[Place, ...], text: Text, values: Sequence[str]) -> Doubt:
    parts = [kind, *(part for cell in cells for part in cell), "", *values]
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    return Doubt(kind, cells, text, digest)


def _short(value: Fraction) -> str:
    """At most 2 decimals, rounded half up: a figure to glance at, not to compute with."""
    hundredths = (abs(value) * 100 + Fraction(1, 2)).__floor__()
    sign = "-" if value < 0 and hundredths else ""
    return sign + plain(Fraction(hundredths, 100))
