"""The workbook of the county's centres, to fill in or to change and import again."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from centres import sheets
from centres.access import centres_for, require
from centres.models import User

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def centres_xlsx(request: HttpRequest) -> HttpResponse:
    """For whoever edits centres: the workbook holds bank accounts."""
    user = cast(User, request.user)
    require(user, "centre.edit")
    data = sheets.workbook(centres_for(user).order_by("code"))
    return HttpResponse(
        data, content_type=XLSX, headers={"Content-Disposition": 'attachment; filename="centres.xlsx"'}
    )
