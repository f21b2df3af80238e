"""A county's year of money on one page: balances, and the fourteen periods with what each waits for."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from appraisal.models import Publication, Scheme
from centres.models import Region
from payroll.core.balance import Balance
from payroll.core.schedule import LAST_MONTH
from payroll.core.subsidy import ZERO
from payroll.models import ReleaseSheet
from payroll.queries.balances import CentreBalance, centre_balances, nearest, whole, years_with_entries
from payroll.queries.closing import is_closed
from payroll.queries.positions import Position, governing_scheme, parameters, positions

Kind, State = ReleaseSheet.Kind, ReleaseSheet.State
# A part is late when its result has been public for longer (篇1 八(一): 一个月内).
PART_DAYS = 31
TONES = {State.DRAFT: "", State.REVIEWED: "warn", State.PAID: "ok", State.REVERSED: "bad"}
# The standing of a period, from the most pressing on.
LATE, DUE, WAITING, LATER, DONE, CLOSED = "late", "due", "waiting", "later", "done", "closed"


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One period of the year. `amount` is the sheet's total, or what is expected before there is one."""

    kind: str
    month: int
    title: str
    standing: str
    hint: str
    amount: Decimal
    sheet: ReleaseSheet | None
    can_draft: bool

    @property
    def tone(self) -> str:
        if self.sheet:
            return TONES[State(self.sheet.state)]
        return {LATE: "bad", DUE: "info"}.get(self.standing, "")

    @property
    def label(self) -> str:
        """The state in words: the sheet's, else what the period waits for."""
        if self.sheet:
            return str(self.sheet.get_state_display())
        words = {
            LATE: _("已逾期"),
            DUE: _("可拨付"),
            WAITING: _("等待结果"),
            LATER: _("未到期"),
            CLOSED: _("未拨付"),
        }
        return words[self.standing]


@dataclass(frozen=True, slots=True)
class YearPage:
    """What the page of a year shows. `positions` are of the centres with a budget, empty without a scheme; `centres`
    are all that have money, and `balance` is theirs.
    """

    county: Region
    year: int
    scheme: Scheme | None
    positions: Sequence[Position]
    centres: Sequence[CentreBalance]
    balance: Balance
    periods: Sequence[PeriodRow]
    closed: bool = False

    @property
    def monthly_share(self) -> str:
        return share(self.scheme.monthly_percent) if self.scheme else ""

    @property
    def june_share(self) -> str:
        return share(self.scheme.june_part_percent) if self.scheme else ""

    @property
    def pressing(self) -> list[PeriodRow]:
        """What waits for somebody now: late, due, or begun and not paid."""
        return [row for row in self.periods if row.standing in {LATE, DUE}]

    @property
    def waiting(self) -> list[PeriodRow]:
        return [row for row in self.periods if row.standing == WAITING]


def _left(row: PeriodRow) -> PeriodRow:
    """A period of a closed year: what wasn't paid is in what the year carried on, and is nobody's to draft."""
    if row.sheet is not None:
        return row
    return replace(row, standing=CLOSED, hint=_("关账时未拨付，已按结转或收回处理"), can_draft=False)


def share(percent: Decimal) -> str:
    """A share without idle zeros: 80.00 is 80."""
    return f"{percent:f}".rstrip("0").rstrip(".")


def year_page(county: Region, year: int, today: date) -> YearPage:
    """Read a county's year (a constant number of queries)."""
    scheme = governing_scheme(county, year)
    found = positions(county, year, parameters(scheme)) if scheme else []
    centres, closed = centre_balances(county, year), is_closed(county, year)
    periods = _periods(county, year, found, today) if found else []
    return YearPage(
        county=county,
        year=year,
        scheme=scheme,
        positions=found,
        centres=centres,
        balance=whole(centres),
        periods=[_left(row) for row in periods] if closed else periods,
        closed=closed,
    )


def years_of(county: Region, today: date) -> list[int]:
    """The years that have budgets or entries, and this one; newest first."""
    return sorted({*years_with_entries(county), today.year}, reverse=True)


