"""Two years of money: last year received and paid whole, this year paid up to October, November waiting for payment."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from centres.models import Centre
from payroll.actions.budget_entries import BudgetEntry, Portion
from payroll.actions.budgets import set_budgets
from payroll.actions.receipts import Arrival, enter_receipt, pass_on
from payroll.actions.sheets import draft_sheet, pay_sheet, review_sheet
from payroll.core.money import split_by_weights
from payroll.core.subsidy import ZERO
from payroll.demo.county import People
from payroll.models import Receipt, Source

ZONE = ZoneInfo("Asia/Shanghai")
RAISED, RAISED_FROM = 4, 7
RAISE = Decimal("120000.00")
# Of a year's subsidy, in per cent, and the sender of the document that says so.
GIVEN = {Source.PROVINCE: (50, "示财社"), Source.PREFECTURE: (20, "范财社"), Source.COUNTY: (30, "安财社")}
# When the sources' money reaches the treasury, and what share of the year's, in per cent.
INSTALMENTS = {1: 60, 7: 30, 10: 10}
DECIDED, RECEIVED, PASSED_ON, PAID = 5, 6, 10, 12


def build(people: People, year: int) -> None:
    """Budgets, receipts and release sheets of last year and this year, in the order of their days."""
    _budgets(people, year - 1)
    _months(people, year - 1, range(1, 13))
    _release(people, year - 1, "june", 0, _at(year - 1, 12, 20))
    _release(people, year - 1, "year_end", 0, _at(year, 1, 15))
    _budgets(people, year)
    _months(people, year, range(1, 7))
    _months(people, year, [RAISED_FROM], also=[_raise(people, year)])
    _release(people, year, "june", 0, _at(year, 8, 5))
    # The county's own last instalment came, and the treasury still holds it.
    _months(people, year, range(8, 11), held_back=Source.COUNTY)
    _release(people, year, "month", 11, _at(year, 11, PAID), pay=False)


def _at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 10, 0, tzinfo=ZONE)


def _amounts(people: People, year: int) -> list[tuple[Centre, Decimal]]:
    """The year's subsidy of every centre that worked from January."""
    return [
        (centre, Decimal(row[f"budget_{year}"]))
        for centre, row in zip(people.centres, people.data["centres"], strict=True)
        if centre.opened_on is None or centre.opened_on.year < year
    ]


def _shares(amount: Decimal) -> dict[Source, Decimal]:
    parts = split_by_weights(amount, [share for share, _sender in GIVEN.values()])
    return dict(zip(GIVEN, parts, strict=True))


def _portions(shares: dict[Source, Decimal], year: int) -> tuple[Portion, ...]:
    return tuple(
        Portion(source, amount, f"{GIVEN[source][1]}〔{year}〕5号", date(year, 1, 4))
        for source, amount in shares.items()
    )


def _budgets(people: People, year: int) -> None:
    entries = [
        BudgetEntry(
            centre=centre, amount=amount, document=f"安财社〔{year}〕12号", portions=_portions(_shares(amount), year)
        )
        for centre, amount in _amounts(people, year)
    ]  # fmt: skip
    set_budgets(
        actor=people.finance, county=people.county, year=year, entries=entries, now=_at(year, 1, DECIDED)
    )


class Arrived(NamedTuple):
    """Money of one source by one document, in yuan."""

    source: Source
    amount: Decimal
    document: str


def _months(
    people: People,
    year: int,
    months: Iterable[int],
    held_back: Source | None = None,
    also: Sequence[Arrived] = (),
) -> None:
    """The months' sheets, and before them what the sources sent for them."""
    for month in months:
        if month in INSTALMENTS:
            _receive(people, year, month, [*_instalment(people, year, month), *also], held_back)
        _release(people, year, "month", month, _at(year, month, PAID))


def _instalment(people: People, year: int, month: int) -> Iterator[Arrived]:
    given = [_shares(amount) for _centre, amount in _amounts(people, year)]
    place = list(INSTALMENTS).index(month)
    for source, (_share, sender) in GIVEN.items():
        whole = sum((one[source] for one in given), ZERO)
        amount = split_by_weights(whole, list(INSTALMENTS.values()))[place]
        yield Arrived(source, amount, f"{sender}〔{year}〕{5 + 11 * place}号")


def _receive(
    people: People, year: int, month: int, arrived: Iterable[Arrived], held_back: Source | None
) -> None:
    """What reached the treasury on the 6th, all of it, and the bureau's account on the 10th."""
    entered = [(one, _enter(people, year, month, one)) for one in arrived]
    for one, receipt in entered:
        if one.source is not held_back:
            pass_on(
                actor=people.finance, receipt_id=receipt.pk, amount=one.amount,
                passed_on=date(year, month, PASSED_ON), key=_key(year, month, one, "-on"),
                now=_at(year, month, PASSED_ON),
            )  # fmt: skip


def _enter(people: People, year: int, month: int, one: Arrived) -> Receipt:
    came = date(year, month, RECEIVED)
    arrival = Arrival(one.source, one.document, date(year, month, 2), came, one.amount)
    return enter_receipt(
        actor=people.finance, county=people.county, year=year, arrival=arrival, key=_key(year, month, one),
        now=_at(year, month, RECEIVED),
    )  # fmt: skip


def _key(year: int, month: int, one: Arrived, end: str = "") -> str:
    return uuid5(NAMESPACE_URL, f"demo-{year}-{month}-{one.document}{end}").hex


def _raise(people: People, year: int) -> Arrived:
    """One centre's budget is raised in mid-year by the county; what is left is spread over the months left. Returns
    the money that comes with it.
    """
    centre, amount = people.centres[RAISED], Decimal(people.data["centres"][RAISED][f"budget_{year}"])
    shares, document = _shares(amount), f"安财社〔{year}〕58号"
    shares[Source.COUNTY] += RAISE
    entry = BudgetEntry(
        centre=centre,
        amount=amount + RAISE,
        from_month=RAISED_FROM,
        document=document,
        reason="新增公共卫生人员补助",
        portions=_portions(shares, year),
    )
    now = _at(year, RAISED_FROM, 2)
    set_budgets(actor=people.finance, county=people.county, year=year, entries=[entry], now=now)
    return Arrived(Source.COUNTY, RAISE, document)


def _release(people: People, year: int, kind: str, month: int, now: datetime, *, pay: bool = True) -> None:
    sheet = draft_sheet(
        actor=people.finance, county=people.county, year=year, kind=kind, month=month, now=now
    )
    review_sheet(actor=people.finance2, sheet_id=sheet.pk, now=now)
    if pay:
        key = uuid5(NAMESPACE_URL, f"demo-{year}-{kind}-{month}").hex
        pay_sheet(actor=people.finance, sheet_id=sheet.pk, key=key, now=now)
