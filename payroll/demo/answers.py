"""What somebody might have entered: cells of a sheet whose points come to a wished total.

For every indicator a ladder of possible answers is built from its rule and scored by the core; answers are
drawn near the wished level, moved rung by rung towards the total, and a ratio in yuan takes the last cents.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from random import Random

from appraisal.book import Book, Entry
from appraisal.core.cells import CellInput, score_cell

Inputs = dict[str, str]
CENT = Decimal("0.01")
TUNER = "C01-01"  # money received ÷ money allotted: its amounts are fine enough for any hundredth of a point
RUNGS = 6


@dataclass(frozen=True, slots=True)
class Rung:
    """One possible answer and the points it earns."""

    points: Decimal
    inputs: Inputs


def ladder(entry: Entry, random: Random) -> list[Rung]:
    """Possible answers from the worst to the best, no two with the same points."""
    found: dict[Decimal, Rung] = {}
    for inputs in _possible(entry, random):
        result = score_cell(entry.spec, CellInput(inputs), explain=False)
        if result.state == "scored" and result.points is not None:
            found.setdefault(result.points, Rung(result.points, inputs))
    return [found[points] for points in sorted(found)]


def _possible(entry: Entry, random: Random) -> Iterator[Inputs]:
    names = [field.name for field in entry.fields]
    if names == ["answer"]:
        yield from ({"answer": choice.code} for choice in entry.fields[0].choices)
    elif names == ["points"]:
        yield from _awarded(entry)
    elif names[0].startswith("count."):
        yield from (
            {name: str(cases if number == 0 else cases // 2) for number, name in enumerate(names)}
            for cases in range(5)
        )
    elif names == ["numerator", "denominator"]:
        yield from (_ratio(level, _size(entry, random)) for level in _levels(entry.spec.params, random))
    else:
        yield from ({names[0]: _text(level)} for level in _levels(entry.spec.params, random) if level >= 0)


def _cases(names: list[str], cases: int) -> Inputs:
    """So many cases of the first kind, half as many of the others."""
    return {name: str(cases if number == 0 else cases // 2) for number, name in enumerate(names)}


def _awarded(entry: Entry) -> Iterator[Inputs]:
    step = Fraction(entry.spec.params.get("step") or "0.01")
    full = Fraction(entry.spec.full_marks)
    count = int(full / step)
    for rung in range(RUNGS + 1):
        yield {"points": _text(full - step * (count * rung // RUNGS))}


def _levels(params: Mapping[str, object], random: Random) -> Iterator[Fraction]:
    """Measured values from well below to a little beyond what full marks ask."""
    if "bands" in params:
        bands = params["bands"]
        assert isinstance(bands, list)  # noqa: S101  (checked when the scheme was activated)
        for band in bands:
            low, high = Fraction(band.get("from") or 0), Fraction(band.get("to") or band.get("from") or 0)
            yield (low + high) / 2
        return
    target = Fraction(str(params["target"]))
    better = -1 if params.get("direction") == "lower" else 1
    worst = (
        Fraction(str(params["zero_point"]))
        if params.get("zero_point")
        else target - better * RUNGS * _unit(params, target)
    )
    for rung in range(RUNGS + 1):
        yield target - (target - worst) * rung / RUNGS
    yield target + better * min(Fraction(random.randint(1, 30), 10), abs(Fraction(100) - target))


def _unit(params: Mapping[str, object], target: Fraction) -> Fraction:
    unit = Fraction(str(params.get("unit") or "1"))
    return target * unit / 100 if params.get("unit_kind") == "percent_of_target" else unit


def _size(entry: Entry, random: Random) -> int:
    """A believable denominator: yuan, people or cases."""
    label = entry.fields[1].label.zh
    if "元" in label:
        return random.randint(380_000, 2_400_000)
    if any(word in label for word in ("所", "项", "村")):
        return random.choice([10, 12, 15, 16, 20])
    return random.randint(80, 640)


def _ratio(percent: Fraction, size: int) -> Inputs:
    part = round(percent * size / 100)
    return {"numerator": str(max(part, 0)), "denominator": str(size)}


def _text(number: Fraction) -> str:
    value = Decimal(number.numerator) / Decimal(number.denominator)
    rounded = value.quantize(CENT, ROUND_HALF_UP)
    return f"{rounded.normalize():f}" if rounded else "0"


def sheet(
    book: Book, wished: Decimal, random: Random, left_out: frozenset[str] = frozenset()
) -> dict[int, Rung]:
    """Answers by indicator for all indicators but those left out, whose points add up to `wished` exactly."""
    ladders = {
        key: ladder(entry, random) for key, entry in book.entries.items() if entry.spec.code not in left_out
    }
    tuner = next(key for key, entry in book.entries.items() if entry.spec.code == TUNER)
    middle = book.entries[tuner].spec.full_marks * Decimal("0.6")
    rungs = {key: _near(rungs, level_of(wished), random) for key, rungs in ladders.items() if key != tuner}
    _approach(ladders, rungs, wished - middle, random)
    rest = wished - sum(ladders[key][rung].points for key, rung in rungs.items())
    answers = {key: ladders[key][rung] for key, rung in rungs.items()}
    answers[tuner] = _tuned(book.entries[tuner], rest, random)
    return {key: answers[key] for key in book.entries if key in answers}


def level_of(wished: Decimal) -> Fraction:
    return Fraction(wished) / 100


def _near(rungs: list[Rung], level: Fraction, random: Random) -> int:
    """A rung near the level: mostly the best one, the weaker the county's centre the more often not."""
    best = len(rungs) - 1
    wobble = Fraction(random.randint(-25, 25), 100)
    aim = min(max(level + wobble, Fraction(0)), Fraction(1)) * Fraction(rungs[best].points)
    return min(range(len(rungs)), key=lambda rung: abs(Fraction(rungs[rung].points) - aim))


def _approach(ladders: Mapping[int, list[Rung]], rungs: dict[int, int], aim: Decimal, random: Random) -> None:
    """Move rungs until the sum is within half a point of `aim`."""
    keys = list(rungs)
    for _round in range(4000):
        gap = aim - sum(ladders[key][rung].points for key, rung in rungs.items())
        if abs(gap) <= Decimal("0.30"):
            return
        key = random.choice(keys)
        new = rungs[key] + (1 if gap > 0 else -1)
        if 0 <= new < len(ladders[key]):
            move = ladders[key][new].points - ladders[key][rungs[key]].points
            if abs(gap - move) < abs(gap):
                rungs[key] = new
    raise ValueError(f"no answers come to {aim}")


def _tuned(entry: Entry, points: Decimal, random: Random) -> Rung:
    """The amounts in yuan that earn exactly `points`."""
    target, zero = Fraction(str(entry.spec.params["target"])), Fraction(str(entry.spec.params["zero_point"]))
    percent = zero + (target - zero) * Fraction(points) / Fraction(entry.spec.full_marks)
    inputs = _ratio(percent, random.randint(900_000, 2_400_000))
    result = score_cell(entry.spec, CellInput(inputs), explain=False)
    if result.points != points:
        raise ValueError(f"{inputs} earn {result.points}, not {points}")
    return Rung(points, inputs)
