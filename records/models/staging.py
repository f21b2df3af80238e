"""A file that was read and waits for its confirmation."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StagedImport(models.Model):
    """Rows of an uploaded file with their differences to what is kept; applied once, by its key.

    The rows are emptied once they are applied or given up: they may hold personal values. `content` is the file
    itself, for the kinds that keep it, and is emptied likewise.
    """

    class State(models.TextChoices):
        STAGED = "staged", _("待确认")
        FAULTY = "faulty", _("有错误")
        APPLIED = "applied", _("已导入")
        DISCARDED = "discarded", _("已放弃")

    kind = models.CharField(_("类别"), max_length=60)
    county_code = models.CharField(_("县代码"), max_length=12, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("操作人")
    )
    params = models.JSONField(_("参数"), default=dict, blank=True)
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    sha256 = models.CharField(_("文件校验值"), max_length=64)
    rows = models.JSONField(_("数据行"), default=list, blank=True)
    content = models.BinaryField(_("文件内容"), default=b"", blank=True)
    diff = models.JSONField(_("差异"), default=dict, blank=True)
    diff_digest = models.CharField(max_length=64, blank=True)
    notes = models.JSONField(_("提示"), default=list, blank=True)
    problems = models.JSONField(_("问题"), default=list, blank=True)
    problem_count = models.PositiveIntegerField(_("问题数"), default=0)
    key = models.CharField(_("确认密钥"), max_length=64, unique=True)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.STAGED)
    result = models.JSONField(_("结果"), default=dict, blank=True)
    created_at = models.DateTimeField(_("上传时间"))
    applied_at = models.DateTimeField(_("导入时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("待导入文件")
        verbose_name_plural = pgettext_lazy("list", "待导入文件")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"
