"""A result that changed after it was paid on: what each centre's paid line should have been (RULES 9)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.models import Publication
from centres.models import Centre, Region
from payroll.models.sheets import ReleaseLine, ReleaseSheet
from records.fields import MoneyField


class Correction(models.Model):
    """Paid sheet against newer publication: append-only. Its lines are settled by later releases."""

    county = models.ForeignKey(Region, models.PROTECT, related_name="corrections", verbose_name=_("所属县"))
    year = models.PositiveIntegerField(_("年度"))
    sheet = models.ForeignKey(
        ReleaseSheet, models.PROTECT, related_name="corrections", verbose_name=_("拨付单")
    )
    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="corrections", verbose_name=_("更正后的结果")
    )
    cause = models.CharField(_("原因"), max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("制表人")
    )
    made_at = models.DateTimeField(_("制表时间"))

    class Meta:
        verbose_name = _("更正单")
        verbose_name_plural = pgettext_lazy("list", "更正单")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="correction_once_a_publication", fields=["sheet", "publication"])
        ]

    def __str__(self) -> str:
        return f"{self.sheet} ← {self.publication}"


class CorrectionLine(models.Model):
    """One centre's: what was forfeited, what should have been. `change` = before − after is owed to the centre."""

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="lines", verbose_name=_("更正单"))
    line = models.ForeignKey(
        ReleaseLine, models.PROTECT, related_name="corrections", verbose_name=_("拨付单明细")
    )
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="corrections", verbose_name=_("卫生院"))
    grade_name = models.CharField(_("更正后等次"), max_length=20)
    before = MoneyField(_("原扣减"))
    after = MoneyField(_("应扣减"))
    change = MoneyField(_("应补拨（扣回）"))
    steps = models.JSONField(_("计算过程"), default=list, blank=True)

    class Meta:
        verbose_name = _("更正单明细")
        verbose_name_plural = pgettext_lazy("list", "更正单明细")
        ordering = ["correction", "pk"]
        constraints = [
            models.UniqueConstraint(name="correction_line_once", fields=["correction", "line"]),
            models.CheckConstraint(
                name="correction_line_adds_up",
                condition=Q(change=F("before") - F("after"), before__gte=0, after__gte=0) & ~Q(change=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.correction} {self.centre}"
