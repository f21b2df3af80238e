"""Rounds, the score sheet of a centre, its cells, and the permits around them (RULES 4, 6)."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.core.workflow import FINAL_STATES, NOTICE, SELF
from appraisal.level_words import LevelWords, words_of
from appraisal.models.schemes import Category, Indicator, Level, RoundKind, Scheme
from appraisal.models.subjects import OfSubject, once, owner_fits_level
from appraisal.models.survey_forms import SurveyForm
from centres.models import Centre, Region, Staff
from records.fields import PointsField

MAX_REASON = 300
MAX_SOURCE = 120
# States in which nothing of a round can change any more.
SEALED = sorted(FINAL_STATES)


class Round(models.Model):
    """A round 轮次 of a county's year. Reopening makes a new row with the next version.

    `centre` is set where one centre appraises its own: its staff, or its village clinics. Which optional stages it
    uses, and the planned last days of its stages, are set when it is opened; later changes are recorded extensions.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("筹备")
        SELF_ASSESSMENT = "self_assessment", _("自评")
        SCORING = "scoring", _("评分中")
        SUBMITTED = "submitted", _("待审核")
        REVIEWED = "reviewed", _("已审核")
        NOTICE = "notice", _("公示中")
        FINAL = "final", _("已定稿")
        REPORTED = "reported", _("已报市级")
        FILED = "filed", _("已备案")

    county = models.ForeignKey(Region, models.PROTECT, related_name="rounds", verbose_name=_("所属县"))
    scheme = models.ForeignKey(
        Scheme, models.PROTECT, related_name="opened_rounds", verbose_name=_("考核方案")
    )
    level = models.CharField(_("考核对象"), max_length=12, choices=Level.choices, default=Level.CENTRE)
    centre = models.ForeignKey(
        Centre,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="own_rounds",
        verbose_name=_("组织考核的卫生院"),
    )
    year = models.PositiveIntegerField(_("考核年度"))
    kind = models.CharField(_("轮次"), max_length=12, choices=RoundKind.choices)
    version = models.PositiveIntegerField(_("版本"), default=1)
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("取代版本"),
    )
    state = models.CharField(_("状态"), max_length=16, choices=State.choices, default=State.SCORING)
    self_assessed = models.BooleanField(_("有自评"), default=False)
    notice_days = models.PositiveSmallIntegerField(
        _("公示工作日"), default=0, help_text=_("0 为不公示。"), validators=[MaxValueValidator(60)]
    )
    notice_scores = models.BooleanField(_("公示得分"), default=True)
    survey_form = models.ForeignKey(
        SurveyForm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("选用的调查表"),
        help_text=_("空为系统附带的调查表。"),
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("开启人")
    )
    opened_at = models.DateTimeField(_("开启时间"))
    self_due_on = models.DateField(_("自评截止"), null=True, blank=True)
    due_on = models.DateField(_("评分截止"), null=True, blank=True)
    review_due_on = models.DateField(_("审核截止"), null=True, blank=True)
    notice_ends_at = models.DateTimeField(
        _("公示结束"), null=True, blank=True, help_text=_("最后一天之后的零点，不含。")
    )
    report_due_on = models.DateField(_("上报截止"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("提交人"),
    )
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("审核人"),
    )
    reviewed_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("定稿人"),
    )
    finalised_at = models.DateTimeField(_("定稿时间"), null=True, blank=True)
    remark = models.CharField(_("退回说明"), max_length=200, blank=True)
    fingerprint = models.CharField(_("封存指纹"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("考核轮次")
        verbose_name_plural = pgettext_lazy("list", "考核轮次")
        ordering = ["-year", "kind", "-version"]
        constraints = [
            *once("round_version_once", ["county", "level", "year", "kind", "version"], "centre"),
            *once(
                "one_open_version_a_round",
                ["county", "level", "year", "kind"],
                "centre",
                ~Q(state__in=SEALED),
            ),
            models.CheckConstraint(name="round_owner_fits_level", condition=owner_fits_level()),
            models.CheckConstraint(
                name="round_reviewer_is_not_submitter",
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("submitted_by")),
            ),
            models.CheckConstraint(
                name="final_round_is_reviewed",
                condition=~Q(state__in=SEALED) | Q(reviewed_by__isnull=False, submitted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        words = {"year": self.year, "kind": self.named_kind, "version": self.version}
        if self.version == 1:
            return str(_("%(year)d年%(kind)s") % words)
        return str(_("%(year)d年%(kind)s（第%(version)d版）") % words)

    @property
    def sealed(self) -> bool:
        return self.state in FINAL_STATES

    @property
    def uses(self) -> frozenset[str]:
        """The optional stages of this round, as the table of its life names them."""
        wanted = {SELF: self.self_assessed, NOTICE: self.notice_days > 0}
        return frozenset(stage for stage, used in wanted.items() if used)

    @property
    def named_kind(self) -> str:
        """The round's kind with whom it is about: 6月考核, 支援医院年度考核, 临江镇卫生院职工3月月度考核."""
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


class Assessment(OfSubject):
    """One subject's score sheet in one round, with its totals kept up to date by every saved cell."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="assessments", verbose_name=_("轮次"))
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="assessments", verbose_name=_("单位"))
    staff = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="assessments", verbose_name=_("职工")
    )
    total = PointsField(_("总分"), null=True, blank=True, help_text=_("百分制；有未评分项时为空。"))
    subtotal = PointsField(_("已得分"), default=0, help_text=_("已评指标得分之和，未折算。"))
    entered = models.PositiveIntegerField(_("已评"), default=0)
    cells = models.PositiveIntegerField(_("指标数"), default=0)
    effects = models.JSONField(
        _("计分影响"),
        default=list,
        blank=True,
        help_text=_("一票否决、评优门槛、系数等对总分和等次的影响，随评分保存。"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("评分表")
        verbose_name_plural = pgettext_lazy("list", "评分表")
        ordering = ["round", "centre__code"]
        constraints = [
            models.UniqueConstraint(
                name="sheet_once_a_centre_and_round",
                fields=["round", "centre"],
                condition=Q(staff__isnull=True),
            ),
            models.UniqueConstraint(name="sheet_once_a_member_of_staff", fields=["round", "staff"]),
            models.CheckConstraint(name="entered_within_cells", condition=Q(entered__lte=F("cells"))),
            models.CheckConstraint(
                name="total_only_when_complete", condition=Q(total__isnull=True) | Q(entered=F("cells"))
            ),
            models.CheckConstraint(
                name="total_in_range", condition=Q(total__isnull=True) | Q(total__gte=0, total__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.round}"


class CategoryTotal(models.Model):
    """Kept sum of one category of one sheet: points got and full marks that apply."""

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="category_totals", verbose_name=_("评分表")
    )
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name=_("类别"))
    points = PointsField(_("得分"), default=0)
    applicable_full = PointsField(_("适用满分"), default=0)
    on_top = PointsField(_("附加分"), default=0, help_text=_("满分之外的加分，不计入得分栏。"))
    entered = models.PositiveIntegerField(_("已评"), default=0)

    class Meta:
        verbose_name = _("类别得分")
        verbose_name_plural = pgettext_lazy("list", "类别得分")
        ordering = ["assessment", "category__ordinal"]
        constraints = [models.UniqueConstraint(name="category_total_once", fields=["assessment", "category"])]

    def __str__(self) -> str:
        return f"{self.category} {self.points}"


class Score(models.Model):
    """A cell 一格: what was entered for one indicator of one sheet, and the points it earns.

    `inputs` holds canonical strings by input name ({"num": "45", "den": "50"}), never numbers, so no float
    gets near a score. `points` is null while the cell is unscored: missing is never 0.
    """

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="scores", verbose_name=_("评分表")
    )
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name=_("指标"))
    inputs = models.JSONField(_("录入值"), default=dict, blank=True)
    not_applicable = models.BooleanField(_("缺项"), default=False)
    no_evidence = models.BooleanField(_("未提供佐证"), default=False)
    reason = models.CharField(_("扣分原因"), max_length=MAX_REASON, blank=True)
    source = models.CharField(_("数据来源"), max_length=MAX_SOURCE, blank=True)
    source_date = models.DateField(_("数据日期"), null=True, blank=True)
    points = PointsField(_("得分"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("修改人"),
    )
    updated_at = models.DateTimeField(_("修改时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("评分")
        verbose_name_plural = pgettext_lazy("list", "评分")
        ordering = ["assessment", "indicator__category__ordinal", "indicator__ordinal"]
        constraints = [
            models.UniqueConstraint(name="score_once_a_cell", fields=["assessment", "indicator"]),
            models.CheckConstraint(
                name="score_one_mark_at_most", condition=~Q(not_applicable=True, no_evidence=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.points}"


class Exemption(OfSubject):
    """A leader's recorded decision that a subject has no result in a round: it opened after June (RULES 4)."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="exemptions", verbose_name=_("轮次"))
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="exemptions", verbose_name=_("单位"))
    staff = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="exemptions", verbose_name=_("职工")
    )
    reason = models.CharField(_("理由"), max_length=200)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("决定人")
    )
    decided_at = models.DateTimeField(_("决定时间"))

    class Meta:
        verbose_name = _("免考决定")
        verbose_name_plural = pgettext_lazy("list", "免考决定")
        ordering = ["round", "centre"]
        constraints = [
            models.UniqueConstraint(
                name="exemption_once", fields=["round", "centre"], condition=Q(staff__isnull=True)
            ),
            models.UniqueConstraint(name="exemption_once_staff", fields=["round", "staff"]),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.round}"
