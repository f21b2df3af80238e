"""From kept totals to the core's grading: one row per subject is read, whatever the number of cells (RULES 4, 5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from appraisal.core.bands import GradeBand
from appraisal.core.grading import Candidate, grade_all
from appraisal.core.points import exact, round_points
from appraisal.core.sheet import KeptEffects, ceiling, read_effects, weighted_gates
from appraisal.core.text import Text
from appraisal.core.totals import CategoryTotal as CoreTotal
from appraisal.core.totals import round_total, year_total
from appraisal.models import (
    SEALED,
    Assessment,
    Category,
    CategoryTotal,
    Exemption,
    Level,
    Publication,
    Round,
    RoundKind,
    Scheme,
    TieDecision,
)
from appraisal.models import GradeBand as BandRow
from appraisal.standings import Field, Standing, Standings
from centres.models import Region

Amounts = Mapping[str, Decimal | None]
NO_EFFECTS = KeptEffects()
ZERO = Decimal(0)
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class _Sheets:
    """What one round holds by subject key: rows, totals, steps, tie-break sums, effects beyond cells, exemptions."""

    round: Round
    sheets: Mapping[str, Assessment]
    totals: Mapping[str, Decimal | None]
    steps: Mapping[str, tuple[Text, ...]]
    tie_sums: Mapping[str, Amounts]
    effects: Mapping[str, KeptEffects]
    exempt: Mapping[str, Exemption]

    def holds(self, key: str) -> bool:
        return key in self.sheets or key in self.exempt

    def leaves_out(self, key: str) -> bool:
        """Whether a round doesn't count for a subject: exempted, or a member of staff who wasn't there then."""
        absent = self.round.level == Level.STAFF and key not in self.sheets
        return key in self.exempt or absent


def newest_final(county: Region, year: int, kind: str, field: Field = Field()) -> Round | None:  # noqa: B008
    """The newest final version of a round, or None."""
    return newest_finals(county, year, field).get(kind)


def newest_finals(county: Region, year: int, field: Field) -> dict[str, Round]:
    """The newest final version of each round of a year, by kind (1 query)."""
    rounds = Round.objects.filter(
        county=county, year=year, level=field.level, centre=field.centre, state__in=SEALED
    )
    found = rounds.select_related("scheme", "county", "centre").order_by("version")
    return {row.kind: row for row in found}


def grade_round(current: Round) -> Standings:
    """Grade one round on its own totals. A year's one round is the year itself."""
    sheets = _read(current)
    rows = [_round_row(sheets, key) for key in _keys(sheets)]
    kind = Publication.Kind.YEAR if is_the_year(current) else current.kind
    return _graded(current.county, current.year, kind, current.scheme, {current.kind: current}, rows)


def counting(scheme: Scheme) -> dict[str, Decimal]:
    """The rounds that count for the year with their weights in per cent, as they follow each other (1 query)."""
    rows = [row for row in scheme.rounds.all() if row.weight_percent > 0]
    return {row.kind: row.weight_percent for row in sorted(rows, key=lambda row: RoundKind.place(row.kind))}


def is_the_year(current: Round) -> bool:
    """Whether this is the year's one round (篇5 四): its result is the year's, and there is no other."""
    return current.kind == RoundKind.ANNUAL and list(counting(current.scheme)) == [RoundKind.ANNUAL]


def grade_year(
    county: Region,
    year: int,
    *,
    field: Field = Field(),  # noqa: B008  (frozen)
    pending: Round | None = None,
) -> Standings | None:
    """Grade the year from the newest final rounds that count, with the last one's scheme; None until all are final.

    `pending` is a round taken as final already: what the year would be with it.
    """
    finals = newest_finals(county, year, field)
    if pending is not None:
        finals[pending.kind] = pending
    last = max(finals, key=RoundKind.place, default=None)
    if last is None:
        return None
    weights = counting(finals[last].scheme)
    if not weights or not set(weights) <= set(finals):
        return None
    last = list(weights)[-1]
    if len(weights) == 1 and is_the_year(finals[last]):
        return grade_round(finals[last])
    read = [_read(finals[kind]) for kind in weights]
    rows = [_year_row(read, weights, key) for key in _keys(*read)]
    rounds = {kind: finals[kind] for kind in weights}
    return _graded(county, year, Publication.Kind.YEAR, finals[last].scheme, rounds, rows)


def _keys(*rounds: _Sheets) -> list[str]:
    """The subjects to be graded: of staff those of the last round, whoever left before it isn't graded."""
    level = rounds[0].round.level
    counted = rounds[-1:] if level == Level.STAFF else rounds
    known = {key for one in counted for key in [*one.sheets, *one.exempt]}
    return sorted(known, key=int) if level == Level.STAFF else sorted(known)


