"""Where an amount comes from: the entries that make a balance, and one entry with its document and its results."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from centres.access import county_for, require
from payroll.access import account_for, entry_for
from payroll.models import Source
from payroll.queries.origins import OF_CENTRE, OF_COUNTY, centre_origin, closed_with, county_origin
from payroll.queries.settings import unit_of
from payroll.queries.vouchers import voucher as read_voucher
from payroll.views.common import signed_in


@login_required
@require_safe
def balance(request: HttpRequest, code: str, year: int, name: str) -> HttpResponse:
    """A centre's balance on one account, as it stands or (`until`) as it stood after an entry."""
    user = signed_in(request)
    centre = account_for(user, code)
    if name not in OF_CENTRE:
        raise Http404
    until = request.GET.get("until", "")
    number = int(until) if until.isdecimal() and len(until) < 10 else None
    context = {
        "origin": centre_origin(user, centre, year, name, until=number),
        "closed": closed_with(centre, year) if name == "opening" else [],
        "centre": centre,
        "county": centre.county,
        "year": year,
        "until": number,
        "unit": unit_of(centre.county),
        "sees_county": user.can("release.read"),
    }
    return render(request, "payroll/balance.html", context)


@login_required
@require_safe
def county_balance(request: HttpRequest, county: str, year: int, name: str) -> HttpResponse:
    """A county's balance on one account, of one source or of all."""
    user = signed_in(request)
    region = county_for(user, county)
    require(user, "release.read")
    source = request.GET.get("source", "")
    if name not in OF_COUNTY or source not in {"", *Source.values}:
        raise Http404
    context = {
        "origin": county_origin(region, year, name, source=source),
        "source": Source(source).label if source else "",
        "county": region,
        "year": year,
        "unit": unit_of(region),
        "sees_county": True,
    }
    return render(request, "payroll/balance.html", context)


@login_required
@require_safe
def voucher(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One entry of the ledger."""
    user = signed_in(request)
    entry = entry_for(user, entry_id)
    context = {
        "voucher": read_voucher(entry),
        "entry": entry,
        "county": entry.county,
        "unit": unit_of(entry.county),
        "sees_result": user.can("result.read"),
    }
    return render(request, "payroll/voucher.html", context)
