"""Filings 备案: a county's year, reported with the fingerprints of its results and received by the province (RULES 6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.models.results import Publication
from centres.models import Region


class Filing(models.Model):
    """One sending of a county's year. A returned one stays; the next sending is a new row with the next version.

    `contents` are the publications it files, each with version and fingerprint; `sha256` seals them.
    """

    class State(models.TextChoices):
        SENT = "sent", _("已报送")
        RECEIVED = "received", _("已备案")
        RETURNED = "returned", _("已退回")

    county = models.ForeignKey(Region, models.PROTECT, related_name="filings", verbose_name=_("所属县"))
    year = models.PositiveIntegerField(_("考核年度"))
    version = models.PositiveIntegerField(_("次数"), default=1)
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="+", verbose_name=_("年度结果"))
    contents = models.JSONField(_("备案内容"))
    sha256 = models.CharField(_("校验值"), max_length=64)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.SENT)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("报送人")
    )
    sent_at = models.DateTimeField(_("报送时间"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("经办人"),
    )
    decided_at = models.DateTimeField(_("备案时间"), null=True, blank=True)
    note = models.CharField(_("意见"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("备案")
        verbose_name_plural = pgettext_lazy("list", "备案")
        ordering = ["-year", "county__code", "-version"]
        constraints = [
            models.UniqueConstraint(name="filing_version_once", fields=["county", "year", "version"]),
            models.UniqueConstraint(
                name="one_open_filing_a_year", fields=["county", "year"], condition=Q(state="sent")
            ),
            models.CheckConstraint(
                name="filing_decided_by_somebody",
                condition=Q(state="sent", decided_by__isnull=True)
                | Q(state="received", decided_by__isnull=False)
                | (Q(state="returned", decided_by__isnull=False) & ~Q(note="")),
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(county)s%(year)d年度备案") % {"county": self.county, "year": self.year})
