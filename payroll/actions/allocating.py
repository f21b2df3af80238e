"""A source's money allocated by a standard: so much a head of staff or population, or a whole sum by heads.

The preview reckons and writes nothing; saving goes through the one door of budgets, so that months, reasons and
versions are checked as for a typed amount.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from centres.access import require
from centres.models import Centre, Region, User
from payroll.actions.budget_checks import LIMIT, context_of
from payroll.actions.budget_entries import BudgetChange, BudgetEntry, Portion
from payroll.actions.budgets import set_budgets
from payroll.core.allocation import Share, by_standard, by_total
from payroll.core.subsidy import ZERO
from payroll.core.text import Text
from payroll.models import BudgetPortion, Source
from payroll.queries.budgets import budget_rows
from records.errors import Invalid

HEADS = {"staff": "staff_count", "population": "population"}


@dataclass(frozen=True, slots=True)
class Standard:
    """What is allocated: a source's money, by heads of `basis` (staff, population), `amount` yuan a head, or, with
    `whole`, in sum.
    """

    source: str
    basis: str
    amount: Decimal
    whole: bool
    document: str = ""
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Allocated:
    """One centre's share beside what the source gave it before."""

    centre: Centre
    heads: int
    before: Decimal
    after: Decimal
    step: Text


def preview_allocation(county: Region, year: int, standard: Standard) -> list[Allocated]:
    """Each centre's share, without writing. Raises Invalid for a standard that can't be."""
    if standard.source not in Source.values or standard.basis not in HEADS:
        raise Invalid(_("没有这样的资金来源或分配标准。"), code="no_such_standard")
    if not 0 <= standard.amount < LIMIT:
        raise Invalid(_("金额应不小于0，且小于1000亿元"), code="amount")
    centres = [row.centre for row in budget_rows(county, year)]
    heads = [getattr(one, HEADS[standard.basis]) for one in centres]
    kept = context_of(county, year).portions
    return [
        Allocated(centre, one, kept.get(centre.pk, {}).get(standard.source, ZERO), share.amount, share.step)
        for centre, one, share in zip(centres, heads, _shares(standard, heads), strict=True)
    ]


def _shares(standard: Standard, heads: Sequence[int]) -> list[Share]:
    try:
        return (by_total if standard.whole else by_standard)(standard.amount, heads)
    except ValueError as error:
        raise Invalid(_("各卫生院没有填写职工数或服务人口，无法按此标准分配。"), code="no_heads") from error


def allocate(
    *,
    actor: User,
    county: Region,
    year: int,
    standard: Standard,
    reason: str,
    now: datetime,
    from_month: int | None = None,
) -> list[BudgetChange]:
    """Give each centre its share of the source; what other sources give stays as it is."""
    require(actor, "budget.edit")
    rows = preview_allocation(county, year, standard)
    others = _others(county, year, standard.source)
    entries = []
    for row in rows:
        own = Portion(standard.source, row.after, standard.document, standard.dated)
        portions = (*others.get(row.centre.pk, ()), own)
        if row.before != row.after or len(portions) > 1:
            whole = sum((one.amount for one in portions), ZERO)
            entries.append(
                BudgetEntry(
                    row.centre, whole, from_month, standard.document, reason, None, row.centre.code, portions
                )
            )
    return set_budgets(
        actor=actor, county=county, year=year, entries=entries, now=now, action="budget.allocate",
        unit_confirmed=True,
    )  # fmt: skip


def _others(county: Region, year: int, source: str) -> dict[int, tuple[Portion, ...]]:
    """What the other sources give each centre by its newest decision."""
    rows = BudgetPortion.objects.filter(revision__budget__county=county, revision__budget__year=year)
    found: dict[int, tuple[Portion, ...]] = {}
    for row in rows.exclude(source=source).select_related("revision__budget"):
        budget = row.revision.budget
        if row.revision.number == budget.version:
            one = Portion(row.source, row.amount, row.document, row.dated)
            found[budget.centre_id] = (*found.get(budget.centre_id, ()), one)
    return found
