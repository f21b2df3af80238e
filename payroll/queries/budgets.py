"""Budgets of a county's year beside its centres, and the decisions behind one of them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from centres.models import Centre, Region
from payroll.models import Budget, BudgetRevision


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A centre and its budget; `amount` is None and `version` 0 where there is none. `last` is last year's."""

    centre: Centre
    amount: Decimal | None
    version: int
    document: str
    last: Decimal | None


def budget_rows(county: Region, year: int) -> list[BudgetRow]:
    """The county's centres that work in the year or have a budget of it, by code (3 queries)."""
    rows = Budget.objects.filter(county=county, year__in=[year - 1, year]).select_related("centre")
    this = {row.centre_id: row for row in rows if row.year == year}
    last = {row.centre_id: row.amount for row in rows if row.year == year - 1}
    newest = BudgetRevision.objects.filter(budget__in=[row.pk for row in this.values()]).order_by("number")
    documents = dict(newest.values_list("budget_id", "document"))
    centres = Centre.objects.filter(Q(pk__in=list(this)) | _works_in(year), county=county).order_by("code")
    return [
        BudgetRow(
            centre=centre,
            amount=this[centre.pk].amount if centre.pk in this else None,
            version=this[centre.pk].version if centre.pk in this else 0,
            document=documents.get(this[centre.pk].pk, "") if centre.pk in this else "",
            last=last.get(centre.pk),
        )
        for centre in centres
    ]


def _works_in(year: int) -> Q:
    """Open on some day of the year."""
    opened = Q(opened_on__isnull=True) | Q(opened_on__lte=date(year, 12, 31))
    return opened & (Q(closed_on__isnull=True) | Q(closed_on__gt=date(year, 1, 1)))


def decisions_of(budget: Budget | None) -> list[BudgetRevision]:
    """The decisions on a budget, newest first."""
    if budget is None:
        return []
    return list(budget.revisions.select_related("entered_by").order_by("-number"))
