"""Release sheets 拨付单 and their lines (RULES 9; 篇1 八(一)(二)). A paid sheet never changes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from appraisal.models import Publication, Result, Scheme
from centres.models import Centre, Region
from payroll.models.life import PaidSheet
from records.fields import MoneyField, PercentField, PointsField


class ReleaseSheet(PaidSheet):
    """One release of a county: a month's instalment, the June or the year-end part of the holdback, or an advance
    on one of these (`advance_percent` of it) before its result is known.

    `total` and `forfeited` are the sums of its lines, held to them by the database once it leaves draft.
    `left_out` lists the centres without a line and why: [{"code", "name", "reason", "zh", "en"}].
    `sequence` counts the county's paid sheets of the year without a gap; `number` is made of it.
    `early_reason` is why a leader lets a month be paid before it is due. A reversed sheet keeps all that it said.
    """

    class Kind(models.TextChoices):
        MONTH = "month", _("按月拨付")
        JUNE = "june", _("上半年考核兑现")
        YEAR_END = "year_end", _("年终考核兑现")
        ADVANCE_JUNE = "advance_june", _("上半年部分预拨")
        ADVANCE_YEAR = "advance_year", _("年终部分预拨")

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        REVIEWED = "reviewed", _("已复核")
        PAID = "paid", _("已拨付")
        REVERSED = "reversed", _("已冲销")

    county = models.ForeignKey(
        Region, models.PROTECT, related_name="release_sheets", verbose_name=_("所属县")
    )
    year = models.PositiveIntegerField(_("年度"))
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    month = models.PositiveIntegerField(_("月份"), default=0, help_text=_("按月拨付为 1–12，其余为 0。"))
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.DRAFT)
    scheme = models.ForeignKey(
        Scheme, models.PROTECT, related_name="release_sheets", verbose_name=_("适用方案")
    )
    publication = models.ForeignKey(
        Publication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="release_sheets",
        verbose_name=_("依据结果"),
    )
    total = MoneyField(_("本次实拨合计"), default=0)
    forfeited = MoneyField(_("转入奖励基金合计"), default=0)
    left_out = models.JSONField(_("未列入的卫生院"), default=list, blank=True)
    remark = models.CharField(_("退回说明"), max_length=200, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("复核人"),
    )
    reviewed_at = models.DateTimeField(_("复核时间"), null=True, blank=True)
    advance_percent = PercentField(_("预拨比例"), default=0, help_text=_("单位：%"))
    reason = models.CharField(_("预拨理由"), max_length=200, blank=True)
    early_reason = models.CharField(_("提前拨付理由"), max_length=200, blank=True)
    early_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("同意提前拨付"),
    )
    reversal_key = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("拨付单")
        verbose_name_plural = pgettext_lazy("list", "拨付单")
        ordering = ["-year", "kind", "month"]
        constraints = [
            models.UniqueConstraint(
                name="release_once_a_period",
                fields=["county", "year", "kind", "month"],
                condition=~Q(state="reversed"),
            ),
            models.UniqueConstraint(name="release_sequence_once", fields=["county", "year", "sequence"]),
            models.UniqueConstraint(name="release_key_once", fields=["paid_key"], condition=~Q(paid_key="")),
            models.UniqueConstraint(
                name="release_reversal_key_once", fields=["reversal_key"], condition=~Q(reversal_key="")
            ),
            models.CheckConstraint(
                name="release_month_fits_kind",
                condition=Q(kind="month", month__gte=1, month__lte=12) | (~Q(kind="month") & Q(month=0)),
            ),
            models.CheckConstraint(
                name="release_reviewer_is_not_maker",
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("made_by")),
            ),
            models.CheckConstraint(
                name="release_payer_is_not_reviewer",
                condition=Q(paid_by__isnull=True) | ~Q(paid_by=F("reviewed_by")),
            ),
            models.CheckConstraint(
                name="release_state_has_its_people",
                condition=Q(state="draft", reviewed_by__isnull=True, paid_by__isnull=True)
                | Q(state="reviewed", reviewed_by__isnull=False, paid_by__isnull=True)
                | Q(state__in=["paid", "reversed"], reviewed_by__isnull=False, paid_by__isnull=False),
            ),
            models.CheckConstraint(
                name="release_reversed_by_another",
                condition=Q(state="reversed", reversed_by__isnull=False)
                & ~Q(reversed_by=F("paid_by"))
                & ~Q(reversal_reason="")
                & ~Q(reversal_key="")
                | ~Q(state="reversed") & Q(reversed_by__isnull=True, reversal_reason="", reversal_key=""),
            ),
            models.CheckConstraint(
                name="release_advance_says_why",
                condition=Q(kind__in=["advance_june", "advance_year"], advance_percent__gt=0)
                & Q(advance_percent__lte=100)
                & ~Q(reason="")
                | ~Q(kind__in=["advance_june", "advance_year"]) & Q(advance_percent=0, reason=""),
            ),
            models.CheckConstraint(
                name="release_early_by_somebody",
                condition=Q(early_reason="", early_by__isnull=True)
                | ~Q(early_reason="") & Q(early_by__isnull=False, kind="month"),
            ),
            models.CheckConstraint(
                name="release_numbered_when_paid",
                condition=Q(state__in=["paid", "reversed"], sequence__gte=1)
                & ~Q(number="")
                & ~Q(fingerprint="")
                & ~Q(paid_key="")
                | ~Q(state__in=["paid", "reversed"])
                & Q(sequence__isnull=True, number="", fingerprint="", paid_key=""),
            ),
            models.CheckConstraint(
                name="release_rests_on_a_result",
                condition=Q(kind__in=["june", "year_end"], publication__isnull=False)
                | ~Q(kind__in=["june", "year_end"]) & Q(publication__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What it releases: "2026年7月按月拨付"."""
        if self.kind == self.Kind.MONTH:
            return gettext("%(year)d年%(month)d月按月拨付") % {"year": self.year, "month": self.month}
        return gettext("%(year)d年%(kind)s") % {"year": self.year, "kind": self.get_kind_display()}


