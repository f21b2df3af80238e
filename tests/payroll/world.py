"""A county's year of money for tests: budgets, sheets and results by short calls, all through the actions."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

from appraisal.models import GradeBand, Publication, Result
from centres.models import Centre, DirectorTerm, Staff
from centres.roles import Role
from payroll.actions import awards, budgets, closing, receipts, reversals, sheets
from payroll.actions.budget_entries import BudgetEntry, Portion
from payroll.models import AwardSheet, Receipt, ReleaseLine, ReleaseSheet, Remittance, SubsidyYear
from payroll.queries.ledger import by_account, postings_of, sums
from records import verification
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

    def pay(self, sheet: ReleaseSheet, key: str = "", now: datetime | None = None) -> ReleaseSheet:
        """Pay it now, a month that isn't due yet on its first day."""
        return sheets.pay_sheet(
            actor=self.payer, sheet_id=sheet.pk, key=key or f"key-{sheet.pk:08d}", now=now or due(sheet)
        )

    def release(self, kind: str = "month", month: int = 0) -> ReleaseSheet:
        """Draft, review and pay."""
        return self.pay(self.review(self.draft(kind, month)))

    def months(self, first: int, last: int) -> list[ReleaseSheet]:
        return [self.release("month", month) for month in range(first, last + 1)]

    def reverse(self, sheet: ReleaseSheet, key: str = "") -> ReleaseSheet:
        return reversals.reverse_sheet(
            actor=self.leader, sheet_id=sheet.pk, reason="账户有误，银行退回", key=key or f"back-{sheet.pk:08d}",
            now=NOW,
        )  # fmt: skip

    def directors(self) -> None:
        """A director in office in every centre."""
        for centre in self.centres:
            staff = Staff.objects.create(centre=centre, number="1", name=f"院长{centre.code[-2:]}")
            DirectorTerm.objects.create(centre=centre, staff=staff, started_on=date(2020, 1, 1))

    def award(self) -> AwardSheet:
        """Propose, approve and pay the year's awards."""
        sheet = awards.propose(actor=self.finance, county=self.region, year=2026, now=NOW)
        awards.approve(actor=self.leader, sheet_id=sheet.pk, now=NOW)
        return awards.pay(actor=self.payer, sheet_id=sheet.pk, key=f"award-{sheet.pk:06d}", now=NOW)

    def received(self, amount: str, source: str = "county", key: str = "") -> Receipt:
        arrival = receipts.Arrival(
            source, "省财社〔2026〕1号", date(2026, 1, 2), date(2026, 1, 10), Decimal(amount)
        )
        return receipts.enter_receipt(
            actor=self.finance,
            county=self.region,
            year=2026,
            arrival=arrival,
            key=key or uuid4().hex,
            now=NOW,
        )

    def passed_on(self, receipt: Receipt, amount: str, key: str = "") -> Remittance:
        return receipts.pass_on(
            actor=self.finance, receipt_id=receipt.pk, amount=Decimal(amount), passed_on=date(2026, 2, 1),
            key=key or uuid4().hex, now=NOW,
        )  # fmt: skip

    def close(self, reason: str = "", year: int = 2026) -> SubsidyYear:
        return closing.close_year(actor=self.leader, county=self.region, year=year, reason=reason, now=NOW)

    def results(
        self,
        kind: str,
        *totals: str | None,
        exempt: Sequence[int] = (),
        year: int = 2026,
        now: datetime = NOW,
    ) -> Publication:
        """Publish results as rows, by total: None is incomplete. The rounds behind them are other tests' matter."""
        known = Publication.objects.filter(county=self.region, year=year, kind=kind).count()
        publication = Publication.objects.create(
            county=self.region, year=year, kind=kind, version=known + 1, scheme=self.scheme, graded=len(totals),
            lines=len(totals), top_places=1, fingerprint=f"{kind}{known}".ljust(64, "0"),
            published_by=self.leader, published_at=now,
        )  # fmt: skip
        bands = list(GradeBand.objects.filter(scheme=self.scheme).order_by("-floor"))
        for index, (centre, total) in enumerate(zip(self.centres, totals, strict=True)):
            _result(publication, centre, total, bands, exempt=index in exempt)
        return publication


def due(sheet: ReleaseSheet) -> datetime:
    """The day of the tests, or the first day of a month to come."""
    return max(NOW, datetime(sheet.year, max(sheet.month, 1), 1, 1, 0, tzinfo=UTC))


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


def sources(money: Money, *parts: Mapping[str, str], from_month: int | None = None, reason: str = "") -> None:
    """Set budgets by source, in the centres' order."""
    entries = [
        BudgetEntry(
            centre,
            sum((Decimal(one) for one in part.values()), Decimal(0)),
            from_month=from_month,
            reason=reason,
            portions=tuple(
                Portion(name, Decimal(one), f"{name}〔2026〕1号", date(2026, 1, 5)) for name, one in part.items()
            ),
        )
        for centre, part in zip(money.centres, parts, strict=True)
    ]  # fmt: skip
    budgets.set_budgets(
        actor=money.finance, county=money.region, year=2026, entries=entries, now=NOW, unit_confirmed=True
    )


def accounts(money: Money, year: int = 2026) -> dict[str, str]:
    """The county's posted sums by account, those at 0 left out."""
    found = by_account(sums(postings_of(money.region, year)))
    return {account.value: f"{amount:f}" for account, amount in found.items() if amount}


def faults() -> list[str]:
    """What `verify` finds of money; the rounds behind these results were never held."""
    names = [name for name in verification._checks if name.startswith(("money_", "ledger_"))]
    return [f"{one.check.name}: {fault}" for one in verification.run(names) for fault in one.faults]


def line_of(sheet: ReleaseSheet, centre: Centre) -> ReleaseLine:
    return ReleaseLine.objects.get(sheet=sheet, centre=centre)


def amounts(sheet: ReleaseSheet) -> list[str]:
    """Each line's payment, as text."""
    return [f"{line.amount:f}" for line in sheet.lines.order_by("ordinal")]


def figures(line: ReleaseLine) -> Mapping[str, str]:
    names = ("due", "forfeited", "adjustment", "amount")
    return {name: f"{getattr(line, name):f}" for name in names}
