"""Satisfaction surveys: the form as data, answers without names, and what was made of them (RULES 7)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.models.carried import Carried
from appraisal.models.rounds import MAX_REASON, Assessment, Round
from appraisal.models.schemes import Indicator
from appraisal.models.survey_forms import SurveyForm
from records.fields import PointsField


class Survey(Carried):
    """A survey of a round with its form as it was when the survey began (`core.surveys` reads it)."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="surveys", verbose_name=_("轮次"))
    form_code = models.CharField(_("调查表编码"), max_length=24)
    name = models.CharField(_("调查表"), max_length=80)
    form = models.JSONField(_("调查表内容"))
    own_form = models.ForeignKey(
        SurveyForm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="surveys",
        verbose_name=_("本县调查表"),
    )
    least_answers = models.PositiveIntegerField(
        _("最少答卷"), default=20, help_text=_("单位：份，每院不足此数的不能用于计分。")
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("建立人")
    )
    started_at = models.DateTimeField(_("建立时间"))

    class Meta:
        verbose_name = _("满意度调查")
        verbose_name_plural = pgettext_lazy("list", "满意度调查")
        ordering = ["round", "pk"]
        constraints = [models.UniqueConstraint(name="survey_form_once", fields=["round", "form_code"])]

    def __str__(self) -> str:
        return self.name


class SurveyAnswer(Carried):
    """One answer: of a household, a patient or a member of staff, under a number and without a name.

    `answers` holds the level of each item that was answered. `version` counts answers under the same number: the
    earlier ones were voided.
    """

    class Who(models.TextChoices):
        HOUSEHOLD = "household", _("农户")
        PATIENT = "patient", _("患者")
        STAFF = "staff", _("职工")

    class Way(models.TextChoices):
        PHONE = "phone", _("手机录入")
        WORKBOOK = "workbook", _("工作簿导入")

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="answers", verbose_name=_("满意度调查"))
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="survey_answers", verbose_name=_("评分表")
    )
    who = models.CharField(_("对象"), max_length=12, choices=Who.choices)
    number = models.CharField(_("编号"), max_length=24)
    version = models.PositiveIntegerField(default=1, editable=False)
    answers = models.JSONField(_("答案"))
    way = models.CharField(_("录入方式"), max_length=12, choices=Way.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("录入人")
    )
    at = models.DateTimeField(_("录入时间"))

    class Meta:
        verbose_name = _("答卷")
        verbose_name_plural = pgettext_lazy("list", "答卷")
        ordering = ["survey", "assessment", "who", "number", "version"]
        constraints = [
            models.UniqueConstraint(
                name="answer_once", fields=["survey", "assessment", "who", "number", "version"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_who_display()} {self.number}"


class SurveyVoid(models.Model):
    """Why an answer doesn't count: entered twice, mistaken; the answer itself is kept."""

    answer = models.OneToOneField(SurveyAnswer, models.PROTECT, related_name="void", verbose_name=_("答卷"))
    reason = models.CharField(_("作废原因"), max_length=MAX_REASON)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("作废人")
    )
    at = models.DateTimeField(_("作废时间"))

    class Meta:
        verbose_name = _("作废答卷")
        verbose_name_plural = pgettext_lazy("list", "作废答卷")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.answer} {self.reason}"


class SurveyUse(Carried):
    """The act by which a survey's figures went into a cell: counts as they were at that moment."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="uses", verbose_name=_("满意度调查"))
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="survey_uses", verbose_name=_("评分表")
    )
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name=_("指标"))
    who = models.CharField(_("对象"), max_length=12, choices=SurveyAnswer.Who.choices, blank=True)
    answers = models.PositiveIntegerField(_("答卷份数"))
    satisfied = models.PositiveIntegerField(_("满意份数"))
    mean = PointsField(_("平均分"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("用于计分的人")
    )
    at = models.DateTimeField(_("用于计分的时间"))

    class Meta:
        verbose_name = _("调查用于计分")
        verbose_name_plural = pgettext_lazy("list", "调查用于计分")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.survey} → {self.indicator}"
