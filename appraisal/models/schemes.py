"""The appraisal scheme 考核方案: everything a county may set differently is data here (RULES 2)."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from centres.models import Region
from records.fields import PercentField, PointsField

CODE = RegexValidator(r"^[0-9A-Za-z][0-9A-Za-z._-]{0,23}$", _("编码为 1–24 位字母、数字、点、横线或下划线。"))


class RoundKind(models.TextChoices):
    """Half-yearly rounds of centres, a year's one round (篇5 四), the months of staff (篇1 五(四))."""

    JUNE = "june", _("6月考核")
    DECEMBER = "december", _("12月考核")
    ANNUAL = "annual", _("年度考核")
    M01 = "m01", _("1月月度考核")
    M02 = "m02", _("2月月度考核")
    M03 = "m03", _("3月月度考核")
    M04 = "m04", _("4月月度考核")
    M05 = "m05", _("5月月度考核")
    M06 = "m06", _("6月月度考核")
    M07 = "m07", _("7月月度考核")
    M08 = "m08", _("8月月度考核")
    M09 = "m09", _("9月月度考核")
    M10 = "m10", _("10月月度考核")
    M11 = "m11", _("11月月度考核")
    M12 = "m12", _("12月月度考核")

    @classmethod
    def month(cls, kind: str) -> int:
        """The month that a round closes: 1 to 12; the year's one round closes December."""
        return {"june": 6, "december": 12, "annual": 12}.get(kind) or int(kind[1:])

    @classmethod
    def place(cls, kind: str) -> tuple[int, bool, str]:
        """Sorts rounds as they follow each other in a year; what sums up a span comes after its last month."""
        return cls.month(kind), kind in {"june", "december", "annual"}, {"annual": "z"}.get(kind, kind)


class Level(models.TextChoices):
    """Whom a scheme appraises (RULES 2)."""

    CENTRE = "centre", _("乡镇卫生院")
    STAFF = "staff", _("职工")
    CLINIC = "clinic", _("村卫生室")
    HOSPITAL = "hospital", _("支援医院")


# A centre appraises its own staff and its village clinics; the county its centres and support hospitals.
OWNED_LEVELS = (Level.STAFF, Level.CLINIC)


