"""The audit trail: one row per change, chained by hashes, append-only in the database itself."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AuditEntry(models.Model):
    """Who changed what, when, from what to what, and why.

    `before` and `after` hold canonical JSON of the changed fields only, as text: the hash is taken over
    the very bytes that are kept. Written by `records.audit` alone; a database guard refuses every change.
    """

    sequence = models.BigIntegerField(_("序号"), primary_key=True)
    at = models.DateTimeField(_("时间"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("操作人"),
    )
    actor_name = models.CharField(_("操作人姓名"), max_length=150)
    role = models.CharField(_("角色"), max_length=20, blank=True)
    action = models.CharField(_("操作"), max_length=60, db_index=True)
    object_type = models.CharField(_("对象类别"), max_length=60, blank=True)
    object_id = models.CharField(_("对象编号"), max_length=64, blank=True)
    object_label = models.CharField(_("对象"), max_length=200, blank=True)
    county_code = models.CharField(_("县代码"), max_length=12, blank=True)
    centre_code = models.CharField(_("机构代码"), max_length=24, blank=True)
    before = models.TextField(_("原值"), default="{}")
    after = models.TextField(_("新值"), default="{}")
    reason = models.TextField(_("理由"), blank=True)
    request_id = models.CharField(_("请求编号"), max_length=32, blank=True)
    ip = models.CharField(_("来源地址"), max_length=45, blank=True)
    digest = models.CharField(_("校验值"), max_length=64)

    class Meta:
        verbose_name = _("审计记录")
        verbose_name_plural = pgettext_lazy("list", "审计记录")
        ordering = ["-sequence"]
        indexes = [
            models.Index(name="audit_object", fields=["object_type", "object_id", "sequence"]),
            models.Index(name="audit_county", fields=["county_code", "sequence"]),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"

    @property
    def old(self) -> dict[str, Any]:
        """The changed fields before; empty when the object was made."""
        return dict(json.loads(self.before))

    @property
    def new(self) -> dict[str, Any]:
        """The changed fields after; empty when the object was removed."""
        return dict(json.loads(self.after))


class AuditHead(models.Model):
    """The last link of the chain: one row, locked last by every write, and only ever moved forward."""

    ONLY = 1

    sequence = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        verbose_name = _("审计链首")
        verbose_name_plural = pgettext_lazy("list", "审计链首")
        constraints = [models.CheckConstraint(name="audit_head_is_one_row", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.sequence}-{self.digest[:16]}"
