"""Spot checks and filings as pages show them; a region's counties compared (RULES 6, 13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from appraisal.access import publications_for, rounds_for
from appraisal.actions.spot_checks import newest_final_after
from appraisal.after_access import checks_for, filings_for
from appraisal.core.checks import CentreDifference, Pair, differences
from appraisal.core.lives import CHECK
from appraisal.core.points import exact, round_points
from appraisal.core.streaks import filing_due
from appraisal.models import (
    SEALED,
    Filing,
    GradeBand,
    Level,
    Publication,
    ReopenRequest,
    Result,
    Round,
    SpotCell,
    SpotCheck,
)
from appraisal.queries.results import newest_versions
from appraisal.queries.rounds import waits_now
from appraisal.queries.versions import moved_totals
from appraisal.reports.after_facts import cells_of, pairs_of, share
from centres.access import counties_for
from centres.models import Region, User

State = SpotCheck.State


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A line of the list: how far the scoring is, and whether the county's answer is late."""

    check: SpotCheck
    cells: int
    scored: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class CheckPage:
    """One check: its cells beside the county's points, the sums once scored, what may be done now."""

    row: CheckRow
    cells: Sequence[tuple[SpotCell, Pair]]
    sums: Sequence[CentreDifference]
    newer: Round | None
    corrections: Sequence["Correction"]
    reopens: Round | None
    can: frozenset[str]

    @property
    def waits(self) -> bool:
        """Whether a correction is under way: the demand is answered by itself when the new version is final."""
        return self.row.check.state == State.DEMANDED and any(
            one.request.state != ReopenRequest.State.REFUSED for one in self.corrections
        )


def check_rows(user: User, today: date) -> list[CheckRow]:
    """Every check in reach, the newest first (1 query)."""
    rows = checks_for(user).annotate(
        cell_count=Count("cells"), scored_count=Count("cells", filter=Q(cells__points__isnull=False))
    )
    return [CheckRow(row, row.cell_count, row.scored_count, is_late(row, today)) for row in rows]


def is_late(check: SpotCheck, today: date) -> bool:
    return check.state == State.DEMANDED and check.due_on is not None and check.due_on < today


def check_page(user: User, check: SpotCheck, today: date) -> CheckPage:
    cells = cells_of(check)
    pairs = pairs_of(cells)
    scored = [pair for pair in pairs if pair.again is not None]
    whole = len(scored) == len(pairs)
    return CheckPage(
        row=CheckRow(check, len(pairs), len(scored), is_late(check, today)),
        cells=list(zip(cells, pairs, strict=True)),
        sums=differences(pairs, check.tolerance) if whole else [],
        newer=newest_final_after(check.round) if check.state in {State.DEMANDED, State.ANSWERED} else None,
        corrections=corrections_of(check),
        reopens=to_reopen(user, check),
        can=possible(user, check),
    )


@dataclass(frozen=True, slots=True)
class Correction:
    """A request to reopen the round made for a check's demand, and the new version with the totals that moved."""

    request: ReopenRequest
    new: Round | None
    totals: Sequence[tuple[str, Decimal | None, Decimal | None]]


def corrections_of(check: SpotCheck) -> list[Correction]:
    """The requests made for a demand, oldest first; each new version is compared with the one it supersedes."""
    rows = check.reopen_requests.select_related("round__superseded_by", "asked_by", "decided_by")
    return [_correction(one) for one in rows.order_by("asked_at", "pk")]


def _correction(request: ReopenRequest) -> Correction:
    used = request.state == ReopenRequest.State.USED
    new = getattr(request.round, "superseded_by", None) if used else None
    return Correction(request, new, moved_totals(request.round, new) if new else [])


def to_reopen(user: User, check: SpotCheck) -> Round | None:
    """The newest version of the checked round, where the county may ask for its reopening because of the demand."""
    if check.state != State.DEMANDED or check.wanted != SpotCheck.Wanted.CORRECT:
        return None
    if not user.can("check.answer") or not user.can("round.reopen_ask"):
        return None
    one = check.round
    newest = (
        Round.objects.filter(county=one.county_id, level=one.level, year=one.year, kind=one.kind)
        .exclude(reopen_requests__in=ReopenRequest.objects.filter(waits_now(timezone.now())))
        .order_by("-version")
        .first()
    )
    return newest if newest and newest.sealed and not hasattr(newest, "superseded_by") else None


def possible(user: User, check: SpotCheck) -> frozenset[str]:
    """The acts that role and body have and the state draws."""
    own = user.region_id == check.region_id
    return frozenset(
        one.name
        for one in CHECK
        if check.state in one.sources and user.can(one.capability) and (own or one.name == "answer")
    )


def checkable_rounds(user: User) -> QuerySet[Round]:
    """The newest final rounds of centres in the region."""
    rows = rounds_for(user).filter(level=Level.CENTRE, state__in=SEALED, superseded_by__isnull=True)
    return rows.order_by("county__code", "-year", "-kind")