class ReleaseLine(models.Model):
    """One centre's line. `amount` = due − forfeited + adjustment; all in yuan to the fen.

    Code and name are the centre's when the line was made; `carried` is the overpayment still to be taken back.
    `settled` is the part of `adjustment` that settles what came from outside the year's own plan: an opening balance,
    a correction of a result, an advance.
    """

    sheet = models.ForeignKey(ReleaseSheet, models.PROTECT, related_name="lines", verbose_name=_("拨付单"))
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="release_lines", verbose_name=_("卫生院"))
    ordinal = models.PositiveIntegerField(_("序号"))
    centre_code = models.CharField(_("机构代码"), max_length=24)
    centre_name = models.CharField(_("卫生院名称"), max_length=80)
    budget = MoneyField(_("年度核定补助"))
    budget_version = models.PositiveIntegerField(_("核定次序"), help_text=_("所依据的是第几次核定。"))
    monthly_paid = MoneyField(_("已按月拨付"), default=0)
    holdback = MoneyField(_("留存"), default=0)
    result = models.ForeignKey(
        Result,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="release_lines",
        verbose_name=_("考核结果"),
    )
    score = PointsField(_("得分"), null=True, blank=True)
    grade_name = models.CharField(_("等次"), max_length=20, blank=True)
    due = MoneyField(_("应拨或应兑现"))
    forfeit_percent = PercentField(_("扣减比例"), default=0)
    forfeited = MoneyField(_("扣减转入奖励基金"), default=0)
    adjustment = MoneyField(_("以前多（少）拨调整"), default=0)
    settled = MoneyField(_("其中：结清结转、更正与预拨"), default=0)
    carried = MoneyField(_("待扣回的以前多拨"), default=0)
    amount = MoneyField(_("本次实拨"))
    remark = models.CharField(_("备注"), max_length=200, blank=True)
    steps = models.JSONField(_("计算过程"), default=list, blank=True)

    class Meta:
        verbose_name = _("拨付单明细")
        verbose_name_plural = pgettext_lazy("list", "拨付单明细")
        ordering = ["sheet", "ordinal"]
        constraints = [
            models.UniqueConstraint(name="release_line_once_a_centre", fields=["sheet", "centre"]),
            models.CheckConstraint(
                name="release_line_adds_up", condition=Q(amount=F("due") - F("forfeited") + F("adjustment"))
            ),
            models.CheckConstraint(
                name="release_line_forfeit_within_due",
                condition=Q(forfeited__gte=0, due__gte=F("forfeited")),
            ),
            models.CheckConstraint(name="release_line_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.centre}"
