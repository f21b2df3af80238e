"""Draws, minima and the symposium: the record of an appraisal on site (RULES 7). Rows are only ever added."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.models.carried import Carried
from appraisal.models.rounds import MAX_REASON, Assessment, Round
from appraisal.models.schemes import Indicator, RoundKind
from centres.models import Region
from records.fields import PercentField


class Draw(Carried):
    """A random draw 随机抽取: seed and frame, from which the result can be repeated by `core.sampling`."""

    class Kind(models.TextChoices):
        HOUSEHOLDS = "households", _("走访农户")
        STAFF = "staff", _("座谈会职工")
        RECORDS = "records", _("档案资料")
        CENTRES = "centres", _("卫生院")

    round = models.ForeignKey(Round, models.PROTECT, related_name="draws", verbose_name=_("轮次"))
    assessment = models.ForeignKey(
        Assessment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="draws",
        verbose_name=_("评分表"),
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("指标")
    )
    kind = models.CharField(_("抽取对象"), max_length=12, choices=Kind.choices)
    about = models.CharField(_("名单说明"), max_length=120)
    method = models.CharField(_("抽取方法"), max_length=24)
    seed = models.CharField(_("随机种子"), max_length=64)
    frame = models.JSONField(_("抽样名单"))
    size = models.PositiveIntegerField(_("抽取数量"))
    result = models.JSONField(_("抽取结果"))
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("抽取人")
    )
    drawn_at = models.DateTimeField(_("抽取时间"))

    class Meta:
        verbose_name = _("随机抽取")
        verbose_name_plural = pgettext_lazy("list", "随机抽取")
        ordering = ["-drawn_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="draw_of_centres_has_no_sheet",
                condition=Q(kind="centres", assessment__isnull=True)
                | (~Q(kind="centres") & Q(assessment__isnull=False)),
            ),
            models.CheckConstraint(name="draw_takes_something", condition=Q(size__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.about}"

    @property
    def number(self) -> str:
        """The number under which the record is filed: year, the round's month, running number. A copy keeps it."""
        return f"{self.round.year}-{RoundKind.month(self.round.kind):02d}-{self.origin_id or self.pk:04d}"


class DrawReplacement(models.Model):
    """One that was drawn and couldn't be reached, and the next of the order in its place."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="replacements", verbose_name=_("随机抽取"))
    ordinal = models.PositiveIntegerField(_("次序"))
    out = models.CharField(_("换下"), max_length=60)
    new = models.CharField(_("换上"), max_length=60)
    reason = models.CharField(_("替换原因"), max_length=MAX_REASON)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("记录人")
    )
    at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("替换")
        verbose_name_plural = pgettext_lazy("list", "替换")
        ordering = ["draw", "ordinal"]
        constraints = [models.UniqueConstraint(name="replacement_once", fields=["draw", "ordinal"])]

    def __str__(self) -> str:
        return f"{self.out} → {self.new}"


class Least(models.Model):
    """The least that must be seen of each centre, set by somebody; the newest row holds."""

    households = models.PositiveIntegerField(_("走访农户（户）"))
    staff_percent = PercentField(_("座谈会职工比例"), help_text=_("单位：%，人数向上取整。"))
    patients = models.PositiveIntegerField(_("患者（人）"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("设定人")
    )
    set_at = models.DateTimeField(_("设定时间"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.households} / {self.staff_percent}% / {self.patients}"


class CountyMinima(Least):
    """What the county asks of every round it opens from now on; a round may still set its own."""

    county = models.ForeignKey(Region, models.PROTECT, related_name="field_minima", verbose_name=_("所属县"))

    class Meta:
        verbose_name = _("本县现场考核最低要求")
        verbose_name_plural = _("本县现场考核最低要求")
        ordering = ["county", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="county_minima_percent", condition=Q(staff_percent__gte=0, staff_percent__lte=100)
            )
        ]


class FieldMinima(Least):
    """What a round asks. Without one nothing is asked; a new round has that of its county."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="minima", verbose_name=_("轮次"))

    class Meta:
        verbose_name = _("现场考核最低要求")
        verbose_name_plural = pgettext_lazy("list", "现场考核最低要求")
        ordering = ["round", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="minima_percent", condition=Q(staff_percent__gte=0, staff_percent__lte=100)
            )
        ]


class FieldWaiver(Carried):
    """A leader's word why a centre's minima weren't reached; with it the round may be handed in."""

    assessment = models.OneToOneField(
        Assessment, models.PROTECT, related_name="field_waiver", verbose_name=_("评分表")
    )
    reason = models.CharField(_("理由"), max_length=MAX_REASON)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("决定人")
    )
    at = models.DateTimeField(_("决定时间"))

    class Meta:
        verbose_name = _("未达最低要求的说明")
        verbose_name_plural = pgettext_lazy("list", "未达最低要求的说明")
        ordering = ["assessment"]

    def __str__(self) -> str:
        return f"{self.assessment} {self.reason}"


class Symposium(Carried):
    """A symposium 座谈会 of a centre: how many came. A correction is a new row; the newest counts."""

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="symposia", verbose_name=_("评分表")
    )
    held_on = models.DateField(_("召开日期"))
    staff = models.PositiveIntegerField(_("参会职工（人）"))
    patients = models.PositiveIntegerField(_("参会患者（人）"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("记录人")
    )
    at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("座谈会")
        verbose_name_plural = pgettext_lazy("list", "座谈会")
        ordering = ["assessment", "-pk"]

    def __str__(self) -> str:
        return f"{self.held_on} {self.staff} / {self.patients}"
