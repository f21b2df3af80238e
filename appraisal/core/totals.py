"""Totals: category, round, year. Exact sums; one rounding at the round total and one at the year total.

A total over anything unscored is None: a missing value is never 0 and never full marks. Source: RULES 3, 4;
篇1 五(四).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from appraisal.core.cells import CellResult, IndicatorSpec
from appraisal.core.points import HUNDRED, ZERO, exact, round_points
from appraisal.core.text import Text, equals, plain

ONE = exact(1)
NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class CategorySpec:
    """One category: `full_marks` as declared, which must equal the sum of its indicators.

    `tie_break` is the role in which its points part equal totals ("public_health", "satisfaction"), "" for none.
    `weight_percent` is its share of the total where a scheme weights its parts (篇5: 22 / 68 / 10 %), else None.
    """

    code: str
    name: str
    full_marks: Decimal
    indicators: tuple[IndicatorSpec, ...]
    tie_break: str = ""
    weight_percent: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryTotal:
    """Sums over the cells of one category. `points` is the sum so far; see `complete`.

    `on_top` are points of indicators without marks of their own (a bonus on top), not part of `points`.
    `scored` counts scored cells, `not_applicable` those marked 缺项, `open` those unscored or invalid.
    """

    code: str
    points: Decimal
    full_marks: Decimal
    applicable_full: Decimal
    on_top: Decimal = NOTHING
    weight_percent: Decimal | None = None
    scored: int = 0
    not_applicable: int = 0
    open: int = 0

    @property
    def complete(self) -> bool:
        return self.open == 0

    @property
    def comparable(self) -> Decimal | None:
        """Points scaled to full marks where 缺项 were left out, for tie-breaks and charts; else None."""
        if not self.complete or self.applicable_full == 0:
            return None
        share = exact(self.points) / exact(self.applicable_full)
        return round_points(share * exact(self.full_marks))


@dataclass(frozen=True, slots=True)
class Total:
    """A total on the 0.01 grid, or None with the codes of what is `missing`."""

    value: Decimal | None
    steps: tuple[Text, ...] = ()
    missing: tuple[str, ...] = ()


def category_total(category: CategorySpec, results: Mapping[str, CellResult]) -> CategoryTotal:
    """Sum a category. An indicator without a result is open; one without marks earns on top.

    Plain sums of points, so Decimal does: exact far beyond 20 digits, and it refuses a float as `exact` does.
    Fractions would take half the time of proving a county's totals.
    """
    points, on_top, applicable = NOTHING, NOTHING, NOTHING
    counts = {"scored": 0, "not_applicable": 0, "open": 0}
    for indicator in category.indicators:
        result = results.get(indicator.code)
        if result is None or not result.complete:
            counts["open"] += 1
            applicable += indicator.full_marks
            continue
        counts[result.state] += 1
        applicable += result.applicable_full
        got = NOTHING if result.points is None else result.points
        if indicator.full_marks == 0:
            on_top += got
        else:
            points += got
    return CategoryTotal(
        code=category.code,
        points=round_points(points),
        on_top=round_points(on_top),
        weight_percent=category.weight_percent,
        full_marks=round_points(sum((one.full_marks for one in category.indicators), NOTHING)),
        applicable_full=round_points(applicable),
        **counts,
    )


def round_total(
    categories: Sequence[CategoryTotal], factor: Fraction = ONE, factor_text: Text | None = None
) -> Total:
    """Return the round total, held in [0, 100], half up to 0.01; None where a cell is open or nothing applies.

    Σ points ÷ applicable marks × 100, or Σ weight × points ÷ applicable marks where the parts are weighted; then
    bonus on top × 100 ÷ full marks; then × factor. With 100 marks and no 缺项 left out it is the plain sum.
    """
    missing = tuple(category.code for category in categories if not category.complete)
    if missing:
        return Total(None, (Text("尚有未评分的指标", "Some indicators are not scored yet"),), missing)
    if sum((exact(category.applicable_full) for category in categories), ZERO) <= 0:
        return Total(None, (Text("全部指标均为缺项", "No indicator applies"),))
    weighted = any(category.weight_percent is not None for category in categories)
    value, steps = _weighted_parts(categories) if weighted else _plain_parts(categories)
    value = _with_bonus(categories, value, steps)
    if factor != ONE:
        steps.append(_factor_step(value, factor, factor_text))
    return _settle(value * factor, steps)


def _plain_parts(categories: Sequence[CategoryTotal]) -> tuple[Fraction, list[Text]]:
    got = sum((exact(category.points) for category in categories), ZERO)
    full = sum((exact(category.full_marks) for category in categories), ZERO)
    applicable = sum((exact(category.applicable_full) for category in categories), ZERO)
    steps = [_sum_step(categories, got)]
    return _converted(got, full, applicable, steps), steps


def _weighted_parts(categories: Sequence[CategoryTotal]) -> tuple[Fraction, list[Text]]:
    """Each part's rate × its weight; a part of which nothing applies is left out and the others are scaled up."""
    counted = [one for one in categories if one.weight_percent is not None and one.applicable_full > 0]
    base = sum((exact(one.weight_percent or NOTHING) for one in counted), ZERO)
    value, words = ZERO, []
    for one in counted:
        weight = exact(one.weight_percent or NOTHING)
        value += exact(one.points) / exact(one.applicable_full) * weight
        words.append(f"{plain(one.points)} ÷ {plain(one.applicable_full)} × {plain(weight)}%")
    line = " + ".join(words)
    if base != HUNDRED:
        value, line = value * 100 / base, f"({line}) ÷ {plain(base)}%"
    line = f"{line} {equals(value)}"
    return value, [Text(f"按各部分权重：{line}", f"By the weights of the parts: {line}")]


