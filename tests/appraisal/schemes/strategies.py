"""Random valid schemes for Hypothesis, within what people may write into cells."""

from decimal import Decimal

from hypothesis import strategies as st

from appraisal.core.rules import rule_for
from appraisal.scheme_document import (
    BandPart,
    CategoryPart,
    IndicatorPart,
    RoundPart,
    SchemeDocument,
    canonical_number,
    canonical_params,
)
from tests.appraisal.schemes.rule_strategies import RULES, numbers, texts


@st.composite
def indicators(draw: st.DrawFn, code: str, full_marks: Decimal) -> IndicatorPart:
    rule = draw(st.sampled_from(sorted(RULES)))
    params = draw(RULES[rule])
    if not rule_for(rule).carries_marks(params):
        full_marks = Decimal(0)
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
    parts = tuple(draw(indicators(f"C{place}-{row:02d}", full)) for row, full in enumerate(marks))
    return CategoryPart(
        code=f"C{place}",
        name=draw(texts(80, 1)),
        full_marks=canonical_number(sum((part.full_marks for part in parts), Decimal(0))),
        tie_break=draw(st.sampled_from(["", "public_health", "satisfaction"])),
        clause=draw(texts(60)),
        indicators=parts,
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
    if not any(part.full_marks for part in parts):
        one = IndicatorPart(code="Z-01", name="评分", full_marks=Decimal(1), rule="points", params={})
        parts += (CategoryPart(code="Z", name="其他", full_marks=Decimal(1), indicators=(one,)),)
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
