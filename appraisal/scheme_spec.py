"""From a scheme's rows or document to the core's view of it.

`scheme_spec(scheme)` is kept per process once the scheme is frozen; a draft's is read anew each time.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.utils.translation import get_language

from appraisal.core.bands import GradeBand as CoreBand
from appraisal.core.cells import IndicatorSpec
from appraisal.core.gates import GateSpec
from appraisal.core.rules import Fault
from appraisal.core.schemes import MoneySpec, RoundSpec, SchemeSpec, check_scheme
from appraisal.core.text import Text
from appraisal.core.totals import CategorySpec
from appraisal.models import Indicator, RoundKind, Scheme
from appraisal.queries.schemes import document_of, indicator_part
from appraisal.scheme_document import CategoryPart, IndicatorPart, SchemeDocument
from records.errors import Problem

KEPT_SCHEMES = 64
_kept: dict[tuple[int, datetime], SchemeSpec] = {}


def scheme_spec(scheme: Scheme) -> SchemeSpec:
    """The core's view of a scheme: 5 queries, none where a frozen scheme was read before."""
    if scheme.state == Scheme.State.DRAFT or scheme.activated_at is None:
        return spec_of(document_of(scheme))
    key = (scheme.pk, scheme.activated_at)
    if key not in _kept:
        if len(_kept) >= KEPT_SCHEMES:
            _kept.clear()
        _kept[key] = spec_of(document_of(scheme))
    return _kept[key]


def indicator_spec(row: Indicator, bands: Mapping[str, str] | None = None) -> IndicatorSpec:
    """The core's view of one indicator row; no query. `bands` are the names of the scheme's grades by code."""
    return indicator_spec_of(indicator_part(row), bands or {})


def spec_of(document: SchemeDocument) -> SchemeSpec:
    """The core's view of a document, faulty or not: binding a rule is what finds its faults."""
    return SchemeSpec(
        code=document.code,
        name=document.name,
        year=document.year,
        level=document.level,
        full_marks=document.full_marks,
        rounds=tuple(
            RoundSpec(part.kind, round_name(part.kind), part.weight_percent) for part in document.rounds
        ),
        categories=tuple(_category(part, document.band_names) for part in document.categories),
        bands=tuple(_bands(document)),
        cap_percent=document.top_cap_percent,
        tie_breaks=document.tie_breaks,
        gates=tuple(GateSpec(part.name, part.codes, part.percent) for part in document.gates),
        money=MoneySpec(
            monthly_percent=document.monthly_percent,
            first_part_percent=document.june_part_percent,
            award_percent=document.award_percent,
        ),
    )


def round_name(kind: str) -> str:
    return str(RoundKind(kind).label) if kind in RoundKind.values else kind


def indicator_spec_of(part: IndicatorPart, bands: Mapping[str, str]) -> IndicatorSpec:
    return IndicatorSpec(
        code=part.code,
        name=part.name,
        full_marks=part.full_marks,
        kind=part.rule,
        params=part.params,
        na_mode=part.not_applicable,  # type: ignore[arg-type]  # a choice of the same three, checked by the core
        revenue_basis=part.revenue_basis,
        needs_evidence=part.needs_evidence,
        bands=bands,
    )


def _category(part: CategoryPart, bands: Mapping[str, str]) -> CategorySpec:
    indicators = tuple(indicator_spec_of(one, bands) for one in part.indicators)
    return CategorySpec(
        part.code, part.name, part.full_marks, indicators, part.tie_break, part.weight_percent
    )


def _bands(document: SchemeDocument) -> Iterator[CoreBand]:
    for part in document.bands:
        yield CoreBand(
            code=part.code,
            name=Text(part.name, part.name),
            floor=part.floor,
            forfeit_percent=part.forfeit_percent,
            award_weight=part.award_weight,
        )


def faults_of(scheme: Scheme) -> list[Fault]:
    """Every fault that bars activation, read from the database each time."""
    return check_scheme(spec_of(document_of(scheme)))


def as_problems(faults: Sequence[Fault]) -> list[Problem]:
    """The core's faults in the language of the moment."""
    language = get_language() or "zh-hans"
    return [Problem(one.message.in_(language), one.value, one.place.in_(language)) for one in faults]
