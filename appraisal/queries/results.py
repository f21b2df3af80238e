"""Published results as finished values: the list of publications, a ranking, one centre's history.

Queries are constant in number, whatever the number of centres.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import get_language, gettext_lazy

from appraisal.core.grading import TEXTS
from appraisal.core.means import mean
from appraisal.core.text import Text
from appraisal.models import GradeBand, Publication, Result, Round, RoundKind, subject_code
from appraisal.models.subjects import OWNER, same_field
from appraisal.queries.means import RoundMeans, round_means


@dataclass(frozen=True, slots=True)
class Line:
    """One subject of a publication, ready to print. `grade_ordinal` counts from the best; 0 is no grade.

    `parts` are the totals of the rounds behind it, in the order of `Overview.columns`; `headed` has them
    with their headers.
    """

    result_id: int
    code: str
    name: str
    standing: str
    standing_name: str
    june: Decimal | None
    december: Decimal | None
    total: Decimal | None
    rank: int | None
    grade_code: str
    grade_name: str
    grade_ordinal: int
    remark: str
    director: str
    parts: Sequence[Decimal | None] = ()
    headed: Sequence[tuple[str, Decimal | None]] = ()

    @property
    def graded(self) -> bool:
        return self.grade_ordinal > 0


@dataclass(frozen=True, slots=True)
class GradeCount:
    """How many centres were given a grade, and which."""

    code: str
    name: str
    ordinal: int
    floor: Decimal
    count: int
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Overview:
    """A publication with its lines by rank, the ungraded last, and the figures over them."""

    publication: Publication
    newest_id: int
    lines: Sequence[Line]
    grades: Sequence[GradeCount]
    rounds: Sequence[RoundMeans]
    columns: Sequence[tuple[str, str]] = ()

    @property
    def is_newest(self) -> bool:
        return self.newest_id == self.publication.pk

    @property
    def graded(self) -> Sequence[Line]:
        return [line for line in self.lines if line.graded]

    @property
    def ungraded(self) -> Sequence[Line]:
        return [line for line in self.lines if not line.graded]

    @property
    def totals(self) -> list[Decimal]:
        return [line.total for line in self.graded if line.total is not None]

    @property
    def mean(self) -> Decimal | None:
        return mean(self.totals)

    @property
    def highest(self) -> Decimal | None:
        return max(self.totals, default=None)

    @property
    def lowest(self) -> Decimal | None:
        return min(self.totals, default=None)


def said(text: Mapping[str, str]) -> str:
    """A text kept in both languages, in the language of the moment."""
    return Text(text.get("zh", ""), text.get("en", "")).in_(get_language() or "zh-hans")


def remark_text(code: str) -> str:
    """The printed remark of a remark's code; "" where there is none."""
    text = TEXTS.get(code)
    return said(text.as_json()) if text else ""


def newest_versions(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """The newest version of each year and kind among these, and only those."""
    return publications.filter(pk=Subquery(_newest("")))


def _newest(prefix: str) -> QuerySet[Publication, Any]:
    rows = Publication.objects.annotate(owner=OWNER).filter(
        **same_field(prefix), kind=OuterRef(f"{prefix}kind")
    )
    return rows.order_by("-version").values("pk")[:1]


def newest_results(results: QuerySet[Result]) -> QuerySet[Result]:
    """Those of the results that stand in the newest version of their publication."""
    return results.filter(publication=Subquery(_newest("publication__")))


def versions_of(publication: Publication) -> list[Publication]:
    """Every version of the same results, the newest first."""
    same = Publication.objects.filter(
        county_id=publication.county_id,
        level=publication.level,
        centre=publication.centre_id,
        year=publication.year,
        kind=publication.kind,
    )
    return list(same.select_related("published_by").order_by("-version"))


def bands_of(publication: Publication) -> list[GradeBand]:
    """The grades of the scheme that decided, the best first."""
    return list(GradeBand.objects.filter(scheme_id=publication.scheme_id).order_by("ordinal"))


def lines_of(
    publication: Publication, bands: Sequence[GradeBand], columns: Sequence[tuple[str, str]] = ()
) -> list[Line]:
    """The lines of a publication by rank, then code; those without a rank last (1 query)."""
    ordinals = {band.code: band.ordinal for band in bands}
    rows = Result.objects.filter(publication=publication).select_related("centre", "staff")
    ranked = rows.order_by(F("rank").asc(nulls_last=True), subject_code())
    return [_line(row, ordinals, columns) for row in ranked]


def part_totals(row: Result, kinds: Sequence[str]) -> list[Decimal | None]:
    """The totals of these rounds in a result."""
    own = {"june": row.june_total, "december": row.december_total}
    others = {kind: None if text is None else Decimal(text) for kind, text in row.round_totals.items()}
    return [(own | others).get(kind) for kind in kinds]


def columns_of(rounds: Mapping[str, Round]) -> list[tuple[str, str]]:
    """(kind, header) of the rounds shown beside a total: none for a single one, and none where they are too many."""
    if not 2 <= len(rounds) <= MOST_COLUMNS:
        return []
    return [(kind, str(HEADERS.get(kind) or RoundKind(kind).label)) for kind in rounds]


def shown_parts(result: Result) -> list[tuple[str, Decimal | None]]:
    """(header, total) of the rounds behind one result, as its page shows them."""
    shown = columns_of(result.publication.rounds())
    totals = part_totals(result, [kind for kind, _header in shown])
    return [(str(header), total) for (_kind, header), total in zip(shown, totals, strict=True)]


MOST_COLUMNS = 4
HEADERS = {"june": gettext_lazy("6月得分"), "december": gettext_lazy("12月得分")}


def _line(row: Result, ordinals: Mapping[str, int], columns: Sequence[tuple[str, str]]) -> Line:
    parts = part_totals(row, [kind for kind, _header in columns])
    return Line(
        result_id=row.pk,
        code=row.subject.code,
        name=row.subject.name,
        standing=row.standing,
        standing_name=row.get_standing_display(),
        june=row.june_total,
        december=row.december_total,
        total=row.total,
        rank=row.rank,
        grade_code=row.grade_code,
        grade_name=row.grade_name,
        grade_ordinal=ordinals.get(row.grade_code, 0),
        remark=remark_text(row.remark_code),
        director=row.director_name,
        parts=parts,
        headed=[(header, part) for (_kind, header), part in zip(columns, parts, strict=True)],
    )


def grade_counts(lines: Iterable[Line], bands: Sequence[GradeBand]) -> list[GradeCount]:
    """How many lines bear each grade, the best first, grades that nobody got included."""
    names: dict[str, list[str]] = {band.code: [] for band in bands}
    for line in lines:
        if line.graded:
            names[line.grade_code].append(line.name)
    return [
        GradeCount(band.code, band.name, band.ordinal, band.floor, len(names[band.code]), names[band.code])
        for band in bands
    ]


def overview(publication: Publication) -> Overview:
    """Everything that a ranking page or the county summary shows; a constant number of queries."""
    bands = bands_of(publication)
    rounds = publication.rounds()
    shown = columns_of(rounds)
    lines = lines_of(publication, bands, shown)
    return Overview(
        publication=publication,
        newest_id=versions_of(publication)[0].pk,
        lines=lines,
        grades=grade_counts(lines, bands),
        rounds=[round_means(one) for one in rounds.values()],
        columns=shown,
    )
