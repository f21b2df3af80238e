"""Lists of what was published: all publications in scope, one centre's history, the bulletin by grade."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet

from appraisal.models import GradeBand, Publication, Result, RoundKind
from appraisal.queries.results import newest_results, remark_text


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """A line of the list: a publication with how many centres were given each grade, the best first."""

    publication: Publication
    grades: Sequence[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One newest result of a centre in its history."""

    result: Result
    publication: Publication
    grade_ordinal: int
    remark: str
    total: Decimal | None


def publication_rows(publications: Sequence[Publication]) -> list[PublicationRow]:
    """The publications with their counts of grades (2 queries)."""
    ids = [one.pk for one in publications]
    counted = Result.objects.filter(publication_id__in=ids).exclude(grade_code="").order_by()
    counts = {
        (row["publication_id"], row["grade_code"]): row["count"]
        for row in counted.values("publication_id", "grade_code").annotate(count=Count("pk"))
    }
    bands: dict[int, list[GradeBand]] = {}
    for band in GradeBand.objects.filter(scheme__publications__in=ids).distinct().order_by("ordinal"):
        bands.setdefault(band.scheme_id, []).append(band)
    return [
        PublicationRow(
            one,
            [
                (band.name, band.ordinal, counts.get((one.pk, band.code), 0))
                for band in bands.get(one.scheme_id, [])
            ],
        )
        for one in publications
    ]


def history(results: QuerySet[Result]) -> list[HistoryRow]:
    """One centre's newest results, the latest year first, in each year the year's own first (2 queries)."""
    rows = list(newest_results(results).select_related("publication"))
    ordinals = ordinals_of({row.publication.scheme_id for row in rows})
    found = [
        HistoryRow(
            result=row,
            publication=row.publication,
            grade_ordinal=ordinals.get((row.publication.scheme_id, row.grade_code), 0),
            remark=remark_text(row.remark_code),
            total=row.total,
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: (-row.publication.year, *_latest_first(row.publication.kind)))


def _latest_first(kind: str) -> tuple[int, int, str]:
    """The year's own first, then its rounds from the last to the first."""
    if kind == Publication.Kind.YEAR:
        return -13, 0, ""
    month, closing, name = RoundKind.place(kind)
    return -month, -int(closing), name


def versions(results: QuerySet[Result], publication: Publication) -> list[Result]:
    """One centre's results in every version of the same publication, the newest first (1 query)."""
    same = results.filter(
        publication__county_id=publication.county_id,
        publication__level=publication.level,
        publication__centre=publication.centre_id,
        publication__year=publication.year,
        publication__kind=publication.kind,
    )
    return list(same.select_related("publication").order_by("-publication__version"))


def ordinals_of(scheme_ids: set[int]) -> dict[tuple[int, str], int]:
    """The place of each grade of these schemes, counted from the best (1 query)."""
    bands = GradeBand.objects.filter(scheme_id__in=scheme_ids)
    return {
        (scheme, code): ordinal for scheme, code, ordinal in bands.values_list("scheme_id", "code", "ordinal")
    }
