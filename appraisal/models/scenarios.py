"""Saved scenarios of what-if: changes on a copy, never part of a round (RULES 14)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.models.results import Publication
from appraisal.models.schemes import Level
from appraisal.models.subjects import once, owner_fits_level
from centres.models import Centre, Region


class Scenario(models.Model):
    """A named list of changes to a round or year of a county, or of a centre's own. It refers to no round, scheme or
    score by key, so that nothing of them can depend on it; `version` counts savings, for two people at one scenario.
    """

    county = models.ForeignKey(Region, models.PROTECT, related_name="scenarios", verbose_name=_("所属县"))
    year = models.PositiveIntegerField(_("考核年度"))
    level = models.CharField(_("考核对象"), max_length=12, choices=Level.choices, default=Level.CENTRE)
    centre = models.ForeignKey(
        Centre,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="own_scenarios",
        verbose_name=_("组织考核的卫生院"),
    )
    base = models.CharField(_("测算对象"), max_length=12, choices=Publication.Kind.choices)
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
            *once("scenario_name_once", ["county", "level", "year", "base", "name"], "centre"),
            models.CheckConstraint(name="scenario_owner_fits_level", condition=owner_fits_level()),
        ]

    def __str__(self) -> str:
        return self.name
