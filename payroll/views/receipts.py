"""Receipts of a county's year: what came, what was passed on, what is overdue."""

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centres.access import county_for, require
from payroll.access import receipt_for, remittance_for
from payroll.actions import receipts
from payroll.forms import ReasonForm, ReceiptForm, RemittanceForm
from payroll.queries.fund import receipt_page
from payroll.views.common import signed_in, year_frame
from records.errors import Invalid


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, county: str, year: int) -> HttpResponse:
    user = signed_in(request)
    region = county_for(user, county)
    require(user, "receipt.edit" if request.method == "POST" else "budget.read")
    form = ReceiptForm(request.POST or None, initial={"key": secrets.token_urlsafe(24)})
    if request.method == "POST" and form.is_valid():
        cleaned = dict(form.cleaned_data)
        key = cleaned.pop("key")
        receipts.enter_receipt(
            actor=user,
            county=region,
            year=year,
            arrival=receipts.Arrival(**cleaned),
            key=key,
            now=timezone.now(),
        )
        messages.success(request, _("已登记到账。"))
        return redirect("payroll:receipts", region.code, year)
    today = timezone.localdate()
    frame = year_frame(region, year, "receipts")
    context = frame | {
        "page": receipt_page(region, year, today),
        "form": form,
        "key": secrets.token_urlsafe(24),
        "may_edit": user.can("receipt.edit") and not frame["closed"],
        "may_reverse": user.can("release.reverse") and not frame["closed"],
        "today": today,
    }
    return render(request, "payroll/receipts.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def pass_on(request: HttpRequest, receipt_id: int) -> HttpResponse:
    user = signed_in(request)
    receipt = receipt_for(user, receipt_id)
    form = RemittanceForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("提交的内容不完整，请刷新页面后再操作。"), code="form")
    receipts.pass_on(actor=user, receipt_id=receipt.pk, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("已登记转入局账户。"))
    return redirect("payroll:receipts", receipt.county.code, receipt.year)


@login_required
@require_POST
def withdraw(request: HttpRequest, receipt_id: int) -> HttpResponse:
    user = signed_in(request)
    receipt = receipt_for(user, receipt_id)
    receipts.withdraw_receipt(actor=user, receipt_id=receipt.pk, reason=_reason(request), now=timezone.now())
    messages.success(request, _("已冲销。"))
    return redirect("payroll:receipts", receipt.county.code, receipt.year)


@login_required
@require_POST
def withdraw_remittance(request: HttpRequest, remittance_id: int) -> HttpResponse:
    user = signed_in(request)
    one = remittance_for(user, remittance_id)
    receipts.withdraw_remittance(
        actor=user, remittance_id=one.pk, reason=_reason(request), now=timezone.now()
    )
    messages.success(request, _("已冲销。"))
    return redirect("payroll:receipts", one.receipt.county.code, one.receipt.year)


def _reason(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    return form.cleaned_data["reason"] if form.is_valid() else ""
