"""Money in the admin: to look at, to search and to export."""

from payroll.admin import ledger, papers, releases

__all__ = ["ledger", "papers", "releases"]
