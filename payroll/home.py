"""What of the money waits for somebody, and where the year stands: the home page's share."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.access import counties_for
from centres.models import Region, User
from payroll.access import OWN, sheets_for
from payroll.models import ReleaseSheet
from payroll.queries.balances import balance_of, nearest, years_with_money
from payroll.queries.settings import unit_of
from payroll.queries.year import LATE, YearPage, current_year, year_page
from records.navigation import HomeCard, Todo

State = ReleaseSheet.State


def todos(user: User, now: datetime) -> list[Todo]:
    """Sheets that wait for this account's signature or payment, and what finance can release now."""
    if not user.can("release.review"):
        return []
    open_sheets = sheets_for(user).exclude(state=State.PAID).order_by("year", "month", "kind")
    return [todo for sheet in open_sheets for todo in _of_sheet(user, sheet)] + list(_of_year(user, now))


def _of_sheet(user: User, sheet: ReleaseSheet) -> Iterator[Todo]:
    address, words = reverse("payroll:sheet", args=[sheet.pk]), {"sheet": sheet.title}
    hint = _("实拨合计 %(total)s 元") % {"total": f"{sheet.total:,.2f}"}
    mine = sheet.made_by_id == user.pk
    if sheet.state == State.DRAFT and mine and sheet.remark:
        yield Todo(
            _("%(sheet)s被退回") % words, address, hint=sheet.remark, icon="undo", tone="warn", order=6
        )
    elif sheet.state == State.DRAFT and not mine:
        yield Todo(_("复核%(sheet)s") % words, address, hint=hint, icon="check", tone="warn", order=6)
    elif sheet.state == State.REVIEWED and user.can("release.pay"):
        yield Todo(_("拨付%(sheet)s") % words, address, hint=hint, icon="money", tone="warn", order=6)


def _of_year(user: User, now: datetime) -> Iterator[Todo]:
    """Periods that are due and can be drafted."""
    county = _county(user)
    if county is None or not user.can("release.make"):
        return
    page = _page(county, now)
    address = reverse("payroll:year", args=[county.code, page.year])
    for row in page.pressing:
        if row.can_draft:
            late = row.standing == LATE
            yield Todo(
                _("生成%(period)s的拨付单") % {"period": row.title},
                address,
                hint=row.hint,
                icon="release",
                tone="bad" if late else "",
                due=row.label if late else "",
                order=8,
            )


def cards(user: User, now: datetime) -> list[HomeCard]:
    """Where the year's money stands: the county's, or a director's own centre's."""
    if user.can(OWN) and user.centre is not None:
        return list(_own_card(user, now))
    county = _county(user)
    if county is None or not user.can("release.read"):
        return []
    page = _page(county, now)
    address = reverse("payroll:year", args=[county.code, page.year])
    if not page.centres:
        return []
    return [
        HomeCard("payroll/_home_balance.html", _context(county, page.year, page.balance, address), order=40)
    ]


def _own_card(user: User, now: datetime) -> Iterator[HomeCard]:
    centre = user.centre
    if centre is None:
        return
    if years := years_with_money(centre):
        year = nearest(years, timezone.localdate(now))
        address = reverse("payroll:account", args=[centre.code, year])
        found = _context(centre.county, year, balance_of(centre, year), address)
        yield HomeCard("payroll/_home_balance.html", found, order=40)


def _context(county: Region, year: int, balance: object, address: str) -> dict[str, object]:
    return {"year": year, "balance": balance, "url": address, "unit": unit_of(county)}


def _county(user: User) -> Region | None:
    """The account's county; None for the levels above, which see many."""
    return counties_for(user).first() if user.region_id and user.can("release.review") else None


def _page(county: Region, now: datetime) -> YearPage:
    today = timezone.localdate(now)
    return year_page(county, current_year(county, today), today)
