"""Evidence 佐证 of a cell or of an appeal against it: files are added, superseded, withdrawn, never changed (RULES 7)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.models.appeals import Appeal
from appraisal.models.carried import Carried
from appraisal.models.rounds import MAX_REASON, Assessment
from appraisal.models.schemes import Indicator

MAX_FILE_NAME = 120


class Evidence(Carried):
    """One file of one cell. A new version names what it replaces; the old one is kept.

    With `appeal` it belongs to that appeal against the cell, and doesn't count as the cell's own.

    `path` and `preview` are random names below MEDIA_ROOT; `sha256` is of the file as it was sent. A reopened round's
    rows name the same files as those of the version it supersedes.
    """

    class Kind(models.TextChoices):
        JPEG = "jpeg", _("照片")
        PNG = "png", _("图片")
        WEBP = "webp", _("图片（WebP）")
        PDF = "pdf", _("PDF")
        DOCX = "docx", _("Word 文档")
        XLSX = "xlsx", _("Excel 工作簿")
        PPTX = "pptx", _("PPT 演示文稿")

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="evidence", verbose_name=_("评分表")
    )
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name=_("指标"))
    appeal = models.ForeignKey(
        Appeal, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name=_("申诉")
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("替换的旧件"),
    )
    version = models.PositiveIntegerField(_("版本"), default=1)
    name = models.CharField(_("文件名"), max_length=MAX_FILE_NAME)
    kind = models.CharField(_("类型"), max_length=8, choices=Kind.choices)
    size = models.PositiveIntegerField(_("大小"), help_text=_("单位：字节"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    path = models.CharField(_("存放位置"), max_length=80)
    preview = models.CharField(_("预览图位置"), max_length=90, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    added_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("佐证材料")
        verbose_name_plural = pgettext_lazy("list", "佐证材料")
        ordering = ["assessment", "indicator", "pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_version_follows",
                condition=models.Q(version=1, replaces__isnull=True)
                | models.Q(version__gt=1, replaces__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name


class EvidenceWithdrawal(models.Model):
    """Why a piece of evidence doesn't count any more; the file itself is kept."""

    evidence = models.OneToOneField(
        Evidence, models.PROTECT, related_name="withdrawal", verbose_name=_("佐证材料")
    )
    reason = models.CharField(_("撤回原因"), max_length=MAX_REASON)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("撤回人")
    )
    at = models.DateTimeField(_("撤回时间"))

    class Meta:
        verbose_name = _("佐证撤回")
        verbose_name_plural = pgettext_lazy("list", "佐证撤回")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.evidence} {self.reason}"
