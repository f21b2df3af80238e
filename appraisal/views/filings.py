"""Pages of filings, and a region's counties compared."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from appraisal import after_access, after_forms, papers
from appraisal.actions import filings
from appraisal.core.streaks import filing_due
from appraisal.queries import spot_checks as queries
from appraisal.views.rounds import signed_in, valid
from centres.access import county_for, require


@login_required
@require_safe
def filing_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    require(user, "filing.read")
    rows = queries.filing_rows(user, timezone.localdate())
    context = {
        "rows": rows,
        "several_counties": len({row.county.pk for row in rows}) > 1,
        "may_send": user.can("filing.send"),
    }
    return render(request, "appraisal/filing_list.html", context)


@login_required
@require_POST
def filing_send(request: HttpRequest, code: str, year: int) -> HttpResponse:
    user = signed_in(request)
    require(user, "filing.send")
    county = county_for(user, code)
    filing = filings.send(actor=user, county_code=county.code, year=year, now=timezone.now())
    messages.success(request, _("已报送备案，请印发备案表。"))
    return redirect("appraisal:filing", filing.pk)


@login_required
@require_safe
def filing_detail(request: HttpRequest, filing_id: int) -> HttpResponse:
    user = signed_in(request)
    filing = after_access.filing_for(user, filing_id)
    context = {
        "filing": filing,
        "offers": papers.offers(user, filing, "filing"),
        "contents": queries.filed(filing),
        "due": filing_due(filing.year),
        "rounds": list(filing.publication.rounds().values()),
        "may_decide": user.can("filing.receive") and filing.state == "sent",
        "may_record": user.can("filing.send")
        and filing.state == "sent"
        and not filings.province_works_here(filing.county),
        "receipt_form": after_forms.ReceiptForm(),
        "reason_form": after_forms.ReasonForm(),
    }
    return render(request, "appraisal/filing_detail.html", context)


@login_required
@require_POST
def filing_receive(request: HttpRequest, filing_id: int) -> HttpResponse:
    user = signed_in(request)
    require(user, "filing.receive")
    filing = after_access.filing_for(user, filing_id)
    filings.receive(actor=user, filing_id=filing.pk, now=timezone.now())
    messages.success(request, _("已备案。"))
    return redirect("appraisal:filing", filing.pk)


@login_required
@require_POST
def filing_paper(request: HttpRequest, filing_id: int) -> HttpResponse:
    """The province's receipt came on paper: the county records its number."""
    user = signed_in(request)
    require(user, "filing.send")
    filing = after_access.filing_for(user, filing_id)
    form = valid(after_forms.ReceiptForm(request.POST))
    filings.receive_on_paper(actor=user, filing_id=filing.pk, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("已登记省级回执，轮次随之备案。"))
    return redirect("appraisal:filing", filing.pk)


@login_required
@require_POST
def filing_return(request: HttpRequest, filing_id: int) -> HttpResponse:
    user = signed_in(request)
    require(user, "filing.receive")
    filing = after_access.filing_for(user, filing_id)
    form = valid(after_forms.ReasonForm(request.POST))
    reason = form.cleaned_data["reason"]
    filings.send_back(actor=user, filing_id=filing.pk, note=reason, now=timezone.now())
    messages.success(request, _("已退回，县级可以重新报送。"))
    return redirect("appraisal:filing", filing.pk)


@login_required
@require_safe
def county_compare(request: HttpRequest) -> HttpResponse:
    """The counties in reach beside each other, by year."""
    user = signed_in(request)
    require(user, "check.make")
    years = queries.years_of(user)
    asked = request.GET.get("year", "")
    known = {str(year): year for year in years}
    year = known.get(asked, years[0] if years else timezone.localdate().year)
    context = {"rows": queries.compared(user, year), "years": years, "year": year}
    return render(request, "appraisal/county_compare.html", context)
