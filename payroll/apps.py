"""Application configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

NAMES = (
    *("guards", "guards_ledger", "guards_papers", "importers", "bank_importer"),
    *("verification", "verification_ledger", "verification_papers", "verification_exports"),
    *("whatif", "wording", "award_finder"),
)


class PayrollConfig(AppConfig):
    name = "payroll"
    verbose_name = _("补助资金")

    def ready(self) -> None:
        """Put this app's guards, checks and importers on record."""
        for name in NAMES:
            import_module(f"payroll.{name}")
