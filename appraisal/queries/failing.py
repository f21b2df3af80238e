"""Years of centres seen for their consequences: who failed, and who was director at the year's end (RULES 8)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet

from appraisal.core.streaks import Streak, YearEnd, streak
from appraisal.models import GradeBand, Level, Publication, Result
from appraisal.queries.results import newest_results
from centres.models import Centre, DirectorTerm


def year_results(centre_ids: Iterable[int]) -> QuerySet[Result]:
    """The newest year results of these centres, every year."""
    rows = Result.objects.filter(
        centre_id__in=list(centre_ids),
        staff__isnull=True,
        publication__level=Level.CENTRE,
        publication__kind=Publication.Kind.YEAR,
    )
    return newest_results(rows).select_related("publication__county", "centre").order_by("-publication__year")


def lowest_codes(results: Iterable[Result]) -> Mapping[int, str]:
    """The code of the lowest grade by the scheme that decided (1 query)."""
    schemes = {row.publication.scheme_id for row in results}
    bands = GradeBand.objects.filter(scheme_id__in=schemes).order_by("ordinal")
    return {band.scheme_id: band.code for band in bands}


def has_failed(result: Result, lowest: Mapping[int, str]) -> bool | None:
    """Whether the grade is the lowest; None where there is none."""
    return result.grade_code == lowest[result.publication.scheme_id] if result.grade_code else None


def year_ends(centre_ids: Sequence[int]) -> dict[int, list[YearEnd]]:
    """Each centre's years with the director at each year's end (3 queries, however many centres)."""
    results = list(year_results(centre_ids))
    lowest = lowest_codes(results)
    terms = list(DirectorTerm.objects.filter(centre_id__in=centre_ids).select_related("staff"))
    found: dict[int, list[YearEnd]] = {pk: [] for pk in centre_ids}
    for row in results:
        term = term_on(terms, row.centre_id, date(row.publication.year, 12, 31))
        key, name = (f"s{term.staff_id}", term.staff.name) if term else ("", "")
        found[row.centre_id].append(YearEnd(row.publication.year, has_failed(row, lowest), key, name))
    return found


def term_on(terms: Iterable[DirectorTerm], centre_id: int, day: date) -> DirectorTerm | None:
    """The term of office that covers that day; an end is the first day out of office."""
    for term in terms:
        begun = term.centre_id == centre_id and term.started_on <= day
        if begun and (term.ended_on is None or term.ended_on > day):
            return term
    return None


def streak_of(result: Result) -> Streak:
    """Failing years running up to this result's year, under one director."""
    return streak(year_ends([result.centre_id])[result.centre_id], result.publication.year)


def namesakes(centre: Centre, year: int, name: str) -> list[Result]:
    """Last year's failing results of the county's other centres under a director of that name (4 queries).

    Whether it is the same person (moved, or taken over by a merger) the records can't know: a person decides.
    """
    if not name:
        return []
    terms = DirectorTerm.objects.filter(centre__county=centre.county_id, staff__name=name)
    terms = terms.exclude(centre=centre).select_related("staff")
    last = date(year - 1, 12, 31)
    found = {term.centre_id for term in terms if term_on([term], term.centre_id, last)}
    rows = list(year_results(found).filter(publication__year=year - 1))
    lowest = lowest_codes(rows)
    return [row for row in rows if has_failed(row, lowest)]
