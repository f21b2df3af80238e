"""What the pages of money share."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from centres.models import Region, User
from payroll.queries.closing import is_closed
from payroll.queries.settings import unit_of
from payroll.queries.year import years_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


def signed_in(request: HttpRequest) -> User:
    """The account behind a page that asks for one."""
    return cast(User, request.user)


def year_frame(county: Region, year: int, tab: str) -> dict[str, object]:
    """What every page of a county's year is framed by: its tabs, the years to go to, the unit, whether it is closed."""
    return {
        "county": county,
        "year": year,
        "years": years_of(county, timezone.localdate()),
        "unit": unit_of(county),
        "closed": is_closed(county, year),
        "tab": tab,
    }


def attachment(data: bytes, name: str, content_type: str) -> HttpResponse:
    """A file to keep, under a name that may be Chinese."""
    response = HttpResponse(data, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "no-store"
    return response
