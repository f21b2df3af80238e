"""The money of one centre in one year: decisions, balance, and every line with its running sum."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from centres.models import Centre
from payroll.core.subsidy import ZERO
from payroll.models import BudgetRevision, ReleaseLine, ReleaseSheet
from payroll.queries.positions import Position, governing_scheme, parameters, position_of


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One line, and what the centre had been paid with it. A line that isn't paid, or was reversed, has no sum."""

    line: ReleaseLine
    running: Decimal | None


@dataclass(frozen=True, slots=True)
class Account:
    """`position` is None without a budget or a scheme; then there are no lines either."""

    centre: Centre
    year: int
    position: Position | None
    decisions: list[BudgetRevision]
    rows: list[AccountRow]


def account(centre: Centre, year: int, lines: QuerySet[ReleaseLine]) -> Account:
    """Read a centre's account; `lines` are those the reader may see."""
    decisions = BudgetRevision.objects.filter(budget__centre=centre, budget__year=year)
    own = lines.filter(centre=centre, sheet__year=year).order_by("sheet__sequence", "sheet__pk")
    return Account(
        centre=centre,
        year=year,
        position=_position(centre, year),
        decisions=list(decisions.select_related("entered_by").order_by("number")),
        rows=_running(own),
    )


def _position(centre: Centre, year: int) -> Position | None:
    """Where a centre's year stands; None without a budget or a scheme."""
    scheme = governing_scheme(centre.county, year)
    return position_of(centre, year, parameters(scheme)) if scheme else None


def _running(lines: Iterable[ReleaseLine]) -> list[AccountRow]:
    """Paid lines first, by the sheets' numbers."""
    paid = ZERO
    rows: list[AccountRow] = []
    ordered = sorted(lines, key=lambda line: (line.sheet.sequence is None, line.sheet.sequence or 0, line.pk))
    for line in ordered:
        if line.sheet.state != ReleaseSheet.State.PAID:
            rows.append(AccountRow(line, None))
            continue
        paid += line.amount
        rows.append(AccountRow(line, paid))
    return rows
