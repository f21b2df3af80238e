"""What each centre has on a county's year, by the ledger: with a budget, or with what was brought forward only.

*Decision*: a centre without a budget of the year gets no line on a release sheet; what it brought from the year before
stays carried on its account until a budget is set, or until the year's close takes it on (or gives it back).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from centres.models import Centre, Region
from payroll.core.balance import Balance, of_ledger, total
from payroll.core.ledger import Account, Book, book_of
from payroll.models import Budget, LedgerEntry, LedgerPosting
from payroll.queries.ledger import by_centre, postings_of, sums

# An award belongs to a director and stands in the fund's book.
OF_CENTRES = tuple(one.value for one in Account if book_of(one) is Book.RELEASE)


@dataclass(frozen=True, slots=True)
class CentreBalance:
    """One centre's year; `budgeted` is False where it has only what was brought forward."""

    centre: Centre
    balance: Balance
    budgeted: bool = True


def centre_balances(county: Region, year: int) -> list[CentreBalance]:
    """Every centre that has a budget or an entry of the year, by code (3 queries, whatever their number)."""
    found = by_centre(sums(postings_of(county, year).filter(account__in=OF_CENTRES)))
    budgets = Budget.objects.filter(county=county, year=year, version__gte=1)
    budgeted = set(budgets.values_list("centre_id", flat=True))
    centres = Centre.objects.filter(pk__in={one for one in (*found, *budgeted) if one is not None}).order_by(
        "code"
    )
    return [CentreBalance(one, of_ledger(found.get(one.pk, {})), one.pk in budgeted) for one in centres]


def balance_of(centre: Centre, year: int) -> Balance:
    """One centre's balance (1 query); nothing but zeros where it has no entry."""
    own = postings_of(centre.county, year).filter(centre=centre, account__in=OF_CENTRES)
    return of_ledger(by_centre(sums(own)).get(centre.pk, {}))


def whole(found: Iterable[CentreBalance]) -> Balance:
    """The sum of all."""
    return total(one.balance for one in found)


def years_with_money(centre: Centre) -> list[int]:
    """The years in which a centre has a budget or an entry, newest first."""
    budgets = Budget.objects.filter(centre=centre, version__gte=1).values_list("year", flat=True)
    own = LedgerPosting.objects.filter(centre=centre, account__in=OF_CENTRES)
    return sorted({*budgets, *own.order_by().values_list("entry__year", flat=True).distinct()}, reverse=True)


def nearest(years: Collection[int], today: date) -> int:
    """This year where it is among them (or there are none), else the newest."""
    return today.year if today.year in years or not years else max(years)


def years_with_entries(county: Region) -> set[int]:
    """The years of which the county has a budget or an entry."""
    budgets = Budget.objects.filter(county=county, version__gte=1).values_list("year", flat=True)
    entries = LedgerEntry.objects.filter(county=county).values_list("year", flat=True)
    return {*budgets.order_by().distinct(), *entries.order_by().distinct()}
