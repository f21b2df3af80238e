"""What was looked at in a round: ticks on unlikely values."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.models.rounds import MAX_REASON, Round


class WarningTick(models.Model):
    """A clerk's word that an unlikely value was looked at; it counts as long as the values behind `key` stand."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="warning_ticks", verbose_name=_("轮次"))
    key = models.CharField(_("核查编号"), max_length=64)
    kind = models.CharField(_("核查事项"), max_length=20)
    place = models.CharField(_("位置"), max_length=300)
    said = models.CharField(_("提示"), max_length=500)
    reason = models.CharField(_("核查说明"), max_length=MAX_REASON)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("核查人")
    )
    at = models.DateTimeField(_("核查时间"))

    class Meta:
        verbose_name = _("数据核查")
        verbose_name_plural = pgettext_lazy("list", "数据核查")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(name="warning_ticked_once", fields=["round", "key"])]

    def __str__(self) -> str:
        return f"{self.place} {self.reason}"
