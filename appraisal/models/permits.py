"""Permits to reopen a final round (RULES 6)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.models.rounds import Round
from appraisal.models.spot_checks import SpotCheck


class ReopenRequest(models.Model):
    """A request to reopen a final round; a leader other than the asker permits it, for a while (RULES 6)."""

    class State(models.TextChoices):
        ASKED = "asked", _("待批准")
        PERMITTED = "permitted", _("已批准")
        REFUSED = "refused", _("未批准")
        USED = "used", _("已使用")
        EXPIRED = "expired", _("已过期")
        WITHDRAWN = "withdrawn", _("已撤回")

    round = models.ForeignKey(Round, models.PROTECT, related_name="reopen_requests", verbose_name=_("轮次"))
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.ASKED)
    reason = models.CharField(_("理由"), max_length=300)
    spot_check = models.ForeignKey(
        SpotCheck,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reopen_requests",
        verbose_name=_("因抽查要求"),
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("申请人")
    )
    asked_at = models.DateTimeField(_("申请时间"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("批准人"),
    )
    decided_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    decision_note = models.CharField(_("批示"), max_length=200, blank=True)
    expires_at = models.DateTimeField(_("有效期至"), null=True, blank=True)

    class Meta:
        verbose_name = _("重开申请")
        verbose_name_plural = pgettext_lazy("list", "重开申请")
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                name="reopen_takes_two", condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by"))
            ),
            models.UniqueConstraint(
                name="one_live_request_a_round",
                fields=["round"],
                condition=Q(state__in=["asked", "permitted"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.get_state_display()}"
