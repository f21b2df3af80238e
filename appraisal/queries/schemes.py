"""Reading schemes: the document of a scheme, and what its pages show."""

from collections import defaultdict

from appraisal.models import Category, Gate, GradeBand, Indicator, RoundKind, Scheme, SchemeRound
from appraisal.scheme_document import (
    BandPart,
    CategoryPart,
    GatePart,
    IndicatorPart,
    RoundPart,
    SchemeDocument,
    canonical_number,
    canonical_params,
    canonical_text,
)


def document_of(scheme: Scheme) -> SchemeDocument:
    """The whole scheme as one value (5 queries)."""
    return SchemeDocument(
        code=scheme.code,
        name=canonical_text(scheme.name),
        year=scheme.year,
        level=scheme.level,
        full_marks=canonical_number(scheme.full_marks),
        top_cap_percent=canonical_number(scheme.top_cap_percent),
        tie_breaks=tuple(scheme.tie_breaks),
        monthly_percent=canonical_number(scheme.monthly_percent),
        june_part_percent=canonical_number(scheme.june_part_percent),
        award_percent=canonical_number(scheme.award_percent),
        source=canonical_text(scheme.source),
        note=canonical_text(scheme.note),
        rounds=_rounds(scheme),
        bands=tuple(
            band_part(row) for row in GradeBand.objects.filter(scheme=scheme).order_by("ordinal", "pk")
        ),
        categories=_categories(scheme),
        gates=tuple(gate_part(row) for row in Gate.objects.filter(scheme=scheme).order_by("ordinal", "pk")),
    )


def _rounds(scheme: Scheme) -> tuple[RoundPart, ...]:
    order = list(RoundKind.values)
    rows = sorted(SchemeRound.objects.filter(scheme=scheme), key=lambda row: order.index(row.kind))
    return tuple(
        RoundPart(kind=row.kind, weight_percent=canonical_number(row.weight_percent)) for row in rows
    )


def _categories(scheme: Scheme) -> tuple[CategoryPart, ...]:
    indicators: dict[int, list[IndicatorPart]] = defaultdict(list)
    for row in Indicator.objects.filter(scheme=scheme).order_by("ordinal", "pk"):
        indicators[row.category_id].append(indicator_part(row))
    rows = Category.objects.filter(scheme=scheme).order_by("ordinal", "pk")
    return tuple(category_part(row, tuple(indicators[row.pk])) for row in rows)


def band_part(row: GradeBand) -> BandPart:
    return BandPart(
        code=row.code,
        name=canonical_text(row.name),
        floor=canonical_number(row.floor),
        forfeit_percent=canonical_number(row.forfeit_percent),
        award_weight=canonical_number(row.award_weight),
    )


def gate_part(row: Gate) -> GatePart:
    return GatePart(
        name=canonical_text(row.name),
        codes=tuple(row.indicator_codes),
        percent=canonical_number(row.percent),
    )


def category_part(row: Category, indicators: tuple[IndicatorPart, ...] = ()) -> CategoryPart:
    return CategoryPart(
        code=row.code,
        name=canonical_text(row.name),
        full_marks=canonical_number(row.full_marks),
        weight_percent=None if row.weight_percent is None else canonical_number(row.weight_percent),
        tie_break=row.tie_break,
        clause=canonical_text(row.clause),
        indicators=indicators,
    )


def indicator_part(row: Indicator) -> IndicatorPart:
    return IndicatorPart(
        code=row.code,
        name=canonical_text(row.name),
        full_marks=canonical_number(row.full_marks),
        rule=row.rule,
        params=canonical_params(row.rule, row.params),
        not_applicable=row.not_applicable,
        method=row.method,
        unit=canonical_text(row.unit),
        clause=canonical_text(row.clause),
        revenue_basis=row.revenue_basis,
        needs_evidence=row.needs_evidence,
        is_default=row.is_default,
        note=canonical_text(row.note),
    )
