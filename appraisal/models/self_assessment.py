"""A centre's own view of its sheet, kept as handed in, and what the county took over from it (RULES 6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.models.rounds import MAX_REASON, MAX_SOURCE, Assessment, Score
from appraisal.models.schemes import Indicator
from records.fields import PointsField


class SelfAssessment(models.Model):
    """The self-assessment of one sheet; there once the centre has saved its first cell, unchangeable once handed in."""

    assessment = models.OneToOneField(
        Assessment, models.PROTECT, related_name="self_assessment", verbose_name=_("评分表")
    )
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("提交人"),
    )
    handed_in_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("自评表")
        verbose_name_plural = pgettext_lazy("list", "自评表")
        ordering = ["assessment"]
        constraints = [
            models.CheckConstraint(
                name="self_handed_in_by_somebody",
                condition=Q(handed_in_at__isnull=True, handed_in_by__isnull=True)
                | Q(handed_in_at__isnull=False, handed_in_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.assessment)


class SelfScore(models.Model):
    """A cell as the centre sees it: its own values, the points they earn, where they come from."""

    sheet = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="scores", verbose_name=_("自评表"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name=_("指标"))
    inputs = models.JSONField(_("录入值"), default=dict, blank=True)
    not_applicable = models.BooleanField(_("缺项"), default=False)
    no_evidence = models.BooleanField(_("未提供佐证"), default=False)
    reason = models.CharField(_("说明"), max_length=MAX_REASON, blank=True)
    source = models.CharField(_("数据来源"), max_length=MAX_SOURCE, blank=True)
    source_date = models.DateField(_("数据日期"), null=True, blank=True)
    points = PointsField(_("自评得分"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("修改人")
    )
    updated_at = models.DateTimeField(_("修改时间"))

    class Meta:
        verbose_name = _("自评分")
        verbose_name_plural = pgettext_lazy("list", "自评分")
        ordering = ["sheet", "indicator__category__ordinal", "indicator__ordinal"]
        constraints = [models.UniqueConstraint(name="self_score_once_a_cell", fields=["sheet", "indicator"])]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.points}"


class TakeOver(models.Model):
    """A mark: this version of a cell was taken over from the self-assessment, by whom and when; it stands until edited."""

    score = models.ForeignKey(Score, models.PROTECT, related_name="take_overs", verbose_name=_("评分"))
    version = models.PositiveIntegerField(_("版本"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("采用人")
    )
    at = models.DateTimeField(_("采用时间"))

    class Meta:
        verbose_name = _("采用自评")
        verbose_name_plural = pgettext_lazy("list", "采用自评")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(name="take_over_once_a_version", fields=["score", "version"])]

    def __str__(self) -> str:
        return f"{self.score} {self.version}"
