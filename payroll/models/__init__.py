"""Money: budgets by source, receipts, release sheets, corrections, the reward fund, and the ledger of all (RULES 9)."""

from payroll.models.budgets import Budget, BudgetPortion, BudgetRevision, Source, SubsidyYear
from payroll.models.corrections import Correction, CorrectionLine
from payroll.models.fund import AwardLine, AwardSheet
from payroll.models.ledger import ACCOUNTS, LedgerEntry, LedgerPosting
from payroll.models.papers import UNITS, IssuedPaper, MoneySetting
from payroll.models.receipts import Receipt, Remittance
from payroll.models.reconciliation import BankFile, Reconciliation, ReconciliationRow
from payroll.models.sheets import ReleaseLine, ReleaseSheet

__all__ = [
    "ACCOUNTS",
    "UNITS",
    "AwardLine",
    "AwardSheet",
    "BankFile",
    "Budget",
    "BudgetPortion",
    "BudgetRevision",
    "Correction",
    "CorrectionLine",
    "IssuedPaper",
    "LedgerEntry",
    "LedgerPosting",
    "MoneySetting",
    "Receipt",
    "Reconciliation",
    "ReconciliationRow",
    "ReleaseLine",
    "ReleaseSheet",
    "Remittance",
    "Source",
    "SubsidyYear",
]