@dataclass(frozen=True, slots=True)
class FilingRow:
    """A county's year and how it stands with the province; `filing` None: nothing was sent."""

    county: Region
    year: int
    filing: Filing | None
    published: Publication | None
    due: date
    overdue: bool

    @property
    def may_send(self) -> bool:
        """There is something to send: never sent, returned, or a newer version since."""
        if self.published is None:
            return False
        if self.filing is None or self.filing.state == Filing.State.RETURNED:
            return True
        return self.filing.state == Filing.State.RECEIVED and self.filing.publication_id != self.published.pk


def filing_rows(user: User, today: date) -> list[FilingRow]:
    """Each county's years, the newest first: every year published or filed (3 queries)."""
    counties = list(counties_for(user).order_by("code"))
    found = newest_versions(publications_for(user).filter(**YEARS))
    published = {(one.county_id, one.year): one for one in found}
    filed: dict[tuple[int, int], Filing] = {}
    for one in filings_for(user).order_by("version"):
        filed[(one.county_id, one.year)] = one
    years = sorted({year for _county, year in published} | {year for _county, year in filed}, reverse=True)
    return [
        _filing_row(county, year, filed.get((county.pk, year)), published.get((county.pk, year)), today)
        for year in years
        for county in counties
    ]


YEARS: Mapping[str, object] = {"level": Level.CENTRE, "kind": Publication.Kind.YEAR, "centre": None}


def _filing_row(
    county: Region, year: int, filing: Filing | None, published: Publication | None, today: date
) -> FilingRow:
    done = filing is not None and filing.state == Filing.State.RECEIVED
    due = filing_due(year)
    return FilingRow(county, year, filing, published, due, overdue=not done and due < today)


@dataclass(frozen=True, slots=True)
class CountyRow:
    """A county's year beside the others': grades by name with share of the graded in per cent, mean and extremes."""

    county: Region
    publication: Publication | None
    graded: int
    mean: Decimal | None
    highest: Decimal | None
    lowest: Decimal | None
    grades: Sequence[tuple[str, int, int, str]]
    checks: int
    outside: int
    filing: Filing | None


def compared(user: User, year: int) -> list[CountyRow]:
    """Every county in reach with its newest year results (a constant number of queries)."""
    counties = list(counties_for(user).order_by("code"))
    found = newest_versions(publications_for(user).filter(year=year, **YEARS))
    published = {one.county_id: one for one in found}
    totals: dict[int, list[Result]] = {}
    graded = Result.objects.filter(publication__in=list(published.values()), standing=Result.Standing.GRADED)
    for row in graded.only("publication_id", "total", "grade_code"):
        totals.setdefault(row.publication_id, []).append(row)
    bands: dict[int, list[GradeBand]] = {}
    for band in GradeBand.objects.filter(scheme_id__in={one.scheme_id for one in published.values()}):
        bands.setdefault(band.scheme_id, []).append(band)
    filed = {one.county_id: one for one in filings_for(user).filter(year=year).order_by("version")}
    checks = _checks_by_county(user, year)
    return [
        _county_row(county, published.get(county.pk), totals, bands, checks.get(county.pk, (0, 0)), filed)
        for county in counties
    ]


def _checks_by_county(user: User, year: int) -> dict[int, tuple[int, int]]:
    """How many checks a county had, and how many of them ever asked it for something."""
    found: dict[int, tuple[int, int]] = {}
    rows = checks_for(user).filter(round__year=year).exclude(state=State.CANCELLED)
    for county, wanted in rows.values_list("county_id", "wanted"):
        count, asked = found.get(county, (0, 0))
        found[county] = (count + 1, asked + bool(wanted))
    return found


def _county_row(
    county: Region,
    publication: Publication | None,
    totals: Mapping[int, Sequence[Result]],
    bands: Mapping[int, Sequence[GradeBand]],
    checks: tuple[int, int],
    filed: Mapping[int, Filing],
) -> CountyRow:
    rows = totals.get(publication.pk, []) if publication else []
    points = [row.total for row in rows if row.total is not None]
    ordered = (
        sorted(bands.get(publication.scheme_id, []), key=lambda band: band.ordinal) if publication else []
    )
    counts = {band.code: len([row for row in rows if row.grade_code == band.code]) for band in ordered}
    return CountyRow(
        county=county,
        publication=publication,
        graded=len(rows),
        mean=round_points(sum(map(exact, points), Fraction(0)) / len(points)) if points else None,
        highest=max(points, default=None),
        lowest=min(points, default=None),
        grades=[
            (band.name, band.ordinal, counts[band.code], share(counts[band.code], len(rows)))
            for band in ordered
        ],
        checks=checks[0],
        outside=checks[1],
        filing=filed.get(county.pk),
    )


def years_of(user: User) -> list[int]:
    """The years that any county in reach has published, the newest first (1 query)."""
    rows = publications_for(user).filter(**YEARS).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def filed(filing: Filing) -> list[tuple[str, int, str]]:
    """What a filing holds, in words: results, version, fingerprint."""
    names = {str(kind): str(name) for kind, name in Publication.Kind.choices}
    return [(names[one["kind"]], one["version"], one["fingerprint"]) for one in filing.contents]
