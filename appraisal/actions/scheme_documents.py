"""Writing whole schemes from documents: a new draft, or an existing draft made equal to one."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from django.db.models import F

from appraisal.actions.scheme_rows import clean_row, remove_row, write_row
from appraisal.models import Category, Gate, GradeBand, Indicator, Scheme, SchemeRound
from appraisal.scheme_document import SchemeDocument
from centres.models import Region
from records import audit

Row = TypeVar("Row", SchemeRound, GradeBand, Category, Indicator, Gate)
Values = dict[str, Any]
# Ordinals of bands are unique within a scheme: they move aside by this much before they change places.
ASIDE = 1000


def create_draft(trail: audit.Trail, county: Region, document: SchemeDocument, *, version: int) -> Scheme:
    """Insert a scheme with everything in it (6 statements) and one audit row for each row made."""
    scheme = Scheme(county=county, version=version)
    write_row(trail, scheme, head_values(document))
    made = _insert(trail, [Category(scheme=scheme, **values) for values in category_rows(document)])
    categories = {row.code: row for row in made}
    rows = [Indicator(scheme=scheme, **_owned(values, categories)) for values in indicator_rows(document)]
    _insert(trail, rows)
    _insert(trail, [GradeBand(scheme=scheme, **values) for values in band_rows(document)])
    _insert(trail, [SchemeRound(scheme=scheme, **values) for values in round_rows(document)])
    _insert(trail, [Gate(scheme=scheme, **values) for values in gate_rows(document)])
    return scheme


def _insert(trail: audit.Trail, rows: list[Row]) -> list[Row]:
    for row in rows:
        clean_row(row, whole=False)
    made = type(rows[0])._default_manager.bulk_create(rows) if rows else []
    for row in made:
        trail.add(row, {}, audit.snapshot(row))
    return made


def apply_document(trail: audit.Trail, scheme: Scheme, document: SchemeDocument) -> None:
    """Make a (locked) draft equal to the document; rows are matched by their codes and keep their keys."""
    write_row(trail, scheme, head_values(document), whole=False)
    categories, gone = _upsert(trail, scheme, Category, list(category_rows(document)))
    wanted = [_owned(values, categories) for values in indicator_rows(document)]
    _rows, gone_indicators = _upsert(trail, scheme, Indicator, wanted)
    for indicator in gone_indicators:
        remove_row(trail, indicator)
    for category in gone:
        remove_row(trail, category)
    _apply_bands(trail, scheme, document)
    _rounds, gone_rounds = _upsert(trail, scheme, SchemeRound, list(round_rows(document)), key="kind")
    _gates, gone_gates = _upsert(trail, scheme, Gate, list(gate_rows(document)), key="name")
    for round_ in gone_rounds:
        remove_row(trail, round_)
    for gate in gone_gates:
        remove_row(trail, gate)


def _upsert(
    trail: audit.Trail, scheme: Scheme, model: type[Row], wanted: list[Values], *, key: str = "code"
) -> tuple[dict[str, Row], list[Row]]:
    """Change or add the wanted rows; return them by key, and those that the document doesn't have."""
    kept: dict[str, Row] = {getattr(row, key): row for row in model._default_manager.filter(scheme=scheme)}
    for values in wanted:
        row = kept.setdefault(values[key], model(scheme=scheme))
        write_row(trail, row, values, whole=False)
    names = {values[key] for values in wanted}
    return kept, [kept[name] for name in kept if name not in names]


def _apply_bands(trail: audit.Trail, scheme: Scheme, document: SchemeDocument) -> None:
    rows = {row.code: row for row in GradeBand.objects.filter(scheme=scheme)}
    wanted = list(band_rows(document))
    for code in set(rows) - {values["code"] for values in wanted}:
        remove_row(trail, rows[code])
    GradeBand.objects.filter(scheme=scheme).update(ordinal=F("ordinal") + ASIDE)
    for values in wanted:
        row = rows.get(values["code"]) or GradeBand(scheme=scheme)
        if not write_row(trail, row, values, whole=False):
            row.save(update_fields=["ordinal"])


def head_values(document: SchemeDocument) -> Values:
    return {
        "code": document.code,
        "name": document.name,
        "year": document.year,
        "level": document.level,
        "full_marks": document.full_marks,
        "top_cap_percent": document.top_cap_percent,
        "tie_breaks": list(document.tie_breaks),
        "monthly_percent": document.monthly_percent,
        "june_part_percent": document.june_part_percent,
        "award_percent": document.award_percent,
        "source": document.source,
        "note": document.note,
    }


def round_rows(document: SchemeDocument) -> Iterator[Values]:
    for part in document.rounds:
        yield {"kind": part.kind, "weight_percent": part.weight_percent}


def band_rows(document: SchemeDocument) -> Iterator[Values]:
    for ordinal, part in enumerate(document.bands, start=1):
        yield {
            "code": part.code,
            "ordinal": ordinal,
            "name": part.name,
            "floor": part.floor,
            "forfeit_percent": part.forfeit_percent,
            "award_weight": part.award_weight,
        }


def gate_rows(document: SchemeDocument) -> Iterator[Values]:
    for ordinal, part in enumerate(document.gates, start=1):
        yield {
            "ordinal": ordinal,
            "name": part.name,
            "indicator_codes": list(part.codes),
            "percent": part.percent,
        }


def category_rows(document: SchemeDocument) -> Iterator[Values]:
    for ordinal, part in enumerate(document.categories, start=1):
        yield {
            "code": part.code,
            "ordinal": ordinal,
            "name": part.name,
            "full_marks": part.full_marks,
            "weight_percent": part.weight_percent,
            "tie_break": part.tie_break,
            "clause": part.clause,
        }


def indicator_rows(document: SchemeDocument) -> Iterator[Values]:
    """Each indicator's values with its category's code under "category"."""
    for category in document.categories:
        for ordinal, part in enumerate(category.indicators, start=1):
            yield {
                "category": category.code,
                "code": part.code,
                "ordinal": ordinal,
                "name": part.name,
                "full_marks": part.full_marks,
                "rule": part.rule,
                "params": dict(part.params),
                "not_applicable": part.not_applicable,
                "method": part.method,
                "unit": part.unit,
                "clause": part.clause,
                "revenue_basis": part.revenue_basis,
                "needs_evidence": part.needs_evidence,
                "is_default": part.is_default,
                "note": part.note,
            }


def _owned(values: Values, categories: Mapping[str, Category]) -> Values:
    return {**values, "category": categories[values["category"]]}
