"""Random valid schemes for Hypothesis, within what people may write into cells."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from appraisal.scheme_document import (
    BandPart,
    CategoryPart,
    GatePart,
    IndicatorPart,
    RoundPart,
    SchemeDocument,
    canonical_number,
    canonical_params,
)
from tests.appraisal.schemes.rule_strategies import MARKED, PARAMS, UNMARKED
from tests.appraisal.schemes.texts import numbers, texts


@st.composite
def indicators(draw: st.DrawFn, code: str, full_marks: Decimal) -> IndicatorPart:
    rule = draw(st.sampled_from(sorted(MARKED if full_marks else UNMARKED)))
    return IndicatorPart(
        code=code,
        name=draw(texts(160, 1)),
        full_marks=full_marks,
        rule=rule,
        params=canonical_params(rule, draw(PARAMS[rule](full_marks))),
        not_applicable=draw(st.sampled_from(["forbidden", "full", "exclude"])),
        method=draw(st.sampled_from(["documents", "on_site", "visits", "symposium"])),
        unit=draw(texts(20)),
        clause=draw(texts(60)),
        revenue_basis=draw(st.sampled_from(["", "drug", "test"])),
        needs_evidence=draw(st.booleans()),
        is_default=draw(st.booleans()),
        note=draw(texts(200)),
    )


@st.composite
def categories(draw: st.DrawFn, place: int) -> CategoryPart:
    marks = draw(st.lists(numbers("0.5", "40"), min_size=1, max_size=4))
    marks += [Decimal(0)] * draw(st.integers(0, 1))
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
def weighted(draw: st.DrawFn, parts: tuple[CategoryPart, ...]) -> tuple[CategoryPart, ...]:
    """The same categories, or all of them with weights that add up to 100 per cent."""
    if draw(st.booleans()):
        return parts
    weights = [Decimal(20)] * (len(parts) - 1)
    weights.append(100 - sum(weights, Decimal(0)))
    return tuple(replace(part, weight_percent=own) for part, own in zip(parts, weights, strict=True))


@st.composite
def gates(draw: st.DrawFn, codes: list[str]) -> tuple[GatePart, ...]:
    names = draw(st.lists(texts(80, 1), max_size=2, unique=True))
    some = st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True)
    return tuple(
        GatePart(name=name, codes=tuple(draw(some)), percent=draw(numbers("0.01", "100"))) for name in names
    )


@st.composite
def schemes(draw: st.DrawFn) -> SchemeDocument:
    """A scheme that could be activated, apart from its tie-breaks."""
    parts = tuple(draw(categories(place)) for place in range(draw(st.integers(1, 3))))
    weight = draw(numbers("1", "99"))
    codes = [one.code for part in parts for one in part.indicators]
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
        categories=draw(weighted(parts)),
        gates=draw(gates(codes)),
    )
