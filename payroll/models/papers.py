"""The unit that a county reads its money in, and every sheet that was issued (RULES 12)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from centres.models import Centre, Region
from payroll.core.units import Unit
from records.fields import MoneyField

UNITS = [(Unit.YUAN.value, _("元")), (Unit.WAN.value, _("万元"))]


class MoneySetting(models.Model):
    """How a county's sheets and pages show money. Without a row: 元. What is typed stays in the unit its field names."""

    county = models.OneToOneField(
        Region, models.PROTECT, related_name="money_setting", verbose_name=_("所属县")
    )
    unit = models.CharField(_("金额单位"), max_length=4, choices=UNITS, default=Unit.YUAN.value)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("金额单位设置")
        verbose_name_plural = pgettext_lazy("list", "金额单位设置")
        ordering = ["county__code"]
        constraints = [
            models.CheckConstraint(
                name="money_unit_known", condition=models.Q(unit__in=[one.value for one in Unit])
            )
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.unit}"


class IssuedPaper(models.Model):
    """A sheet that was handed out: its fingerprint, and what it was made of, to make it anew. Append-only.

    The same figures are issued once, however often they are downloaded.
    """

    county = models.ForeignKey(Region, models.PROTECT, related_name="papers", verbose_name=_("所属县"))
    centre = models.ForeignKey(
        Centre, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name=_("卫生院")
    )
    kind = models.CharField(_("类别"), max_length=16)
    params = models.JSONField(_("参数"), default=dict)
    title = models.CharField(_("名称"), max_length=200)
    number = models.CharField(_("编号"), max_length=40, blank=True)
    total = MoneyField(_("金额"))
    fingerprint = models.CharField(_("指纹"), max_length=64)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("签发人")
    )
    issued_at = models.DateTimeField(_("签发时间"))

    class Meta:
        verbose_name = _("已签发的单据")
        verbose_name_plural = pgettext_lazy("list", "已签发的单据")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(name="paper_once_a_fingerprint", fields=["kind", "fingerprint"]),
            models.CheckConstraint(name="paper_has_a_fingerprint", condition=~models.Q(fingerprint="")),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.fingerprint[:12]}"
