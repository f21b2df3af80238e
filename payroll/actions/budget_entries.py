"""What is asked of a budget, and what it changes."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from centres.models import Centre
from payroll.core.money import split_by_weights
from payroll.core.sources import BySource
from payroll.models import Source


@dataclass(frozen=True, slots=True)
class Portion:
    """What one source gives, in yuan, by which document."""

    source: str
    amount: Decimal
    document: str = ""
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class BudgetEntry:
    """What somebody wants a centre's subsidy of the year to be, in yuan.

    `from_month` None means the first month not yet signed; `expected_version` is the budget's version they saw,
    None for whatever it is now; `place` names the row in messages. Without `portions` the sources give as they did
    before, in proportion; a first budget without them is the county's own.
    """

    centre: Centre
    amount: Decimal
    from_month: int | None = None
    document: str = ""
    reason: str = ""
    expected_version: int | None = None
    place: str = ""
    portions: tuple[Portion, ...] = ()


@dataclass(frozen=True, slots=True)
class BudgetChange:
    """One entry beside what is kept. `old` None: the first budget of the centre."""

    entry: BudgetEntry
    old: Decimal | None
    from_month: int
    old_portions: BySource = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        if self.old is None:
            return "new"
        moved = bool(self.entry.portions) and self.portions_by_source != self.old_portions
        return "changed" if moved or self.old != self.entry.amount else "same"

    @property
    def portions(self) -> tuple[Portion, ...]:
        """What each source gives from now on, those with nothing left out."""
        if self.entry.portions:
            return tuple(one for one in self.entry.portions if one.amount)
        amount, document = self.entry.amount, self.entry.document.strip()
        weights = {name: one for name, one in sorted(self.old_portions.items()) if one > 0}
        if not weights:
            return (Portion(Source.COUNTY, amount, document),) if amount else ()
        shares = split_by_weights(amount, list(weights.values()))
        return tuple(
            Portion(name, share, document) for name, share in zip(weights, shares, strict=True) if share
        )

    @property
    def portions_by_source(self) -> BySource:
        return {one.source: one.amount for one in self.portions}
