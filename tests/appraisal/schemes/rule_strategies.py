"""Random valid parameters of every kind of rule, for an indicator with these full marks."""

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from tests.appraisal.schemes.texts import figure, numbers, sometimes, texts

Made = st.SearchStrategy[dict[str, Any]]
HALF = Decimal("0.5")
BROKEN = {"broken_unit": st.sampled_from(["floor", "proportional", "ceil"])}
BELOW = {"minimum": figure("-20", "0")}
MEASURE = {
    "measure": st.sampled_from(["ratio", "value"]),
    "subject": texts(40, 1),
    "value_unit": st.sampled_from(["%", "元", "次"]),
    "numerator_label": texts(40, 1),
    "denominator_label": texts(40, 1),
    "over_hundred": st.sampled_from(["warn", "usual", "cap", "refuse"]),
}


@st.composite
def linear(draw: st.DrawFn) -> dict:
    lower = draw(st.booleans())
    zero, target = draw(figure("0", "50", 4)), draw(figure("50.01", "500", 4))
    ends = (
        {"target": zero, "zero_point": target, "direction": "lower"}
        if lower
        else {"target": target, "zero_point": zero}
    )
    bonus = {"bonus_unit": "1", "bonus_per_unit": draw(figure("0.01", "3")), "bonus_max": "5"}
    return {**draw(sometimes(**MEASURE)), **ends, **(bonus if draw(st.booleans()) else {})}


@st.composite
def step(draw: st.DrawFn) -> dict:
    options = {
        "unit_kind": st.sampled_from(["points", "percent_of_target"]),
        "direction": st.sampled_from(["higher", "lower"]),
        "broken_unit": st.sampled_from(["floor", "proportional", "ceil"]),
        "minimum": figure("-20", "0"),
    }
    better = (
        {"better_earns": draw(figure("0.0001", "2", 4)), "maximum": "1000"} if draw(st.booleans()) else {}
    )
    must = {
        "target": draw(figure("0.01", "500", 4)),
        "unit": draw(figure("0.01", "10", 4)),
        "deduct": draw(figure("0.0001", "5", 4)),
    }
    return {**draw(sometimes(**MEASURE, **options)), **must, **better}


@st.composite
def count(draw: st.DrawFn) -> dict:
    names = draw(st.lists(texts(30, 1), min_size=1, max_size=4, unique=True))
    kinds = [
        {
            "code": f"c{place}",
            "name": name,
            "deduct": draw(figure("0.0001", "5", 4)),
            **draw(sometimes(unit=texts(6, 1), sub_cap=figure("0.01", "9"))),
        }
        for place, name in enumerate(names)
    ]
    negative = {"may_go_negative": True, **draw(sometimes(floor=figure("-9", "0")))}
    return {
        "kinds": kinds,
        **(negative if draw(st.booleans()) else draw(sometimes(may_go_negative=st.just(False)))),
    }


@st.composite
def tier(draw: st.DrawFn, full: Decimal) -> dict:
    bounds = sorted(draw(st.lists(numbers("0.01", "99", 4), min_size=1, max_size=4, unique=True)))
    edges = [None, *(f"{bound:f}" for bound in bounds), None]
    bands = [
        {name: value for name, value in (("from", low), ("to", high), ("points", "0")) if value is not None}
        for low, high in pairwise(edges)
    ]
    bands[-1]["points"] = f"{full:f}"
    return {**draw(sometimes(**MEASURE, bounds=st.sampled_from(["lower", "upper"]))), "bands": bands}