class Scheme(models.Model):
    """One version of a county's scheme. Draft → active → retired; frozen once active."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        ACTIVE = "active", _("启用")
        RETIRED = "retired", _("停用")

    Level = Level

    county = models.ForeignKey(Region, models.PROTECT, related_name="schemes", verbose_name=_("所属县"))
    code = models.CharField(_("方案编码"), max_length=24, validators=[CODE])
    version = models.PositiveIntegerField(_("版本"), default=1)
    name = models.CharField(_("方案名称"), max_length=120)
    year = models.PositiveIntegerField(_("考核年度"))
    level = models.CharField(_("考核对象"), max_length=12, choices=Level.choices, default=Level.CENTRE)
    state = models.CharField(
        _("状态"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False
    )
    full_marks = PointsField(_("满分"))
    top_cap_percent = PercentField(_("最高等次比例上限"), help_text=_("单位：%"))
    tie_breaks = models.JSONField(
        _("同分排序"),
        default=list,
        blank=True,
        help_text=_("依次比较：december、public_health、satisfaction。"),
    )
    monthly_percent = PercentField(_("按月拨付比例"), help_text=_("单位：%，其余留存待考核后兑现。"))
    june_part_percent = PercentField(_("留存中上半年部分比例"), help_text=_("单位：%，其余为年终部分。"))
    award_percent = PercentField(
        _("奖励基金用于院长奖励的比例"), default=50, help_text=_("单位：%，其余留在奖励基金。")
    )
    source = models.CharField(_("依据"), max_length=200, blank=True)
    note = models.TextField(_("说明"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    activated_at = models.DateTimeField(_("启用时间"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("考核方案")
        verbose_name_plural = pgettext_lazy("list", "考核方案")
        ordering = ["-year", "code", "-version"]
        constraints = [
            models.UniqueConstraint(name="scheme_version_once", fields=["county", "code", "version"]),
            models.UniqueConstraint(
                name="one_active_version_a_scheme", fields=["county", "code"], condition=Q(state="active")
            ),
            models.CheckConstraint(name="scheme_full_marks_positive", condition=Q(full_marks__gt=0)),
            models.CheckConstraint(
                name="scheme_percentages",
                condition=Q(top_cap_percent__gte=0, top_cap_percent__lte=100)
                & Q(monthly_percent__gte=0, monthly_percent__lte=100)
                & Q(june_part_percent__gte=0, june_part_percent__lte=100)
                & Q(award_percent__gte=0, award_percent__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.code} v{self.version}）"


class SchemeRound(models.Model):
    """A round of a scheme and its weight in the year's total (篇1 五(四): 40 / 60)."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="rounds", verbose_name=_("考核方案"))
    kind = models.CharField(_("轮次"), max_length=12, choices=RoundKind.choices)
    weight_percent = PercentField(_("权重"), help_text=_("单位：%"))

    class Meta:
        verbose_name = _("方案轮次")
        verbose_name_plural = pgettext_lazy("list", "方案轮次")
        ordering = ["scheme", "-kind"]
        constraints = [models.UniqueConstraint(name="round_kind_once_a_scheme", fields=["scheme", "kind"])]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Category(models.Model):
    """A category of a scheme (篇1 四 has eleven)."""

    class TieBreak(models.TextChoices):
        NONE = "", _("不参与")
        PUBLIC_HEALTH = "public_health", _("公共卫生")
        SATISFACTION = "satisfaction", _("满意度")

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="categories", verbose_name=_("考核方案"))
    code = models.CharField(_("类别编码"), max_length=24, validators=[CODE])
    ordinal = models.PositiveIntegerField(_("序号"))
    name = models.CharField(_("类别名称"), max_length=80)
    full_marks = PointsField(_("满分"))
    weight_percent = PercentField(
        _("所占权重"),
        null=True,
        blank=True,
        help_text=_("单位：%。各类别按权重合计总分时填写，须全部填写且合计 100%；不填则按满分合计。"),
    )
    tie_break = models.CharField(
        _("同分排序作用"), max_length=16, choices=TieBreak.choices, blank=True, default=TieBreak.NONE
    )
    clause = models.CharField(_("条款"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("考核类别")
        verbose_name_plural = pgettext_lazy("list", "考核类别")
        ordering = ["scheme", "ordinal"]
        constraints = [
            models.UniqueConstraint(name="category_code_once_a_scheme", fields=["scheme", "code"]),
            models.CheckConstraint(name="category_full_marks_not_negative", condition=Q(full_marks__gte=0)),
            models.CheckConstraint(
                name="category_weight_percent",
                condition=Q(weight_percent__isnull=True) | Q(weight_percent__gt=0, weight_percent__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Indicator(models.Model):
    """An indicator: full marks, one rule with its parameters, and how a cell is entered."""

    class NotApplicable(models.TextChoices):
        FORBIDDEN = "forbidden", _("不允许缺项")
        FULL = "full", _("缺项得满分")
        EXCLUDE = "exclude", _("缺项剔除后折算")

    class Method(models.TextChoices):
        DOCUMENTS = "documents", _("查阅资料")
        ON_SITE = "on_site", _("现场检查")
        VISITS = "visits", _("走访调查")
        SYMPOSIUM = "symposium", _("座谈会")

    class Revenue(models.TextChoices):
        """Revenue an indicator rests on; a staff scheme may rest on none of them (篇1 三(一))."""

        NONE = "", _("不涉及")
        DRUG = "drug", _("药品收入")
        EXAMINATION = "examination", _("检查收入")
        TEST = "test", _("检验收入")
        CONSUMABLES = "consumables", _("耗材收入")

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="indicators", verbose_name=_("考核方案"))
    category = models.ForeignKey(Category, models.CASCADE, related_name="indicators", verbose_name=_("类别"))
    code = models.CharField(_("指标编码"), max_length=24, validators=[CODE])
    ordinal = models.PositiveIntegerField(_("序号"))
    name = models.CharField(_("指标名称"), max_length=160)
    full_marks = PointsField(_("满分"))
    rule = models.CharField(_("评分规则"), max_length=16)
    params = models.JSONField(_("规则参数"), default=dict, blank=True)
    not_applicable = models.CharField(
        _("缺项处理"), max_length=12, choices=NotApplicable.choices, default=NotApplicable.FORBIDDEN
    )
    needs_evidence = models.BooleanField(
        _("须有佐证材料"), default=False, help_text=_("未提供佐证材料的，该项不得分并注明。")
    )
    method = models.CharField(_("考核方法"), max_length=12, choices=Method.choices, default=Method.DOCUMENTS)
    unit = models.CharField(_("计量单位"), max_length=20, blank=True)
    revenue_basis = models.CharField(
        _("收入口径"), max_length=12, choices=Revenue.choices, blank=True, default=Revenue.NONE
    )
    clause = models.CharField(_("条款"), max_length=60, blank=True)
    is_default = models.BooleanField(
        _("默认值待县核定"), default=False, help_text=_("分值或目标值为系统默认，由县里核定后取消勾选。")
    )
    note = models.CharField(_("备注"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("考核指标")
        verbose_name_plural = pgettext_lazy("list", "考核指标")
        ordering = ["scheme", "category__ordinal", "ordinal"]
        constraints = [
            models.UniqueConstraint(name="indicator_code_once_a_scheme", fields=["scheme", "code"]),
            models.CheckConstraint(name="indicator_full_marks_not_negative", condition=Q(full_marks__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Gate(models.Model):
    """A gate 评优门槛: these indicators together must reach so many per cent for the top grade (RULES 3)."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="gates", verbose_name=_("考核方案"))
    ordinal = models.PositiveIntegerField(_("序号"))
    name = models.CharField(_("门槛名称"), max_length=80)
    indicator_codes = models.JSONField(_("指标编码"), default=list)
    percent = PercentField(_("得分率"), help_text=_("单位：%，得分率达到此值方可评为最高等次。"))

    class Meta:
        verbose_name = _("评优门槛")
        verbose_name_plural = pgettext_lazy("list", "评优门槛")
        ordering = ["scheme", "ordinal"]
        constraints = [
            models.UniqueConstraint(name="gate_name_once_a_scheme", fields=["scheme", "name"]),
            models.CheckConstraint(name="gate_percent", condition=Q(percent__gt=0, percent__lte=100)),
        ]

    def __str__(self) -> str:
        return self.name


class GradeBand(models.Model):
    """A grade 等次: its floor is inclusive, the next band's floor is its exclusive ceiling (RULES 5)."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="bands", verbose_name=_("考核方案"))
    code = models.CharField(_("等次编码"), max_length=24, validators=[CODE])
    ordinal = models.PositiveIntegerField(_("序号"), help_text=_("1 为最高等次。"))
    name = models.CharField(_("等次"), max_length=20)
    floor = PointsField(_("下限（含）"))
    forfeit_percent = PercentField(
        _("扣减留存比例"), default=0, help_text=_("单位：%，扣减部分转入奖励基金。")
    )
    award_weight = PointsField(_("院长奖励权数"), default=0)

    class Meta:
        verbose_name = _("等次")
        verbose_name_plural = pgettext_lazy("list", "等次")
        ordering = ["scheme", "ordinal"]
        constraints = [
            models.UniqueConstraint(name="band_code_once_a_scheme", fields=["scheme", "code"]),
            models.UniqueConstraint(name="band_ordinal_once_a_scheme", fields=["scheme", "ordinal"]),
            models.CheckConstraint(
                name="band_forfeit_percent", condition=Q(forfeit_percent__gte=0, forfeit_percent__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return self.name
