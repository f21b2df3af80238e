"""What the pages of money share."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from centres.models import User

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


def signed_in(request: HttpRequest) -> User:
    """The account behind a page that asks for one."""
    return cast(User, request.user)


def attachment(data: bytes, name: str, content_type: str) -> HttpResponse:
    """A file to keep, under a name that may be Chinese."""
    response = HttpResponse(data, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "no-store"
    return response
