"""The director's grade beside the staff's: the centre's own, inherited and read-only (篇1 五(一))."""

from dataclasses import dataclass
from datetime import date

from appraisal.models import GradeBand, Level, Publication, Result
from appraisal.queries.results import newest_results
from centres.models import Centre
from centres.queries import directors_on


@dataclass(frozen=True, slots=True)
class Inherited:
    """The director of a centre with the newest grade that the county published of it; "" where there is none yet."""

    director: str
    kind: str
    grade: str
    ordinal: int


def inherited_grade(level: str, centre: Centre | None, year: int) -> Inherited | None:
    """The year's grade of the centre, else that of its last round; None outside of staff rounds (at most 3 queries)."""
    if level != Level.STAFF or centre is None:
        return None
    day = date(year, 12, 31)
    name = directors_on([centre.pk], day).get(centre.pk, "")
    own = Result.objects.filter(centre=centre, staff__isnull=True, publication__year=year)
    rows = list(newest_results(own.filter(publication__level=Level.CENTRE)).select_related("publication"))
    rows.sort(key=lambda row: (row.publication.kind == Publication.Kind.YEAR, row.publication.published_at))
    if not rows:
        return Inherited(name, "", "", 0)
    newest = rows[-1]
    bands = GradeBand.objects.filter(scheme=newest.publication.scheme_id, code=newest.grade_code)
    ordinal = bands.values_list("ordinal", flat=True).first() or 0
    return Inherited(name, str(newest.publication.get_kind_display()), newest.grade_name, ordinal)
