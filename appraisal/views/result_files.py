"""Files of published results: notices, reports and summaries as PDF, results as a table, all in one archive."""

import io

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from appraisal import access, papers
from appraisal.actions import bundles
from appraisal.models import Result
from appraisal.queries.results import overview
from appraisal.reports import names
from appraisal.reports.documents import Press
from appraisal.rights import admit
from appraisal.sheets.results import WRITERS
from appraisal.views.results import is_mine
from appraisal.views.rounds import signed_in
from centres.access import require
from centres.models import User
from records import audit


def attachment(data: bytes, name: str, content_type: str = "application/pdf") -> FileResponse:
    response = FileResponse(io.BytesIO(data), as_attachment=True, filename=name, content_type=content_type)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def readable_result(user: User, result_id: int) -> Result:
    """A result whose documents the account may read: the bureau's, the auditors', the director's, whose own it is."""
    if not (user.can("own.read") or user.can("self.read")):
        require(user, "report.read")
    result = access.result_for(user, result_id)
    if user.can("self.read") and not is_mine(user, result):
        require(user, "report.read")
    return result


@login_required
@require_safe
def notice_pdf(request: HttpRequest, result_id: int) -> FileResponse:
    """The notice as issued, or a draft that says so."""
    result = readable_result(signed_in(request), result_id)
    return attachment(papers.current("result_notice", result), names.notice_name(result))


@login_required
@require_safe
def report_pdf(request: HttpRequest, result_id: int) -> FileResponse:
    result = readable_result(signed_in(request), result_id)
    return attachment(Press(result.publication).centre_report_pdf(result), names.report_name(result))


@login_required
@require_safe
def summary_pdf(request: HttpRequest, publication_id: int) -> FileResponse:
    user = signed_in(request)
    admit(user, "report.read")
    publication = access.publication_for(user, publication_id)
    return attachment(Press(publication).summary_pdf(), names.summary_name(publication))


@login_required
@require_safe
def export(request: HttpRequest, publication_id: int, kind: str) -> FileResponse:
    """The ranking as XLSX, CSV or JSON; that it left the house is on the trail."""
    user = signed_in(request)
    admit(user, "result.read")
    publication = access.publication_for(user, publication_id)
    if kind not in WRITERS:
        raise Http404
    writer = WRITERS[kind]
    data = writer.write(overview(publication))
    with audit.act(user, action="result.export", county=publication.county) as trail:
        trail.note({"publication": publication.pk, "format": kind}, label=str(publication))
    return attachment(data, names.export_name(publication, kind), writer.content_type)


@login_required
@require_POST
def start_bundle(request: HttpRequest, publication_id: int) -> HttpResponse:
    user = signed_in(request)
    admit(user, "report.make")
    job = bundles.start(actor=user, publication=access.publication_for(user, publication_id))
    return redirect("records:job", job.pk)
