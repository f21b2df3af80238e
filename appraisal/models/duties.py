"""Which clerk answers for which score sheet, so that nobody has to ask who is late."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.models.rounds import Assessment


class Duty(models.Model):
    """The clerk 责任人 who is to fill one sheet. Any clerk may still enter: it names who is asked, not who may."""

    assessment = models.OneToOneField(
        Assessment, models.PROTECT, related_name="duty", verbose_name=_("评分表")
    )
    clerk = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="duties", verbose_name=_("责任人")
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("分派人")
    )
    assigned_at = models.DateTimeField(_("分派时间"))

    class Meta:
        verbose_name = _("评分分工")
        verbose_name_plural = pgettext_lazy("list", "评分分工")
        ordering = ["assessment"]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.clerk}"
