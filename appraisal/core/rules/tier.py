"""tier: a table of bands → points. Bands are half-open and cover every value, without gap or overlap. RULES
3.

By default a band holds its lower bound: [from, to). Where the scheme counts the other way ("大于 60% …,
40–60% …"),
`bounds` = "upper" makes it (from, to]. A blank bound is open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from appraisal.core.points import ZERO
from appraisal.core.rules.base import Limits, Raw, Rule, Trace
from appraisal.core.rules.inputs import Choice, EntryField, Problem, Values
from appraisal.core.rules.measure import MEASURE_PARAMETERS, Measure, measure_of
from appraisal.core.rules.parameters import Fault, Parameter, Settings, row_fault
from appraisal.core.text import Text, join, marks, plain

LOWER, UPPER, BOTH, NEITHER, AS_BOUNDS = "lower", "upper", "both", "neither", "as_bounds"
BANDS = Parameter(
    name="bands", type="rows", label=Text("档次", "Bands"), required=True,
    columns=(
        Parameter(
            name="from", type="decimal", measured=True, label=Text("下限", "From"),
            help=Text("不填表示不设下限。", "Blank for no lower bound."),
        ),
        Parameter(
            name="to", type="decimal", measured=True, label=Text("上限", "To"),
            help=Text("不填表示不设上限。", "Blank for no upper bound."),
        ),
        Parameter(
            name="points", type="decimal", label=Text("得分", "Points"), required=True, minimum=Decimal(0),
            places=2,
            unit=Text("分", "points"),
        ),
        Parameter(
            name="ends", type="choice", label=Text("本档边界", "Bounds of this band"), default=AS_BOUNDS,
            help=Text(
                "个别档次与“档次边界”不同时填写，例如“40–60% 得一半”两端都含。",
                "Where a band differs from the others, such as 40–60% with both ends.",
            ),
            choices=(
                Choice(AS_BOUNDS, Text("同档次边界", "as the others")),
                Choice(LOWER, Text("含下限，不含上限", "lower bound included")),
                Choice(UPPER, Text("含上限，不含下限", "upper bound included")),
                Choice(BOTH, Text("上下限都含", "both bounds included")),
                Choice(NEITHER, Text("上下限都不含", "neither bound included")),
            ),
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TierBand:
    """One band; None is an open bound. `row` is its place in the parameters, counted from 0.

    `ends` says which bounds belong to it: "lower", "upper", "both" or "neither".
    """

    row: int
    low: Fraction | None
    high: Fraction | None
    points: Fraction
    ends: str

    @property
    def holds_low(self) -> bool:
        return self.ends in {LOWER, BOTH}

    @property
    def holds_high(self) -> bool:
        return self.ends in {UPPER, BOTH}

    def holds(self, value: Fraction) -> bool:
        above = self.low is None or self.low < value or (self.holds_low and self.low == value)
        return above and (self.high is None or value < self.high or (self.holds_high and self.high == value))


@dataclass(frozen=True, slots=True)
class TierTerms:
    """`bands` from the lowest to the highest."""

    full: Fraction
    measure: Measure
    bands: tuple[TierBand, ...]


class TierRule(Rule[TierTerms]):
    kind = "tier"
    name = Text("分档", "Bands")
    about = Text("按数值所在的档次得分。", "Points by the band the value falls into.")
    parameters = (
        *MEASURE_PARAMETERS,
        BANDS,
        Parameter(
            name="bounds", type="choice", label=Text("档次边界", "Bounds"), default=LOWER,
            choices=(
                Choice(LOWER, Text("含下限，不含上限", "lower bound included")),
                Choice(UPPER, Text("含上限，不含下限", "upper bound included")),
            ),
        ),
    )  # fmt: skip

    def terms(self, settings: Settings, full: Fraction) -> TierTerms:
        lowest, *others = sorted(_bands(settings), key=_order)
        return TierTerms(full, measure_of(settings), (_from_nought(lowest), *others))

    def faults(self, settings: Settings, full: Fraction) -> list[Fault]:
        bands = sorted(_bands(settings), key=_order)
        joints = _shape_faults(bands) or _joint_faults(bands)
        return [*joints, *_points_faults(bands, full)]

    def fields(self, terms: TierTerms) -> tuple[EntryField, ...]:
        return terms.measure.fields()

    def limits(self, terms: TierTerms) -> Limits:
        return Limits(ZERO, terms.full)

    def objections(self, terms: TierTerms, values: Values) -> tuple[Problem, ...]:
        return terms.measure.objections(values)

    def compute(self, terms: TierTerms, values: Values, trace: Trace) -> Raw:
        value = terms.measure.read(values, trace)
        band = next(band for band in terms.bands if band.holds(value))
        if trace is not None:
            where, got = _span(terms, band), marks(band.points)
            trace.append(Text(f"属于“{where.zh}”一档，得 {got.zh}", f"In the band “{where.en}”: {got.en}"))
        return Raw(band.points, value)

    def describe(self, terms: TierTerms) -> Text:
        lines = []
        for band in reversed(terms.bands):
            where, got = _span(terms, band), marks(band.points)
            lines.append(Text(f"{where.zh} 得 {got.zh}", f"{where.en}: {got.en}"))
        subject = terms.measure.subject
        return Text(subject.zh, f"{subject.en} ") + join(lines) + Text("。", ".")


def _bands(settings: Settings) -> list[TierBand]:
    bounds, found = settings.text("bounds"), []
    for number, row in enumerate(settings.rows("bands")):
        ends = row.text("ends")
        low, high, points = row.optional("from"), row.optional("to"), row.number("points")
        found.append(TierBand(number, low, high, points, bounds if ends == AS_BOUNDS else ends))
    return found


def _from_nought(band: TierBand) -> TierBand:
    """The lowest band holds 0 whatever the bounds are: nothing lies below it."""
    if band.low != 0 or band.holds_low:
        return band
    return replace(band, ends=BOTH if band.holds_high else LOWER)


def _order(band: TierBand) -> tuple[bool, Fraction]:
    return (band.low is not None, band.low or ZERO)


def _shape_faults(bands: list[TierBand]) -> list[Fault]:
    message = Text("上限应大于下限。", "The upper bound must exceed the lower one.")
    return [
        row_fault(BANDS, band.row, "to", message, plain(band.high))
        for band in bands
        if band.low is not None and band.high is not None and band.high <= band.low
    ]


def _joint_faults(bands: list[TierBand]) -> list[Fault]:
    """Faults where two neighbours don't meet, or where an end of the table is closed."""
    found = []
    if bands[0].low is not None and bands[0].low > 0:
        message = Text(
            "最低一档应从 0 起或不设下限。", "The lowest band must start at 0 or have no lower bound."
        )
        found.append(row_fault(BANDS, bands[0].row, "from", message, plain(bands[0].low)))
    for lower, upper in pairwise(bands):
        if lower.high != upper.low or lower.high is None:
            found.append(_joint_fault(lower, upper))
        elif lower.holds_high == upper.holds_low:
            found.append(_bound_fault(lower, upper, lower.high))
    if bands[-1].high is not None:
        message = Text("最高一档不应设上限。", "The highest band must have no upper bound.")
        found.append(row_fault(BANDS, bands[-1].row, "to", message, plain(bands[-1].high)))
    return found


