"""Long work done by a worker: what was asked, how far it is, what came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Job(models.Model):
    """One piece of work for a worker process, with progress, heartbeat and a file at the end."""

    class State(models.TextChoices):
        QUEUED = "queued", _("排队中")
        RUNNING = "running", _("进行中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("失败")
        CANCELLED = "cancelled", _("已取消")

    kind = models.CharField(_("任务"), max_length=60)
    params = models.JSONField(_("参数"), default=dict, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.QUEUED)
    cancel_asked = models.BooleanField(_("已请求取消"), default=False)
    progress = models.PositiveIntegerField(_("已完成"), default=0)
    total = models.PositiveIntegerField(_("总数"), default=0)
    message = models.CharField(_("进展"), max_length=300, blank=True)
    error = models.TextField(_("错误"), blank=True)
    attempts = models.PositiveIntegerField(_("次数"), default=0)
    heartbeat = models.DateTimeField(_("最近心跳"), null=True, blank=True)
    result_name = models.CharField(_("结果文件"), max_length=200, blank=True)
    result_path = models.CharField(max_length=200, blank=True, editable=False)
    result_size = models.PositiveBigIntegerField(_("大小"), default=0, help_text=_("单位：字节"))
    result_sha256 = models.CharField(_("文件校验值"), max_length=64, blank=True)
    county_code = models.CharField(_("县代码"), max_length=12, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("发起人")
    )
    created_at = models.DateTimeField(_("发起时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("后台任务")
        verbose_name_plural = pgettext_lazy("list", "后台任务")
        ordering = ["-pk"]
        indexes = [models.Index(name="job_state", fields=["state", "heartbeat"])]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def ended(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}

    @property
    def percent(self) -> int:
        """Whole per cent done, 0 while the total isn't known."""
        return min(100, self.progress * 100 // self.total) if self.total else 0
