"""What was published: results of a round or a year, sealed and kept by version (RULES 5, 6)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from appraisal.models.rounds import Round
from appraisal.models.schemes import Scheme
from centres.models import Centre, Region
from records.fields import PointsField


class Publication(models.Model):
    """One published set of results of a county: June, December or the year. Append-only, by version."""

    class Kind(models.TextChoices):
        JUNE = "june", _("上半年考核")
        DECEMBER = "december", _("下半年考核")
        YEAR = "year", _("年度考核")

    county = models.ForeignKey(Region, models.PROTECT, related_name="publications", verbose_name=_("所属县"))
    year = models.PositiveIntegerField(_("考核年度"))
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    version = models.PositiveIntegerField(_("版本"), default=1)
    scheme = models.ForeignKey(
        Scheme, models.PROTECT, related_name="publications", verbose_name=_("考核方案")
    )
    june_round = models.ForeignKey(
        Round, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("6月轮次")
    )
    december_round = models.ForeignKey(
        Round, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("12月轮次")
    )
    graded = models.PositiveIntegerField(_("参评数"))
    lines = models.PositiveIntegerField(_("结果条数"), help_text=_("发布后不能再增加。"))
    top_places = models.PositiveIntegerField(_("最高等次名额"))
    fingerprint = models.CharField(_("封存指纹"), max_length=64)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("发布人")
    )
    published_at = models.DateTimeField(_("发布时间"))

    class Meta:
        verbose_name = _("考核结果发布")
        verbose_name_plural = _("考核结果发布")
        ordering = ["-year", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="publication_version_once", fields=["county", "year", "kind", "version"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_kind_display()} v{self.version}"


class Result(models.Model):
    """One centre's published result: score, rank, grade, remark, and why (`steps`, in both languages)."""

    class Standing(models.TextChoices):
        GRADED = "graded", _("已评定")
        INCOMPLETE = "incomplete", _("考核不完整")
        EXEMPT = "exempt", _("免考")

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="results", verbose_name=_("发布")
    )
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="results", verbose_name=_("卫生院"))
    standing = models.CharField(_("状态"), max_length=12, choices=Standing.choices)
    june_total = PointsField(_("6月得分"), null=True, blank=True)
    december_total = PointsField(_("12月得分"), null=True, blank=True)
    total = PointsField(_("总分"), null=True, blank=True)
    rank = models.PositiveIntegerField(_("名次"), null=True, blank=True)
    band_code = models.CharField(_("按分数的等次编码"), max_length=24, blank=True)
    grade_code = models.CharField(_("等次编码"), max_length=24, blank=True)
    grade_name = models.CharField(_("等次"), max_length=20, blank=True)
    remark_code = models.CharField(_("备注编码"), max_length=24, blank=True)
    steps = models.JSONField(_("评定过程"), default=list, blank=True)
    director_name = models.CharField(_("院长"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("考核结果")
        verbose_name_plural = _("考核结果")
        ordering = ["publication", "rank", "centre__code"]
        constraints = [models.UniqueConstraint(name="result_once_a_centre", fields=["publication", "centre"])]

    def __str__(self) -> str:
        return f"{self.centre} {self.grade_name}"


class TieDecision(models.Model):
    """A leader's recorded choice among centres tied at the cap, first place first (RULES 5)."""

    county = models.ForeignKey(Region, models.PROTECT, related_name="tie_decisions", verbose_name=_("所属县"))
    year = models.PositiveIntegerField(_("考核年度"))
    kind = models.CharField(_("类别"), max_length=12, choices=Publication.Kind.choices)
    centre_codes = models.JSONField(_("决定次序"), default=list)
    reason = models.CharField(_("理由"), max_length=200)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("决定人")
    )
    decided_at = models.DateTimeField(_("决定时间"))

    class Meta:
        verbose_name = _("同分决定")
        verbose_name_plural = _("同分决定")
        ordering = ["-decided_at"]

    def __str__(self) -> str:
        return f"{self.county} {self.year} {self.get_kind_display()}"
