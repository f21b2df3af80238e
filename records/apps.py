"""Application configuration."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = _("留痕与文书")

    def ready(self) -> None:
        from records import checks, converters, document_verification, own_guards  # noqa: F401

        pre_migrate.connect(lift_guards, sender=self)
        post_migrate.connect(install_guards, sender=self)


def lift_guards(using: str, plan: list[Any], **kwargs: Any) -> None:
    """Before a migration on SQLite: renaming a table fails while another table's trigger reads it."""
    from django.db import connections

    from records import guards

    if plan and connections[using].vendor == "sqlite":
        guards.remove(using)


def install_guards(using: str, **kwargs: Any) -> None:
    """After every migrate and flush: the chain's head, then the guards of all apps."""
    from django.db import connections

    from records import chain, guards
    from records.models import AuditHead

    if AuditHead._meta.db_table in connections[using].introspection.table_names():
        chain.ensure_head()
    guards.install(using)
