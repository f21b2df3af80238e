"""A second computation of points, totals, ranks and grades, written from RULES.md 3–5 and knowing nothing of the cores.

Schemes and cells are plain data (see generate.py). Everything is a Fraction until it is put on the 0.01 grid, half
away from zero, where RULES says so: at a cell's points, at a round total and at a year total.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any

Data = Mapping[str, Any]
Inputs = Mapping[str, str]


def grid(value: Fraction) -> Fraction:
    """Half up to 0.01; a tie goes away from zero."""
    size = floor(abs(value) * 100 + Fraction(1, 2))
    return Fraction(size if value >= 0 else -size, 100)


def value_of(params: Data, inputs: Inputs) -> Fraction:
    """A plain value, or a rate in per cent."""
    if params.get("measure", "ratio") == "value":
        return Fraction(inputs["value"])
    rate = Fraction(inputs["numerator"]) / Fraction(inputs["denominator"]) * 100
    return min(rate, Fraction(100)) if params.get("over_hundred") == "cap" else rate


def broken(units: Fraction, how: str) -> Fraction:
    return {"floor": Fraction(floor(units)), "ceil": Fraction(ceil(units)), "proportional": units}[how]


def lower_is_better(params: Data) -> bool:
    return params.get("direction", "higher") == "lower"


def number(params: Data, name: str, default: str = "0") -> Fraction:
    return Fraction(params.get(name, default))


def linear(full: Fraction, params: Data, inputs: Inputs, value: Fraction | None = None) -> Fraction:
    value = value_of(params, inputs) if value is None else value
    target, zero = number(params, "target"), number(params, "zero_point")
    reached = value <= target if lower_is_better(params) else value >= target
    if not reached:
        return max(Fraction(0), full * (value - zero) / (target - zero))
    if "bonus_unit" not in params:
        return full
    beyond = abs(value - target) / number(params, "bonus_unit")
    return full + min(beyond * number(params, "bonus_per_unit"), number(params, "bonus_max"))


def step(full: Fraction, params: Data, inputs: Inputs, value: Fraction | None = None) -> Fraction:
    value = value_of(params, inputs) if value is None else value
    target = number(params, "target")
    better = target - value if lower_is_better(params) else value - target
    distance = abs(better)
    if params.get("unit_kind") == "percent_of_target":
        distance = distance / target * 100
    units = broken(distance / number(params, "unit"), params.get("broken_unit", "proportional"))
    points = full
    if better < 0:
        points -= units * number(params, "deduct")
    elif "better_earns" in params:
        points += units * number(params, "better_earns")
    most = number(params, "maximum") if "maximum" in params else full
    return max(number(params, "minimum"), min(points, most))


def tier(full: Fraction, params: Data, inputs: Inputs) -> Fraction:
    value = value_of(params, inputs)
    for band in params["bands"]:
        if ("from" not in band or Fraction(band["from"]) <= value) and (
            "to" not in band or value < Fraction(band["to"])
        ):
            return Fraction(band["points"])
    raise AssertionError("no band")


def count(full: Fraction, params: Data, inputs: Inputs) -> Fraction:
    points = full
    for kind in params["kinds"]:
        cost = Fraction(inputs[f"count.{kind['code']}"]) * Fraction(kind["deduct"])
        points -= min(cost, Fraction(kind["sub_cap"])) if "sub_cap" in kind else cost
    if not params.get("may_go_negative"):
        return max(Fraction(0), points)
    return max(points, Fraction(params["floor"])) if "floor" in params else points


def checklist(full: Fraction, params: Data, inputs: Inputs) -> Fraction:
    lost = Fraction(0)
    for item in params["items"]:
        answer = inputs[f"item.{item['code']}"]
        lost += Fraction(answer) if "partial_from" in item else Fraction(item["deduct"]) * (answer == "no")
    return max(Fraction(0), full - lost)


def quota(full: Fraction, params: Data, inputs: Inputs) -> Fraction:
    got, need, points = Fraction(inputs["count"]), number(params, "required"), full
    if got < need:
        cost = (need - got) * number(params, "deduct")
        points -= min(cost, number(params, "sub_cap")) if "sub_cap" in params else cost
    elif "earn" in params:
        points += min((got - need) * number(params, "earn"), number(params, "bonus_cap"))
    for extra in params.get("extras", ()):
        points += min(
            Fraction(inputs[f"extra.{extra['code']}"]) * Fraction(extra["earn"]), Fraction(extra["cap"])
        )
    if "maximum" in params:
        points = min(points, number(params, "maximum"))
    return max(points, number(params, "minimum"))


def range_(full: Fraction, params: Data, inputs: Inputs) -> Fraction:
    value, low, high = value_of(params, inputs), number(params, "low"), number(params, "high")
    if low <= value <= high:
        return full
    side, distance = ("low", low - value) if value < low else ("high", value - high)
    units = broken(distance / number(params, f"{side}_unit"), params.get("broken_unit", "proportional"))
    return max(number(params, "minimum"), full - units * number(params, f"{side}_deduct"))


def growth(full: Fraction, params: Data, inputs: Inputs) -> Fraction:
    change = (Fraction(inputs["current"]) / Fraction(inputs["base"]) - 1) * 100
    better = -change if lower_is_better(params) else change
    units = broken(abs(change) / number(params, "unit"), params.get("broken_unit", "proportional"))
    rate = number(params, "better_earns") if better > 0 else -number(params, "deduct")
    moved = units * rate
    if "cap" in params:
        moved = max(-number(params, "cap"), min(moved, number(params, "cap")))
    return max(full + moved, number(params, "minimum"))


def sample(full: Fraction, params: Data, inputs: Inputs) -> Fraction:
    found: dict[str, int] = {defect["code"]: 0 for defect in params["defects"]}
    for line in inputs["records"].split("\n"):
        _record, _colon, defects = line.partition(": ")
        for one in filter(None, defects.split(", ")):
            code, _times, times = one.partition("×")
            found[code] += 1 if params.get("once_per_record") else int(times or 1)
    points = full
    for defect in params["defects"]:
        cost = found[defect["code"]] * Fraction(defect.get("deduct", 0))
        points -= min(cost, Fraction(defect["sub_cap"])) if "sub_cap" in defect else cost
    if any(found[defect["code"]] and defect.get("zero_item") for defect in params["defects"]):
        points = min(points, Fraction(0))
    return points if params.get("may_go_negative") else max(Fraction(0), points)


def survey(full: Fraction, params: Data, inputs: Inputs) -> Fraction:
    if params.get("statistic", "rate") == "rate":
        value = Fraction(inputs["satisfied"]) * 100 / Fraction(inputs["answers"])
    else:
        value = Fraction(inputs["mean"])
    return (step if params.get("scoring") == "step" else linear)(full, params, inputs, value)


def external(full: Fraction, params: Data, inputs: Inputs) -> Fraction:
    if params.get("mode") == "value":
        return linear(full, params, inputs)
    return (
        Fraction(inputs["points"])
        * full
        / (Fraction(params["their_full"]) if "their_full" in params else full)
    )


def bonus(full: Fraction, params: Data, inputs: Inputs) -> Fraction:
    got = Fraction(0)
    for kind in params["kinds"]:
        if kind.get("award") == "judged":
            got += min(Fraction(inputs[f"award.{kind['code']}"]), Fraction(kind["cap"]))
            continue
        earned = Fraction(inputs[f"case.{kind['code']}"]) * Fraction(kind["earn"])
        got += min(earned, Fraction(kind["cap"])) if "cap" in kind else earned
    return min(got, number(params, "cap") if "cap" in params else full)


def yes_no(full: Fraction, params: Data, inputs: Inputs) -> Fraction:
    if inputs["answer"] == "partly":
        return number(params, "partial_points")
    return full if inputs["answer"] == params.get("expected", "yes") else Fraction(0)


def composite(full: Fraction, params: Data, inputs: Inputs) -> Fraction:
    """Parts are exact until the whole is put on the grid; each keeps its own cap and floor."""
    total = Fraction(0) if params.get("mode", "sum") == "sum" else full
    for part in params["parts"]:
        own = {
            k.removeprefix(f"{part['code']}."): v
            for k, v in inputs.items()
            if k.startswith(f"{part['code']}.")
        }
        marks = Fraction(part["full_marks"])
        points = KINDS[part["kind"]](marks, part["params"], own)
        total += points if params.get("mode", "sum") == "sum" else points - marks
    return max(total, Fraction(params.get("floor", 0))) if params.get("mode") == "shared" else total


KINDS: dict[str, Callable[[Fraction, Data, Inputs], Fraction]] = {
    "points": lambda full, params, inputs: Fraction(inputs["points"]),
    "yes_no": yes_no, "linear": linear, "step": step, "tier": tier, "count": count, "checklist": checklist,
    "quota": quota, "range": range_, "growth": growth, "sample": sample, "survey": survey, "external": external,
    "bonus": bonus, "composite": composite,
    "veto": lambda full, params, inputs: Fraction(0), "factor": lambda full, params, inputs: Fraction(0),
}  # fmt: skip


def ranked(full: Fraction, params: Data, value: Fraction, values: Sequence[Fraction]) -> Fraction:
    """1 + the number of better ones; from the table of places, or so many points a place."""
    better = [one for one in values if (one < value if lower_is_better(params) else one > value)]
    place, least = len(better) + 1, number(params, "least")
    if "places" not in params:
        return max(least, full - (place - 1) * number(params, "per_place"))
    return next((Fraction(row["points"]) for row in params["places"] if place <= int(row["to"])), least)


def points_of(indicator: Data, cell: Data, values: Sequence[Fraction]) -> Fraction | None:
    """A cell's points on the grid; None for 缺项 left out."""
    full = Fraction(indicator["full"])
    if cell.get("na"):
        return full if indicator["na_mode"] == "full" else None
    if cell.get("no_evidence"):
        return Fraction(0)
    if indicator["kind"] == "rank":
        return grid(ranked(full, indicator["params"], value_of(indicator["params"], cell["inputs"]), values))
    return grid(KINDS[indicator["kind"]](full, indicator["params"], cell["inputs"]))


