"""Release sheets 拨付单 and their lines (RULES 9). A paid sheet never changes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from appraisal.models import Publication, Result
from centres.models import Centre, Region
from records.fields import MoneyField, PercentField, PointsField


class ReleaseSheet(models.Model):
    """One release of a county: a month's instalment, the June part or the year-end part of the holdback."""

    class Kind(models.TextChoices):
        MONTH = "month", _("按月拨付")
        JUNE = "june", _("上半年考核兑现")
        YEAR_END = "year_end", _("年终考核兑现")

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        REVIEWED = "reviewed", _("已复核")
        PAID = "paid", _("已拨付")

    county = models.ForeignKey(
        Region, models.PROTECT, related_name="release_sheets", verbose_name=_("所属县")
    )
    year = models.PositiveIntegerField(_("年度"))
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    month = models.PositiveIntegerField(_("月份"), default=0, help_text=_("按月拨付为 1–12，其余为 0。"))
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.DRAFT)
    number = models.CharField(_("编号"), max_length=40, blank=True)
    publication = models.ForeignKey(
        Publication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="release_sheets",
        verbose_name=_("依据结果"),
    )
    total = MoneyField(_("本次实拨合计"), default=0)
    forfeited = MoneyField(_("转入奖励基金合计"), default=0)
    fingerprint = models.CharField(_("指纹"), max_length=64, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("制表人")
    )
    made_at = models.DateTimeField(_("制表时间"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("复核人"),
    )
    reviewed_at = models.DateTimeField(_("复核时间"), null=True, blank=True)
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
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("拨付单")
        verbose_name_plural = _("拨付单")
        ordering = ["-year", "kind", "month"]
        constraints = [
            models.UniqueConstraint(name="release_once_a_period", fields=["county", "year", "kind", "month"]),
            models.UniqueConstraint(name="release_number_once", fields=["number"], condition=~Q(number="")),
            models.CheckConstraint(
                name="release_month_fits_kind",
                condition=Q(kind="month", month__gte=1, month__lte=12) | (~Q(kind="month") & Q(month=0)),
            ),
            models.CheckConstraint(
                name="release_reviewer_is_not_maker",
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("made_by")),
            ),
            models.CheckConstraint(
                name="release_state_has_its_people",
                condition=Q(state="draft", reviewed_by__isnull=True, paid_by__isnull=True)
                | Q(state="reviewed", reviewed_by__isnull=False, paid_by__isnull=True)
                | Q(state="paid", reviewed_by__isnull=False, paid_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.year} {self.get_kind_display()} {self.month or ''}".strip()


class ReleaseLine(models.Model):
    """One centre's line. `amount` = due − forfeited + adjustment; all in yuan to the fen."""

    sheet = models.ForeignKey(ReleaseSheet, models.PROTECT, related_name="lines", verbose_name=_("拨付单"))
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="release_lines", verbose_name=_("卫生院"))
    ordinal = models.PositiveIntegerField(_("序号"))
    budget = MoneyField(_("年度核定补助"))
    monthly_paid = MoneyField(_("已按月拨付"), default=0)
    holdback = MoneyField(_("留存"), default=0)
    result = models.ForeignKey(
        Result,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="release_lines",
        verbose_name=_("考核结果"),
    )
    score = PointsField(_("得分"), null=True, blank=True)
    grade_name = models.CharField(_("等次"), max_length=20, blank=True)
    due = MoneyField(_("应兑现"))
    forfeit_percent = PercentField(_("扣减比例"), default=0)
    forfeited = MoneyField(_("扣减转入奖励基金"), default=0)
    adjustment = MoneyField(_("以前多（少）拨调整"), default=0)
    amount = MoneyField(_("本次实拨"))
    remark = models.CharField(_("备注"), max_length=200, blank=True)
    steps = models.JSONField(_("计算过程"), default=list, blank=True)

    class Meta:
        verbose_name = _("拨付单明细")
        verbose_name_plural = _("拨付单明细")
        ordering = ["sheet", "ordinal"]
        constraints = [
            models.UniqueConstraint(name="release_line_once_a_centre", fields=["sheet", "centre"]),
            models.CheckConstraint(
                name="release_line_adds_up", condition=Q(amount=F("due") - F("forfeited") + F("adjustment"))
            ),
            models.CheckConstraint(
                name="release_line_forfeit_within_due", condition=Q(forfeited__gte=0) | Q(due__lt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.centre}"
