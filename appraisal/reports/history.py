"""Last year's result of a centre, for the clause on two failing years running (RULES 8)."""

from collections.abc import Mapping

from appraisal.models import GradeBand, Publication, Result
from appraisal.queries.results import newest_results


def failed_last_year(publication: Publication) -> Mapping[int, str]:
    """Centres whose newest year result of the year before bears the lowest grade, with the director's name then.

    Two queries for the whole county. The lowest grade is that of the scheme which decided then.
    """
    before = Result.objects.filter(
        publication__county_id=publication.county_id,
        publication__level=publication.level,
        publication__centre=publication.centre_id,
        publication__year=publication.year - 1,
        publication__kind=Publication.Kind.YEAR,
    )
    rows = list(newest_results(before).select_related("publication"))
    lowest: dict[int, str] = {}
    bands = GradeBand.objects.filter(scheme_id__in={row.publication.scheme_id for row in rows})
    for band in bands.order_by("ordinal"):
        lowest[band.scheme_id] = band.code
    return {
        row.centre_id: row.director_name
        for row in rows
        if row.grade_code and row.grade_code == lowest.get(row.publication.scheme_id)
    }