def _read(current: Round) -> _Sheets:
    """Read a round's sheets, category sums and exemptions: 4 queries, one row a subject and category."""
    sheets = list(Assessment.objects.filter(round=current).select_related("centre", "staff"))
    categories = list(Category.objects.filter(scheme_id=current.scheme_id).order_by("ordinal"))
    parts = _parts(current, {category.pk: category for category in categories})
    effects = {sheet.subject_key: read_effects(sheet.effects) for sheet in sheets}
    return _Sheets(
        round=current,
        sheets={sheet.subject_key: sheet for sheet in sheets},
        totals={sheet.subject_key: sheet.total for sheet in sheets},
        steps={sheet.subject_key: _steps(parts[sheet.pk], effects[sheet.subject_key]) for sheet in sheets},
        tie_sums={sheet.subject_key: _tie_sums(parts[sheet.pk], categories) for sheet in sheets},
        effects=effects,
        exempt={row.subject_key: row for row in current.exemptions.select_related("centre", "staff")},
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


def _round_row(sheets: _Sheets, key: str) -> Standing:
    total = sheets.totals.get(key)
    standing = "exempt" if key in sheets.exempt else ("graded" if total is not None else "incomplete")
    own = {sheets.round.kind: total}
    effects = sheets.effects.get(key, NO_EFFECTS)
    about = sheets.sheets.get(key) or sheets.exempt[key]
    return Standing(
        centre=about.centre,
        staff=about.staff,
        key=key,
        standing=standing,
        totals=own,
        total=total if standing == "graded" else None,
        tie_breaks=_tie_breaks(sheets.round.scheme, own, sheets.tie_sums.get(key, {})),
        steps=sheets.steps.get(key, ()),
        ceilings=effects.ceilings,
        gates=effects.gates,
    )


def _year_row(rounds: Sequence[_Sheets], weights: Mapping[str, Decimal], key: str) -> Standing:
    totals = {one.round.kind: one.totals.get(key) for one in rounds}
    exempt = [one.round.kind for one in rounds if one.leaves_out(key)]
    total = year_total(totals, weights, exempt)
    sums = _weighted(rounds, weights, key, exempt)
    counted = [one for one in rounds if one.round.kind not in exempt]
    kept = [one.effects.get(key, NO_EFFECTS) for one in counted]
    shares = [exact(weights.get(one.round.kind, ZERO)) for one in counted]
    about = next(one.sheets.get(key) or one.exempt[key] for one in reversed(rounds) if one.holds(key))
    return Standing(
        centre=about.centre,
        staff=about.staff,
        key=key,
        standing="graded" if total.value is not None else "incomplete",
        totals={kind: None if kind in exempt else value for kind, value in totals.items()},
        total=total.value,
        tie_breaks=_tie_breaks(rounds[-1].round.scheme, totals, sums),
        steps=total.steps,
        ceilings=tuple(effect for one in kept for effect in one.ceilings),
        gates=weighted_gates(list(zip(kept, shares, strict=True))),
    )


def _weighted(
    rounds: Sequence[_Sheets], weights: Mapping[str, Decimal], key: str, exempt: Sequence[str]
) -> Amounts:
    """A category's year figure for a tie: the rounds' figures weighted like the totals."""
    sums = {one.round.kind: one.tie_sums.get(key, {}) for one in rounds}
    roles = dict.fromkeys(role for own in sums.values() for role in own)
    return {
        role: year_total({kind: own.get(role) for kind, own in sums.items()}, weights, exempt).value
        for role in roles
    }


def _tie_breaks(scheme: Scheme, totals: Amounts, sums: Amounts) -> tuple[Decimal | None, ...]:
    known = {**totals, **sums}
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
    field = Field.of(next(iter(rounds.values())))
    bands = list(BandRow.objects.filter(scheme=scheme).order_by("ordinal"))
    core_bands = [core_band(band) for band in bands]
    candidates = [candidate(row, core_bands) for row in rows]
    decisions = TieDecision.objects.filter(
        county=county, year=year, kind=kind, level=field.level, centre=field.centre
    )
    decision = decisions.order_by("-decided_at").first()
    grades = grade_all(
        candidates,
        core_bands,
        scheme.top_cap_percent,
        decision.centre_codes if decision else (),
    )
    return Standings(county, field, year, kind, scheme, rounds, bands, rows, grades)


def candidate(row: Standing, bands: Sequence[GradeBand]) -> Candidate:
    """The core's view of a subject to be graded, with what a veto or a gate still allows."""
    best, why = ceiling(bands, row.ceilings, row.gates)
    found = Candidate(
        key=row.key,
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
