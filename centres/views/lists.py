"""Pages of the plain lists: village clinics, support hospitals, staff; and their workbooks."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from centres import access, list_books, queries
from centres.lists import CLINICS, HOSPITALS, LISTINGS, STAFF, Listing
from centres.models import Region, User
from records import audit

PAGE = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READERS = {
    "clinics": ("centre.read", "own.read"),
    "hospitals": ("centre.read",),
    "staff": ("centre.read", "own.read"),
}


@login_required
@require_safe
def clinic_list(request: HttpRequest) -> HttpResponse:
    rows = access.clinics_for(_reader(request, CLINICS))
    return _page(request, CLINICS, rows.order_by("parent__code", "code"), "parent")


@login_required
@require_safe
def hospital_list(request: HttpRequest) -> HttpResponse:
    rows = access.hospitals_for(_reader(request, HOSPITALS))
    return _page(request, HOSPITALS, rows.order_by("county__code", "code"), "")


@login_required
@never_cache
@require_safe
def staff_list(request: HttpRequest) -> HttpResponse:
    rows = access.staff_for(_reader(request, STAFF))
    return _page(request, STAFF, rows.order_by("centre__code", "number"), "centre")


@login_required
@never_cache
@require_safe
def list_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The workbook that the import reads; put on record. A director's holds the own centre's rows."""
    if kind not in LISTINGS:
        raise Http404
    listing = LISTINGS[kind]
    user = _reader(request, listing)
    county = _county(user, request)
    rows = listing.rows(county).filter(pk__in=listing.visible(user).values("pk")).order_by(*listing.key)
    title = f"{county.name}{listing.sheet}名录"
    with audit.act(user, action=f"{kind}.export", county=county) as trail:
        trail.note({"rows": rows.count()}, label=str(listing.title))
    header = content_disposition_header(True, f"{title}.xlsx")
    data = list_books.workbook(listing, rows, title)
    return HttpResponse(data, content_type=XLSX, headers={"Content-Disposition": header or "attachment"})


def _reader(request: HttpRequest, listing: Listing) -> User:
    user = cast(User, request.user)
    access.require_any(user, *READERS[listing.kind])
    return user


def _county(user: User, request: HttpRequest) -> Region:
    if user.centre is not None:
        own = user.centre.county
        if request.GET.get("county", own.code) != own.code:
            raise Http404
        return own
    return access.county_for(user, request.GET.get("county", ""))


def _page(request: HttpRequest, listing: Listing, rows: QuerySet[Any], owner: str) -> HttpResponse:
    user, today = cast(User, request.user), timezone.localdate()
    counties = list(access.counties_for(user).order_by("code"))
    chosen = [county for county in counties if county.code == request.GET.get("county")] or counties
    if owner == "centre" and request.GET.get("county"):
        rows = rows.filter(centre__county__in=chosen)
    elif request.GET.get("county"):
        rows = rows.filter(county__in=chosen)
    found = queries.list_rows(rows, request.GET, today, owner)
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "listing": listing,
        "county": chosen[0] if len(chosen) == 1 else None,
        "counties": counties,
        "centres": access.centres_for(user).order_by("code") if owner else [],
        "filters": request.GET,
        "filtered": any(request.GET.get(name) for name in ("q", "centre", "state")),
        "today": today,
        "may_edit": user.can("centre.edit"),
        "own": user.centre,
    }
    return render(request, f"centres/{listing.kind}.html", context)
