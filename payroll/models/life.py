"""What every sheet that pays money has: who made, paid and reversed it and when, its number and its fingerprint."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PaidSheet(models.Model):
    """Numbered when it is paid: `sequence` counts a county's paid sheets of the year without a gap, `number` is made
    of it, `paid_key` makes the payment safe to repeat. A reversed sheet keeps all that it said.
    """

    sequence = models.PositiveIntegerField(_("顺序号"), null=True, blank=True, editable=False)
    number = models.CharField(_("编号"), max_length=40, blank=True)
    fingerprint = models.CharField(_("指纹"), max_length=64, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("制表人")
    )
    made_at = models.DateTimeField(_("制表时间"))
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("拨付人"),
    )
    paid_at = models.DateTimeField(_("拨付时间"), null=True, blank=True)
    paid_key = models.CharField(max_length=64, blank=True, editable=False)
    reversed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("冲销人"),
    )
    reversed_at = models.DateTimeField(_("冲销时间"), null=True, blank=True)
    reversal_reason = models.CharField(_("冲销理由"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
