"""Money: budgets and release sheets (RULES 9). The ledger grows from these."""

from payroll.models.budgets import Budget, BudgetRevision, SubsidyYear
from payroll.models.sheets import ReleaseLine, ReleaseSheet

__all__ = ["Budget", "BudgetRevision", "ReleaseLine", "ReleaseSheet", "SubsidyYear"]
