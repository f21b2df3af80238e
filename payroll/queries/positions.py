"""Where each budgeted centre of a county's year stands: decisions, what was paid, and the schedule they give.

Balances are the ledger's (`payroll.queries.balances`). What sheets and plan say of them (`planned`) is reckoned here:
the ledger is arranged by it, and `verify` holds one against the other. The number of queries doesn't grow with the
centres: budgets, decisions, paid sheets, paid lines, and what the ledger brought from outside the plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from appraisal.models import Round, Scheme
from centres.models import Centre, Region
from payroll.core.balance import Balance, balance
from payroll.core.release import Outside
from payroll.core.schedule import Decision, Past, Schedule, schedule
from payroll.core.subsidy import ZERO, SubsidyParameters
from payroll.core.text import Text
from payroll.models import Budget, BudgetRevision, LedgerEntry, ReleaseLine, ReleaseSheet, SubsidyYear
from payroll.queries.outside import Brought, advance_cause, brought_by_centre, number_before

Kind, State = ReleaseSheet.Kind, ReleaseSheet.State
ADVANCES = (Kind.ADVANCE_JUNE, Kind.ADVANCE_YEAR)


@dataclass(frozen=True, slots=True)
class Position:
    """One centre's year. Sums are over its paid lines, `forfeited` with corrections; `kinds` are the kinds that it
    has a paid line of.
    """

    budget: Budget
    budget_version: int
    schedule: Schedule
    past: Past
    kinds: frozenset[str] = frozenset()
    paid: Decimal = ZERO
    monthly_paid: Decimal = ZERO
    forfeited: Decimal = ZERO
    opening: Decimal = ZERO
    causes: tuple[Text, ...] = ()

    @property
    def centre(self) -> Centre:
        return self.budget.centre

    @property
    def planned(self) -> Balance:
        """The balance that sheets and plan give."""
        return balance(
            self.schedule,
            self.past,
            paid=self.paid,
            forfeited=self.forfeited,
            closed=Kind.YEAR_END in self.kinds,
            opening=self.opening,
        )

    def outside(self, kind: str) -> Outside:
        """What a line of this kind settles from outside the plan, with its causes."""
        year = kind == Kind.YEAR_END or Kind.YEAR_END in self.kinds
        june = kind == Kind.JUNE or self.past.june_part is not None or year
        amount = self.past.outside_now(june=june, year=year)
        return Outside(amount, self.causes if amount else ())

    @property
    def ahead(self) -> Decimal:
        """What was advanced on parts that aren't judged yet: it stands in the carry below 0, and no line settles it."""
        year = Kind.YEAR_END in self.kinds
        return self.past.waiting(june=self.past.june_part is not None or year, year=year)


@dataclass(slots=True)
class _Paid:
    """What is gathered of one centre's paid lines."""

    months: dict[int, Decimal] = field(default_factory=dict)
    june_part: Decimal | None = None
    adjustments: Decimal = ZERO
    settled: Decimal = ZERO
    advances: dict[str, Decimal] = field(default_factory=dict)
    causes: list[Text] = field(default_factory=list)
    amount: Decimal = ZERO
    monthly: Decimal = ZERO
    forfeited: Decimal = ZERO
    kinds: set[str] = field(default_factory=set)

    def add(self, sheet: Mapping[str, Any], line: Mapping[str, Any]) -> None:
        kind = sheet["kind"]
        self.kinds.add(kind)
        self.adjustments += line["adjustment"] - line["settled"]
        self.settled += line["settled"]
        self.amount += line["amount"]
        self.forfeited += line["forfeited"]
        if kind == Kind.MONTH:
            self.months[sheet["month"]] = line["due"]
            self.monthly += line["amount"]
        elif kind == Kind.JUNE:
            self.june_part = line["due"]
        elif kind in ADVANCES:
            self.advances[kind] = line["amount"]
            self.causes.append(advance_cause(kind, sheet["number"], line["amount"]))


def positions(
    county: Region, year: int, params: SubsidyParameters, until: ReleaseSheet | None = None
) -> list[Position]:
    """Every budgeted centre of the county's year, by code; with `until`, as it stood when that sheet was paid."""
    return _positions(Budget.objects.filter(county=county, year=year), county, year, params, until)


def position_of(centre: Centre, year: int, params: SubsidyParameters) -> Position | None:
    """One centre's year, None where it has no budget."""
    found = _positions(Budget.objects.filter(centre=centre, year=year), centre.county, year, params)
    return found[0] if found else None


def _positions(
    budgets: QuerySet[Budget],
    county: Region,
    year: int,
    params: SubsidyParameters,
    until: ReleaseSheet | None = None,
) -> list[Position]:
    rows = list(budgets.filter(version__gte=1).select_related("centre").order_by("centre__code"))
    decisions = decisions_by_budget(rows, until)
    before = number_before(until)
    sheets = list(paid_sheets(county, year, before).values("pk", "kind", "month", "number"))
    months = [sheet["month"] for sheet in sheets if sheet["kind"] == Kind.MONTH]
    keys = [row.centre_id for row in rows]
    paid = _paid_lines(sheets, keys)
    brought = brought_by_centre(county, year, keys, before)
    return [
        _position(
            row,
            decisions[row.pk],
            paid.get(row.centre_id, _Paid()),
            months,
            params,
            brought.get(row.centre_id, Brought()),
        )
        for row in rows
        if decisions[row.pk]
    ]


