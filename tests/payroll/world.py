"""A county's year of money for tests: budgets, sheets and results by short calls, all through the actions."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from appraisal.models import GradeBand, Publication, Result
from centres.models import Centre
from centres.roles import Role
from payroll.actions import budgets, sheets
from payroll.actions.budget_entries import BudgetEntry
from payroll.models import ReleaseLine, ReleaseSheet
from tests.factories import County, UserFactory

NOW = datetime(2026, 8, 3, 1, 0, tzinfo=UTC)
A = Decimal("1234567.89")


class Money(County):
    """A county with a second finance officer (the payer) and short ways through a year."""

    def __init__(self, size: int = 2, **values: object) -> None:
        super().__init__(size, **values)  # type: ignore[arg-type]
        self.payer = UserFactory(role=Role.FINANCE, county=self.region)

    def budget(self, *amounts: Decimal | str | None, from_month: int | None = None, reason: str = "") -> None:
        """Set the centres' budgets in their order; None leaves a centre out."""
        pairs = zip(self.centres, amounts, strict=True)
        entries = [
            BudgetEntry(
                centre, Decimal(amount), from_month=from_month, document="临财社〔2026〕3号", reason=reason
            )
            for centre, amount in pairs
            if amount is not None
        ]
        budgets.set_budgets(
            actor=self.finance, county=self.region, year=2026, entries=entries, now=NOW, unit_confirmed=True
        )

    def draft(self, kind: str = "month", month: int = 0) -> ReleaseSheet:
        return sheets.draft_sheet(
            actor=self.finance, county=self.region, year=2026, kind=kind, month=month, now=NOW
        )

    def review(self, sheet: ReleaseSheet) -> ReleaseSheet:
        return sheets.review_sheet(actor=self.leader, sheet_id=sheet.pk, now=NOW)

    def pay(self, sheet: ReleaseSheet, key: str = "") -> ReleaseSheet:
        return sheets.pay_sheet(
            actor=self.payer, sheet_id=sheet.pk, key=key or f"key-{sheet.pk:08d}", now=NOW
        )

    def release(self, kind: str = "month", month: int = 0) -> ReleaseSheet:
        """Draft, review and pay."""
        return self.pay(self.review(self.draft(kind, month)))

    def months(self, first: int, last: int) -> list[ReleaseSheet]:
        return [self.release("month", month) for month in range(first, last + 1)]

    def results(self, kind: str, *totals: str | None, exempt: Sequence[int] = ()) -> Publication:
        """Publish results as rows, by total: None is incomplete. The rounds behind them are other tests' matter."""
        known = Publication.objects.filter(county=self.region, year=2026, kind=kind).count()
        publication = Publication.objects.create(
            county=self.region, year=2026, kind=kind, version=known + 1, scheme=self.scheme, graded=len(totals),
            lines=len(totals), top_places=1, fingerprint=f"{kind}{known}".ljust(64, "0"),
            published_by=self.leader, published_at=NOW,
        )  # fmt: skip
        bands = list(GradeBand.objects.filter(scheme=self.scheme).order_by("-floor"))
        for index, (centre, total) in enumerate(zip(self.centres, totals, strict=True)):
            _result(publication, centre, total, bands, exempt=index in exempt)
        return publication


def _result(
    publication: Publication, centre: Centre, total: str | None, bands: Sequence[GradeBand], *, exempt: bool
) -> None:
    band = next((one for one in bands if total is not None and Decimal(total) >= one.floor), None)
    Result.objects.create(
        publication=publication,
        centre=centre,
        standing="graded" if band else "exempt" if exempt else "incomplete",
        total=total,
        grade_code=band.code if band else "",
        grade_name=band.name if band else "",
    )


def line_of(sheet: ReleaseSheet, centre: Centre) -> ReleaseLine:
    return ReleaseLine.objects.get(sheet=sheet, centre=centre)


def amounts(sheet: ReleaseSheet) -> list[str]:
    """Each line's payment, as text."""
    return [f"{line.amount:f}" for line in sheet.lines.order_by("ordinal")]


def figures(line: ReleaseLine) -> Mapping[str, str]:
    names = ("due", "forfeited", "adjustment", "amount")
    return {name: f"{getattr(line, name):f}" for name in names}
