"""What a round's life leaves behind: later acts, extensions, sheets sent back; the county's own calendar (RULES 6)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.models.filings import Filing
from appraisal.models.rounds import Assessment, Round
from centres.models import Region


class RoundStep(models.Model):
    """An act that moved a round and has no column of its own there; `by` is empty where the deadline did it."""

    class Act(models.TextChoices):
        BEGIN_SELF = "begin_self", _("开始自评")
        BEGIN = "begin", _("开始评分")
        BEGIN_SCORING = "begin_scoring", _("开始县级评分")
        OPEN_NOTICE = "open_notice", _("开始公示")
        REPORT = "report", _("上报市级")
        FILE = "file", _("省级备案")

    round = models.ForeignKey(Round, models.PROTECT, related_name="steps", verbose_name=_("轮次"))
    act = models.CharField(_("事项"), max_length=16, choices=Act.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("经办人"),
    )
    at = models.DateTimeField(_("时间"))
    document = models.CharField(_("文号"), max_length=60, blank=True)
    document_on = models.DateField(_("文件日期"), null=True, blank=True)
    filing = models.ForeignKey(
        Filing, models.PROTECT, null=True, blank=True, related_name="steps", verbose_name=_("备案")
    )

    class Meta:
        verbose_name = _("轮次进程")
        verbose_name_plural = pgettext_lazy("list", "轮次进程")
        ordering = ["round", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.round} {self.get_act_display()}"


class Extension(models.Model):
    """A recorded change of a stage's last day, after the round began (RULES 6); `ends_at` is the moment it means."""

    class Stage(models.TextChoices):
        SELF_ASSESSMENT = "self_assessment", _("自评")
        SCORING = "scoring", _("评分")
        REVIEW = "submitted", _("审核")
        NOTICE = "notice", _("公示")
        REPORT = "final", _("上报")

    round = models.ForeignKey(Round, models.PROTECT, related_name="extensions", verbose_name=_("轮次"))
    stage = models.CharField(_("阶段"), max_length=16, choices=Stage.choices)
    old_on = models.DateField(_("原截止日"), null=True, blank=True)
    new_on = models.DateField(_("新截止日"))
    ends_at = models.DateTimeField(_("截止时刻"))
    reason = models.CharField(_("理由"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("经办人")
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("期限调整")
        verbose_name_plural = pgettext_lazy("list", "期限调整")
        ordering = ["round", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.round} {self.get_stage_display()} {self.new_on}"


class SheetReturn(models.Model):
    """A sheet sent back by name, with what is to be put right.

    While it isn't handed in again (`answered_at`), only sheets sent back can be edited; the round is handed in once the
    clerk has answered each: `answer` says what became of it, at `corrected_at`.
    """

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="returns", verbose_name=_("评分表")
    )
    remark = models.CharField(_("退回意见"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("退回人")
    )
    at = models.DateTimeField(_("退回时间"))
    answer = models.CharField(_("处理情况"), max_length=300, blank=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("处理人"),
    )
    corrected_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    answered_at = models.DateTimeField(_("再次提交时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("退回的评分表")
        verbose_name_plural = pgettext_lazy("list", "退回的评分表")
        ordering = ["-at", "pk"]
        # Asked for at every saved cell: there are few open ones.
        indexes = [
            models.Index(
                fields=["assessment"], condition=models.Q(answered_at=None), name="sheet_return_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment} {self.remark}"


class OwnDay(models.Model):
    """A day on which the county's calendar differs from the national one, or that the national one doesn't know yet."""

    county = models.ForeignKey(Region, models.PROTECT, related_name="own_days", verbose_name=_("所属县"))
    day = models.DateField(_("日期"))
    works = models.BooleanField(_("上班"), default=False)
    name = models.CharField(_("说明"), max_length=60)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("设置人")
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("自定工作日历")
        verbose_name_plural = pgettext_lazy("list", "自定工作日历")
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(name="own_day_once", fields=["county", "day"])]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
