"""What follows the lowest grade: rectification 限期整改, and a removal put to the leader (RULES 8; 篇1 八(二))."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.models.results import Publication, Result
from centres.models import Centre, Region, Staff

if TYPE_CHECKING:
    from centres.models import User


class RectificationQuerySet(models.QuerySet["Rectification"]):
    def visible_to(self, user: "User") -> "RectificationQuerySet":
        """A director's: of the own centre; others': of their counties."""
        return self.filter(user.centre_scope("centre__"))


class Rectification(models.Model):
    """The order to a centre to put right what was found, until it is closed. Overdue is `due_on` passed while open."""

    class State(models.TextChoices):
        ORDERED = "ordered", _("整改中")
        REPORTED = "reported", _("待复查")
        CLOSED = "closed", _("已销号")
        WITHDRAWN = "withdrawn", _("已撤回")

    county = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所属县"))
    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="rectifications", verbose_name=_("卫生院")
    )
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="+", verbose_name=_("依据发布"))
    result = models.ForeignKey(
        Result, models.PROTECT, related_name="rectifications", verbose_name=_("依据结果")
    )
    year = models.PositiveIntegerField(_("考核年度"))
    director = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("年末院长")
    )
    director_name = models.CharField(_("院长姓名"), max_length=60, blank=True)
    failing_years = models.PositiveIntegerField(_("连续不合格年数"), default=1)
    reasoning = models.JSONField(_("连续年数的计算"), default=list, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.ORDERED)
    due_on = models.DateField(_("整改期限"))
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("下达人")
    )
    ordered_at = models.DateTimeField(_("下达时间"))

    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("限期整改")
        verbose_name_plural = pgettext_lazy("list", "限期整改")
        ordering = ["-year", "centre__code"]
        constraints = [
            models.UniqueConstraint(
                name="one_live_rectification_a_year",
                fields=["centre", "year"],
                condition=~Q(state="withdrawn"),
            )
        ]

    def __str__(self) -> str:
        return str(_("%(centre)s %(year)d年度整改") % {"centre": self.centre, "year": self.year})


class RectificationStep(models.Model):
    """One act on a rectification, as it was written: ordered, reported, re-inspected, extended, withdrawn. Append-only."""

    rectification = models.ForeignKey(
        Rectification, models.PROTECT, related_name="steps", verbose_name=_("整改")
    )
    act = models.CharField(_("操作"), max_length=12)
    text = models.TextField(_("内容"), blank=True)
    due_on = models.DateField(_("期限"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("经办人")
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("整改经过")
        verbose_name_plural = pgettext_lazy("list", "整改经过")
        ordering = ["rectification", "pk"]

    def __str__(self) -> str:
        return f"{self.rectification} {self.act}"


class RemovalCase(models.Model):
    """Removal put to the leader after two failing years under one director: how it was counted, what was decided."""

    class State(models.TextChoices):
        PUT = "put", _("待研究决定")
        REMOVED = "removed", _("免去职务")
        KEPT = "kept", _("不予免职")

    rectification = models.OneToOneField(
        Rectification, models.PROTECT, related_name="removal", verbose_name=_("整改")
    )
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.PUT)
    years = models.JSONField(_("计入年度"), default=list)
    reasoning = models.JSONField(_("计算过程"), default=list)
    put_at = models.DateTimeField(_("提出时间"))
    decision = models.CharField(_("决定及理由"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("决定人"),
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("免职研究事项")
        verbose_name_plural = pgettext_lazy("list", "免职研究事项")
        ordering = ["-put_at"]
        constraints = [
            models.CheckConstraint(
                name="removal_decided_with_reason",
                condition=Q(state="put", decided_by__isnull=True)
                | (~Q(state="put") & Q(decided_by__isnull=False) & ~Q(decision="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.rectification.director_name} {self.get_state_display()}"
