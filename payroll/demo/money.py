"""Two years of money: last year paid whole, this year paid up to October, November waiting for payment."""

from datetime import datetime
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from payroll.actions.budget_entries import BudgetEntry
from payroll.actions.budgets import set_budgets
from payroll.actions.sheets import draft_sheet, pay_sheet, review_sheet
from payroll.demo.county import People

ZONE = ZoneInfo("Asia/Shanghai")
RAISED, RAISED_FROM = 4, 7


def build(people: People, year: int) -> None:
    """Budgets and release sheets of last year and this year."""
    _budgets(people, year - 1)
    for month in range(1, 13):
        _release(people, year - 1, "month", month, _at(year - 1, month, 12))
    _release(people, year - 1, "june", 0, _at(year - 1, 12, 20))
    _release(people, year - 1, "year_end", 0, _at(year, 1, 15))
    _budgets(people, year)
    for month in range(1, 7):
        _release(people, year, "month", month, _at(year, month, 12))
    _raise(people, year)
    for month in range(7, 11):
        _release(people, year, "month", month, _at(year, month, 12))
    _release(people, year, "june", 0, _at(year, 8, 5))
    _release(people, year, "month", 11, _at(year, 11, 12), pay=False)


def _at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 10, 0, tzinfo=ZONE)


def _budgets(people: People, year: int) -> None:
    """The year's subsidy of every centre that worked from January."""
    entries = [
        BudgetEntry(centre=centre, amount=Decimal(row[f"budget_{year}"]), document=f"安财社〔{year}〕12号")
        for centre, row in zip(people.centres, people.data["centres"], strict=True)
        if centre.opened_on is None or centre.opened_on.year < year
    ]
    set_budgets(actor=people.finance, county=people.county, year=year, entries=entries, now=_at(year, 1, 8))


def _raise(people: People, year: int) -> None:
    """One centre's budget is raised in mid-year; what is left is spread over the months left."""
    row = people.data["centres"][RAISED]
    entry = BudgetEntry(
        centre=people.centres[RAISED],
        amount=Decimal(row[f"budget_{year}"]) + Decimal("120000.00"),
        from_month=RAISED_FROM,
        document=f"安财社〔{year}〕58号",
        reason="新增公共卫生人员补助",
    )
    set_budgets(
        actor=people.finance, county=people.county, year=year, entries=[entry], now=_at(year, RAISED_FROM, 2)
    )


def _release(people: People, year: int, kind: str, month: int, now: datetime, *, pay: bool = True) -> None:
    sheet = draft_sheet(
        actor=people.finance, county=people.county, year=year, kind=kind, month=month, now=now
    )
    review_sheet(actor=people.finance2, sheet_id=sheet.pk, now=now)
    if pay:
        key = uuid5(NAMESPACE_URL, f"demo-{year}-{kind}-{month}").hex
        pay_sheet(actor=people.finance, sheet_id=sheet.pk, key=key, now=now)
