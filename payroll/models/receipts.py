"""Money on its way to the bureau: received by the county treasury, passed on to the bureau's account (RULES 9)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from centres.models import Region
from payroll.models.budgets import Source
from records.fields import MoneyField


class Receipt(models.Model):
    """A source's money that came to the county treasury, by which document. Append-only; undone by a reversal.

    `key` makes entering it again safe; `withdrawn` says that its entry was reversed.
    """

    county = models.ForeignKey(Region, models.PROTECT, related_name="receipts", verbose_name=_("所属县"))
    year = models.PositiveIntegerField(_("年度"))
    source = models.CharField(_("资金来源"), max_length=12, choices=Source.choices)
    document = models.CharField(_("文号"), max_length=80)
    dated = models.DateField(_("文件日期"))
    received_on = models.DateField(_("财政到账日期"))
    amount = MoneyField(_("金额"), help_text=_("单位：元"))
    withdrawn = models.BooleanField(_("已冲销"), default=False, editable=False)
    key = models.CharField(max_length=64, unique=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("录入人")
    )
    entered_at = models.DateTimeField(_("录入时间"))

    class Meta:
        verbose_name = _("财政到账")
        verbose_name_plural = pgettext_lazy("list", "财政到账")
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(name="receipt_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="receipt_source_known", condition=Q(source__in=Source.values)),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.document}"


class Remittance(models.Model):
    """A part of a receipt, or all of it, passed on to the bureau's account. Append-only; undone by a reversal."""

    receipt = models.ForeignKey(
        Receipt, models.PROTECT, related_name="remittances", verbose_name=_("财政到账")
    )
    passed_on = models.DateField(_("转入局账户日期"))
    amount = MoneyField(_("金额"), help_text=_("单位：元"))
    withdrawn = models.BooleanField(_("已冲销"), default=False, editable=False)
    key = models.CharField(max_length=64, unique=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("录入人")
    )
    entered_at = models.DateTimeField(_("录入时间"))

    class Meta:
        verbose_name = _("转入局账户")
        verbose_name_plural = pgettext_lazy("list", "转入局账户")
        ordering = ["passed_on", "pk"]
        constraints = [models.CheckConstraint(name="remittance_above_zero", condition=Q(amount__gt=0))]

    def __str__(self) -> str:
        return f"{self.receipt} {self.passed_on}"
