"""Reminders inside the app, from one person to another or from the system; also sent by e-mail where that is set up."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MAX_TITLE = 200


class Reminder(models.Model):
    """A line that stands first on somebody's home page until they have seen it.

    `title` is a finished text, `url` a page of this installation (a path). Only the marks of having been seen
    and mailed are ever added.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders", verbose_name=_("提醒对象")
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("提醒人"),
    )
    title = models.CharField(_("内容"), max_length=MAX_TITLE)
    url = models.CharField(_("页面"), max_length=200)
    sent_at = models.DateTimeField(_("提醒时间"))
    seen_at = models.DateTimeField(_("知悉时间"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("邮件送出时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("提醒")
        verbose_name_plural = pgettext_lazy("list", "提醒")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_unseen_reminder_a_page",
                fields=["recipient", "url"],
                condition=Q(seen_at__isnull=True),
            ),
            models.CheckConstraint(name="reminder_leads_inside", condition=Q(url__startswith="/")),
        ]

    def __str__(self) -> str:
        return self.title
