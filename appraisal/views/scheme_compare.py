"""The difference between two versions of a scheme, in words."""

import re

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from appraisal import access
from appraisal.models import Scheme
from appraisal.queries.scheme_compare import before_by_default, compare
from appraisal.queries.schemes import document_of
from appraisal.views.rounds import signed_in

NUMBER = re.compile(r"[0-9]{1,18}")


@login_required
@require_safe
def scheme_compare(request: HttpRequest) -> HttpResponse:
    """`?old=12&new=15`, two schemes of one county that the account may read; without them the newest and the one before."""
    readable = access.readable_schemes_for(signed_in(request))
    new = _named(readable, request.GET.get("new", "")) or readable.first()
    rows = list(readable.filter(county_id=new.county_id)) if new else []
    old = _named(readable.filter(pk__in=[row.pk for row in rows]), request.GET.get("old", ""))
    if new is not None and old is None:
        old = before_by_default(new, rows)
    page = {
        "rows": rows,
        "old": old,
        "new": new,
        "comparison": compare(document_of(old), document_of(new)) if old and new else None,
    }
    return render(request, "appraisal/scheme_compare.html", page)


def _named(rows: QuerySet[Scheme], text: str) -> Scheme | None:
    """The scheme of that number, None where none is asked for; 404 where it isn't in reach."""
    if not text:
        return None
    if not NUMBER.fullmatch(text):
        raise Http404
    return get_object_or_404(rows, pk=int(text))
