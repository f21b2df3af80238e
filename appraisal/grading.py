"""From kept totals to the core's grading: one row per centre is read, whatever the number of cells (RULES 4, 5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from appraisal.core.bands import GradeBand
from appraisal.core.gates import GateMark
from appraisal.core.grading import Candidate, Grades, grade_all
from appraisal.core.points import exact, round_points
from appraisal.core.rules import CeilingEffect
from appraisal.core.sheet import KeptEffects, ceiling, read_effects, weighted_gates
from appraisal.core.text import Text
from appraisal.core.totals import CategoryTotal as CoreTotal
from appraisal.core.totals import round_total, year_total
from appraisal.models import (
    Assessment,
    Category,
    CategoryTotal,
    Publication,
    Round,
    Scheme,
    TieDecision,
)
from appraisal.models import GradeBand as BandRow
from centres.models import Centre, Region

Amounts = Mapping[str, Decimal | None]
NO_EFFECTS = KeptEffects()
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Standing:
    """One centre before grading: totals by round, the total that is graded, and the steps that led to it."""

    centre: Centre
    standing: str
    june: Decimal | None
    december: Decimal | None
    total: Decimal | None
    tie_breaks: tuple[Decimal | None, ...]
    steps: tuple[Text, ...]
    ceilings: tuple[CeilingEffect, ...] = ()
    gates: tuple[GateMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Standings:
    """A county's graded set: what publishing stores and what a preview shows."""

    county: Region
    year: int
    kind: str
    scheme: Scheme
    rounds: Mapping[str, Round]
    bands: Sequence[BandRow]
    rows: Sequence[Standing]
    grades: Grades

    @property
    def day(self) -> date:
        """The day whose directors bear the result: end of June, else end of the year (RULES 8)."""
        return date(self.year, 6, 30) if self.kind == Publication.Kind.JUNE else date(self.year, 12, 31)


@dataclass(frozen=True, slots=True)
class _Sheets:
    """What one round holds by centre id: totals, steps, tie-break sums, effects beyond cells, exemptions."""

    round: Round
    centres: Mapping[int, Centre]
    totals: Mapping[int, Decimal | None]
    steps: Mapping[int, tuple[Text, ...]]
    tie_sums: Mapping[int, Amounts]
    effects: Mapping[int, KeptEffects]
    exempt: Mapping[int, Centre]


def newest_final(county: Region, year: int, kind: str) -> Round | None:
    """The newest final version of a round, or None."""
    rounds = Round.objects.filter(county=county, year=year, kind=kind, state=Round.State.FINAL)
    return rounds.select_related("scheme", "county").order_by("-version").first()


def grade_round(current: Round) -> Standings:
    """Grade one round on its own totals."""
    sheets = _read(current)
    rows = [_round_row(sheets, centre) for centre in _centres(sheets)]
    return _graded(current.county, current.year, current.kind, current.scheme, {current.kind: current}, rows)


def grade_year(county: Region, year: int, *, pending: Round | None = None) -> Standings | None:
    """Grade the year from both newest final rounds with the December scheme; None until both are final.

    `pending` is a round taken as final already: what the year would be with it.
    """
    june, december = (
        pending if pending is not None and pending.kind == kind else newest_final(county, year, kind)
        for kind in ("june", "december")
    )
    if june is None or december is None:
        return None
    first, second = _read(june), _read(december)
    weights = {row.kind: row.weight_percent for row in december.scheme.rounds.all()}
    ordered: dict[str, Decimal] = {kind: weights[kind] for kind in ("june", "december") if kind in weights}
    rows = [_year_row(first, second, ordered, centre) for centre in _centres(first, second)]
    rounds = {"june": june, "december": december}
    return _graded(county, year, Publication.Kind.YEAR, december.scheme, rounds, rows)


def _centres(*rounds: _Sheets) -> list[Centre]:
    known = {pk: centre for one in rounds for pk, centre in [*one.centres.items(), *one.exempt.items()]}
    return sorted(known.values(), key=lambda centre: centre.code)


def _read(current: Round) -> _Sheets:
    """Read a round's sheets, category sums and exemptions: 4 queries, one row a centre and category."""
    sheets = list(Assessment.objects.filter(round=current).select_related("centre"))
    categories = list(Category.objects.filter(scheme_id=current.scheme_id).order_by("ordinal"))
    parts = _parts(current, {category.pk: category for category in categories})
    effects = {sheet.centre_id: read_effects(sheet.effects) for sheet in sheets}
    return _Sheets(
        round=current,
        centres={sheet.centre_id: sheet.centre for sheet in sheets},
        totals={sheet.centre_id: sheet.total for sheet in sheets},
        steps={sheet.centre_id: _steps(parts[sheet.pk], effects[sheet.centre_id]) for sheet in sheets},
        tie_sums={sheet.centre_id: _tie_sums(parts[sheet.pk], categories) for sheet in sheets},
        effects=effects,
        exempt={row.centre_id: row.centre for row in current.exemptions.select_related("centre")},
    )


def _steps(parts: Mapping[int, CoreTotal], effects: KeptEffects) -> tuple[Text, ...]:
    """How the round total came about, items that a veto zeroed first."""
    return (*effects.zeroed, *round_total(list(parts.values()), effects.factor, effects.factor_text).steps)


