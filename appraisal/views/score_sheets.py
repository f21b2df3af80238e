"""Score sheets on paper: of one centre at once, of all centres of a round as a job."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from appraisal.access import round_for, sheet_for
from appraisal.actions import score_sheets
from appraisal.reports import names
from appraisal.reports.score_sheet import Forms
from appraisal.rights import admit
from appraisal.views.result_files import attachment
from appraisal.views.rounds import signed_in


@login_required
@require_safe
def sheet_pdf(request: HttpRequest, round_id: int, code: str) -> FileResponse:
    """The empty sheet of one centre, to be filled with a pen."""
    user = signed_in(request)
    admit(user, "score.read")
    sheet = sheet_for(user, round_id, code)
    return attachment(Forms(sheet, timezone.localdate()).pdf(sheet), names.score_sheet_name(sheet))


@login_required
@require_POST
def start_all(request: HttpRequest, round_id: int) -> HttpResponse:
    user = signed_in(request)
    admit(user, "score.read")
    job = score_sheets.start(actor=user, current=round_for(user, round_id))
    return redirect("records:job", job.pk)
