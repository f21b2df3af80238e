"""Payments held against what a bank or the treasury lists: the year's reconciliations, one of them, its file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from centres.access import county_for, require
from payroll.access import reconciliation_for, reconciliations_for, sheets_for
from payroll.actions.issuing import record_bank_file
from payroll.core.reconcile import Finding
from payroll.models import ReleaseSheet
from payroll.queries.reconciling import reconciled
from payroll.queries.settings import unit_of
from payroll.views.common import attachment, signed_in, year_frame


@login_required
@require_safe
def table(request: HttpRequest, county: str, year: int) -> HttpResponse:
    """The year's reconciliations, and what a new file may be held against."""
    user = signed_in(request)
    region = county_for(user, county)
    require(user, "release.read")
    paid = sheets_for(user).filter(county=region, year=year, state=ReleaseSheet.State.PAID)
    context = year_frame(region, year, "reconciliations") | {
        "rows": reconciliations_for(user).filter(county=region, year=year).order_by("-pk"),
        "sheets": paid.order_by("-sequence"),
        "may_make": user.can("release.pay"),
    }
    return render(request, "payroll/reconciliations.html", context)


@login_required
@require_safe
def detail(request: HttpRequest, reconciliation_id: int) -> HttpResponse:
    """The result, by the ledger as it stands; `finding` picks some of its lines."""
    user = signed_in(request)
    kept = reconciliation_for(user, reconciliation_id)
    result, finding = reconciled(kept), request.GET.get("finding", "")
    finding = finding if finding in list(Finding) else ""
    context = {
        "kept": kept,
        "result": result,
        "finding": finding,
        "rows": [one for one in result.rows if finding in {"", one.match.finding}],
        "unit": unit_of(kept.county),
        "may_fetch": user.can("release.pay"),
    }
    return render(request, "payroll/reconciliation.html", context)


@login_required
@require_safe
def file(request: HttpRequest, reconciliation_id: int) -> HttpResponse:
    """The file as it came, for whoever pays: it has account numbers. Each time is on record."""
    user = signed_in(request)
    kept = reconciliation_for(user, reconciliation_id)
    require(user, "release.pay")
    record_bank_file(actor=user, kept=kept)
    return attachment(bytes(kept.file.content), kept.file.name, "application/octet-stream")