def counts(cell: Data) -> bool:
    return not cell.get("na") and not cell.get("no_evidence")


class Sheet:
    """One centre's round: points by indicator, total, gate rates (got, full), and the ceilings of vetoes."""

    def __init__(
        self, scheme: Data, cells: Mapping[str, Data], values: Mapping[str, Sequence[Fraction]]
    ) -> None:
        self.scheme = scheme
        self.indicators = {one["code"]: one for part in scheme["categories"] for one in part["indicators"]}
        self.points = {
            code: points_of(one, cells[code], values.get(code, ())) for code, one in self.indicators.items()
        }
        self.ceilings: list[str] = []
        factor, zeroed = Fraction(1), set()
        for code, one in self.indicators.items():
            if not counts(cells[code]):
                continue
            params, inputs = one["params"], cells[code]["inputs"]
            if one["kind"] == "factor":
                rate = value_of(params, inputs) / (1 if params.get("measure") == "value" else 100)
                factor *= max(number(params, "least"), min(rate, number(params, "most", "1")))
            elif one["kind"] == "veto" and inputs["answer"] == "yes":
                if params["effect"] == "zero":
                    zeroed |= set(params["targets"].split("、"))
                else:
                    self.ceilings.append(params.get("band", ""))
        self.counted = {
            code: min(points, Fraction(0)) if code in zeroed and points is not None else points
            for code, points in self.points.items()
        }
        self.total = grid(max(Fraction(0), min(Fraction(100), self._whole() * factor)))
        self.gates = [self._gate(gate) for gate in scheme["gates"]]

    def _applicable(self, code: str) -> Fraction:
        return Fraction(0) if self.counted[code] is None else Fraction(self.indicators[code]["full"])

    def _sums(self, codes: Sequence[str]) -> tuple[Fraction, Fraction, Fraction]:
        """Got without bonus on top, applicable full marks, bonus on top."""
        marked = [code for code in codes if Fraction(self.indicators[code]["full"]) > 0]
        on_top = sum((self.counted[code] or Fraction(0) for code in codes if code not in marked), Fraction(0))
        got = sum((self.counted[code] or Fraction(0) for code in marked), Fraction(0))
        return got, sum((self._applicable(code) for code in marked), Fraction(0)), on_top

    def _whole(self) -> Fraction:
        parts = [
            (part, self._sums([one["code"] for one in part["indicators"]]))
            for part in self.scheme["categories"]
        ]
        full = sum((Fraction(one["full"]) for one in self.indicators.values()), Fraction(0))
        bonus = sum((sums[2] for _part, sums in parts), Fraction(0)) * 100 / full
        if parts[0][0].get("weight"):
            live = [
                (Fraction(part["weight"]), sums) for part, sums in parts if part.get("weight") and sums[1]
            ]
            rates = sum((weight * sums[0] / sums[1] for weight, sums in live), Fraction(0))
            return rates * 100 / sum((weight for weight, _sums in live), Fraction(0)) + bonus
        got = sum((sums[0] for _part, sums in parts), Fraction(0))
        return got * 100 / sum((sums[1] for _part, sums in parts), Fraction(0)) + bonus

    def _gate(self, gate: Data) -> tuple[Fraction, Fraction]:
        got = sum((self.counted[code] or Fraction(0) for code in gate["codes"]), Fraction(0))
        return got, sum((self._applicable(code) for code in gate["codes"]), Fraction(0))