def _with_bonus(categories: Sequence[CategoryTotal], value: Fraction, steps: list[Text]) -> Fraction:
    """Add the bonus on top, in the scale of the total; 缺项 elsewhere don't make it larger."""
    bonus = sum((exact(category.on_top) for category in categories), ZERO)
    if bonus == 0:
        return value
    full = sum((exact(category.full_marks) for category in categories), ZERO)
    added = bonus * 100 / full
    share = plain(bonus) if full == HUNDRED else f"{plain(bonus)} ÷ {plain(full)} × 100"
    line = f"{plain(value)} + {share} {equals(value + added)}"
    steps.append(Text(f"另加附加分：{line}", f"Bonus on top: {line}"))
    return value + added


def _factor_step(value: Fraction, factor: Fraction, text: Text | None) -> Text:
    line = f"{plain(value)} × {plain(factor)} {equals(value * factor)}"
    head = text or Text("系数", "factor")
    return Text(f"{head.zh}：{line}", f"{head.en}: {line}")


def _sum_step(categories: Sequence[CategoryTotal], got: Fraction) -> Text:
    line = " + ".join(plain(category.points) for category in categories)
    return Text(f"各类别得分合计：{line} = {plain(got)}", f"Sum of the categories: {line} = {plain(got)}")


def _converted(got: Fraction, full: Fraction, applicable: Fraction, steps: list[Text]) -> Fraction:
    """Convert to 100, taking out marks that do not apply, and say so."""
    if applicable == HUNDRED == full:
        return got
    value = got * 100 / applicable
    if applicable != full:
        marks = f"{plain(full)} − {plain(full - applicable)} = {plain(applicable)}"
        steps.append(
            Text(f"适用满分（扣除缺项）：{marks}", f"Applicable marks without those left out: {marks}")
        )
    line = f"{plain(got)} ÷ {plain(applicable)} × 100 {equals(value)}"
    steps.append(Text(f"折算为百分制：{line}", f"Converted to 100: {line}"))
    return value


def _settle(value: Fraction, steps: list[Text]) -> Total:
    """Hold a total in [0, 100] and round it, each with a step."""
    held = min(max(value, ZERO), HUNDRED)
    if held != value:
        steps.append(Text(f"总分限于 0 至 100：{plain(held)}", f"Held between 0 and 100: {plain(held)}"))
    rounded = round_points(held)
    steps.append(_rounding_step(held, rounded))
    return Total(rounded, tuple(steps))


def _rounding_step(value: Fraction, rounded: Decimal) -> Text:
    if exact(rounded) == value:
        return Text(f"总分 {rounded} 分", f"Total: {rounded} points")
    return Text(f"四舍五入保留两位小数：{rounded} 分", f"Rounded half up to two decimals: {rounded} points")


def year_total(
    totals: Mapping[str, Decimal | None], weights: Mapping[str, Decimal], exempt: Collection[str] = ()
) -> Total:
    """Return the year total Σ round total × weight, half up to 0.01. `weights` are per cent by round code,
    in order.

    An exempt round is left out and the others take its weight: with June exempt the year total is December's.
    A round that is missing without exemption leaves the year incomplete (None).
    """
    counted = [code for code in weights if code not in exempt]
    found = {code: total for code in counted if (total := totals.get(code)) is not None}
    missing = tuple(code for code in counted if code not in found)
    if missing or not found:
        return Total(None, (Text("年度考核不完整", "The year is incomplete"),), missing)
    base = sum((exact(weights[code]) for code in counted), ZERO)
    value = sum((exact(found[code]) * exact(weights[code]) for code in counted), ZERO) / base
    steps = [] if len(counted) == len(weights) else [_exempt_step(weights, exempt)]
    return _settle(value, [*steps, _weights_step(found, weights, base, value)])


def _exempt_step(weights: Mapping[str, Decimal], exempt: Collection[str]) -> Text:
    codes = [code for code in weights if code in exempt]
    return Text(f"免于考核的轮次：{'、'.join(codes)}", f"Rounds exempted: {', '.join(codes)}")


def _weights_step(
    found: Mapping[str, Decimal], weights: Mapping[str, Decimal], base: Fraction, value: Fraction
) -> Text:
    line = " + ".join(f"{total} × {plain(weights[code])}%" for code, total in found.items())
    if base != HUNDRED:
        line = f"({line}) ÷ {plain(base)}%"
    return Text(f"{line} {equals(value)}", f"{line} {equals(value)}")
