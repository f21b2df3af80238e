"""Pages of an import: upload, preview, confirmation. The same for every kind of file."""

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from records import imports
from records.errors import Conflict, Invalid, Refused
from records.models import StagedImport

SHOWN_LINES = 500


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose a file; it is read at once and leads to its preview."""
    importer = _importer(kind)
    context = importer.authorise(request.user, request.GET.dict())
    refused: Refused | None = None
    if request.method == "POST":
        try:
            return _stage(request, importer, context)
        except Invalid as error:
            refused = error
    page = {
        "importer": importer,
        "about": importer.about(context),
        "downloads": importer.downloads(context),
        "refused": refused,
    }
    return render(request, "records/import_upload.html", page, status=422 if refused else 200)


def _importer(kind: str) -> imports.Importer:
    importer = imports.importer_of(kind)
    if importer is None:
        raise Http404
    return importer


def _stage(request: HttpRequest, importer: imports.Importer, context: imports.Context) -> HttpResponse:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.name:
        raise Invalid(_("请先选择文件。"), code="file")
    staged = imports.stage(importer, cast(Any, file), request.user, context, file_name=file.name)
    return redirect("records:import_preview", key=staged.key)


@login_required
@never_cache
@require_safe
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """What the file would change, or every fault of it."""
    staged = _own(request, key)
    importer = _importer(staged.kind)
    context = imports.Context(staged.county_code, staged.params)
    lines = staged.diff.get("lines", [])
    page = {
        "staged": staged,
        "importer": importer,
        "lines": lines[:SHOWN_LINES],
        "more_lines": max(0, len(lines) - SHOWN_LINES),
        "more_problems": staged.problem_count - len(staged.problems),
        "done_url": importer.done_url(staged.result, context) if staged.state == "applied" else "",
        "again": _upload_address(staged),
    }
    return render(request, "records/import_preview.html", page)


def _own(request: HttpRequest, key: str) -> StagedImport:
    """The staged import of that key, the user's own only."""
    return get_object_or_404(StagedImport.objects.defer("rows", "content"), key=key, actor=request.user)


def _upload_address(staged: StagedImport) -> str:
    return reverse("records:import_upload", args=[staged.kind]) + "?" + urlencode(staged.params)


@login_required
@require_POST
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Apply it, once however often the button is pressed."""
    _own(request, key)
    try:
        staged = imports.confirm(key, request.user)
    except Conflict as refused:
        messages.error(request, refused.message)
        return redirect("records:import_preview", key=key)
    importer = _importer(staged.kind)
    said = _("导入完成：新增 %(new)d，修改 %(changed)d，未变 %(unchanged)d。") % staged.diff
    messages.success(request, _("已保存对账结果。") if importer.compares else said)
    return redirect(importer.done_url(staged.result, imports.Context(staged.county_code, staged.params)))


@login_required
@require_POST
def discard(request: HttpRequest, key: str) -> HttpResponse:
    staged = _own(request, key)
    imports.discard(key, request.user)
    messages.info(request, _("已放弃这次导入，数据没有变动。"))
    return redirect(_upload_address(staged))