def _position(
    budget: Budget,
    decisions: list[Decision],
    paid: _Paid,
    months: Iterable[int],
    params: SubsidyParameters,
    brought: Brought,
) -> Position:
    past = Past(
        months={month: paid.months.get(month, ZERO) for month in months},
        june_part=paid.june_part,
        adjustments=paid.adjustments,
        outside=brought.owed,
        settled=paid.settled,
        june_advance=paid.advances.get(Kind.ADVANCE_JUNE, ZERO),
        year_advance=paid.advances.get(Kind.ADVANCE_YEAR, ZERO),
    )
    return Position(
        budget=budget,
        budget_version=len(decisions),
        schedule=schedule(decisions, params, past),
        past=past,
        kinds=frozenset(paid.kinds),
        paid=paid.amount,
        monthly_paid=paid.monthly,
        forfeited=paid.forfeited + brought.forfeited,
        opening=brought.opening,
        causes=(*brought.causes, *paid.causes),
    )


def decisions_by_budget(
    budgets: Iterable[Budget], until: ReleaseSheet | None = None
) -> dict[int, list[Decision]]:
    """The decisions of each budget, oldest first; with `until`, those that its line of that sheet rests on."""
    centres = {budget.pk: budget.centre_id for budget in budgets}
    found: dict[int, list[Decision]] = {key: [] for key in centres}
    rows = BudgetRevision.objects.filter(budget_id__in=list(found)).order_by("budget_id", "number")
    versions = dict(until.lines.order_by().values_list("centre_id", "budget_version")) if until else None
    for key, number, month, amount in rows.values_list("budget_id", "number", "from_month", "amount"):
        if versions is None or number <= versions.get(centres[key], 0):
            found[key].append(Decision(month, amount))
    return found


def paid_sheets(county: Region, year: int, before: int | None = None) -> QuerySet[ReleaseSheet]:
    """The year's paid sheets, by number; with `before`, those that stood paid before the entry of that number."""
    sheets = ReleaseSheet.objects.filter(county=county, year=year).order_by("sequence")
    if before is None:
        return sheets.filter(state=State.PAID)
    payments = LedgerEntry.objects.filter(county=county, year=year, kind=LedgerEntry.Kind.PAYMENT)
    standing = payments.filter(number__lt=before).exclude(reversed_by__number__lt=before)
    return sheets.filter(pk__in=standing.values("sheet"))


def _paid_lines(sheets: Sequence[Mapping[str, Any]], centre_ids: list[int]) -> dict[int, _Paid]:
    """What is gathered of the sheets' lines, sheet by sheet in their order (1 query)."""
    lines = ReleaseLine.objects.filter(
        sheet_id__in=[sheet["pk"] for sheet in sheets], centre_id__in=centre_ids
    )
    columns = ("sheet_id", "centre_id", "due", "forfeited", "adjustment", "settled", "amount")
    by_sheet: dict[int, list[dict[str, Any]]] = {}
    for row in lines.order_by().values(*columns):
        by_sheet.setdefault(row["sheet_id"], []).append(row)
    found: dict[int, _Paid] = {}
    for sheet in sheets:
        for row in by_sheet.get(sheet["pk"], ()):
            found.setdefault(row["centre_id"], _Paid()).add(sheet, row)
    return found


def parameters(scheme: Scheme) -> SubsidyParameters:
    """The scheme's shares, as the core takes them."""
    return SubsidyParameters(
        monthly_percent=scheme.monthly_percent, june_part_percent=scheme.june_part_percent
    )


def governing_scheme(county: Region, year: int) -> Scheme | None:
    """The scheme whose percentages split the year's money: the one bound to the year, else that of its newest
    round, else the one active scheme of the year; None where there is none, or where two could be meant.
    """
    bound = (
        SubsidyYear.objects.filter(county=county, year=year).select_related("scheme").order_by("pk").first()
    )
    if bound is not None and bound.scheme is not None:
        return bound.scheme
    return candidate_scheme(county, year)


def candidate_scheme(county: Region, year: int) -> Scheme | None:
    """The scheme a year would be bound to now."""
    newest = (
        Round.objects.filter(county=county, level="centre", year=year)
        .select_related("scheme")
        .order_by("-pk")
        .first()
    )
    if newest is not None:
        return newest.scheme
    active = Scheme.objects.filter(
        county=county, year=year, level=Scheme.Level.CENTRE, state=Scheme.State.ACTIVE
    )
    found = list(active[:2])
    return found[0] if len(found) == 1 else None
