"""The reward fund with its awards, and the end of a year."""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centres.access import county_for, require
from centres.models import User
from payroll.access import award_for
from payroll.actions import awards, closing, sheets
from payroll.forms import AdvanceForm, ReasonForm
from payroll.models import AwardSheet, LedgerEntry, SubsidyYear
from payroll.queries.awards import award_lines, award_rights
from payroll.queries.closing import brought_in, carried_on, left_over, obstacles, summed
from payroll.queries.fund import fund_page
from payroll.queries.ledger import books_of
from payroll.queries.settings import unit_of
from payroll.views.common import signed_in, year_frame
from records.errors import Invalid


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fund(request: HttpRequest, county: str, year: int) -> HttpResponse:
    """The fund's statement; a POST proposes the year's awards."""
    user = signed_in(request)
    region = county_for(user, county)
    require(user, "award.make" if request.method == "POST" else "release.read")
    if request.method == "POST":
        sheet = awards.propose(actor=user, county=region, year=year, now=timezone.now())
        messages.success(request, _("已提出院长奖励，请局领导批准。"))
        return redirect("payroll:award", sheet.pk)
    page, frame = fund_page(region, year), year_frame(region, year, "fund")
    free = all(one.state == "reversed" for one in page.awards) and not frame["closed"]
    context = frame | {"page": page, "may_propose": user.can("award.make") and free}
    return render(request, "payroll/fund.html", context)


@login_required
@require_safe
def award(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """An award sheet: its acts, its files, and how each award came about."""
    user = signed_in(request)
    sheet = award_for(user, sheet_id)
    context = {
        "unit": unit_of(sheet.county),
        "sheet": sheet,
        "lines": award_lines(sheet),
        "entry": LedgerEntry.objects.filter(award=sheet, kind=LedgerEntry.Kind.AWARD).first(),
        "can": award_rights(user, sheet),
        "key": secrets.token_urlsafe(24),
        "sees_result": user.can("result.read"),
    }
    return render(request, "payroll/award.html", context)


def _withdraw(user: User, sheet: AwardSheet, form: dict[str, Any]) -> None:
    awards.withdraw(actor=user, sheet_id=sheet.pk)


def _approve(user: User, sheet: AwardSheet, form: dict[str, Any]) -> None:
    awards.approve(actor=user, sheet_id=sheet.pk, now=timezone.now())


def _pay(user: User, sheet: AwardSheet, form: dict[str, Any]) -> None:
    awards.pay(actor=user, sheet_id=sheet.pk, key=form["key"], now=timezone.now())


def _reverse(user: User, sheet: AwardSheet, form: dict[str, Any]) -> None:
    awards.reverse_award(actor=user, sheet_id=sheet.pk, reason=form["reason"], now=timezone.now())


ACTS: dict[str, tuple[Callable[[User, AwardSheet, dict[str, Any]], None], Any]] = {
    "withdraw": (_withdraw, gettext_lazy("奖励方案已撤回。")),
    "approve": (_approve, gettext_lazy("已批准，可以拨付。")),
    "pay": (_pay, gettext_lazy("奖励已拨付并编号。")),
    "reverse": (_reverse, gettext_lazy("已冲销。")),
}


@login_required
@require_POST
def award_act(request: HttpRequest, sheet_id: int, act: str) -> HttpResponse:
    user = signed_in(request)
    sheet = award_for(user, sheet_id)
    if act not in ACTS:
        raise Http404
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("提交的内容不完整，请刷新页面后再操作。"), code="form")
    perform, said = ACTS[act]
    perform(user, sheet, form.cleaned_data)
    messages.success(request, said)
    if act == "withdraw":
        return redirect("payroll:fund", sheet.county.code, sheet.year)
    return redirect("payroll:award", sheet.pk)


@login_required
@require_POST
def advance(request: HttpRequest, county: str, year: int) -> HttpResponse:
    """Draft an advance on a part before its result."""
    user = signed_in(request)
    region = county_for(user, county)
    form = AdvanceForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("提交的内容不完整，请刷新页面后再操作。"), code="form")
    sheet = sheets.draft_sheet(actor=user, county=region, year=year, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("已生成预拨单草稿，须由局领导复核。"))
    return redirect("payroll:sheet", sheet.pk)


@login_required
@require_safe
def closing_page(request: HttpRequest, county: str, year: int) -> HttpResponse:
    """What stands in the way of closing the year, and what would be carried."""
    user = signed_in(request)
    region = county_for(user, county)
    require(user, "release.read")
    rests = left_over(region, books_of(region, year))
    context = year_frame(region, year, "closing") | {
        "next_year": year + 1,
        "kept": SubsidyYear.objects.filter(county=region, year=year).select_related("closed_by").first(),
        "obstacles": obstacles(region, year),
        "rests": rests,
        "sums": summed(rests),
        "carried": carried_on(region, year),
        "brought": brought_in(region, year),
        "may_close": user.can("year.close"),
    }
    return render(request, "payroll/closing.html", context)


@login_required
@require_POST
def close(request: HttpRequest, county: str, year: int) -> HttpResponse:
    user = signed_in(request)
    region = county_for(user, county)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    closing.close_year(actor=user, county=region, year=year, reason=reason, now=timezone.now())
    messages.success(request, _("%(year)d年已关账，余额转入下年。") % {"year": year})
    return redirect("payroll:closing", region.code, year)
