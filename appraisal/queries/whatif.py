"""A round or year as a base for scenarios: read once, in a number of queries that subjects don't change."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import Http404

from appraisal.access import round_scope
from appraisal.core.cells import CellInput
from appraisal.core.whatif.base import YEAR, Base, Cells, RoundSheets
from appraisal.grading import counting, is_the_year
from appraisal.level_words import LevelWords, words_of
from appraisal.models import Assessment, GradeBand, Level, Round, RoundKind, Score, TieDecision
from appraisal.queries.rounds import TONES
from appraisal.scheme_spec import scheme_spec
from appraisal.standings import Field
from appraisal.whatif_places import Target, field_words, period
from centres.models import Region, User


@dataclass(frozen=True, slots=True)
class Loaded:
    """A base with what people call its parts: rounds, subjects by key, their codes, grades by code (best first)."""

    county: Region
    year: int
    kind: str
    field: Field
    rounds: tuple[Round, ...]
    base: Base
    centres: Mapping[str, str]
    codes: Mapping[str, str]
    bands: Mapping[str, GradeBand]

    @property
    def period(self) -> str:
        return period(self.year, self.kind)

    @property
    def at(self) -> Target:
        """The word of the address."""
        return Target(self.kind, self.field.level, self.field.centre.code if self.field.centre else "")

    @property
    def words(self) -> LevelWords:
        return words_of(self.field.level)

    @property
    def moves_money(self) -> bool:
        """Whether its grades release subsidy: those of June and of the year of the centres (RULES 9)."""
        return self.field.level == Level.CENTRE and self.kind in {"june", YEAR}

    @property
    def whose(self) -> str:
        """The county, and of other levels than its centres who is appraised there."""
        if self.field.level == Level.CENTRE:
            return str(self.county)
        return f"{self.county} · {field_words(self.field.level, self.field.centre)}"


@dataclass(slots=True)
class _People:
    """Names and codes by key, as sheets and exemptions give them."""

    names: dict[str, str]
    codes: dict[str, str]

    def add(self, staff_id: int | None, *found: str) -> str:
        """`found`: number and name of the member of staff, code and name of the institution."""
        number, person, code, institution = found
        key = str(staff_id) if staff_id else code
        self.names[key], self.codes[key] = (person, number) if staff_id else (institution, code)
        return key

    def told_apart(self) -> dict[str, str]:
        """Names by key in order; people of one name with their numbers."""
        same = Counter(self.names.values())
        keys = sorted(self.names, key=lambda key: self.codes[key])
        return {
            key: f"{self.names[key]}（{self.codes[key]}）" if same[self.names[key]] > 1 else self.names[key]
            for key in keys
        }


WHO = ("staff_id", "staff__number", "staff__name", "centre__code", "centre__name")


def load(county: Region, year: int, kind: str, field: Field = Field()) -> Loaded:  # noqa: B008  (frozen)
    """Read the newest version of the round, or of the rounds that count for the year. Http404 where there is none."""
    rounds = _rounds(county, year, kind, field)
    people = _People({}, {})
    sheets = tuple(_sheets(one, people) for one in rounds)
    if field.level == Level.STAFF:
        sheets = _of_the_last(sheets)
    decided = _decided(county, year, field, rounds)
    bands = {band.code: band for band in GradeBand.objects.filter(scheme=rounds[-1].scheme_id)}
    base = Base(kind, sheets, decided)
    known = set(base.centres())
    names = {key: name for key, name in people.told_apart().items() if key in known}
    return Loaded(county, year, kind, field, rounds, base, names, people.codes, bands)


def _rounds(county: Region, year: int, kind: str, field: Field) -> tuple[Round, ...]:
    own = Round.objects.filter(county=county, year=year, level=field.level, centre=field.centre)
    rows = own.select_related("scheme", "county", "centre")
    newest = {row.kind: row for row in rows.order_by("version")}
    wanted = _counted(newest) if kind == YEAR else [kind]
    if not wanted or not set(wanted) <= set(newest):
        raise Http404
    return tuple(newest[one] for one in wanted)


def _counted(newest: Mapping[str, Round]) -> list[str]:
    """The rounds of a year that counts several; a year's one round is that round, not a year beside it."""
    last = max(newest, key=RoundKind.place, default=None)
    if last is None or is_the_year(newest[last]):
        return []
    return list(counting(newest[last].scheme))


