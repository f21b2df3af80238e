"""The time stamp of a sheet made of a year's ledger: its last entry's, so that equal contents are equal files."""

from datetime import UTC, datetime

from django.db.models import Max

from centres.models import Region
from payroll.models import LedgerEntry


def made_at(county: Region, year: int) -> datetime:
    """When the newest entry was made; the year's first day where there is none."""
    last = LedgerEntry.objects.filter(county=county, year=year).aggregate(last=Max("made_at"))["last"]
    return last or datetime(year, 1, 1, tzinfo=UTC)
