"""What stands in the way of closing a year, and what would be carried into the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from centres.models import Centre, Region
from payroll.core.ledger import Account, shown
from payroll.core.sources import total
from payroll.core.subsidy import ZERO
from payroll.models import ACCOUNTS, AwardSheet, ReleaseSheet, SubsidyYear
from payroll.queries.corrections import outstanding
from payroll.queries.ledger import Books, books_of, by_account, postings_of, sums


def is_closed(county: Region, year: int) -> bool:
    """Whether nothing of the year changes any more (1 query)."""
    return SubsidyYear.objects.filter(county=county, year=year, closed_at__isnull=False).exists()


LEFT = (Account.DUE, Account.HELD, Account.CARRY)


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What a centre has left, in yuan: it goes into the next year, or back where the centre is closed."""

    centre: Centre
    due: Decimal
    held: Decimal
    carry: Decimal

    @property
    def amount(self) -> Decimal:
        return self.due + self.held + self.carry


@dataclass(frozen=True, slots=True)
class Sums:
    """What all centres have left together, in yuan."""

    due: Decimal
    held: Decimal
    carry: Decimal
    amount: Decimal


def summed(rests: Sequence[LeftOver]) -> Sums:
    names = ("due", "held", "carry", "amount")
    return Sums(*(sum((getattr(one, name) for one in rests), ZERO) for name in names))


@dataclass(frozen=True, slots=True)
class Carried:
    """What a closing took out of a year, or an opening brought into it: of the centres, the fund, the bureau's account.

    Yuan; `account` names the balance that explains it.
    """

    label: str
    account: str
    amount: Decimal


CARRIED_ON = (Account.FORWARD, Account.RETURNED, Account.FUND_FORWARD, Account.CASH_FORWARD)
BROUGHT_IN = (Account.OPENING, Account.FUND_BROUGHT, Account.CASH_BROUGHT)


def carried_on(county: Region, year: int) -> list[Carried]:
    """What the year went over with into the next one, and what was given back (1 query)."""
    return _carried(county, year, CARRIED_ON)


def brought_in(county: Region, year: int) -> list[Carried]:
    """The year's opening balances (1 query)."""
    return _carried(county, year, BROUGHT_IN)


def _carried(county: Region, year: int, accounts: Sequence[Account]) -> list[Carried]:
    found, labels = by_account(sums(postings_of(county, year))), dict(ACCOUNTS)
    return [
        Carried(str(labels[one.value]), one.value, shown(one, found[one]))
        for one in accounts
        if found.get(one)
    ]


def obstacles(county: Region, year: int) -> list[str]:
    """Why the year can't be closed yet, one sentence each."""
    earlier = SubsidyYear.objects.filter(county=county, year__lt=year, closed_at__isnull=True)
    found = [
        _("%(year)d年还没有关账") % {"year": one}
        for one in earlier.order_by("year").values_list("year", flat=True)
    ]
    sheets = ReleaseSheet.objects.filter(county=county, year=year, state__in=["draft", "reviewed"])
    found += [_("%(sheet)s还没有拨付") % {"sheet": one.title} for one in sheets.order_by("kind", "month")]
    if AwardSheet.objects.filter(county=county, year=year, state__in=["proposed", "approved"]).exists():
        found.append(_("院长奖励单还没有拨付"))
    found += [
        _("%(sheet)s的考核结果已有更正，须先调整") % {"sheet": sheet.title}
        for sheet, _publication in outstanding(county, year)
    ]
    treasury = books_of(county, year).total(Account.TREASURY)
    if treasury:
        found.append(_("县财政还有 %(amount)s 元没有转入局账户") % {"amount": f"{treasury:,.2f}"})
    return found


def left_over(county: Region, books: Books) -> list[LeftOver]:
    """Every centre that has something due, held or carried, of any source, by code."""
    keys = {
        centre
        for (account, centre), amounts in books.amounts.items()
        if account in LEFT and centre is not None and any(amounts.values())
    }
    centres = Centre.objects.filter(pk__in=keys).order_by("code")
    return [LeftOver(one, *(total(books.of(account, one.pk)) for account in LEFT)) for one in centres]