def _sheets(current: Round, people: _People) -> RoundSheets:
    """One round: its sheets, cells and exemptions (3 queries, and the scheme's where it isn't kept)."""
    cells: dict[int, dict[str, CellInput]] = {}
    own: dict[str, Cells] = {}
    for pk, *found in Assessment.objects.filter(round=current).values_list("pk", *WHO):
        own[people.add(*found)] = cells[pk] = {}
    rows = Score.objects.filter(assessment__round=current).values_list(
        "assessment_id",
        "indicator__code",
        "inputs",
        "not_applicable",
        "reason",
        "no_evidence",
    )
    for sheet, indicator, *held in rows.iterator(chunk_size=5000):
        cells[sheet][indicator] = CellInput(*held)
    exempt = frozenset(people.add(*found) for found in current.exemptions.values_list(*WHO))
    return RoundSheets(current.kind, scheme_spec(current.scheme), dict(sorted(own.items())), exempt)


def _of_the_last(sheets: tuple[RoundSheets, ...]) -> tuple[RoundSheets, ...]:
    """Of staff those of the last round, as results are: who left before isn't graded, who wasn't there is exempt."""
    known = {*sheets[-1].cells, *sheets[-1].exempt}
    return tuple(
        replace(
            one,
            cells={key: cells for key, cells in one.cells.items() if key in known},
            exempt=(one.exempt & known) | (known - set(one.cells) if len(sheets) > 1 else frozenset()),
        )
        for one in sheets
    )


def _decided(
    county: Region, year: int, field: Field, rounds: tuple[Round, ...]
) -> dict[str, tuple[str, ...]]:
    rows = TieDecision.objects.filter(county=county, year=year, level=field.level, centre=field.centre)
    found = {row.kind: tuple(row.centre_codes) for row in rows.order_by("decided_at")}
    if YEAR in found and is_the_year(rounds[-1]):
        found[RoundKind.ANNUAL] = found[YEAR]
    return found


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to start from: a round or a year, with the state of its rounds."""

    county: Region
    year: int
    target: Target
    whom: str
    state: str
    tone: str

    @property
    def period(self) -> str:
        return period(self.year, self.target.kind)


def choices(user: User, level: str) -> list[Choice]:
    """What the account may start from at a level, the newest year first (3 queries)."""
    rows = Round.objects.filter(round_scope(user), level=level).select_related("county", "centre", "scheme")
    fields: dict[tuple[int, int | None, int], dict[str, Round]] = {}
    for row in rows.prefetch_related("scheme__rounds").order_by("version"):
        fields.setdefault((row.county_id, row.centre_id, row.year), {})[row.kind] = row
    found = [choice for newest in fields.values() for choice in _choices(newest)]
    return sorted(found, key=lambda one: (-one.year, one.county.code, one.target.owner))


def _choices(newest: Mapping[str, Round]) -> list[Choice]:
    """A field's year where its rounds are there, then its rounds, the last one first."""
    counted = _counted(newest)
    rounds = [newest[kind] for kind in counted if kind in newest]
    found = [_choice(newest[kind], kind) for kind in sorted(newest, key=RoundKind.place, reverse=True)]
    if not counted or len(rounds) < len(counted):
        return found
    slower = next((row for row in rounds if not row.sealed), rounds[-1])
    return [_choice(slower, YEAR), *found]


def _choice(row: Round, kind: str) -> Choice:
    whom = field_words(row.level, row.centre)
    return Choice(row.county, row.year, Target.of(row, kind), whom, row.get_state_display(), TONES[row.state])


def levels_of(user: User) -> list[str]:
    """The levels that the account has rounds of, in their usual order (1 query)."""
    known = set(Round.objects.filter(round_scope(user)).order_by().values_list("level", flat=True).distinct())
    return [str(level) for level in Level.values if level in known]
