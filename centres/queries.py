"""Reads about centres and people."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from centres.models import DirectorTerm


def directors_on(centre_ids: Iterable[int], day: date) -> dict[int, str]:
    """The name of each centre's director on that day, by centre id (1 query)."""
    in_office = Q(started_on__lte=day) & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))
    terms = DirectorTerm.objects.filter(in_office, centre_id__in=list(centre_ids)).select_related("staff")
    return {term.centre_id: term.staff.name for term in terms.order_by("started_on")}
