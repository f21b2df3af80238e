"""Application configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CentresConfig(AppConfig):
    name = "centres"
    verbose_name = _("机构与人员")

    def ready(self) -> None:
        """Put this app's importers on record."""
        import_module("centres.importer")
        import_module("centres.list_importer")