def current_year(county: Region, today: date) -> int:
    """This year where it has budgets or entries, else the newest year that has."""
    return nearest(years_with_entries(county), today)


def _periods(county: Region, year: int, found: Sequence[Position], today: date) -> list[PeriodRow]:
    sheets = {
        (sheet.kind, sheet.month): sheet
        for sheet in ReleaseSheet.objects.filter(county=county, year=year)
        .exclude(state=State.REVERSED)
        .select_related("county")
    }
    published = _published(county, year)
    first = min(_first_month(one) for one in found)
    paid = {
        month for (kind, month), sheet in sheets.items() if kind == Kind.MONTH and sheet.state == State.PAID
    }
    rows = [
        _month_row(year, month, sheets.get((Kind.MONTH, month)), found, first, paid, today)
        for month in range(first, LAST_MONTH + 1)
    ]
    june = _part_row(year, Kind.JUNE, sheets.get((Kind.JUNE, 0)), found, published, True, today)
    june_paid = june.sheet is not None and june.sheet.state == State.PAID
    year_end = _part_row(
        year, Kind.YEAR_END, sheets.get((Kind.YEAR_END, 0)), found, published, june_paid, today
    )
    return [*rows, june, year_end]


def _first_month(one: Position) -> int:
    """The first month that the centre's instalments count from."""
    plans = [month for month, plan in enumerate(one.schedule.plans, 1) if plan]
    return min(plans, default=1)


def _month_row(
    year: int,
    month: int,
    sheet: ReleaseSheet | None,
    found: Sequence[Position],
    first: int,
    paid: set[int],
    today: date,
) -> PeriodRow:
    begins, ends = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    standing = LATE if today > ends else DUE if today >= begins else LATER
    before = next((one for one in range(first, month) if one not in paid), 0)
    hint = _("须先完成 %(month)d 月的拨付") % {"month": before} if before and not sheet else ""
    amount = sum((one.schedule.instalments[month - 1] for one in found), ZERO)
    title = _("%(month)d月按月拨付") % {"month": month}
    return _row(Kind.MONTH, month, title, standing, hint, amount, sheet, can_draft=not before)


def _part_row(
    year: int,
    kind: str,
    sheet: ReleaseSheet | None,
    found: Sequence[Position],
    published: dict[str, date],
    ready: bool,
    today: date,
) -> PeriodRow:
    needed = Publication.Kind.JUNE if kind == Kind.JUNE else Publication.Kind.YEAR
    day = published.get(needed)
    if day is None:
        standing, hint = WAITING, _("%(kind)s结果发布后兑现") % {"kind": Publication.Kind(needed).label}
    else:
        standing = LATE if today - day > timedelta(days=PART_DAYS) else DUE
        hint = _("结果于 %(day)s 发布") % {"day": day.isoformat()}
        hint = hint if ready else _("须先完成上半年考核兑现")
    amount = sum((_part(one, kind) for one in found), ZERO)
    can_draft = day is not None and (ready or kind == Kind.JUNE)
    return _row(kind, 0, str(Kind(kind).label), standing, hint, amount, sheet, can_draft=can_draft)


def _part(one: Position, kind: str) -> Decimal:
    """The part of a centre's holdback that the period judges, before any forfeit."""
    plan = one.schedule.plan
    if kind == Kind.JUNE:
        return plan.june_part
    return plan.year_end_part


def _row(
    kind: str,
    month: int,
    title: str,
    standing: str,
    hint: str,
    amount: Decimal,
    sheet: ReleaseSheet | None,
    *,
    can_draft: bool,
) -> PeriodRow:
    if sheet is not None:
        amount, can_draft = sheet.total, False
        standing = DONE if sheet.state == State.PAID else DUE
        hint = sheet.number
    return PeriodRow(kind, month, title, standing, hint, amount, sheet, can_draft)


def _published(county: Region, year: int) -> dict[str, date]:
    """The day on which each kind of result was first published."""
    rows = Publication.objects.filter(county=county, level="centre", year=year).order_by("-version")
    return {row.kind: timezone.localdate(row.published_at) for row in rows.only("kind", "published_at")}
