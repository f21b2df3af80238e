"""Issued documents 文书: what went out under a number, the very bytes, and whether it still holds (RULES 12)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DocumentSeries(models.Model):
    """The last number given in one issuer's year and kind; the row that two issuers wait for."""

    issuer_code = models.CharField(_("印发机关区划代码"), max_length=12)
    year = models.PositiveIntegerField(_("年份"))
    kind = models.CharField(_("文种"), max_length=30)
    last = models.PositiveIntegerField(_("最后编号"), default=0)

    class Meta:
        verbose_name = _("文号序列")
        verbose_name_plural = pgettext_lazy("list", "文号序列")
        ordering = ["issuer_code", "year", "kind"]
        constraints = [models.UniqueConstraint(name="series_once", fields=["issuer_code", "year", "kind"])]

    def __str__(self) -> str:
        return f"{self.issuer_code} {self.year} {self.kind}"


class IssuedDocument(models.Model):
    """One document as it was issued. Only its standing may still change, and that once.

    `about_type` and `about_id` are the very row it prints, `about_key` what that row is a version of (a later
    document of the same key takes its place); all opaque here. `subject` is its name; `county_code` and
    `centre_code` say in whose reach it is, `open_to_county` that every centre of the county may read it.
    `code` stands in the QR: who holds the paper knows it, nobody guesses it. `issuer_code` is the region whose
    office issued it: the number 文号 counts without a gap by issuer, year and kind. Two counties of one name may
    bear the same words as a number, so `number` isn't unique.
    """

    class State(models.TextChoices):
        IN_FORCE = "in_force", _("有效")
        REPLACED = "replaced", _("已被替代")
        WITHDRAWN = "withdrawn", _("已撤销")

    kind = models.CharField(_("文种"), max_length=30, db_index=True)
    issuer_code = models.CharField(_("印发机关区划代码"), max_length=12)
    issuer_name = models.CharField(_("印发机关"), max_length=80)
    year = models.PositiveIntegerField(_("年份"))
    serial = models.PositiveIntegerField(_("编号"))
    number = models.CharField(_("文号"), max_length=60, db_index=True)
    code = models.CharField(_("核验码"), max_length=32, unique=True)
    title = models.CharField(_("标题"), max_length=160)
    subject = models.CharField(_("事由对象"), max_length=120, blank=True)
    about_type = models.CharField(max_length=60)
    about_id = models.CharField(max_length=64)
    about_key = models.CharField(max_length=64)
    county_code = models.CharField(_("县代码"), max_length=12, db_index=True)
    centre_code = models.CharField(_("机构代码"), max_length=24, blank=True)
    open_to_county = models.BooleanField(_("全县可见"), default=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("印发人")
    )
    issued_at = models.DateTimeField(_("印发时间"))
    sha256 = models.CharField(_("文件校验值"), max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("大小"), help_text=_("单位：字节"))
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.IN_FORCE)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("被何文替代")
    )
    ended_at = models.DateTimeField(_("失效时间"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("经办人"),
    )
    reason = models.CharField(_("理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("已印发文书")
        verbose_name_plural = pgettext_lazy("list", "已印发文书")
        ordering = ["-issued_at", "-pk"]
        indexes = [models.Index(name="document_about", fields=["about_type", "about_key", "kind"])]
        constraints = [
            models.UniqueConstraint(
                name="document_serial_once", fields=["issuer_code", "year", "kind", "serial"]
            ),
            models.CheckConstraint(
                name="document_end_fits_state",
                condition=Q(state="in_force", ended_at__isnull=True, replaced_by__isnull=True)
                | Q(state="replaced", ended_at__isnull=False, replaced_by__isnull=False)
                | (Q(state="withdrawn", ended_at__isnull=False, replaced_by__isnull=True) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def in_force(self) -> bool:
        return self.state == self.State.IN_FORCE


class DocumentFile(models.Model):
    """The issued PDF itself, kept apart so that lists never carry it. It goes with the database's backup."""

    document = models.OneToOneField(
        IssuedDocument, models.PROTECT, primary_key=True, related_name="file", verbose_name=_("文书")
    )
    content = models.BinaryField(_("文件"))

    class Meta:
        verbose_name = _("文书文件")
        verbose_name_plural = pgettext_lazy("list", "文书文件")

    def __str__(self) -> str:
        return str(self.document_id)
