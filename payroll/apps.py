"""Application configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PayrollConfig(AppConfig):
    name = "payroll"
    verbose_name = _("补助资金")

    def ready(self) -> None:
        """Put this app's guards, checks and importers on record."""
        names = (
            "guards",
            "guards_ledger",
            "importers",
            "verification",
            "verification_ledger",
            "whatif",
            "award_finder",
        )
        for name in names:
            import_module(f"payroll.{name}")