def _joint_fault(lower: TierBand, upper: TierBand) -> Fault:
    end, start = lower.high, upper.low
    gap = end is not None and start is not None and end < start
    zh, en = ("有空档", "leaves a gap to") if gap else ("重叠", "overlaps")
    row = lower.row + 1
    message = Text(f"与第 {row} 行{zh}。", f"This row {en} row {row}.")
    return row_fault(BANDS, upper.row, "from", message, "" if start is None else plain(start))


def _bound_fault(lower: TierBand, upper: TierBand, bound: Fraction) -> Fault:
    """Two neighbours meet, but both hold the bound between them, or neither does."""
    row, shown = lower.row + 1, plain(bound)
    if upper.holds_low:
        message = Text(f"{shown} 同时属于第 {row} 行，请只归一档。", f"{shown} belongs to row {row} as well.")
    else:
        message = Text(
            f"{shown} 不属于本行，也不属于第 {row} 行。", f"{shown} belongs neither here nor to row {row}."
        )
    return row_fault(BANDS, upper.row, "ends", message, upper.ends)


def _points_faults(bands: list[TierBand], full: Fraction) -> list[Fault]:
    shown = plain(full)
    over = Text(f"不得大于满分 {shown} 分。", f"Must not exceed the full marks of {shown}.")
    found = [
        row_fault(BANDS, band.row, "points", over, plain(band.points)) for band in bands if band.points > full
    ]
    if max(band.points for band in bands) < full:
        message = Text(f"没有一档得满分 {shown} 分。", f"No band earns the full marks of {shown}.")
        found.append(row_fault(BANDS, 0, "points", message))
    return found


def _span(terms: TierTerms, band: TierBand) -> Text:
    """Write a band: "≥90% 且 <95%"."""
    above, below = "≥" if band.holds_low else ">", "≤" if band.holds_high else "<"
    parts = []
    for mark, bound in ((above, band.low), (below, band.high)):
        if bound is not None:
            shown = terms.measure.shown(bound)
            parts.append(Text(f"{mark}{shown.zh}", f"{mark} {shown.en}"))
    return join(parts, " 且 ", " and ") if parts else Text("任何数值", "any value")
