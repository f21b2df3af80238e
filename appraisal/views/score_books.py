"""Score workbooks handed out."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from appraisal.access import round_for, sheet_for
from appraisal.rights import admit
from appraisal.sheets import score_export
from centres.models import User

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def matrix_book(request: HttpRequest, round_id: int) -> HttpResponse:
    """All centres × all indicators of a round, prefilled."""
    user = cast(User, request.user)
    admit(user, "score.read")
    current = round_for(user, round_id)
    return _attachment(score_export.matrix_workbook(current), f"{current.county}{current}评分总表.xlsx")


@login_required
@require_safe
def centre_book(request: HttpRequest, round_id: int, code: str) -> HttpResponse:
    """One centre's sheet, prefilled."""
    user = cast(User, request.user)
    admit(user, "score.read")
    sheet = sheet_for(user, round_id, code)
    return _attachment(score_export.centre_workbook(sheet), f"{sheet.subject.name}{sheet.round}评分表.xlsx")


def _attachment(data: bytes, name: str) -> HttpResponse:
    header = content_disposition_header(True, name.replace("/", "-"))
    return HttpResponse(data, content_type=XLSX, headers={"Content-Disposition": header or "attachment"})
