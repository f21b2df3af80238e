"""A county's year of money: the way in, the page of the year, the accounts of its centres, drafting a sheet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centres.access import counties_for, county_for, require
from payroll.access import OWN
from payroll.actions import sheets
from payroll.forms import PeriodForm
from payroll.queries.balances import centre_balances, nearest, whole, years_with_money
from payroll.queries.figures import of_county, table_of
from payroll.queries.fund import fund_of, receipt_page
from payroll.queries.year import current_year, year_page
from payroll.views.common import signed_in, year_frame
from records.errors import Invalid


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The county's year for its own people, a list of counties for the levels above, the account for a director."""
    user = signed_in(request)
    today = timezone.localdate()
    if user.can(OWN) and user.centre:
        year = nearest(years_with_money(user.centre), today)
        return redirect("payroll:account", user.centre.code, year)
    require(user, "budget.read")
    counties = list(counties_for(user).order_by("code"))
    if len(counties) == 1:
        return redirect("payroll:year", counties[0].code, current_year(counties[0], today))
    return render(request, "payroll/counties.html", {"counties": counties, "year": today.year})


@login_required
@require_safe
def year_detail(request: HttpRequest, county: str, year: int) -> HttpResponse:
    user = signed_in(request)
    region = county_for(user, county)
    require(user, "release.read")
    today = timezone.localdate()
    page = year_page(region, year, today)
    context = year_frame(region, year, "year") | {
        "page": page,
        "figures": of_county(page.balance, region, year),
        "fund": fund_of(region, year),
        "overdue": receipt_page(region, year, today).overdue,
        "may_make": user.can("release.make"),
        "may_edit": user.can("budget.edit") and not page.closed,
    }
    return render(request, "payroll/year.html", context)


@login_required
@require_safe
def year_accounts(request: HttpRequest, county: str, year: int) -> HttpResponse:
    """Where every centre's year stands, and the sum of all."""
    user = signed_in(request)
    region = county_for(user, county)
    require(user, "budget.read")
    found = centre_balances(region, year)
    balance = whole(found)
    context = year_frame(region, year, "accounts") | {
        "balance": balance,
        "table": table_of(found, balance, region, year),
    }
    return render(request, "payroll/accounts.html", context)


@login_required
@require_POST
def draft(request: HttpRequest, county: str, year: int) -> HttpResponse:
    user = signed_in(request)
    region = county_for(user, county)
    form = PeriodForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("没有这样的拨付期。"), code="no_such_period")
    sheet = sheets.draft_sheet(actor=user, county=region, year=year, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("已生成拨付单草稿，请核对后送交另一人复核。"))
    return redirect("payroll:sheet", sheet.pk)
