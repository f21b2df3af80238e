"""A county's round or year as a base for scenarios: read once, in a number of queries that centres don't change."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from appraisal.core.cells import CellInput
from appraisal.core.whatif.base import YEAR, Base, Cells, RoundSheets
from appraisal.models import Assessment, GradeBand, Level, Round, Score, TieDecision
from appraisal.queries.rounds import TONES
from appraisal.scheme_spec import scheme_spec
from centres.models import Region, User

KINDS = ("june", "december")
ORDER = {"year": 0, "december": 1, "june": 2}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A base with what people call its parts: rounds, centres by code, grades by code (best first)."""

    county: Region
    year: int
    kind: str
    rounds: tuple[Round, ...]
    base: Base
    centres: Mapping[str, str]
    bands: Mapping[str, GradeBand]

    @property
    def period(self) -> str:
        return period(self.year, self.kind)


def load(county: Region, year: int, kind: str) -> Loaded:
    """Read the newest version of the round, or of both rounds of the year. Http404 where there is none."""
    rounds = _rounds(county, year, kind)
    names: dict[str, str] = {}
    sheets = tuple(_sheets(one, names) for one in rounds)
    decided = _decided(county, year)
    bands = {band.code: band for band in GradeBand.objects.filter(scheme=rounds[-1].scheme_id)}
    ordered = dict(sorted(names.items()))
    return Loaded(county, year, kind, rounds, Base(kind, sheets, decided), ordered, bands)  # type: ignore[arg-type]


def _rounds(county: Region, year: int, kind: str) -> tuple[Round, ...]:
    wanted = KINDS if kind == YEAR else (kind,)
    own = Round.objects.filter(county=county, year=year, kind__in=wanted, level=Level.CENTRE)
    rows = own.select_related("scheme", "county")
    newest = {row.kind: row for row in rows.order_by("version")}
    if set(newest) != set(wanted):
        raise Http404
    return tuple(newest[one] for one in wanted)


def _sheets(current: Round, names: dict[str, str]) -> RoundSheets:
    """One round: its sheets, cells and exemptions (3 queries, and the scheme's where it isn't kept)."""
    cells: dict[str, dict[str, CellInput]] = {}
    sheets = Assessment.objects.filter(round=current).order_by("centre__code")
    for code, name in sheets.values_list("centre__code", "centre__name"):
        names[code], cells[code] = name, {}
    rows = Score.objects.filter(assessment__round=current).values_list(
        "assessment__centre__code",
        "indicator__code",
        "inputs",
        "not_applicable",
        "reason",
        "no_evidence",
    )
    for centre, indicator, *held in rows.iterator(chunk_size=5000):
        cells[centre][indicator] = CellInput(*held)
    exempt = dict(current.exemptions.values_list("centre__code", "centre__name"))
    names.update(exempt)
    own: Mapping[str, Cells] = cells
    return RoundSheets(current.kind, scheme_spec(current.scheme), own, frozenset(exempt))


def _decided(county: Region, year: int) -> dict[str, tuple[str, ...]]:
    rows = TieDecision.objects.filter(county=county, year=year, level=Level.CENTRE).order_by("decided_at")
    return {row.kind: tuple(row.centre_codes) for row in rows}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to start from: a county's round or year, with the states of its rounds."""

    county: Region
    year: int
    kind: str
    state: str
    tone: str

    @property
    def period(self) -> str:
        return period(self.year, self.kind)


def period(year: int, kind: str) -> str:
    """The time a base is about: 2026年度, 2026年上半年, 2026年下半年."""
    patterns = {"year": _("%(year)s年度"), "june": _("%(year)s年上半年"), "december": _("%(year)s年下半年")}
    return patterns[kind] % {"year": year}


def choices(user: User) -> list[Choice]:
    """What the account may start from, the newest year first (1 query)."""
    own = Round.objects.filter(user.county_scope("county__"), level=Level.CENTRE, kind__in=KINDS)
    rows = own.select_related("county").order_by("version")
    newest = {(row.county_id, row.year, row.kind): row for row in rows}
    found = [_choice(row) for row in newest.values()]
    for (county_id, year, kind), row in newest.items():
        first = newest.get((county_id, year, KINDS[0]))
        if kind == KINDS[1] and first is not None:
            slower = first if not first.sealed else row
            found.append(_choice(slower, YEAR))
    return sorted(found, key=lambda one: (-one.year, one.county.code, ORDER[one.kind]))


def _choice(row: Round, kind: str = "") -> Choice:
    return Choice(row.county, row.year, kind or row.kind, row.get_state_display(), TONES[row.state])
