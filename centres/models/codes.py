"""One-time codes: how the first administrator gets in without a shipped password."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FirstAdminCode(models.Model):
    """A code handed out by `create_admin`; only its hash is kept, and it works once, until it expires."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("生成时间"))
    expires_at = models.DateTimeField(_("失效时间"))
    used_at = models.DateTimeField(_("使用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("管理员一次性代码")
        verbose_name_plural = pgettext_lazy("list", "管理员一次性代码")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"
