"""What was decided and paid before the ledger began, posted once: budgets as they stand, then each paid sheet in turn.

Each year's first entry lays out what its paid sheets took and what the plan has left, so that every payment finds its
money by source and the year ends where its documents say.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.utils.translation import override

from payroll.books import Act, post
from payroll.core.ledger import Account, Posting, move
from payroll.core.sources import BySource, arrange
from payroll.core.subsidy import ZERO
from payroll.locks import take_year
from payroll.models import Budget, LedgerEntry, ReleaseLine, ReleaseSheet, SubsidyYear
from payroll.postings import of_nothing, of_payment
from payroll.queries.ledger import Books, books_of
from payroll.queries.positions import Position, governing_scheme, parameters, positions
from records import audit

Kind = LedgerEntry.Kind


def post_existing(*, now: datetime) -> int:
    """Post every year that has budgets and no entry yet; return how many entries were made."""
    before = LedgerEntry.objects.count()
    for year in SubsidyYear.objects.select_related("county").order_by("county__code", "year"):
        known = LedgerEntry.objects.filter(county=year.county, year=year.year).exists()
        budgets = Budget.objects.filter(county=year.county, year=year.year, version__gte=1)
        if not known and budgets.exists():
            _post_year(year, now)
    return LedgerEntry.objects.count() - before


def _post_year(year: SubsidyYear, now: datetime) -> None:
    with audit.act(None, action="ledger.post_existing", county=year.county) as trail:
        held = take_year(year.county, year.year)
        first = Budget.objects.filter(county=year.county, year=year.year, version__gte=1).order_by("pk")[0]
        revision = first.revisions.select_related("entered_by").order_by("number")[0]
        act = Act(trail, held, revision.entered_by, revision.entered_at, Books())
        text = f"核定{year.year}年补助（启用账簿时转入）"
        post(act, Kind.BUDGET, _budgets(held), text)
        paid = ReleaseSheet.objects.filter(county=held.county, year=held.year, state=ReleaseSheet.State.PAID)
        for sheet in paid.select_related("county", "paid_by").order_by("sequence"):
            _post_sheet(trail, held, sheet, now)


def _budgets(held: SubsidyYear) -> list[Posting]:
    scheme = governing_scheme(held.county, held.year)
    found = positions(held.county, held.year, parameters(scheme)) if scheme else []
    return [posting for one in found for posting in _laid_out(one)]


def _laid_out(one: Position) -> Iterable[Posting]:
    """A centre's budget, laid out before its first payment."""
    key, planned = one.centre.pk, one.planned
    lines = ReleaseLine.objects.filter(
        centre_id=key, sheet__year=one.budget.year, sheet__state=ReleaseSheet.State.PAID
    )
    newest = one.budget.revisions.order_by("-number")[0]
    amounts: BySource = dict(newest.portions.values_list("source", "amount"))
    months, parts, adjusted = _taken(lines)
    laid = arrange(
        amounts, due=planned.due + months, held=planned.held + parts, carry=planned.carry + adjusted
    )
    places = ((Account.DUE, laid.due), (Account.HELD, laid.held), (Account.CARRY, laid.carry))
    return [posting for account, part in places for posting in move(part, Account.BUDGET, account, key)]


def _taken(lines: Iterable[ReleaseLine]) -> tuple[Decimal, Decimal, Decimal]:
    """What paid lines took of the months, of the holdback, and of the carry."""
    months = parts = adjusted = ZERO
    for line in lines:
        adjusted += line.adjustment
        if line.sheet.kind == ReleaseSheet.Kind.MONTH:
            months += line.due
        else:
            parts += line.due
    return months, parts, adjusted


def _post_sheet(trail: audit.Trail, held: SubsidyYear, sheet: ReleaseSheet, now: datetime) -> None:
    if sheet.paid_by is None:
        raise ValueError(f"{sheet} is paid by nobody")
    books = books_of(held.county, held.year)
    act = Act(trail, held, sheet.paid_by, sheet.paid_at or now, books)
    lines = list(sheet.lines.order_by("ordinal"))
    with override("zh-hans"):
        text = f"{sheet.title} {sheet.number}"
    post(act, Kind.PAYMENT, of_payment(sheet, lines, books), text, empty=of_nothing(lines), sheet=sheet)
