"""What was published: results of a round or a year, sealed and kept by version (RULES 5, 6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.level_words import LevelWords, words_of
from appraisal.models.rounds import Round
from appraisal.models.schemes import Level, RoundKind, Scheme
from appraisal.models.subjects import OfSubject, once, owner_fits_level
from centres.models import Centre, Region, Staff
from records.fields import PointsField


class Publication(models.Model):
    """One published set of results of a county, or of a centre's own: a round's or the year's. Append-only, by version.

    The rounds behind it are `june_round` and `december_round`, and for others its `parts`.
    """

    class Kind(models.TextChoices):
        JUNE = "june", _("上半年考核")
        DECEMBER = "december", _("下半年考核")
        YEAR = "year", _("年度考核")
        ANNUAL = "annual", _("年度轮次考核")
        M01 = "m01", _("1月月度考核")
        M02 = "m02", _("2月月度考核")
        M03 = "m03", _("3月月度考核")
        M04 = "m04", _("4月月度考核")
        M05 = "m05", _("5月月度考核")
        M06 = "m06", _("6月月度考核")
        M07 = "m07", _("7月月度考核")
        M08 = "m08", _("8月月度考核")
        M09 = "m09", _("9月月度考核")
        M10 = "m10", _("10月月度考核")
        M11 = "m11", _("11月月度考核")
        M12 = "m12", _("12月月度考核")

    county = models.ForeignKey(Region, models.PROTECT, related_name="publications", verbose_name=_("所属县"))
    level = models.CharField(_("考核对象"), max_length=12, choices=Level.choices, default=Level.CENTRE)
    centre = models.ForeignKey(
        Centre,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="own_publications",
        verbose_name=_("组织考核的卫生院"),
    )
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
        verbose_name_plural = pgettext_lazy("list", "考核结果发布")
        ordering = ["-year", "kind", "-version"]
        constraints = [
            *once("publication_version_once", ["county", "level", "year", "kind", "version"], "centre"),
            models.CheckConstraint(name="publication_owner_fits_level", condition=owner_fits_level()),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.named_kind} v{self.version}"

    @property
    def title(self) -> str:
        """The year and the kind as people say them: 2026年上半年考核, 2025年度考核."""
        if self.level == Level.CENTRE and self.kind == self.Kind.YEAR:
            return str(_("%(year)d年度考核") % {"year": self.year})
        return str(_("%(year)d年%(kind)s") % {"year": self.year, "kind": self.named_kind})

    @property
    def named_kind(self) -> str:
        """The kind with whom it is about: 年度考核, 支援医院年度考核, 临江镇卫生院职工年度考核."""
        if self.level == Level.CENTRE:
            return str(self.get_kind_display())
        words = {
            "who": self.get_level_display(),
            "kind": self.get_kind_display(),
            "centre": self.centre or "",
        }
        return str(_("%(centre)s%(who)s%(kind)s") % words)

    @property
    def words(self) -> LevelWords:
        """What its subjects, means and pages are called."""
        return words_of(self.level)

    def rounds(self) -> dict[str, Round]:
        """The rounds behind it by kind, as they follow each other (1 query; none for a centre's June and December)."""
        found = [one for one in (self.june_round, self.december_round) if one is not None]
        if self.level != Level.CENTRE or not found:
            found += [part.round for part in self.parts.select_related("round__scheme", "round__centre")]
        return {one.kind: one for one in sorted(found, key=lambda one: RoundKind.place(one.kind))}


class PublicationPart(models.Model):
    """A round behind a publication that is neither its June nor its December: months, a year's one round."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="parts", verbose_name=_("发布"))
    round = models.ForeignKey(Round, models.PROTECT, related_name="+", verbose_name=_("轮次"))

    class Meta:
        verbose_name = _("发布所依据的轮次")
        verbose_name_plural = pgettext_lazy("list", "发布所依据的轮次")
        ordering = ["publication", "round"]
        constraints = [models.UniqueConstraint(name="publication_part_once", fields=["publication", "round"])]

    def __str__(self) -> str:
        return f"{self.publication} {self.round}"


class Result(OfSubject):
    """One subject's published result: score, rank, grade, remark, and why (`steps`, in both languages).

    `round_totals` hold the totals of rounds other than June and December as text by kind.
    """

    class Standing(models.TextChoices):
        GRADED = "graded", _("已评定")
        INCOMPLETE = "incomplete", _("考核不完整")
        EXEMPT = "exempt", _("免考")

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="results", verbose_name=_("发布")
    )
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="results", verbose_name=_("单位"))
    staff = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="results", verbose_name=_("职工")
    )
    standing = models.CharField(_("状态"), max_length=12, choices=Standing.choices)
    june_total = PointsField(_("6月得分"), null=True, blank=True)
    december_total = PointsField(_("12月得分"), null=True, blank=True)
    round_totals = models.JSONField(_("各轮得分"), default=dict, blank=True)
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
        verbose_name_plural = pgettext_lazy("list", "考核结果")
        ordering = ["publication", "rank", "centre__code"]
        constraints = [
            models.UniqueConstraint(
                name="result_once_a_centre",
                fields=["publication", "centre"],
                condition=Q(staff__isnull=True),
            ),
            models.UniqueConstraint(name="result_once_a_member_of_staff", fields=["publication", "staff"]),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.grade_name}"


class TieDecision(models.Model):
    """A leader's recorded choice among subjects tied at the cap, first place first, by their keys (RULES 5)."""

    county = models.ForeignKey(Region, models.PROTECT, related_name="tie_decisions", verbose_name=_("所属县"))
    level = models.CharField(_("考核对象"), max_length=12, choices=Level.choices, default=Level.CENTRE)
    centre = models.ForeignKey(
        Centre,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("组织考核的卫生院"),
    )
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
        verbose_name_plural = pgettext_lazy("list", "同分决定")
        ordering = ["-decided_at"]

    def __str__(self) -> str:
        return f"{self.county} {self.year} {self.get_kind_display()}"