def _parts(current: Round, categories: Mapping[int, Category]) -> dict[int, dict[int, CoreTotal]]:
    """The kept category sums of every sheet as the core's totals, by sheet and category."""
    found: dict[int, dict[int, CoreTotal]] = {}
    rows = CategoryTotal.objects.filter(assessment__round=current).order_by("category__ordinal")
    indicators = _indicator_counts(current)
    for row in rows:
        category = categories[row.category_id]
        found.setdefault(row.assessment_id, {})[row.category_id] = CoreTotal(
            code=category.code,
            points=row.points,
            full_marks=category.full_marks,
            applicable_full=row.applicable_full,
            on_top=row.on_top,
            weight_percent=category.weight_percent,
            scored=row.entered,
            open=indicators.get(row.category_id, 0) - row.entered,
        )
    return found


def _indicator_counts(current: Round) -> dict[int, int]:
    counts: dict[int, int] = {}
    for category_id in current.scheme.indicators.values_list("category_id", flat=True):
        counts[category_id] = counts.get(category_id, 0) + 1
    return counts


def _tie_sums(parts: Mapping[int, CoreTotal], categories: Sequence[Category]) -> Amounts:
    """Comparable points of the categories that break ties, summed by their role."""
    sums: dict[str, Decimal | None] = {}
    for category in categories:
        if not category.tie_break or category.pk not in parts:
            continue
        share = parts[category.pk].comparable
        known = sums.get(category.tie_break)
        sums[category.tie_break] = share if known is None else (known if share is None else known + share)
    return sums


def _round_row(sheets: _Sheets, centre: Centre) -> Standing:
    total = sheets.totals.get(centre.pk)
    standing = "exempt" if centre.pk in sheets.exempt else ("graded" if total is not None else "incomplete")
    own = {sheets.round.kind: total}
    effects = sheets.effects.get(centre.pk, NO_EFFECTS)
    return Standing(
        centre=centre,
        standing=standing,
        june=own.get("june"),
        december=own.get("december"),
        total=total if standing == "graded" else None,
        tie_breaks=_tie_breaks(sheets.round.scheme, own, sheets.tie_sums.get(centre.pk, {})),
        steps=sheets.steps.get(centre.pk, ()),
        ceilings=effects.ceilings,
        gates=effects.gates,
    )


def _year_row(june: _Sheets, december: _Sheets, weights: Mapping[str, Decimal], centre: Centre) -> Standing:
    totals = {one.round.kind: one.totals.get(centre.pk) for one in (june, december)}
    exempt = [one.round.kind for one in (june, december) if centre.pk in one.exempt]
    total = year_total(totals, weights, exempt)
    sums = _weighted(june, december, weights, centre, exempt)
    counted = [one for one in (june, december) if one.round.kind not in exempt]
    kept = [one.effects.get(centre.pk, NO_EFFECTS) for one in counted]
    shares = [exact(weights.get(one.round.kind, ZERO)) for one in counted]
    return Standing(
        centre=centre,
        standing="graded" if total.value is not None else "incomplete",
        june=totals["june"] if "june" not in exempt else None,
        december=totals["december"] if "december" not in exempt else None,
        total=total.value,
        tie_breaks=_tie_breaks(december.round.scheme, totals, sums),
        steps=total.steps,
        ceilings=tuple(effect for one in kept for effect in one.ceilings),
        gates=weighted_gates(list(zip(kept, shares, strict=True))),
    )


def _weighted(
    june: _Sheets, december: _Sheets, weights: Mapping[str, Decimal], centre: Centre, exempt: Sequence[str]
) -> Amounts:
    """A category's year figure for a tie: the rounds' figures weighted like the totals."""
    first, second = june.tie_sums.get(centre.pk, {}), december.tie_sums.get(centre.pk, {})
    found: dict[str, Decimal | None] = {}
    for role in {*first, *second}:
        value = year_total({"june": first.get(role), "december": second.get(role)}, weights, exempt).value
        found[role] = value
    return found


def _tie_breaks(scheme: Scheme, totals: Amounts, sums: Amounts) -> tuple[Decimal | None, ...]:
    known = {"december": totals.get("december"), **sums}
    return tuple(_on_grid(known.get(name)) for name in scheme.tie_breaks)


def _on_grid(value: Decimal | None) -> Decimal | None:
    return None if value is None else round_points(value)


def _graded(
    county: Region,
    year: int,
    kind: str,
    scheme: Scheme,
    rounds: Mapping[str, Round],
    rows: Sequence[Standing],
) -> Standings:
    bands = list(BandRow.objects.filter(scheme=scheme).order_by("ordinal"))
    core_bands = [core_band(band) for band in bands]
    candidates = [candidate(row, core_bands) for row in rows]
    decision = TieDecision.objects.filter(county=county, year=year, kind=kind).order_by("-decided_at").first()
    grades = grade_all(
        candidates,
        core_bands,
        scheme.top_cap_percent,
        decision.centre_codes if decision else (),
    )
    return Standings(county, year, kind, scheme, rounds, bands, rows, grades)


def candidate(row: Standing, bands: Sequence[GradeBand]) -> Candidate:
    """The core's view of a centre to be graded, with what a veto or a gate still allows."""
    best, why = ceiling(bands, row.ceilings, row.gates)
    found = Candidate(
        key=row.centre.code,
        total=row.total,
        tie_breaks=row.tie_breaks,
        standing=row.standing,  # type: ignore[arg-type]  # one of the core's three
        ceiling=best,
    )
    return found if why is None else replace(found, ceiling_reason=why)


def core_band(row: BandRow) -> GradeBand:
    """The core's view of a band; a band has one name, in the county's own words."""
    return GradeBand(
        code=row.code,
        name=Text(row.name, row.name),
        floor=row.floor,
        forfeit_percent=row.forfeit_percent,
        award_weight=row.award_weight,
    )