def ceiling_of(scheme: Data, ceilings: Sequence[str], rates: Sequence[Fraction | None]) -> int:
    """How far down the list of bands a centre is held: 0 for not at all."""
    names = [band["code"] for band in scheme["bands"]]
    places = [names.index(one) if one else len(names) - 1 for one in ceilings]
    failed = [
        1
        for gate, rate in zip(scheme["gates"], rates, strict=True)
        if rate is not None and rate < Fraction(gate["percent"])
    ]
    return max([0, *places, *failed])


def grades(
    scheme: Data, totals: Sequence[Fraction], ties: Sequence[Fraction], held: Sequence[int]
) -> list[tuple[int, str]]:
    """Rank and grade of each centre: bands, the cap on the top one, a tied group that straddles it moves down."""
    order = list(zip(totals, ties, strict=True))
    ranks = [1 + sum(1 for other in order if other > one) for one in order]
    by_score = [
        next(n for n, band in enumerate(scheme["bands"]) if total >= Fraction(band["floor"]))
        for total in totals
    ]
    places = len(totals) * int(scheme["cap"]) // 100
    candidates = [n for n in range(len(totals)) if by_score[n] == 0 and held[n] == 0]
    top = {
        n for n in candidates
        if sum(1 for other in candidates if order[other] >= order[n]) <= places
    }  # fmt: skip
    names = [band["code"] for band in scheme["bands"]]
    final = [
        0 if n in top else max(by_score[n], held[n], 1 if by_score[n] == 0 else 0) for n in range(len(totals))
    ]
    return [(rank, names[place]) for rank, place in zip(ranks, final, strict=True)]
