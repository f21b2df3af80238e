"""Saved scenarios of what-if: changes on a copy, never part of a round (RULES 14)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from centres.models import Region


class Scenario(models.Model):
    """A named list of changes to a county's round or year. It refers to no round, scheme or score by key, so that
    nothing of them can depend on it; `version` counts savings, for two people at one scenario.
    """

    class Base(models.TextChoices):
        """A round of the centres, or their year."""

        JUNE = "june", _("上半年考核")
        DECEMBER = "december", _("下半年考核")
        YEAR = "year", _("年度考核")

    county = models.ForeignKey(Region, models.PROTECT, related_name="scenarios", verbose_name=_("所属县"))
    year = models.PositiveIntegerField(_("考核年度"))
    base = models.CharField(_("测算对象"), max_length=12, choices=Base.choices)
    name = models.CharField(_("情景名称"), max_length=60)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    changes = models.JSONField(_("改动"), default=list, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("建立人")
    )
    created_at = models.DateTimeField(_("建立时间"))
    updated_at = models.DateTimeField(_("修改时间"))

    class Meta:
        verbose_name = _("测算情景")
        verbose_name_plural = pgettext_lazy("list", "测算情景")
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="scenario_name_once", fields=["county", "year", "base", "name"])
        ]

    def __str__(self) -> str:
        return self.name
