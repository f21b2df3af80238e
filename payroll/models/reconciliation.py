"""What a bank or the treasury says was paid, beside what the ledger says (issue: reconciliation). All append-only."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from centres.models import Region
from payroll.models.papers import UNITS
from payroll.models.sheets import ReleaseSheet
from records.fields import MoneyField


class BankFile(models.Model):
    """A file as it came, with its SHA-256. One that no reconciliation rests on is forgotten after a day."""

    county = models.ForeignKey(Region, models.PROTECT, related_name="bank_files", verbose_name=_("所属县"))
    sha256 = models.CharField(_("文件校验值"), max_length=64)
    name = models.CharField(_("文件名"), max_length=200)
    content = models.BinaryField(_("内容"))
    kept_at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = _("对账文件")
        verbose_name_plural = pgettext_lazy("list", "对账文件")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(name="bank_file_once_a_county", fields=["county", "sha256"])]

    def __str__(self) -> str:
        return self.name


class Reconciliation(models.Model):
    """A file held against a paid sheet, or against all that was paid from `first` to `last`.

    It keeps what the file says; what matches is asked of the ledger each time it is read, never kept beside it.
    """

    county = models.ForeignKey(
        Region, models.PROTECT, related_name="reconciliations", verbose_name=_("所属县")
    )
    year = models.PositiveIntegerField(_("年度"))
    sheet = models.ForeignKey(
        ReleaseSheet, models.PROTECT, null=True, blank=True, related_name="reconciliations",
        verbose_name=_("拨付单"),
    )  # fmt: skip
    first = models.DateField(_("起始日期"), null=True, blank=True)
    last = models.DateField(_("截止日期"), null=True, blank=True)
    file = models.ForeignKey(
        BankFile, models.PROTECT, related_name="reconciliations", verbose_name=_("对账文件")
    )
    unit = models.CharField(_("文件的金额单位"), max_length=4, choices=UNITS)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("对账人")
    )
    made_at = models.DateTimeField(_("对账时间"))

    class Meta:
        verbose_name = _("对账")
        verbose_name_plural = pgettext_lazy("list", "对账")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="reconciliation_of_a_sheet_or_a_period",
                condition=Q(sheet__isnull=False, first__isnull=True, last__isnull=True)
                | Q(sheet__isnull=True, first__isnull=False, last__gte=F("first")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.year} {self.file}"


class ReconciliationRow(models.Model):
    """One row of the file: `number` as the file counts it, `amount` in yuan."""

    reconciliation = models.ForeignKey(
        Reconciliation, models.PROTECT, related_name="rows", verbose_name=_("对账")
    )
    number = models.PositiveIntegerField(_("行号"))
    payee = models.CharField(_("收款人"), max_length=120)
    account = models.CharField(_("账号"), max_length=40, blank=True)
    amount = MoneyField(_("金额"))
    day = models.DateField(_("日期"), null=True, blank=True)
    text = models.CharField(_("摘要"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("对账文件明细")
        verbose_name_plural = pgettext_lazy("list", "对账文件明细")
        ordering = ["reconciliation", "number"]
        constraints = [
            models.UniqueConstraint(name="bank_row_once", fields=["reconciliation", "number"]),
            models.CheckConstraint(name="bank_row_above_zero", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.reconciliation} {self.number}"
