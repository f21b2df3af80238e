"""Money in the admin: to look at, to search and to export."""

from payroll.admin import ledger, releases

__all__ = ["ledger", "releases"]
