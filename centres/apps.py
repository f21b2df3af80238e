"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CentresConfig(AppConfig):
    name = "centres"
    verbose_name = _("机构与人员")

    def ready(self) -> None:
        from centres import importing  # noqa: F401
