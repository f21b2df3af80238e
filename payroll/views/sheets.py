"""A release sheet: its page, the acts of its life, and its workbook and PDF."""

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
from django.views.decorators.http import require_POST, require_safe

from centres.models import User
from payroll.access import OWN, line_for, sheet_for
from payroll.actions import corrections, reversals, sheets
from payroll.forms import VersionForm
from payroll.models import LedgerEntry, ReleaseSheet
from payroll.queries.explain import life, paid_from
from payroll.queries.settings import unit_of
from payroll.queries.sheets import rights, sheet_view, steps_of
from payroll.views.common import signed_in
from records.errors import Invalid


@login_required
@require_safe
def detail(request: HttpRequest, sheet_id: int) -> HttpResponse:
    user = signed_in(request)
    sheet = sheet_for(user, sheet_id)
    view = sheet_view(sheet)
    context = {
        "view": view,
        "unit": view.unit,
        "sheet": sheet,
        "entry": LedgerEntry.objects.filter(sheet=sheet, kind=LedgerEntry.Kind.PAYMENT).first(),
        "reversal": LedgerEntry.objects.filter(sheet=sheet, kind=LedgerEntry.Kind.REVERSAL).first(),
        "can": rights(user, sheet),
        "key": secrets.token_urlsafe(24),
        "sees_publication": user.can("result.read"),
    }
    return render(request, "payroll/sheet.html", context)


def _refresh(user: User, sheet: ReleaseSheet, form: dict[str, Any]) -> None:
    sheets.refresh_sheet(actor=user, sheet_id=sheet.pk, now=timezone.now(), expected_version=form["version"])


def _review(user: User, sheet: ReleaseSheet, form: dict[str, Any]) -> None:
    sheets.review_sheet(actor=user, sheet_id=sheet.pk, now=timezone.now(), expected_version=form["version"])


def _send_back(user: User, sheet: ReleaseSheet, form: dict[str, Any]) -> None:
    sheets.send_back_sheet(
        actor=user, sheet_id=sheet.pk, remark=form["remark"], expected_version=form["version"]
    )


def _pay(user: User, sheet: ReleaseSheet, form: dict[str, Any]) -> None:
    # The same key pressed again finds the sheet paid, and gets the same answer whatever the version.
    sheets.pay_sheet(
        actor=user, sheet_id=sheet.pk, key=form["key"], now=timezone.now(), expected_version=form["version"]
    )


def _delete(user: User, sheet: ReleaseSheet, form: dict[str, Any]) -> None:
    sheets.delete_draft(actor=user, sheet_id=sheet.pk, expected_version=form["version"])


def _reverse(user: User, sheet: ReleaseSheet, form: dict[str, Any]) -> None:
    reversals.reverse_sheet(
        actor=user, sheet_id=sheet.pk, reason=form["remark"], key=form["key"], now=timezone.now()
    )


def _early(user: User, sheet: ReleaseSheet, form: dict[str, Any]) -> None:
    sheets.permit_early(actor=user, sheet_id=sheet.pk, reason=form["remark"])


def _correct(user: User, sheet: ReleaseSheet, form: dict[str, Any]) -> None:
    corrections.correct_sheet(actor=user, sheet_id=sheet.pk, cause=form["remark"], now=timezone.now())


Act = Callable[[User, ReleaseSheet, dict[str, Any]], None]
ACTS: dict[str, tuple[Act, Any]] = {
    "refresh": (_refresh, gettext_lazy("已按现有数据重新生成。")),
    "review": (_review, gettext_lazy("已复核，可以拨付。")),
    "send-back": (_send_back, gettext_lazy("已退回制表人。")),
    "pay": (_pay, gettext_lazy("已拨付并编号，此单不能再改。")),
    "reverse": (_reverse, gettext_lazy("已冲销，该拨付期可以重新生成。")),
    "early": (_early, gettext_lazy("已同意提前拨付。")),
    "correct": (_correct, gettext_lazy("已按更正后的结果调整，差额在下一次拨付中结清。")),
    "delete": (_delete, gettext_lazy("草稿已删除。")),
}


@login_required
@require_POST
def act(request: HttpRequest, sheet_id: int, act: str) -> HttpResponse:
    """One act of a sheet's life; what it refuses comes back as a clear page."""
    user = signed_in(request)
    sheet = sheet_for(user, sheet_id)
    if act not in ACTS:
        raise Http404
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("提交的内容不完整，请刷新页面后再操作。"), code="form")
    perform, said = ACTS[act]
    perform(user, sheet, form.cleaned_data)
    messages.success(request, said)
    if act == "delete":
        return redirect("payroll:year", sheet.county.code, sheet.year)
    return redirect("payroll:sheet", sheet.pk)


@login_required
@require_safe
def line(request: HttpRequest, line_id: int) -> HttpResponse:
    """How one line's amounts came about."""
    user = signed_in(request)
    row = line_for(user, line_id)
    context = {
        "line": row,
        "unit": unit_of(row.sheet.county),
        "sheet": row.sheet,
        "steps": steps_of(row),
        "origins": paid_from(row),
        "life": life(row.sheet),
        "sees_sheet": user.can("release.read"),
        "sees_publication": user.can("result.read"),
        # A director reads the own centre's result, but no list of the county's.
        "sees_result": user.can("result.read") or user.can(OWN),
    }
    return render(request, "payroll/line.html", context)