def named(least: int = 1, **columns: st.SearchStrategy) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Rows of a table with codes and names of their own."""

    @st.composite
    def rows(draw: st.DrawFn) -> list[dict[str, Any]]:
        names = draw(st.lists(texts(30, 1), min_size=least, max_size=4, unique=True))
        made = []
        for place, name in enumerate(names):
            cells = {key: draw(one) for key, one in columns.items()}
            made.append(
                {"code": f"c{place}", "name": name} | {k: v for k, v in cells.items() if v is not None}
            )
        return made

    return rows()


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


@st.composite
def checklist(draw: st.DrawFn) -> dict:
    items = draw(named(deduct=figure("3", "9")))
    for item in items:
        if draw(st.booleans()):
            item |= {"partial_from": draw(figure("0.01", "1")), "partial_to": draw(figure("1", "3"))}
    return {"items": items}


@st.composite
def quota(draw: st.DrawFn) -> dict:
    bonus = {"earn": draw(figure("0.0001", "2", 4)), "bonus_cap": draw(figure("0.01", "9"))}
    extras = draw(named(0, unit=maybe(texts(6, 1)), earn=figure("0.0001", "3", 4), cap=figure("0.01", "9")))
    options = sometimes(
        subject=texts(40, 1),
        unit=texts(6, 1),
        sub_cap=figure("0.01", "9"),
        maximum=figure("99", "200"),
        **BELOW,
    )
    must = {"required": draw(figure("1", "200", 0)), "deduct": draw(figure("0.0001", "5", 4))}
    return {**draw(options), **must, **(bonus if draw(st.booleans()) else {}), "extras": extras}


@st.composite
def range_(draw: st.DrawFn) -> dict:
    sides = {
        f"{side}_{name}": draw(figure("0.01", "9")) for side in ("low", "high") for name in ("unit", "deduct")
    }
    ends = {"low": draw(figure("0", "50", 4)), "high": draw(figure("50", "99", 4))}
    return {**draw(sometimes(**MEASURE, **BROKEN, **BELOW)), **ends, **sides}


@st.composite
def growth(draw: st.DrawFn) -> dict:
    options = {
        "subject": texts(40, 1),
        "value_unit": texts(6, 1),
        "direction": st.sampled_from(["higher", "lower"]),
    }
    better = {"better_earns": draw(figure("0.01", "5")), "cap": draw(figure("0.01", "9"))}
    must = {"unit": draw(figure("0.01", "20")), "deduct": draw(figure("0.01", "5"))}
    return {
        **draw(sometimes(**options, **BROKEN, **BELOW)),
        **must,
        **(better if draw(st.booleans()) else {}),
    }


@st.composite
def sample(draw: st.DrawFn) -> dict:
    defects = draw(
        named(deduct=figure("0.01", "5"), sub_cap=maybe(figure("0.01", "9")), zero_item=maybe(st.booleans()))
    )
    options = {"unit": texts(6, 1), "once_per_record": st.booleans(), "allow_fewer": st.booleans()}
    negative = {"may_go_negative": True, **draw(sometimes(floor=figure("-9", "0")))}
    return {
        "size": draw(figure("1", "99", 0)),
        "defects": defects,
        **draw(sometimes(**options)),
        **(negative if draw(st.booleans()) else {}),
    }


@st.composite
def survey(draw: st.DrawFn) -> dict:
    by_step = {"scoring": "step", "unit": draw(figure("0.01", "9")), "deduct": draw(figure("0.01", "5"))}
    by_step |= draw(sometimes(**BROKEN, **BELOW))
    linear_ = draw(sometimes(scoring=st.just("linear"), zero_point=figure("0", "9")))
    mean = {"statistic": "mean", **draw(sometimes(scale=figure("90", "200")))}
    options = sometimes(subject=texts(40, 1), least_answers=figure("1", "50", 0))
    ways = (by_step if draw(st.booleans()) else linear_) | (mean if draw(st.booleans()) else {})
    return {"target": draw(figure("9.01", "90")), **draw(options), **ways}


@st.composite
def external(draw: st.DrawFn) -> dict:
    value = {
        "mode": "value",
        "target": draw(figure("50", "99", 4)),
        **draw(sometimes(**MEASURE, zero_point=figure("0", "40"))),
    }
    points = draw(sometimes(mode=st.just("points"), their_full=figure("1", "200")))
    return {"body": draw(texts(40, 1)), **(value if draw(st.booleans()) else points)}


@st.composite
def bonus(draw: st.DrawFn, full: Decimal) -> dict:
    kinds = draw(named(unit=maybe(texts(6, 1)), earn=figure("0.01", "5"), cap=figure("0.01", "9")))
    for kind in kinds:
        if draw(st.booleans()):
            kind |= {"award": "judged"}
            del kind["earn"]
    if draw(st.booleans()):
        kinds = [{**kind, "cap": "3", "group": "甲"} for kind in kinds]
    if full == 0:
        return {"kinds": kinds, "placement": "on_top", "cap": draw(figure("0.01", "20"))}
    return {"kinds": kinds, **draw(sometimes(placement=st.just("inside"), cap=figure("0.01", "0.5")))}


@st.composite
def veto(draw: st.DrawFn) -> dict:
    effects = [
        {},
        {"effect": "fail"},
        {"effect": "cap", "band": "b1"},
        {"effect": "zero", "targets": "C0-00、C1-00"},
    ]
    return {"event": draw(texts(40, 1)), **draw(st.sampled_from(effects))}


@st.composite
def rank(draw: st.DrawFn, full: Decimal) -> dict:
    own = draw(sometimes(**MEASURE, direction=st.sampled_from(["higher", "lower"])))
    if draw(st.booleans()):
        return {**own, "per_place": draw(figure("0.01", "5"))}
    places = sorted(draw(st.lists(st.integers(1, 30), min_size=1, max_size=4, unique=True)))
    points = sorted((draw(numbers("0", "0.4")) for _place in places[1:]), reverse=True)
    rows = [{"to": f"{to}", "points": f"{got:f}"} for to, got in zip(places, [full, *points], strict=True)]
    return {**own, "places": rows}


@st.composite
def composite(draw: st.DrawFn, full: Decimal) -> dict:
    """Parts of other kinds: shares of the marks and now and then a bonus on top, or all from the same marks."""
    shared = draw(st.booleans())
    count_ = draw(st.integers(1, 3)) if shared else min(draw(st.integers(1, 3)), int(full / HALF))
    whole = [HALF] * (count_ - 1)
    marks = [full] * count_ if shared else [*whole, full - sum(whole, Decimal(0))]
    parts = [
        draw(part(place, own, stated=not shared or draw(st.booleans()))) for place, own in enumerate(marks)
    ]
    if draw(st.booleans()):
        parts.append(draw(part(len(parts), Decimal(0), stated=False)))
    mode = {"mode": "shared"} if shared else draw(sometimes(mode=st.just("sum")))
    return {**mode, "parts": parts, **draw(sometimes(floor=figure("-9", "0")))}


@st.composite
def part(draw: st.DrawFn, place: int, full: Decimal, *, stated: bool) -> dict:
    kind = "bonus" if full == 0 else draw(st.sampled_from(sorted(set(MARKED) - {"composite", "rank"})))
    made = {"code": f"p{place}", "name": f"{place}{draw(texts(30))}".strip(), "kind": kind}
    params = draw(PARAMS[kind](full))
    return made | ({"full_marks": f"{full:f}"} if stated else {}) | ({"params": params} if params else {})


def always(strategy: Made) -> Callable[[Decimal], Made]:
    return lambda full: strategy


PARAMS: dict[str, Callable[[Decimal], Made]] = {
    "points": always(st.just({"step": "0.01"}) | st.just({})),
    "yes_no": always(sometimes(expected=st.sampled_from(["yes", "no"]), partial_points=st.just("0.01"))),
    "linear": always(linear()),
    "step": always(step()),
    "count": always(count()),
    "tier": tier,
    "checklist": always(checklist()),
    "quota": always(quota()),
    "range": always(range_()),
    "growth": always(growth()),
    "sample": always(sample()),
    "survey": always(survey()),
    "external": always(external()),
    "bonus": bonus,
    "veto": always(veto()),
    "factor": always(sometimes(**MEASURE, least=figure("0", "0.5"), most=figure("0.5", "1.5"))),
    "rank": rank,
    "composite": composite,
}
# Kinds for an indicator with full marks, and for one without.
UNMARKED = ("bonus", "veto", "factor")
MARKED = tuple(kind for kind in PARAMS if kind not in {"veto", "factor"})
