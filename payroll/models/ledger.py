"""The ledger: entries 凭证 and their postings, append-only, balanced (RULES 9; invariants 1, 2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from centres.models import Centre, Region
from payroll.core.ledger import Account
from payroll.models.budgets import Source
from payroll.models.corrections import Correction
from payroll.models.fund import AwardSheet
from payroll.models.receipts import Receipt, Remittance
from payroll.models.sheets import ReleaseLine, ReleaseSheet
from records.fields import MoneyField

ACCOUNTS = [
    (Account.BUDGET.value, _("核定补助")),
    (Account.OPENING.value, _("上年结转")),
    (Account.DUE.value, _("按月待拨")),
    (Account.HELD.value, _("留存待考核")),
    (Account.PAID.value, _("已拨付")),
    (Account.FORFEITED.value, _("扣减转入奖励基金")),
    (Account.CARRY.value, _("以前多（少）拨待结清")),
    (Account.RETURNED.value, _("收回")),
    (Account.FORWARD.value, _("结转下年")),
    (Account.FUND.value, _("奖励基金")),
    (Account.FUND_IN.value, _("奖励基金：扣减转入")),
    (Account.FUND_BROUGHT.value, _("奖励基金：上年结转")),
    (Account.FUND_FORWARD.value, _("奖励基金：结转下年")),
    (Account.AWARDED.value, _("奖励基金：院长奖励")),
    (Account.GRANTED.value, _("上级拨入")),
    (Account.TREASURY.value, _("县财政待转")),
    (Account.BANK.value, _("局账户")),
    (Account.OUTLAY.value, _("局账户：已拨出")),
    (Account.CASH_BROUGHT.value, _("局账户：上年结转")),
    (Account.CASH_FORWARD.value, _("局账户：结转下年")),
]


class LedgerEntry(models.Model):
    """One entry: what happened, by which document. `number` counts a county's year without a gap.

    It is written unsealed, gets its postings, and is sealed when they balance; nothing of it changes then.
    `digest` is the SHA-256 of its postings, so that the audit trail answers for each fen of them.
    """

    class Kind(models.TextChoices):
        BUDGET = "budget", _("核定补助")
        PAYMENT = "payment", _("拨付")
        REVERSAL = "reversal", _("冲销")
        CORRECTION = "correction", _("结果更正")
        RECEIPT = "receipt", _("财政到账")
        REMITTANCE = "remittance", _("转入局账户")
        AWARD = "award", _("院长奖励")
        RETURN = "return", _("收回")
        CLOSING = "closing", _("年终结转")
        OPENING = "opening", _("年初余额")
        ARRANGE = "arrange", _("重新安排")

    county = models.ForeignKey(Region, models.PROTECT, related_name="ledger", verbose_name=_("所属县"))
    year = models.PositiveIntegerField(_("年度"))
    number = models.PositiveIntegerField(_("凭证号"))
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    day = models.DateField(_("日期"))
    text = models.CharField(_("摘要"), max_length=200)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    sheet = models.ForeignKey(
        ReleaseSheet, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("拨付单")
    )
    receipt = models.ForeignKey(
        Receipt, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("到账")
    )
    remittance = models.ForeignKey(
        Remittance, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("转入")
    )
    award = models.ForeignKey(
        AwardSheet, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("奖励单")
    )
    correction = models.ForeignKey(
        Correction, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("更正单")
    )
    reverses = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
        verbose_name=_("被冲销凭证"),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("记账人")
    )
    made_at = models.DateTimeField(_("记账时间"))
    digest = models.CharField(_("分录校验值"), max_length=64)
    sealed = models.BooleanField(_("已封存"), default=False, editable=False)

    class Meta:
        verbose_name = _("凭证")
        verbose_name_plural = pgettext_lazy("list", "凭证")
        ordering = ["county", "year", "number"]
        constraints = [
            models.UniqueConstraint(name="ledger_number_once", fields=["county", "year", "number"]),
            models.CheckConstraint(
                name="ledger_reversal_names_its_entry",
                condition=Q(kind="reversal", reverses__isnull=False)
                | ~Q(kind="reversal") & Q(reverses__isnull=True),
            ),
            models.UniqueConstraint(
                name="ledger_payment_once", fields=["sheet"], condition=Q(kind="payment")
            ),
            models.UniqueConstraint(name="ledger_award_once", fields=["award"], condition=Q(kind="award")),
            models.UniqueConstraint(
                name="ledger_correction_once", fields=["correction"], condition=Q(kind="correction")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.year} #{self.number}"


class LedgerPosting(models.Model):
    """One line of an entry: `amount` onto the account, below 0 off it. Sums by account are the balances."""

    entry = models.ForeignKey(LedgerEntry, models.PROTECT, related_name="postings", verbose_name=_("凭证"))
    ordinal = models.PositiveIntegerField(_("行号"))
    account = models.CharField(_("科目"), max_length=16, choices=ACCOUNTS)
    source = models.CharField(_("资金来源"), max_length=12, choices=Source.choices)
    centre = models.ForeignKey(
        Centre, models.PROTECT, null=True, blank=True, related_name="postings", verbose_name=_("卫生院")
    )
    line = models.ForeignKey(
        ReleaseLine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="postings",
        verbose_name=_("拨付单明细"),
    )
    amount = MoneyField(_("金额"))

    class Meta:
        verbose_name = _("分录")
        verbose_name_plural = pgettext_lazy("list", "分录")
        ordering = ["entry", "ordinal"]
        constraints = [
            models.UniqueConstraint(name="posting_ordinal_once", fields=["entry", "ordinal"]),
            models.CheckConstraint(
                name="posting_account_known", condition=Q(account__in=[one.value for one in Account])
            ),
            models.CheckConstraint(name="posting_source_known", condition=Q(source__in=Source.values)),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.get_account_display()}"
