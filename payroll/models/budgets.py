"""The year's subsidy of a centre and its revisions (篇1 八(一))."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centres.models import Centre, Region
from records.fields import MoneyField


class Budget(models.Model):
    """The year's subsidy A of one centre. `amount` is the latest revision's; `version` counts revisions."""

    county = models.ForeignKey(Region, models.PROTECT, related_name="budgets", verbose_name=_("所属县"))
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="budgets", verbose_name=_("卫生院"))
    year = models.PositiveIntegerField(_("年度"))
    amount = MoneyField(_("核定补助"), help_text=_("单位：元"))
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    class Meta:
        verbose_name = _("补助预算")
        verbose_name_plural = _("补助预算")
        ordering = ["-year", "centre__code"]
        constraints = [
            models.UniqueConstraint(name="budget_once_a_centre_and_year", fields=["centre", "year"]),
            models.CheckConstraint(name="budget_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.year}"


class BudgetRevision(models.Model):
    """One dated decision on a budget's amount; append-only. The first has number 1."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="revisions", verbose_name=_("预算"))
    number = models.PositiveIntegerField(_("序号"))
    amount = MoneyField(_("核定补助"), help_text=_("单位：元"))
    from_month = models.PositiveIntegerField(
        _("起始月份"), default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    document = models.CharField(_("文号"), max_length=80, blank=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("录入人")
    )
    entered_at = models.DateTimeField(_("录入时间"))

    class Meta:
        verbose_name = _("预算调整")
        verbose_name_plural = _("预算调整")
        ordering = ["budget", "number"]
        constraints = [
            models.UniqueConstraint(name="revision_number_once", fields=["budget", "number"]),
            models.CheckConstraint(name="revision_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(name="revision_month", condition=Q(from_month__gte=1, from_month__lte=12)),
        ]

    def __str__(self) -> str:
        return f"{self.budget} #{self.number}"
