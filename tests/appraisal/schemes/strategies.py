"""Random valid schemes for Hypothesis, within what people may write into cells."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import strategies as st

from appraisal.scheme_document import (
    BandPart,
    CategoryPart,
    IndicatorPart,
    RoundPart,
    SchemeDocument,
    canonical_number,
    canonical_params,
    canonical_text,
)

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


RULES = {
    "points": POINTS,
    "yes_no": YES_NO,
    "linear": linear(),
    "step": step(),
    "count": count(),
    "tier": tier(),
}


@st.composite
def indicators(draw: st.DrawFn, code: str, full_marks: Decimal) -> IndicatorPart:
    rule = draw(st.sampled_from(sorted(RULES)))
    params = draw(RULES[rule])
    if rule == "tier":
        params["bands"][-1]["points"] = f"{full_marks:f}"
    return IndicatorPart(
        code=code,
        name=draw(texts(160, 1)),
        full_marks=full_marks,
        rule=rule,
        params=canonical_params(rule, params),
        not_applicable=draw(st.sampled_from(["forbidden", "full", "exclude"])),
        method=draw(st.sampled_from(["documents", "on_site", "visits", "symposium"])),
        unit=draw(texts(20)),
        clause=draw(texts(60)),
        revenue_basis=draw(st.sampled_from(["", "drug", "test"])),
        is_default=draw(st.booleans()),
        note=draw(texts(200)),
    )


@st.composite
def categories(draw: st.DrawFn, place: int) -> CategoryPart:
    marks = draw(st.lists(numbers("0.5", "40"), min_size=1, max_size=4))
    return CategoryPart(
        code=f"C{place}",
        name=draw(texts(80, 1)),
        full_marks=canonical_number(sum(marks, Decimal(0))),
        tie_break=draw(st.sampled_from(["", "public_health", "satisfaction"])),
        clause=draw(texts(60)),
        indicators=tuple(draw(indicators(f"C{place}-{row:02d}", full)) for row, full in enumerate(marks)),
    )


@st.composite
def bands(draw: st.DrawFn) -> tuple[BandPart, ...]:
    floors = sorted(draw(st.lists(numbers("1", "99"), min_size=1, max_size=4, unique=True)), reverse=True)
    return tuple(
        BandPart(
            code=f"b{place}",
            name=draw(texts(20, 1)),
            floor=floor,
            forfeit_percent=draw(numbers("0", "100")),
            award_weight=draw(numbers("0", "9")),
        )
        for place, floor in enumerate([*floors, Decimal(0)])
    )


@st.composite
def schemes(draw: st.DrawFn) -> SchemeDocument:
    """A scheme that could be activated, apart from its tie-breaks."""
    parts = tuple(draw(categories(place)) for place in range(draw(st.integers(1, 3))))
    weight = draw(numbers("1", "99"))
    return SchemeDocument(
        code=draw(st.from_regex(r"[A-Z][A-Z0-9._-]{0,10}", fullmatch=True)),
        name=draw(texts(120, 1)),
        year=draw(st.integers(2000, 2100)),
        level=draw(st.sampled_from(["centre", "staff", "clinic", "hospital"])),
        full_marks=canonical_number(sum((part.full_marks for part in parts), Decimal(0))),
        top_cap_percent=draw(numbers("0", "100")),
        tie_breaks=tuple(
            draw(st.permutations(["december", "public_health", "satisfaction"]))[: draw(st.integers(0, 3))]
        ),
        monthly_percent=draw(numbers("0", "100")),
        june_part_percent=draw(numbers("0", "100")),
        award_percent=draw(numbers("0", "100")),
        source=draw(texts(200)),
        note=draw(texts(1000)),
        rounds=(
            RoundPart(kind="june", weight_percent=weight),
            RoundPart(kind="december", weight_percent=canonical_number(100 - weight)),
        ),
        bands=draw(bands()),
        categories=parts,
    )
