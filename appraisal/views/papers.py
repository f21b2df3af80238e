"""Papers of any kind: the PDF as issued or as a draft, the DOCX or XLSX to edit, and the issue itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from appraisal import access, papers
from appraisal.reports import issue_all
from appraisal.reports.names import safe
from appraisal.views.result_files import attachment
from appraisal.views.rounds import signed_in
from centres.access import require
from records import documents
from records.docx import letter_docx
from records.views.documents import issued_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
@require_safe
def paper_pdf(request: HttpRequest, kind: str, row_id: int) -> FileResponse:
    """The issued document where one stands, else a draft that says so."""
    paper = papers.paper_of(kind)
    row = paper.fetch(signed_in(request), row_id)
    document = documents.standing(row, kind).get(kind)
    if document is not None:
        return issued_file(document)
    return attachment(papers.current(kind, row), f"{_('草稿')}_{_name(kind, row)}.pdf")


@login_required
@require_safe
def paper_docx(request: HttpRequest, kind: str, row_id: int) -> FileResponse:
    """An editable draft of the letter."""
    paper = papers.paper_of(kind)
    row = paper.fetch(signed_in(request), row_id)
    return attachment(letter_docx(paper.letter(row)), f"{_('草稿')}_{_name(kind, row)}.docx", DOCX)


@login_required
@require_safe
def paper_xlsx(request: HttpRequest, kind: str, row_id: int) -> FileResponse:
    """The workbook of a paper; kinds that are a letter alone have none (404)."""
    paper = papers.paper_of(kind)
    row = paper.fetch(signed_in(request), row_id)
    if paper.book is None:
        raise Http404
    return attachment(paper.book(row), f"{_('草稿')}_{_name(kind, row)}.xlsx", XLSX)


@login_required
@require_POST
def paper_issue(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """Give the paper its number and keep it; leads to its page in the register."""
    document = papers.issue(
        actor=signed_in(request),
        kind=kind,
        pk=row_id,
        site=request.build_absolute_uri("/"),
        now=timezone.now(),
    )
    messages.success(request, _("已印发，文号%(number)s。") % {"number": document.number})
    return redirect("documents:document", document.pk)


@login_required
@require_POST
def issue_notices(request: HttpRequest, publication_id: int) -> HttpResponse:
    """Ask a worker to issue every notice of a publication that isn't issued yet."""
    user = signed_in(request)
    require(user, "document.issue")
    publication = access.publication_for(user, publication_id)
    job = issue_all.start(actor=user, publication=publication, site=request.build_absolute_uri("/"))
    return redirect("records:job", job.pk)


def _name(kind: str, row: object) -> str:
    draft = papers.paper_of(kind).draft(row, kind)
    return safe("_".join(part for part in (draft.subject, draft.title) if part))
