"""Random valid parameters of every kind of rule, within what people may write into cells."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import strategies as st

from appraisal.scheme_document import canonical_number, canonical_text

# Whatever may stand in a cell: Chinese, rare characters, signs that spreadsheets take for formulas or numbers.
CHARACTERS = st.one_of(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")),
    st.sampled_from("珺䶮㛃𠅤·=+-@'\"%/—0123456789_x"),
)


def texts(most: int, least: int = 0) -> st.SearchStrategy[str]:
    return (
        st.text(CHARACTERS, min_size=least, max_size=min(most, 12))
        .map(canonical_text)
        .filter(lambda text: least <= len(text) <= most and text.isprintable())
    )


def numbers(low: str, high: str, places: int = 2) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, places=places, allow_nan=False).map(canonical_number)


def figure(low: str, high: str, places: int = 2) -> st.SearchStrategy[str]:
    return numbers(low, high, places).map(lambda number: f"{number:f}")


def sometimes(**strategies: st.SearchStrategy) -> st.SearchStrategy[dict]:
    return st.fixed_dictionaries({}, optional=strategies)


MEASURE = {
    "measure": st.sampled_from(["ratio", "value"]),
    "subject": texts(40, 1),
    "value_unit": st.sampled_from(["%", "元", "次"]),
    "numerator_label": texts(40, 1),
    "denominator_label": texts(40, 1),
    "over_hundred": st.sampled_from(["warn", "cap", "refuse"]),
}
POINTS = st.just({"step": "0.01"}) | st.just({})
YES_NO = sometimes(expected=st.sampled_from(["yes", "no"]), partial_points=st.just("0.01"))


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
def tier(draw: st.DrawFn) -> dict:
    bounds = sorted(draw(st.lists(numbers("0.01", "99", 4), min_size=1, max_size=4, unique=True)))
    edges = [None, *(f"{bound:f}" for bound in bounds), None]
    bands = [
        {name: value for name, value in (("from", low), ("to", high), ("points", "0")) if value is not None}
        for low, high in pairwise(edges)
    ]
    return {**draw(sometimes(**MEASURE, bounds=st.sampled_from(["lower", "upper"]))), "bands": bands}


def table(draw: st.DrawFn, most: int = 4, **columns: st.SearchStrategy) -> list[dict]:
    """Rows with a code and a name of their own; columns that draw None are left out."""
    names = draw(st.lists(texts(30, 1), min_size=1, max_size=most, unique=True))
    rows = []
    for place, name in enumerate(names):
        drawn = {column: draw(strategy) for column, strategy in columns.items()}
        filled = {column: value for column, value in drawn.items() if value is not None}
        rows.append({"code": f"c{place}", "name": name, **filled})
    return rows


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


BROKEN = st.sampled_from(["floor", "proportional", "ceil"])
COST = figure("0.0001", "5", 4)
CAP = figure("0.01", "9")


@st.composite
def checklist(draw: st.DrawFn) -> dict:
    rows = table(draw, deduct=figure("3", "9"), partial_from=maybe(figure("0.01", "1")))
    for row in rows:
        if "partial_from" in row:
            row["partial_to"] = draw(figure("1", "3"))
    return {"items": rows}


@st.composite
def quota(draw: st.DrawFn) -> dict:
    must = {"required": draw(figure("1", "99", 0)), "deduct": draw(COST)}
    earns = {"earn": draw(COST), "bonus_cap": draw(CAP)} if draw(st.booleans()) else {}
    extras = (
        {"extras": table(draw, unit=maybe(texts(6, 1)), earn=COST, cap=CAP)} if draw(st.booleans()) else {}
    )
    options = sometimes(
        subject=texts(20, 1), unit=texts(6, 1), sub_cap=CAP, minimum=figure("-9", "0"), maximum=st.just("900")
    )
    return {**must, **earns, **extras, **draw(options)}


@st.composite
def ranged(draw: st.DrawFn) -> dict:
    ends = {"low": draw(figure("0", "50", 4)), "high": draw(figure("50", "90", 4))}
    sides = {name: draw(COST) for name in ("low_unit", "low_deduct", "high_unit", "high_deduct")}
    return {**draw(sometimes(**MEASURE, broken_unit=BROKEN, minimum=figure("-9", "0"))), **ends, **sides}


@st.composite
def growth(draw: st.DrawFn) -> dict:
    must = {"unit": draw(figure("0.01", "50", 4)), "deduct": draw(COST)}
    earns = (
        {"better_earns": draw(COST), "cap": draw(CAP)} if draw(st.booleans()) else draw(sometimes(cap=CAP))
    )
    options = sometimes(
        subject=texts(20, 1), value_unit=texts(6, 1), direction=st.sampled_from(["higher", "lower"]), broken_unit=BROKEN,
    )  # fmt: skip
    return {**must, **earns, **draw(options)}


@st.composite
def sample(draw: st.DrawFn) -> dict:
    rows = table(draw, deduct=COST, sub_cap=maybe(CAP), zero_item=maybe(st.booleans()))
    options = sometimes(unit=texts(6, 1), once_per_record=st.booleans(), allow_fewer=st.booleans())
    negative = (
        {"may_go_negative": True, **draw(sometimes(floor=figure("-9", "0")))} if draw(st.booleans()) else {}
    )
    return {"size": draw(figure("1", "100", 0)), "defects": rows, **draw(options), **negative}


@st.composite
def survey(draw: st.DrawFn) -> dict:
    must = {
        "target": draw(figure("2", "5")),
        **draw(sometimes(least_answers=figure("1", "50", 0), subject=texts(20, 1))),
    }
    scale = {"statistic": "mean", "scale": "5"} if draw(st.booleans()) else {}
    if draw(st.booleans()):
        return {
            **must,
            **scale,
            "scoring": "step",
            "unit": draw(COST),
            "deduct": draw(COST),
            **draw(sometimes(broken_unit=BROKEN)),
        }
    return {**must, **scale, **draw(sometimes(scoring=st.just("linear"), zero_point=figure("0", "1.9")))}


@st.composite
def external(draw: st.DrawFn) -> dict:
    body = {"body": draw(texts(20, 1))}
    if draw(st.booleans()):
        return {**body, **draw(sometimes(mode=st.just("points"), their_full=figure("1", "100")))}
    value = {
        "mode": "value",
        "target": draw(figure("50", "100", 4)),
        **draw(sometimes(zero_point=figure("0", "49"))),
    }
    return {**body, **value, **draw(sometimes(**MEASURE))}


@st.composite
def bonus(draw: st.DrawFn) -> dict:
    rows = table(draw, unit=maybe(texts(6, 1)), award=maybe(st.sampled_from(["per_case", "judged"])), cap=CAP)
    for row in rows:
        if row.get("award") != "judged":
            row["earn"] = draw(COST)
    if draw(st.booleans()):
        for row in rows:
            row |= {"cap": "3", "group": "甲"}
    inside = draw(st.booleans())
    return {"kinds": rows} if inside else {"kinds": rows, "placement": "on_top", "cap": draw(CAP)}


@st.composite
def veto(draw: st.DrawFn) -> dict:
    effect = draw(
        st.sampled_from([{}, {"effect": "cap", "band": "b0"}, {"effect": "zero", "targets": "C0-00、C0-01"}])
    )
    return {"event": draw(texts(40, 1)), **effect}


@st.composite
def factor(draw: st.DrawFn) -> dict:
    return draw(sometimes(**MEASURE, least=figure("0", "1", 4), most=figure("1", "2", 4)))


RULES = {
    "points": POINTS,
    "yes_no": YES_NO,
    "linear": linear(),
    "step": step(),
    "count": count(),
    "tier": tier(),
    "checklist": checklist(),
    "quota": quota(),
    "range": ranged(),
    "growth": growth(),
    "sample": sample(),
    "survey": survey(),
    "external": external(),
    "bonus": bonus(),
    "veto": veto(),
    "factor": factor(),
}
