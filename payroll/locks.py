"""Row locks in one order: a county's year of money first, then a sheet, so that no two writers wait for each other.

Every write of money takes the year: budgets, drafting, review, payment. Two payers of one sheet, or a revision
beside a payment, then follow one another. On SQLite a transaction begins IMMEDIATE and is alone anyway.
"""

from django.utils.translation import gettext as _

from centres.models import Region
from payroll.models import ReleaseSheet, SubsidyYear
from records.errors import Conflict, Invalid

# A year that money is set for: a slip of the finger opens no year that nobody could close before the others.
YEARS = range(2000, 2100)


def take_year(county: Region, year: int) -> SubsidyYear:
    """Hold the county's year; made on first use. Call inside a transaction. Raises Conflict for a closed year, Invalid
    for one that no county has.
    """
    if year not in YEARS:
        raise Invalid(
            _("年度应为%(first)d–%(last)d。") % {"first": YEARS[0], "last": YEARS[-1]}, code="no_such_year"
        )
    rows = SubsidyYear.objects.select_for_update(of=("self",)).select_related("county", "scheme")
    held = rows.filter(county=county, year=year).order_by("pk").first()
    if held is None:
        SubsidyYear.objects.get_or_create(county=county, year=year)
        held = rows.get(county=county, year=year)
    if held.closed_at is not None:
        raise Conflict(_("%(year)d年已关账，不能再记账。") % {"year": year}, code="year_closed")
    return held


def take_sheet(sheet: ReleaseSheet) -> tuple[SubsidyYear, ReleaseSheet]:
    """Hold the year of a sheet and then the sheet, read afresh. Raises DoesNotExist when it is gone."""
    year = take_year(sheet.county, sheet.year)
    held = ReleaseSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    held.county = year.county
    if held.scheme_id == year.scheme_id and year.scheme is not None:
        held.scheme = year.scheme
    return year, held
