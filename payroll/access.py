"""The only door to budgets, sheets and accounts: fetch, authorise, or 404."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from centres.access import centre_for
from centres.models import Centre, User
from payroll.models import (
    AwardSheet,
    Budget,
    Correction,
    IssuedPaper,
    LedgerEntry,
    MoneySetting,
    Receipt,
    Reconciliation,
    ReleaseLine,
    ReleaseSheet,
    Remittance,
)
from records.errors import NotAllowed

# What a director may do with money: see the own centre's.
OWN = "own.read"
DONE = (ReleaseSheet.State.PAID, ReleaseSheet.State.REVERSED)


def budgets_for(user: User) -> QuerySet[Budget]:
    """Budgets in scope; a director's is the own centre's, a member of staff has none."""
    if not (user.can("budget.read") or user.can(OWN)):
        return Budget.objects.none()
    return Budget.objects.filter(user.centre_scope("centre__")).select_related("county", "centre")


def sheets_for(user: User) -> QuerySet[ReleaseSheet]:
    """Sheets of the counties in scope. A director reads lines, never a whole sheet."""
    if not user.can("release.read"):
        return ReleaseSheet.objects.none()
    rows = ReleaseSheet.objects.filter(user.county_scope("county__"))
    return rows.select_related("county", "scheme", "publication", "made_by", "reviewed_by", "paid_by")


def sheet_for(user: User, sheet_id: int) -> ReleaseSheet:
    return get_object_or_404(sheets_for(user), pk=sheet_id)


def county_sheet_for(user: User, sheet_id: int) -> ReleaseSheet:
    """A sheet with its county alone, for an act that reads it again once it is held."""
    return get_object_or_404(sheets_for(user).select_related(None).select_related("county"), pk=sheet_id)


def lines_for(user: User) -> QuerySet[ReleaseLine]:
    """Lines in scope; a director's are the own centre's on paid sheets."""
    rows = ReleaseLine.objects.select_related(
        "sheet__county", "sheet__publication", "sheet__scheme", "centre"
    )
    if user.can("release.read"):
        return rows.filter(user.county_scope("sheet__county__"))
    if user.can(OWN):
        return rows.filter(user.centre_scope("centre__"), sheet__state__in=DONE)
    return rows.none()


def line_for(user: User, line_id: int) -> ReleaseLine:
    return get_object_or_404(lines_for(user), pk=line_id)


def account_for(user: User, code: str) -> Centre:
    """The centre whose money the account may read, or 404; 403 for a role that reads no money."""
    centre = centre_for(user, code)
    if not (user.can("budget.read") or user.can(OWN)):
        raise NotAllowed(_("您的角色没有此项权限。"), code="budget.read")
    if user.can(OWN) and user.centre_id != centre.pk:
        raise Http404
    return centre


def receipts_for(user: User) -> QuerySet[Receipt]:
    """Receipts of the counties in scope."""
    if not user.can("budget.read"):
        return Receipt.objects.none()
    return Receipt.objects.filter(user.county_scope("county__")).select_related("county", "entered_by")


def receipt_for(user: User, receipt_id: int) -> Receipt:
    return get_object_or_404(receipts_for(user), pk=receipt_id)


def remittances_for(user: User) -> QuerySet[Remittance]:
    rows = Remittance.objects.filter(receipt__in=receipts_for(user))
    return rows.select_related("receipt__county", "entered_by")


def remittance_for(user: User, remittance_id: int) -> Remittance:
    return get_object_or_404(remittances_for(user), pk=remittance_id)


def awards_for(user: User) -> QuerySet[AwardSheet]:
    """Award sheets of the counties in scope."""
    if not user.can("release.read"):
        return AwardSheet.objects.none()
    rows = AwardSheet.objects.filter(user.county_scope("county__"))
    return rows.select_related("county", "publication", "made_by", "approved_by", "paid_by", "reversed_by")


def award_for(user: User, sheet_id: int) -> AwardSheet:
    return get_object_or_404(awards_for(user), pk=sheet_id)


def corrections_for(user: User) -> QuerySet[Correction]:
    if not user.can("release.read"):
        return Correction.objects.none()
    rows = Correction.objects.filter(user.county_scope("county__"))
    return rows.select_related("county", "sheet__county", "publication", "made_by")


def entries_for(user: User) -> QuerySet[LedgerEntry]:
    """Entries of the counties in scope: a director reads the own centre's statement, not the ledger."""
    if not user.can("release.read"):
        return LedgerEntry.objects.none()
    rows = LedgerEntry.objects.filter(user.county_scope("county__"))
    return rows.select_related("county", "made_by")


def entry_for(user: User, entry_id: int) -> LedgerEntry:
    """An entry with what it rests on."""
    documents = (
        *("sheet", "award", "receipt", "remittance__receipt", "correction__sheet"),
        *("reverses__sheet", "reverses__award", "reverses__correction"),
    )
    return get_object_or_404(entries_for(user).select_related(*documents), pk=entry_id)


def papers_for(user: User) -> QuerySet[IssuedPaper]:
    """Issued sheets of the counties in scope; a director's are those of the own centre."""
    rows = IssuedPaper.objects.select_related("county", "centre", "issued_by")
    if user.can("release.read"):
        return rows.filter(user.county_scope("county__"))
    return rows.filter(user.centre_scope("centre__")) if user.can(OWN) else rows.none()


def settings_for(user: User) -> QuerySet[MoneySetting]:
    if not user.can("budget.read"):
        return MoneySetting.objects.none()
    return MoneySetting.objects.filter(user.county_scope("county__")).select_related("county")


def reconciliations_for(user: User) -> QuerySet[Reconciliation]:
    """Reconciliations of the counties in scope, without their files' contents."""
    if not user.can("release.read"):
        return Reconciliation.objects.none()
    rows = Reconciliation.objects.filter(user.county_scope("county__"))
    return rows.select_related("county", "sheet__county", "file", "made_by").defer("file__content")


def reconciliation_for(user: User, reconciliation_id: int) -> Reconciliation:
    return get_object_or_404(reconciliations_for(user), pk=reconciliation_id)
