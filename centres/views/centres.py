"""Pages of the health centres: the list, one centre, the workbook."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from centres import access, queries, sheets
from centres.models import Centre, User
from records import audit

PAGE = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def centre_list(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    access.require(user, "centre.read")
    counties = list(access.counties_for(user).order_by("code"))
    found = queries.filtered(user, request.GET)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    chosen = [county for county in counties if county.code == request.GET.get("county")] or counties
    context = {
        "page": page,
        "rows": queries.centre_rows(page, timezone.localdate()),
        "sums": queries.sums(found),
        "counties": counties,
        "county": chosen[0] if len(chosen) == 1 else None,
        "kinds": Centre.Kind.choices,
        "filters": request.GET,
        "filtered": any(request.GET.get(name) for name in ("q", "kind", "state", "county")),
        "may_edit": user.can("centre.edit"),
    }
    return render(request, "centres/centre_list.html", context)


@login_required
@never_cache
@require_safe
def centre_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A centre for its readers; a director's own."""
    user = cast(User, request.user)
    if not user.can("own.read"):
        access.require(user, "centre.read")
    centre = access.centre_for(user, code)
    context = {
        "centre": centre,
        "facts": queries.facts(user, centre),
        "today": timezone.localdate(),
        "may_list": user.can("centre.read"),
        "may_edit": user.can("centre.edit"),
    }
    return render(request, "centres/centre_detail.html", context)


@login_required
@never_cache
@require_safe
def centre_export(request: HttpRequest) -> HttpResponse:
    """The workbook of one county's centres, put on record; bank columns only for who edits or pays."""
    user = cast(User, request.user)
    access.require(user, "centre.read")
    county = access.county_for(user, request.GET.get("county", ""))
    centres = list(Centre.objects.filter(county=county).select_related("merged_into").order_by("code"))
    with_bank = user.can("centre.edit") or user.can("budget.edit")
    with audit.act(user, action="centre.export", county=county) as trail:
        trail.note({"centres": len(centres), "bank_accounts": with_bank}, label=county.name)
    data = sheets.workbook(centres, title=sheets.title_of(county), bank=with_bank)
    header = content_disposition_header(True, f"{sheets.title_of(county)}.xlsx")
    return HttpResponse(data, content_type=XLSX, headers={"Content-Disposition": header or "attachment"})
