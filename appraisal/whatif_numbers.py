"""Changes that are a few numbers side by side: weights, marks, floors, cap, gates, shares of money."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from appraisal.core.points import exact, round_points
from appraisal.core.whatif.base import YEAR, Base
from appraisal.core.whatif.changes import (
    BandFloors,
    Cap,
    CategoryMarks,
    CategoryWeights,
    Change,
    GatePercents,
    RoundWeights,
)
from appraisal.core.whatif.more_changes import Money
from appraisal.core.whatif.scenario import best_first

Values = Mapping[str, Decimal]
# Whose grades release subsidy (RULES 9).
MONEY_KINDS = frozenset({"june", YEAR})


@dataclass(frozen=True, slots=True)
class Number:
    """One number: its code in the change, its label, what it is today and in the scenario."""

    code: str
    label: str
    today: Decimal
    then: Decimal
    percent: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Numbers changed together; `make` takes those that differ from today."""

    key: str
    numbers: tuple[Number, ...]
    make: Callable[[Values], Change]


def group(what: str, today: Base, then: Base) -> Group | None:
    """The numbers behind a choice such as "bands" or "category:3"; None where there are none."""
    kind, _colon, code = what.partition(":")
    made = MAKERS.get(kind)
    numbers = tuple(NUMBERS[kind](today, then, code)) if made else ()
    if made is None or not numbers:
        return None
    return Group(what, numbers, lambda values: made(values, code))


def _rounds(today: Base, then: Base, _code: str) -> Iterator[Number]:
    """The rounds that count for the year, which alone have sheets to weigh."""
    if today.kind != YEAR:
        return
    for old, new in zip(today.scheme.rounds, then.scheme.rounds, strict=True):
        if today.round(old.code) is None:
            continue
        yield Number(old.code, old.name, old.weight_percent, new.weight_percent)


def _weights(today: Base, then: Base, _code: str) -> Iterator[Number]:
    for old, new in zip(today.scheme.categories, then.scheme.categories, strict=True):
        if old.weight_percent is not None and new.weight_percent is not None:
            yield Number(old.code, f"{old.code} {old.name}", old.weight_percent, new.weight_percent)


def _category(today: Base, then: Base, code: str) -> Iterator[Number]:
    for one in today.scheme.categories:
        if one.code == code and one.full_marks > 0 and one.weight_percent is None:
            yield Number(code, _("类别满分"), one.full_marks, marks_then(then, code), percent=False)


def marks_then(then: Base, code: str) -> Decimal:
    """What a category's marks count for in a scenario."""
    category = next(one for one in then.scheme.categories if one.code == code)
    factor = then.rounds[-1].scales.get(code)
    if factor is None:
        return category.full_marks
    declared = sum((exact(one.full_marks) for one in category.indicators), Fraction(0))
    return round_points(declared * factor)


def _bands(today: Base, then: Base, _code: str) -> Iterator[Number]:
    """All floors but the lowest, which stands at 0."""
    new = {band.code: band.floor for band in then.scheme.bands}
    for band in best_first(today.scheme.bands)[:-1]:
        yield Number(band.code, band.name.zh, band.floor, new[band.code], percent=False)


def _gates(today: Base, then: Base, _code: str) -> Iterator[Number]:
    for old, new in zip(today.scheme.gates, then.scheme.gates, strict=True):
        yield Number(old.name, old.name, old.percent, new.percent)


def _cap(today: Base, then: Base, _code: str) -> Iterator[Number]:
    yield Number("cap", _("最高等次比例上限"), today.scheme.cap_percent, then.scheme.cap_percent)


def _money(today: Base, then: Base, _code: str) -> Iterator[Number]:
    if today.scheme.level != "centre" or today.kind not in MONEY_KINDS:
        return
    old, new = today.scheme.money, then.scheme.money
    yield Number("monthly", _("按月拨付比例"), old.monthly_percent, new.monthly_percent)
    yield Number("first", _("留存中上半年部分比例"), old.first_part_percent, new.first_part_percent)
    shares = {band.code: band.forfeit_percent for band in then.scheme.bands}
    for band in best_first(today.scheme.bands):
        label = _("%(grade)s扣减留存") % {"grade": band.name.zh}
        yield Number(f"forfeit:{band.code}", label, band.forfeit_percent, shares[band.code])


def money_change(values: Values) -> Money:
    forfeit = {
        code.removeprefix("forfeit:"): value for code, value in values.items() if code.startswith("forfeit:")
    }
    return Money(values.get("monthly"), values.get("first"), forfeit)


NUMBERS: Mapping[str, Callable[[Base, Base, str], Iterator[Number]]] = {
    "rounds": _rounds,
    "weights": _weights,
    "category": _category,
    "bands": _bands,
    "gates": _gates,
    "cap": _cap,
    "money": _money,
}
MAKERS: Mapping[str, Callable[[Values, str], Change]] = {
    "rounds": lambda values, _code: RoundWeights(values),
    "weights": lambda values, _code: CategoryWeights(values),
    "category": lambda values, code: CategoryMarks(code, values[code]),
    "bands": lambda values, _code: BandFloors(values),
    "gates": lambda values, _code: GatePercents(values),
    "cap": lambda values, _code: Cap(values["cap"]),
    "money": lambda values, _code: money_change(values),
}


def offers(base: Base) -> list[tuple[str, str]]:
    """(choice, label) of the groups that a base has to offer."""
    scheme = base.scheme
    weighted = any(one.weight_percent is not None for one in scheme.categories)
    found = [("rounds", _("轮次权重"))] if base.kind == YEAR else []
    if weighted:
        found.append(("weights", _("类别权重")))
    found += [("bands", _("等次下限")), ("cap", _("最高等次比例上限")), ("tie_breaks", _("同分排序"))]
    if scheme.gates:
        found.append(("gates", _("评优门槛")))
    if scheme.level == "centre" and base.kind in MONEY_KINDS:
        found.append(("money", _("补助拨付与扣减比例")))
    if not weighted:
        found += [
            (f"category:{one.code}", _("类别满分：%(name)s") % {"name": f"{one.code} {one.name}"})
            for one in scheme.categories
            if one.full_marks > 0
        ]
    return found
