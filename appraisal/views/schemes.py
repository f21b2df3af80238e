"""Pages of schemes: the list, a scheme to read, its workbook, and the acts of its life."""

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

from appraisal import access, library
from appraisal.actions import schemes
from appraisal.actions.scheme_imports import import_document
from appraisal.models import Scheme
from appraisal.queries import scheme_page as queries
from appraisal.queries.scheme_years import last_years
from appraisal.queries.schemes import document_of
from appraisal.sheets.scheme_export import write_scheme
from appraisal.views.rounds import signed_in
from centres.access import counties_for, county_for, require

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def scheme_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    rows = queries.scheme_rows(list(access.readable_schemes_for(user)))
    page = {
        "rows": rows,
        "may_edit": user.can("scheme.edit"),
        "shipped": library.shipped(),
        "many_counties": len({row.scheme.county_id for row in rows}) > 1,
    }
    return render(request, "appraisal/scheme_list.html", page)


@login_required
@require_safe
def scheme_detail(request: HttpRequest, scheme_id: int) -> HttpResponse:
    user = signed_in(request)
    scheme = access.readable_scheme_for(user, scheme_id)
    versions = queries.versions_of(scheme) if user.can("scheme.read") else []
    last = last_years(scheme) if user.can("scheme.read") else None
    page = {
        "scheme": scheme,
        "page": queries.scheme_page(scheme, last=last),
        "last": last,
        "versions": versions,
        "can": queries.rights(user, scheme, versions),
        "next_year": scheme.year + 1,
    }
    return render(request, "appraisal/scheme_detail.html", page)


@login_required
@require_safe
def scheme_workbook(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """The scheme as a workbook that can be changed and imported again."""
    scheme = access.readable_scheme_for(signed_in(request), scheme_id)
    return _download(write_scheme(document_of(scheme)), f"{scheme.code}-v{scheme.version}.xlsx")


@login_required
@require_safe
def scheme_library(request: HttpRequest) -> HttpResponse:
    """The schemes that come with the system, each to be loaded with one click."""
    user = signed_in(request)
    require(user, "scheme.read")
    page = {"shelf": library.catalogue(), "may_edit": user.can("scheme.edit")}
    return render(request, "appraisal/scheme_library.html", page)


@login_required
@require_safe
def shipped_workbook(request: HttpRequest) -> HttpResponse:
    """A scheme that comes with the system (`?name=`), as a workbook to start from."""
    require(signed_in(request), "scheme.read")
    document = library.named(request.GET.get("name", ""))
    return _download(write_scheme(document), f"{document.code}.xlsx")


def _download(data: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=XLSX, headers=headers)


@login_required
@require_POST
def load_shipped(request: HttpRequest) -> HttpResponse:
    """Make a draft of a shipped scheme (`name`) in the account's county."""
    user = signed_in(request)
    require(user, "scheme.edit")
    code = request.POST.get("county") or counties_for(user).values_list("code", flat=True)[0]
    county = county_for(user, str(code))
    document = library.named(request.POST.get("name", ""))
    scheme, outcome = import_document(actor=user, county=county, document=document)
    done = (
        _("本县已有这份方案。")
        if outcome == "same"
        else _("已载入系统自带方案，请核定分值和目标值后再启用。")
    )
    messages.success(request, done)
    return redirect("appraisal:scheme", scheme.pk)


def _activate(user: Any, scheme: Scheme) -> Scheme:
    return schemes.activate(actor=user, scheme_id=scheme.pk, now=timezone.now())


def _discard(user: Any, scheme: Scheme) -> None:
    schemes.discard(actor=user, scheme_id=scheme.pk)


Act = Callable[[Any, Scheme], Scheme | None]
ACTS: dict[str, tuple[Act, Any]] = {
    "activate": (_activate, gettext_lazy("方案已启用，内容不能再改。")),
    "retire": (lambda user, one: schemes.retire(actor=user, scheme_id=one.pk), gettext_lazy("方案已停用。")),
    "copy-version": (
        lambda user, one: schemes.copy_version(actor=user, scheme_id=one.pk),
        gettext_lazy("已复制为新版本的草稿。"),
    ),
    "copy-year": (
        lambda user, one: schemes.copy_next_year(actor=user, scheme_id=one.pk),
        gettext_lazy("已复制为下一年度的草稿。"),
    ),
    "discard": (_discard, gettext_lazy("草稿已删除。")),
}


@login_required
@require_POST
def scheme_act(request: HttpRequest, scheme_id: int, act: str) -> HttpResponse:
    """One act of a scheme's life; the action asks the account and the state."""
    user = signed_in(request)
    scheme = access.readable_scheme_for(user, scheme_id)
    if act not in ACTS:
        raise Http404
    action, done = ACTS[act]
    result = action(user, scheme)
    messages.success(request, str(done))
    return redirect("appraisal:schemes") if result is None else redirect("appraisal:scheme", result.pk)
