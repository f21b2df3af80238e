"""Awards to directors out of the reward fund: proposal → leader's approval → paid (RULES 8, 9; 篇1 八(二))."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.models import Publication, Result
from centres.models import Centre, Region
from payroll.models.life import PaidSheet
from records.fields import MoneyField, PercentField, PointsField


class AwardSheet(PaidSheet):
    """A county's awards of one year. `fund` is what the fund held when it was proposed, `total` what is awarded."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待批准")
        APPROVED = "approved", _("已批准")
        PAID = "paid", _("已拨付")
        REVERSED = "reversed", _("已冲销")

    county = models.ForeignKey(Region, models.PROTECT, related_name="awards", verbose_name=_("所属县"))
    year = models.PositiveIntegerField(_("年度"))
    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="awards", verbose_name=_("依据结果")
    )
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.PROPOSED)
    percent = PercentField(_("用于奖励的比例"), help_text=_("单位：%"))
    fund = MoneyField(_("奖励基金余额"))
    total = MoneyField(_("奖励合计"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("批准人"),
    )
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("院长奖励单")
        verbose_name_plural = pgettext_lazy("list", "院长奖励单")
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="award_once_a_year", fields=["county", "year"], condition=~Q(state="reversed")
            ),
            models.UniqueConstraint(name="award_sequence_once", fields=["county", "year", "sequence"]),
            models.UniqueConstraint(name="award_key_once", fields=["paid_key"], condition=~Q(paid_key="")),
            models.CheckConstraint(
                name="award_within_the_fund", condition=Q(total__gt=0, total__lte=F("fund"))
            ),
            models.CheckConstraint(
                name="award_approver_is_not_maker",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("made_by")),
            ),
            models.CheckConstraint(
                name="award_state_has_its_people",
                condition=Q(state="proposed", approved_by__isnull=True, paid_by__isnull=True)
                | Q(state="approved", approved_by__isnull=False, paid_by__isnull=True)
                | Q(state__in=["paid", "reversed"], approved_by__isnull=False, paid_by__isnull=False),
            ),
            models.CheckConstraint(
                name="award_numbered_when_paid",
                condition=Q(state__in=["paid", "reversed"], sequence__gte=1)
                & ~Q(number="")
                & ~Q(fingerprint="")
                & ~Q(paid_key="")
                | Q(state__in=["proposed", "approved"], sequence__isnull=True, number="", paid_key=""),
            ),
            models.CheckConstraint(
                name="award_reversed_by_another",
                condition=Q(state="reversed", reversed_by__isnull=False)
                & ~Q(reversed_by=F("paid_by"))
                & ~Q(reversal_reason="")
                | ~Q(state="reversed") & Q(reversed_by__isnull=True, reversal_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.year} {self.number}".strip()


class AwardLine(models.Model):
    """One director's award. Names are as they were when it was proposed."""

    sheet = models.ForeignKey(AwardSheet, models.PROTECT, related_name="lines", verbose_name=_("奖励单"))
    ordinal = models.PositiveIntegerField(_("序号"))
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="awards", verbose_name=_("卫生院"))
    result = models.ForeignKey(Result, models.PROTECT, related_name="awards", verbose_name=_("考核结果"))
    director = models.CharField(_("院长"), max_length=60, blank=True)
    grade_name = models.CharField(_("等次"), max_length=20)
    score = PointsField(_("得分"), null=True, blank=True)
    weight = PointsField(_("权数"))
    amount = MoneyField(_("奖励金额"))
    steps = models.JSONField(_("计算过程"), default=list, blank=True)

    class Meta:
        verbose_name = _("院长奖励明细")
        verbose_name_plural = pgettext_lazy("list", "院长奖励明细")
        ordering = ["sheet", "ordinal"]
        constraints = [
            models.UniqueConstraint(name="award_line_once_a_centre", fields=["sheet", "centre"]),
            models.CheckConstraint(name="award_line_above_zero", condition=Q(amount__gte=0, weight__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.centre}"
