"""What is asked of a budget, and what it changes."""

from dataclasses import dataclass
from decimal import Decimal

from centres.models import Centre


@dataclass(frozen=True, slots=True)
class BudgetEntry:
    """What somebody wants a centre's subsidy of the year to be, in yuan.

    `from_month` None means the first month not yet signed; `expected_version` is the budget's version they saw,
    None for whatever it is now; `place` names the row in messages.
    """

    centre: Centre
    amount: Decimal
    from_month: int | None = None
    document: str = ""
    reason: str = ""
    expected_version: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class BudgetChange:
    """One entry beside what is kept. `old` None: the first budget of the centre."""

    entry: BudgetEntry
    old: Decimal | None
    from_month: int

    @property
    def verdict(self) -> str:
        if self.old is None:
            return "new"
        return "same" if self.old == self.entry.amount else "changed"
