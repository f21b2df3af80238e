"""Files of other bodies, kept as they came, and the cells they filled (RULES 3 external, 7)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.models.rounds import MAX_SOURCE, Round, Score
from appraisal.models.schemes import Indicator


class ExternalFile(models.Model):
    """A file of another body, such as the county CDC's vaccination rates: its very bytes, and where it belongs.

    `dated` is the day the data are about; `sha256` is of `content`, in hexadecimal.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="external_files", verbose_name=_("轮次"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name=_("指标"))
    body = models.CharField(_("提供单位"), max_length=MAX_SOURCE)
    dated = models.DateField(_("数据日期"))
    file_name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("文件校验值"), max_length=64)
    size = models.PositiveIntegerField(_("文件大小"), help_text=_("字节"))
    content = models.BinaryField(_("文件内容"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("外部数据文件")
        verbose_name_plural = pgettext_lazy("list", "外部数据文件")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="external_file_once", fields=["round", "indicator", "sha256", "body", "dated"]
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class ExternalFill(models.Model):
    """What a kept file says of one cell: its inputs, and the place they stand at ("Sheet1 第3行")."""

    file = models.ForeignKey(ExternalFile, models.PROTECT, related_name="fills", verbose_name=_("文件"))
    score = models.ForeignKey(Score, models.PROTECT, related_name="external_fills", verbose_name=_("评分"))
    inputs = models.JSONField(_("录入值"), default=dict)
    place = models.CharField(_("位置"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("外部数据取值")
        verbose_name_plural = pgettext_lazy("list", "外部数据取值")
        ordering = ["file", "score"]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.place}"
