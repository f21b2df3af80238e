"""A source's money allocated by a standard: so much a head of staff or population, a whole sum by heads, or typed.

The preview reckons and writes nothing; saving goes through the one door of budgets, so that months, reasons and
versions are checked as for a typed amount. What is saved is what was seen: the preview's fingerprint says so.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
from records.errors import Conflict, Invalid

HEADS = {"staff": "staff_count", "population": "population"}
TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Standard:
    """What is allocated: a source's money, by heads of `basis` (staff, population), `amount` yuan a head, or, with
    `whole`, in sum. With basis `typed`, the yuan of each centre by its id; what isn't typed stays as it is.
    """

    source: str
    basis: str
    amount: Decimal
    whole: bool
    document: str = ""
    dated: date | None = None
    typed: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Allocated:
    """One centre's share beside what the source gave it before. `heads` is 0 for a typed amount."""

    centre: Centre
    heads: int
    before: Decimal
    after: Decimal
    step: Text


def preview_allocation(county: Region, year: int, standard: Standard) -> list[Allocated]:
    """Each centre's share, without writing. Raises Invalid for a standard that can't be."""
    _check(standard)
    centres = [row.centre for row in budget_rows(county, year)]
    kept = context_of(county, year).portions
    before = [kept.get(centre.pk, {}).get(standard.source, ZERO) for centre in centres]
    if standard.basis == TYPED:
        return [_typed(one, old, standard) for one, old in zip(centres, before, strict=True)]
    heads = [getattr(one, HEADS[standard.basis]) for one in centres]
    rows = zip(centres, heads, before, _shares(standard, heads), strict=True)
    return [Allocated(centre, one, old, share.amount, share.step) for centre, one, old, share in rows]


def _check(standard: Standard) -> None:
    if standard.source not in Source.values or standard.basis not in {*HEADS, TYPED}:
        raise Invalid(_("没有这样的资金来源或分配标准。"), code="no_such_standard")
    if not all(0 <= one < LIMIT for one in (standard.amount, *standard.typed.values())):
        raise Invalid(_("金额应不小于0，且小于1000亿元"), code="amount")


def _typed(centre: Centre, old: Decimal, standard: Standard) -> Allocated:
    amount = standard.typed.get(centre.pk, old)
    known = centre.pk in standard.typed
    step = Text("逐家填写", "typed") if known else Text("未填写，保持原数", "not typed: as before")
    return Allocated(centre, 0, old, amount, step)


def fingerprint(rows: Iterable[Allocated]) -> str:
    """What a preview showed: centres, old and new amounts."""
    said = "\n".join(f"{one.centre.code}|{one.before:f}|{one.after:f}" for one in rows)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


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
    seen: str = "",
) -> list[BudgetChange]:
    """Give each centre its share of the source; what other sources give stays as it is.

    `seen` is the fingerprint of the preview that somebody looked at: Conflict where it would be another one now.
    """
    require(actor, "budget.edit")
    rows = preview_allocation(county, year, standard)
    if seen and seen != fingerprint(rows):
        raise Conflict(_("预览之后，预算、职工数或服务人口已有变化，请重新预览。"), code="changed")
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
