"""Appeals against a result in public notice, and what the county made of them (RULES 6)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.models.rounds import Assessment, Score
from records.fields import PointsField


class Appeal(models.Model):
    """One appeal of a centre against named indicators of its sheet.

    Accepting it is one act: `correcting` stands only while the named cells are written, within that transaction.
    `consequences` is what the leader was shown before: one line a centre, texts only.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待处理")
        CORRECTING = "correcting", _("更正中")
        ACCEPTED = "accepted", _("已采纳")
        REJECTED = "rejected", _("未采纳")
        WITHDRAWN = "withdrawn", _("已撤回")

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="appeals", verbose_name=_("评分表")
    )
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.OPEN)
    reason = models.CharField(_("申诉理由"), max_length=1000)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("申诉人")
    )
    made_at = models.DateTimeField(_("申诉时间"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("核实人"),
    )
    proposed_at = models.DateTimeField(_("核实时间"), null=True, blank=True)
    finding = models.CharField(_("核实情况"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("决定人"),
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decision = models.CharField(_("决定理由"), max_length=1000, blank=True)
    consequences = models.JSONField(_("采纳前所示影响"), default=list, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("申诉")
        verbose_name_plural = pgettext_lazy("list", "申诉")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="appeal_decider_is_not_proposer",
                condition=Q(decided_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="appeal_decided_by_somebody",
                condition=~Q(state__in=["accepted", "rejected"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} {self.get_state_display()}"


class AppealItem(models.Model):
    """One indicator appealed against: what the centre asks, what stood there, and what the county proposes."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="items", verbose_name=_("申诉"))
    score = models.ForeignKey(Score, models.PROTECT, related_name="appeal_items", verbose_name=_("评分"))
    claim = models.CharField(_("申诉内容"), max_length=300)
    old_inputs = models.JSONField(_("原录入值"), default=dict, blank=True)
    old_points = PointsField(_("原得分"), null=True, blank=True)
    proposed = models.JSONField(
        _("拟更正"), null=True, blank=True, help_text=_("核实后拟改的录入值；为空则维持原值。")
    )
    new_points = PointsField(_("拟更正得分"), null=True, blank=True)

    class Meta:
        verbose_name = _("申诉指标")
        verbose_name_plural = pgettext_lazy("list", "申诉指标")
        ordering = ["appeal", "score__indicator__category__ordinal", "score__indicator__ordinal"]
        constraints = [models.UniqueConstraint(name="appeal_item_once", fields=["appeal", "score"])]

    def __str__(self) -> str:
        return f"{self.appeal} {self.score_id}"

    @property
    def becomes(self) -> dict[str, Any]:
        """The proposed content of the cell: inputs, marks, reason; empty where it keeps what it has."""
        return dict(self.proposed or {})
