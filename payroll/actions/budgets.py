"""Budgets: entered, revised in mid-year, imported; each change is a decision that is added, never overwritten.

One door, `set_budgets`, for the form of one centre, the table of all and the import: all or nothing, and what is
the same already is no change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from centres.access import require
from centres.models import Region, User
from payroll.actions.arranging import post_arranged
from payroll.actions.budget_checks import Context, check_entries, context_of
from payroll.actions.budget_entries import BudgetChange, BudgetEntry
from payroll.books import Act
from payroll.core.money import from_fen, to_fen
from payroll.locks import take_year
from payroll.models import Budget, BudgetPortion, BudgetRevision, LedgerEntry
from payroll.postings import of_budget
from payroll.queries.ledger import books_of
from payroll.trail import budget_record
from records import audit
from records.errors import Invalid


def preview(county: Region, year: int, entries: Sequence[BudgetEntry]) -> list[BudgetChange]:
    """Old → new of each entry, without writing."""
    kept = context_of(county, year)
    return [_change(entry, kept) for entry in entries]


def set_budgets(
    *,
    actor: User,
    county: Region,
    year: int,
    entries: Sequence[BudgetEntry],
    now: datetime,
    action: str = "budget.set",
    unit_confirmed: bool = False,
) -> list[BudgetChange]:
    """Enter or revise budgets; return every entry with its old amount. The number of queries doesn't grow.

    Raises Invalid with every faulty entry, and nothing is saved: a negative amount, a month already signed, a
    revision without a reason, a budget changed by somebody else since, or, unless `unit_confirmed`, an amount that
    looks 10,000 times too large or small (元 for 万元).
    """
    require(actor, "budget.edit")
    with audit.act(actor, action=action, county=county) as trail:
        held = take_year(county, year)
        kept = context_of(county, year)
        changes = [_change(entry, kept) for entry in entries]
        if faults := check_entries(changes, kept, unit_confirmed=unit_confirmed):
            problems = [fault.as_problem() for fault in faults]
            raise Invalid(_("预算有误，没有保存。"), code="budget_faulty", problems=problems)
        new = [one for one in changes if one.verdict != "same"]
        _write(new, kept, actor, now, trail)
        _post(new, Act(trail, held, actor, now, books_of(county, year)))
    return changes


def _post(changes: Sequence[BudgetChange], act: Act) -> None:
    """Post what each source gives more or less, and arrange it by month and for results."""
    found = [
        line for one in changes
        for line in of_budget(one.entry.centre.pk, one.old_portions, one.portions_by_source)
    ]  # fmt: skip
    reasons = {one.entry.reason.strip() for one in changes}
    text = f"核定{act.year.year}年补助 {len(changes)} 家"
    reason = reasons.pop() if len(reasons) == 1 else ""
    post_arranged(act, LedgerEntry.Kind.BUDGET, found, text, reason=reason)


def _change(entry: BudgetEntry, kept: Context) -> BudgetChange:
    """The entry beside what is kept; the amount with its two places. ValueError for a broken fen."""
    portions = tuple(replace(one, amount=from_fen(to_fen(one.amount))) for one in entry.portions)
    entry = replace(entry, amount=from_fen(to_fen(entry.amount)), portions=portions)
    pk = entry.centre.pk
    budget = kept.budgets.get(pk)
    month = entry.from_month or kept.open_month
    return BudgetChange(entry, budget.amount if budget else None, month, kept.portions.get(pk, {}))


def _write(
    changes: Sequence[BudgetChange], kept: Context, actor: User, now: datetime, trail: audit.Trail
) -> None:
    """Add the decisions, then let each budget say what its newest one says (the guards want this order)."""
    budgets = _budgets(changes, kept)
    before = {pk: budget_record(budget) for pk, budget in budgets.items() if budget.version}
    decisions = [
        BudgetRevision(
            budget=budgets[one.entry.centre.pk],
            number=budgets[one.entry.centre.pk].version + 1,
            amount=one.entry.amount,
            from_month=one.from_month,
            document=one.entry.document.strip(),
            reason=one.entry.reason.strip(),
            entered_by=actor,
            entered_at=now,
        )
        for one in changes
    ]
    BudgetRevision.objects.bulk_create(decisions, batch_size=500)
    portions = [
        BudgetPortion(
            revision=decision, source=part.source, amount=part.amount, document=part.document.strip(), dated=part.dated
        )
        for one, decision in zip(changes, decisions, strict=True)
        for part in one.portions
    ]  # fmt: skip
    BudgetPortion.objects.bulk_create(portions, batch_size=500)
    for decision in decisions:
        decision.budget.amount, decision.budget.version = decision.amount, decision.number
    Budget.objects.bulk_update(list(budgets.values()), ["amount", "version"], batch_size=200)
    _log(decisions, before, trail)


def _budgets(changes: Iterable[BudgetChange], kept: Context) -> dict[int, Budget]:
    """The budget of each change by centre id, made empty where it is the first."""
    new = [
        Budget(county=kept.county, centre=one.entry.centre, year=kept.year)
        for one in changes
        if one.old is None
    ]
    Budget.objects.bulk_create(new, batch_size=500)
    made = {budget.centre_id: budget for budget in new}
    return {pk: made.get(pk) or kept.budgets[pk] for one in changes for pk in [one.entry.centre.pk]}


def _log(
    decisions: Iterable[BudgetRevision], before: Mapping[int, Mapping[str, object]], trail: audit.Trail
) -> None:
    for decision in decisions:
        budget = decision.budget
        why = "；".join(part for part in (decision.document, decision.reason) if part)
        trail.add(
            budget,
            before.get(budget.centre_id),
            budget_record(budget),
            reason=why,
            label=str(budget),
            centre=budget.centre,
        )
