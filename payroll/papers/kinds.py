"""Makes an issued sheet anew from what it was made of, to see whether its figures still stand."""

from collections.abc import Callable, Mapping

from centres.models import Centre, Region
from payroll.models import AwardSheet, Reconciliation, ReleaseSheet
from payroll.papers.award import award_bank_paper, award_paper
from payroll.papers.bank import bank_paper
from payroll.papers.fund import fund_paper
from payroll.papers.paper import Paper
from payroll.papers.reconciliation import reconciliation_paper
from payroll.papers.release import release_paper
from payroll.papers.statement import statement_paper
from payroll.papers.summary import summary_paper
from payroll.queries.reconciling import reconciled
from payroll.queries.sheets import SheetView, sheet_view
from records.errors import Refused

Params = Mapping[str, int]


def _view(params: Params) -> SheetView:
    people = ReleaseSheet.objects.select_related(
        *("county", "scheme", "publication", "made_by", "reviewed_by", "paid_by")
    )
    return sheet_view(people.get(pk=params["sheet"]))


def _award(params: Params) -> AwardSheet:
    people = AwardSheet.objects.select_related(
        *("county", "publication__scheme", "made_by", "approved_by", "paid_by")
    )
    return people.get(pk=params["award"])


def _centre(params: Params) -> Centre:
    return Centre.objects.select_related("county").get(pk=params["centre"])


MADE: dict[str, Callable[[Params], Paper]] = {
    "release": lambda params: release_paper(_view(params)),
    "bank": lambda params: bank_paper(_view(params)),
    "award": lambda params: award_paper(_award(params)),
    "award_bank": lambda params: award_bank_paper(_award(params)),
    "statement": lambda params: statement_paper(_centre(params), params["year"]),
    "summary": lambda params: summary_paper(Region.objects.get(pk=params["county"]), params["year"]),
    "fund": lambda params: fund_paper(Region.objects.get(pk=params["county"]), params["year"]),
    "reconciliation": lambda params: reconciliation_paper(
        reconciled(Reconciliation.objects.get(pk=params["reconciliation"]))
    ),
}


def made_anew(kind: str, params: Params) -> Paper | None:
    """The sheet as it would be today; None where there is none any more (a deleted draft, a reversed payment)."""
    try:
        return MADE[kind](params)
    except (ReleaseSheet.DoesNotExist, AwardSheet.DoesNotExist, Refused):
        return None
