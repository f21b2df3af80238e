"""Ranks and grades on the page of a round: as they would be published now, or as they were."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appraisal.core.grading import TEXTS, Grading
from appraisal.core.text import Text
from appraisal.grading import grade_round, grade_year, is_the_year
from appraisal.models import GradeBand, Publication, Result, Round, subject_code
from appraisal.queries.results import columns_of, part_totals
from appraisal.standings import Field, Standing, Standings

YEAR = str(Publication.Kind.YEAR)


@dataclass(frozen=True, slots=True)
class RankRow:
    """One subject's line. `grade_ordinal` counts from the best band; 0 where there is no grade.

    `key` tells subjects apart, `code` is the one people know; `parts` are in the order of `Ranking.columns`.
    """

    rank: int | None
    key: str
    code: str
    name: str
    parts: Sequence[Decimal | None]
    total: Decimal | None
    grade: str
    grade_ordinal: int
    remark: str
    steps: Sequence[str]


@dataclass(frozen=True, slots=True)
class Tie:
    """Subjects tied at the cap: (key, name) of each, their common total, and the places left for them."""

    centres: Sequence[tuple[str, str]]
    total: Decimal | None
    places: int

    @property
    def names(self) -> str:
        return "、".join(name for _code, name in self.centres)

    @property
    def codes(self) -> str:
        return ",".join(code for code, _name in self.centres)

    @property
    def turns(self) -> range:
        """One choice for each place left; who isn't chosen comes after."""
        return range(1, self.places + 1)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Lines by rank, the ungraded last; the cap; how many have which grade; ties that only a decision parts."""

    kind: str
    rows: Sequence[RankRow]
    places: int
    taken: int
    grades: Sequence[tuple[str, int, int]]
    ties: Sequence[Tie]
    columns: Sequence[str] = ()

    @property
    def is_year(self) -> bool:
        """Whether it is made of several rounds; a year's one round is shown as a round."""
        return self.kind == YEAR and self.composed

    composed: bool = True


def round_ranking(current: Round) -> Ranking:
    """The round as it would be graded now; nothing is stored (constant number of queries)."""
    return _of(grade_round(current))


def year_ranking(current: Round) -> Ranking | None:
    """The year as it would be once this round is final; None while another isn't, or where the round is the year."""
    if is_the_year(current):
        return None
    standings = grade_year(current.county, current.year, field=Field.of(current), pending=current)
    return None if standings is None else _of(standings)


def published_ranking(publication: Publication) -> Ranking:
    """What was published, from its own rows (2 queries)."""
    ordinals = dict(GradeBand.objects.filter(scheme=publication.scheme_id).values_list("code", "ordinal"))
    results = publication.results.select_related("centre", "staff").order_by("rank", subject_code())
    rounds = publication.rounds()
    shown = columns_of(rounds)
    kinds = [kind for kind, _header in shown]
    rows = [_published_row(one, ordinals, kinds) for one in results]
    rows.sort(key=lambda row: (row.rank is None, row.rank or 0))
    top = sum(row.grade_ordinal == 1 for row in rows)
    return Ranking(
        publication.kind,
        rows,
        publication.top_places,
        top,
        _grades(rows),
        (),
        [header for _kind, header in shown],
        len(rounds) > 1,
    )


def _of(standings: Standings) -> Ranking:
    rows = list(_rows(standings))
    grades = standings.grades
    return Ranking(
        standings.kind,
        rows,
        grades.places,
        grades.taken,
        _grades(rows),
        list(_ties(standings, rows)),
        [header for _kind, header in columns_of(standings.rounds)],
        len(standings.rounds) > 1,
    )


def _rows(standings: Standings) -> Iterator[RankRow]:
    lines = {row.key: row for row in standings.rows}
    kinds = [kind for kind, _header in columns_of(standings.rounds)]
    bands = {band.code: band for band in standings.bands}
    for grading in standings.grades.graded:
        band = bands[grading.grade]
        yield _graded_row(lines[grading.key], grading, band, kinds)
    for key in standings.grades.ungraded:
        yield _ungraded_row(lines[key], kinds)


def _graded_row(line: Standing, grading: Grading, band: GradeBand, kinds: Sequence[str]) -> RankRow:
    return RankRow(
        rank=grading.rank,
        key=line.key,
        code=line.subject.code,
        name=line.subject.name,
        parts=[line.totals.get(kind) for kind in kinds],
        total=grading.total,
        grade=band.name,
        grade_ordinal=band.ordinal,
        remark="；".join(_said([remark.text for remark in grading.remarks])),
        steps=_said([*line.steps, *grading.steps]),
    )


def _ungraded_row(line: Standing, kinds: Sequence[str]) -> RankRow:
    remark = _("免考") if line.standing == "exempt" else _("考核不完整，不定等次")
    steps = _said(line.steps)
    parts = [line.totals.get(kind) for kind in kinds]
    return RankRow(None, line.key, line.subject.code, line.subject.name, parts, None, "", 0, remark, steps)


def _said(texts: Sequence[Text]) -> list[str]:
    language = get_language() or "zh-hans"
    return [text.in_(language) for text in texts]


def _published_row(one: Result, ordinals: Mapping[str, int], kinds: Sequence[str]) -> RankRow:
    language = get_language() or "zh-hans"
    known = TEXTS.get(one.remark_code)
    remark = known.in_(language) if known else ""
    if one.standing != Result.Standing.GRADED:
        remark = one.get_standing_display()
    return RankRow(
        rank=one.rank,
        key=one.subject_key,
        code=one.subject.code,
        name=one.subject.name,
        parts=part_totals(one, kinds),
        total=one.total,
        grade=one.grade_name,
        grade_ordinal=ordinals.get(one.grade_code, 0),
        remark=remark,
        steps=_said([Text(step["zh"], step["en"]) for step in one.steps]),
    )


def _grades(rows: Sequence[RankRow]) -> list[tuple[str, int, int]]:
    """(name, ordinal, how many) of each grade that was given, the best first."""
    counts = Counter((row.grade_ordinal, row.grade) for row in rows if row.grade_ordinal)
    return [(name, ordinal, count) for (ordinal, name), count in sorted(counts.items())]


def _ties(standings: Standings, rows: Sequence[RankRow]) -> Iterator[Tie]:
    lines = {row.key: row for row in rows}
    left = standings.grades.places - standings.grades.taken
    for group in standings.grades.undecided:
        yield Tie([(key, lines[key].name) for key in group], lines[group[0]].total, left)
