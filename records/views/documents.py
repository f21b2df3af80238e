"""Pages of issued documents: the register, one document, its file, and the check that anybody may make."""

import io
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from records import audit, document_queries, documents
from records.document_forms import CheckForm, WithdrawForm
from records.errors import Invalid
from records.models import IssuedDocument

PAGE = 50


@login_required
@never_cache
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """What was issued, newest first, by year, kind and state."""
    found = document_queries.documents_for(request.user)
    asked = {name: request.GET.get(name, "") for name in ("year", "kind", "state", "q")}
    page = Paginator(document_queries.filtered(found, asked), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": document_queries.rows_of(page),
        "asked": asked,
        "filtered": any(asked.values()),
        "years": [str(year) for year in found.order_by("-year").values_list("year", flat=True).distinct()],
        "kinds": documents.kinds(),
        "states": IssuedDocument.State.choices,
    }
    return render(request, "records/document_list.html", context)


@login_required
@never_cache
@require_safe
def detail(request: HttpRequest, document_id: int) -> HttpResponse:
    document = document_queries.document_for(request.user, document_id)
    context = {
        "document": document,
        "kind": documents.kind_name(document.kind),
        "replaces": document.replaces.first(),
        "may_withdraw": document.in_force and documents.may_withdraw(request.user, document),
        "form": WithdrawForm(),
    }
    return render(request, "records/document_detail.html", context)


@login_required
@require_safe
def file(request: HttpRequest, document_id: int) -> FileResponse:
    """The issued PDF as it is kept; each download is on the trail."""
    document = document_queries.document_for(request.user, document_id)
    with audit.act(request.user, action="document.download", county_code=document.county_code) as trail:
        trail.note({"number": document.number, "sha256": document.sha256}, label=document.number)
    return issued_file(document)


def issued_file(document: IssuedDocument) -> FileResponse:
    """The kept bytes as an attachment, named by number and subject."""
    name = "_".join(part for part in (document.number, document.subject) if part) + ".pdf"
    content = io.BytesIO(documents.content_of(document))
    response = FileResponse(content, as_attachment=True, filename=name, content_type="application/pdf")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def withdraw(request: HttpRequest, document_id: int) -> HttpResponse:
    user: Any = request.user
    document = document_queries.document_for(user, document_id)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("请写明撤销的理由。"), code="reason_missing")
    documents.withdraw(actor=user, document=document, reason=form.cleaned_data["reason"], now=timezone.now())
    messages.success(request, _("文书已撤销，核验时会显示已失效。"))
    return redirect("documents:document", document.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """For whoever holds a paper, signed in or not: was it issued, and does it still hold?"""
    typed = request.POST if request.method == "POST" else request.GET or None
    form = CheckForm(typed, request.FILES if request.method == "POST" else None)
    verdict = None
    if form.is_valid():
        words, uploaded = form.cleaned_data["q"], form.cleaned_data["file"]
        verdict = (
            document_queries.check_file(uploaded.read(), words)
            if uploaded
            else document_queries.check_words(words)
        )
    status = 422 if form.errors else 200
    return render(request, "records/document_check.html", {"form": form, "verdict": verdict}, status=status)


@never_cache
@require_safe
def check_code(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR of a document leads."""
    context = {"form": CheckForm(), "verdict": document_queries.check_code(code)}
    return render(request, "records/document_check.html", context)
