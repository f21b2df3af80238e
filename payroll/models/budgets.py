"""The year's subsidy of a centre and the decisions it rests on (篇1 八(一))."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.models import Scheme
from centres.models import Centre, Region
from records.fields import MoneyField


class Source(models.TextChoices):
    """Who pays a part of a year's subsidy (RULES 9)."""

    PROVINCE = "province", _("省级")
    PREFECTURE = "prefecture", _("市级")
    COUNTY = "county", _("县级")


class SubsidyYear(models.Model):
    """A county's year of money: the row that every write of it locks first.

    `scheme` gives the year's percentages. It is bound when the first sheet is drafted and stays once one is
    reviewed: a later version of the scheme changes grades, never the split of money that is being paid.
    `closed_at`: the year is settled, and the database lets nothing of it change any more.
    """

    county = models.ForeignKey(Region, models.PROTECT, related_name="subsidy_years", verbose_name=_("所属县"))
    year = models.PositiveIntegerField(_("年度"))
    scheme = models.ForeignKey(
        Scheme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subsidy_years",
        verbose_name=_("适用方案"),
    )
    closed_at = models.DateTimeField(_("关账时间"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("关账人"),
    )
    close_reason = models.CharField(_("结转说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("补助年度")
        verbose_name_plural = pgettext_lazy("list", "补助年度")
        ordering = ["-year", "county__code"]
        constraints = [
            models.UniqueConstraint(name="subsidy_year_once_a_county", fields=["county", "year"]),
            models.CheckConstraint(
                name="subsidy_year_closed_by_somebody",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.year}"


class Budget(models.Model):
    """The year's subsidy A of one centre: what its newest decision says.

    `version` is the number of the newest decision; 0 only between the two inserts of the first one.
    """

    county = models.ForeignKey(Region, models.PROTECT, related_name="budgets", verbose_name=_("所属县"))
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="budgets", verbose_name=_("卫生院"))
    year = models.PositiveIntegerField(_("年度"))
    amount = MoneyField(_("核定补助"), default=0, help_text=_("单位：元"))
    version = models.PositiveIntegerField(_("版本"), default=0, editable=False)

    class Meta:
        verbose_name = _("补助预算")
        verbose_name_plural = pgettext_lazy("list", "补助预算")
        ordering = ["-year", "centre__code"]
        constraints = [
            models.UniqueConstraint(name="budget_once_a_centre_and_year", fields=["centre", "year"]),
            models.CheckConstraint(name="budget_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.year}"


class BudgetRevision(models.Model):
    """One decision on a budget's amount, counting from a month on; append-only. The first has number 1."""

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
        verbose_name_plural = pgettext_lazy("list", "预算调整")
        ordering = ["budget", "number"]
        constraints = [
            models.UniqueConstraint(name="revision_number_once", fields=["budget", "number"]),
            models.CheckConstraint(name="revision_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(name="revision_month", condition=Q(from_month__gte=1, from_month__lte=12)),
            models.CheckConstraint(
                name="revision_after_the_first_says_why", condition=Q(number__lte=1) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget} #{self.number}"


class BudgetPortion(models.Model):
    """What one source gives to a decision's amount, by which document; append-only. They add up to the amount."""

    revision = models.ForeignKey(
        BudgetRevision, models.PROTECT, related_name="portions", verbose_name=_("预算调整")
    )
    source = models.CharField(_("资金来源"), max_length=12, choices=Source.choices)
    amount = MoneyField(_("金额"), help_text=_("单位：元"))
    document = models.CharField(_("文号"), max_length=80, blank=True)
    dated = models.DateField(_("文件日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("资金来源")
        verbose_name_plural = pgettext_lazy("list", "资金来源")
        ordering = ["revision", "source"]
        constraints = [
            models.UniqueConstraint(name="portion_once_a_source", fields=["revision", "source"]),
            models.CheckConstraint(name="portion_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(name="portion_source_known", condition=Q(source__in=Source.values)),
        ]

    def __str__(self) -> str:
        return f"{self.revision} {self.get_source_display()}"
