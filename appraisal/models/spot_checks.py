"""Spot checks 抽查 of the prefecture and inspections 督查 of the province: one object, two bodies (RULES 6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.models.rounds import MAX_REASON, Round
from appraisal.models.schemes import Indicator
from centres.models import Centre, Region
from records.fields import PercentField, PointsField


class SpotCheck(models.Model):
    """A recorded random draw of centres and indicators of a county's final round, scored again beside the county's.

    Nothing of the county's round changes by it. `centre_frame` and `indicator_frame` are the codes drawn from,
    `centre_codes` and `indicator_codes` what was drawn: `core.sampling.draw` of the seed repeats it.
    """

    class Body(models.TextChoices):
        PREFECTURE = "prefecture", _("市级抽查")
        PROVINCE = "province", _("省级督查")

    class State(models.TextChoices):
        SCORING = "scoring", _("复核评分中")
        REPORTED = "reported", _("已出报告")
        DEMANDED = "demanded", _("待县级答复")
        ANSWERED = "answered", _("县级已答复")
        CLOSED = "closed", _("已办结")
        CANCELLED = "cancelled", _("已取消")

    class Wanted(models.TextChoices):
        CORRECT = "correct", _("更正")
        EXPLAIN = "explain", _("说明")

    body = models.CharField(_("性质"), max_length=12, choices=Body.choices)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("抽查机关所在地"))
    county = models.ForeignKey(Region, models.PROTECT, related_name="spot_checks", verbose_name=_("被抽查县"))
    round = models.ForeignKey(Round, models.PROTECT, related_name="spot_checks", verbose_name=_("轮次"))
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.SCORING)
    seed = models.CharField(_("随机种子"), max_length=64)
    centre_frame = models.JSONField(_("卫生院抽样框"))
    indicator_frame = models.JSONField(_("指标抽样框"))
    centre_codes = models.JSONField(_("抽中卫生院"))
    indicator_codes = models.JSONField(_("抽中指标"))
    tolerance = PercentField(_("容许差异"), help_text=_("单位：%，占所抽指标满分之和。"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("抽取人")
    )
    made_at = models.DateTimeField(_("抽取时间"))
    reported_at = models.DateTimeField(_("报告时间"), null=True, blank=True)
    wanted = models.CharField(_("要求"), max_length=12, choices=Wanted.choices, blank=True)
    demand = models.CharField(_("要求内容"), max_length=MAX_REASON, blank=True)
    due_on = models.DateField(_("答复期限"), null=True, blank=True)
    answer = models.CharField(_("县级答复"), max_length=MAX_REASON, blank=True)
    corrected_round = models.ForeignKey(
        Round, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("更正后的版本")
    )
    outcome = models.CharField(_("办结意见"), max_length=MAX_REASON, blank=True)

    class Meta:
        verbose_name = _("抽查")
        verbose_name_plural = pgettext_lazy("list", "抽查")
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="check_demand_is_worded",
                condition=~Q(state__in=["demanded", "answered"])
                | (~Q(wanted="") & ~Q(demand="") & Q(due_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="check_ends_with_outcome",
                condition=~Q(state__in=["closed", "cancelled"]) | ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="check_tolerance_in_range", condition=Q(tolerance__gte=0, tolerance__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.round} {self.get_body_display()}"


class SpotCell(models.Model):
    """One drawn cell: the county's points as they were, and the points given again with their reason."""

    check_of = models.ForeignKey(SpotCheck, models.PROTECT, related_name="cells", verbose_name=_("抽查"))
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name=_("卫生院"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name=_("指标"))
    full_marks = PointsField(_("满分"))
    county_points = PointsField(_("县级得分"))
    points = PointsField(_("复核得分"), null=True, blank=True)
    reason = models.CharField(_("差异原因"), max_length=MAX_REASON, blank=True)
    scored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("复核人"),
    )
    scored_at = models.DateTimeField(_("复核时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("抽查评分")
        verbose_name_plural = pgettext_lazy("list", "抽查评分")
        ordering = ["check_of", "centre__code", "indicator__category__ordinal", "indicator__ordinal"]
        constraints = [
            models.UniqueConstraint(name="spot_cell_once", fields=["check_of", "centre", "indicator"])
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.indicator}"
