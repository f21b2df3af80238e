"""Where money comes in: appraisal asks what a scenario would release and forfeit; payroll, above it, answers.

payroll registers its reckoning at start-up; without it nobody knows of money and pages leave it out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from centres.models import Region


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyCase:
    """How one state of things judges the holdback: forfeited per cent by centre code, of those that are graded.

    `first` judges the first part (the June grade), `year` the second; None where the case doesn't judge that part.
    `monthly` and `first_share` are shares in per cent, None for those that the year's money goes by.
    """

    first: Mapping[str, Decimal] | None
    year: Mapping[str, Decimal] | None
    monthly: Decimal | None = None
    first_share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """One centre's subsidy of the year in yuan: monthly part, holdback released, forfeited, not judged yet."""

    monthly: Decimal
    released: Decimal
    forfeited: Decimal
    held: Decimal


Answer = Mapping[str, Moved]
Reckoner = Callable[[Region, int, Sequence[MoneyCase]], list[Answer]]
_reckoners: list[Reckoner] = []


def register(reckoner: Reckoner) -> None:
    """Put the one reckoning of money on record; a second one takes its place."""
    _reckoners[:] = [reckoner]


def money_of(county: Region, year: int, cases: Sequence[MoneyCase]) -> list[Answer]:
    """Each case's money by centre code, of the centres with a budget; empty where nobody reckons money."""
    return _reckoners[0](county, year, cases) if _reckoners else [{} for _ in cases]
