"""Regions and institutions: township health centres, their village clinics, support hospitals (RULES 1, 11)."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from centres.models.users import User

REGION_CODE = RegexValidator(r"^[0-9]{6}\Z", _("行政区划代码为 6 位数字。"))
CODE, ACCOUNT = r"[0-9A-Za-z-]{3,24}", r"[0-9]{6,32}"
CENTRE_CODE = RegexValidator(rf"^{CODE}\Z", _("机构代码为 3–24 位字母、数字或连字符。"))
BANK_ACCOUNT = RegexValidator(rf"^{ACCOUNT}\Z", _("银行账号为 6–32 位数字。"))


class RegionQuerySet(models.QuerySet["Region"]):
    def visible_to(self, user: "User") -> "RegionQuerySet":
        """The counties in the user's scope; every region for whoever manages regions or accounts."""
        if user.can("region.manage"):
            return self
        return self.filter(user.county_scope(), level=Region.Level.COUNTY)


class Region(models.Model):
    """A node of the tree province → prefecture → county, with its national code."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("省")
        PREFECTURE = "prefecture", _("设区市")
        COUNTY = "county", _("县（市、区）")

    code = models.CharField(_("区划代码"), max_length=6, unique=True, validators=[REGION_CODE])
    name = models.CharField(_("名称"), max_length=60)
    level = models.CharField(_("级别"), max_length=12, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级")
    )
    bureau_name = models.CharField(
        _("主管部门名称"),
        max_length=80,
        blank=True,
        help_text=_("印在文书上的单位名称，如“临江县卫生健康局”。"),
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("行政区划")
        verbose_name_plural = pgettext_lazy("list", "行政区划")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="region_root_is_province",
                condition=Q(level="province", parent__isnull=True)
                | (~Q(level="province") & Q(parent__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return self.name


class CentreQuerySet(models.QuerySet["Centre"]):
    def visible_to(self, user: "User") -> "CentreQuerySet":
        """The centres in the user's scope: own centre, own county, own region, or none."""
        return self.filter(user.centre_scope())


class InstitutionManager(models.Manager["Centre"]):
    """The institutions of one type, and those only: what is made through it is of that type too.

    Django makes one of it without arguments for `region.centres`: those are township health centres as well.
    """

    def __init__(self, kind: str = "township", rows: type[CentreQuerySet] = CentreQuerySet) -> None:
        super().__init__()
        self.kind, self.rows = kind, rows

    def get_queryset(self) -> CentreQuerySet:
        return self.rows(self.model, using=self._db).filter(type=self.kind)

    def visible_to(self, user: "User") -> CentreQuerySet:
        return self.get_queryset().visible_to(user)

    def create(self, **values: Any) -> "Centre":
        return super().create(**{"type": self.kind} | values)


class InstitutionType(models.TextChoices):
    TOWNSHIP = "township", _("乡镇卫生院")
    CLINIC = "clinic", _("村卫生室")
    HOSPITAL = "hospital", _("支援医院")


class Centre(models.Model):
    """An institution. `Centre.objects` are the township health centres 乡镇卫生院; `everyone` are all types.

    Village clinics and support hospitals have proxies of their own below.
    """

    Type = InstitutionType

    class Kind(models.TextChoices):
        GENERAL = "general", _("一般卫生院")
        CENTRAL = "central", _("中心卫生院")

    county = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="centres",
        limit_choices_to={"level": "county"},
        verbose_name=_("所属县"),
    )
    code = models.CharField(_("机构代码"), max_length=24, unique=True, validators=[CENTRE_CODE])
    name = models.CharField(_("名称"), max_length=80)
    type = models.CharField(
        _("机构类型"),
        max_length=12,
        choices=InstitutionType.choices,
        default=InstitutionType.TOWNSHIP,
        editable=False,
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("所属卫生院"),
        help_text=_("村卫生室由哪家卫生院管理。"),
    )
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices, default=Kind.GENERAL)
    staffing_quota = models.PositiveIntegerField(_("编制数"), default=0, help_text=_("单位：人"))
    staff_count = models.PositiveIntegerField(_("在岗职工数"), default=0, help_text=_("单位：人"))
    population = models.PositiveIntegerField(_("服务人口"), default=0, help_text=_("单位：人"))
    bank_name = models.CharField(_("开户银行"), max_length=80, blank=True)
    bank_account_name = models.CharField(_("账户名称"), max_length=80, blank=True)
    bank_account = models.CharField(_("银行账号"), max_length=32, blank=True, validators=[BANK_ACCOUNT])
    opened_on = models.DateField(_("启用日期"), null=True, blank=True)
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name=_("并入")
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[InstitutionManager] = InstitutionManager(InstitutionType.TOWNSHIP)
    everyone: ClassVar[models.Manager["Centre"]] = models.Manager()

    class Meta:
        verbose_name = _("乡镇卫生院")
        verbose_name_plural = pgettext_lazy("list", "乡镇卫生院")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                name="centre_name_once_a_county", fields=["county", "name"], condition=~Q(type="clinic")
            ),
            models.UniqueConstraint(
                name="clinic_name_once_a_centre", fields=["parent", "name"], condition=Q(type="clinic")
            ),
            models.CheckConstraint(
                name="clinic_has_a_centre",
                condition=Q(type="clinic", parent__isnull=False)
                | (~Q(type="clinic") & Q(parent__isnull=True)),
            ),
            models.CheckConstraint(
                name="centre_closes_after_opening",
                condition=Q(closed_on__isnull=True)
                | Q(opened_on__isnull=True)
                | Q(closed_on__gt=F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ClinicQuerySet(CentreQuerySet):
    def visible_to(self, user: "User") -> "ClinicQuerySet":
        """The clinics in the user's scope: those of the own centre, own county, own region."""
        return self.filter(user.clinic_scope())


class HospitalQuerySet(CentreQuerySet):
    def visible_to(self, user: "User") -> "HospitalQuerySet":
        """The support hospitals of the user's counties; a centre's accounts see none."""
        return self.filter(user.county_scope("county__"))


class VillageClinic(Centre):
    """A village clinic 村卫生室: of one township health centre, which scores it (篇1 四(九))."""

    objects: ClassVar[InstitutionManager] = InstitutionManager(InstitutionType.CLINIC, ClinicQuerySet)

    class Meta:
        proxy = True
        verbose_name = _("村卫生室")
        verbose_name_plural = pgettext_lazy("list", "村卫生室")


class SupportHospital(Centre):
    """A county hospital that supports the township health centres (篇5)."""

    objects: ClassVar[InstitutionManager] = InstitutionManager(InstitutionType.HOSPITAL, HospitalQuerySet)

    class Meta:
        proxy = True
        verbose_name = _("支援医院")
        verbose_name_plural = pgettext_lazy("list", "支援医院")


class CentreAliasQuerySet(models.QuerySet["CentreAlias"]):
    def visible_to(self, user: "User") -> "CentreAliasQuerySet":
        return self.filter(user.centre_scope("centre__"))


class CentreAlias(models.Model):
    """Another name under which a centre appears in people's workbooks; confirmed by a person once."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="aliases", verbose_name=_("卫生院"))
    county = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所属县"))
    name = models.CharField(_("别名"), max_length=80, help_text=_("已按全角半角和空格规范化。"))

    objects = CentreAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("卫生院别名")
        verbose_name_plural = pgettext_lazy("list", "卫生院别名")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(name="alias_once_a_county", fields=["county", "name"])]

    def __str__(self) -> str:
        return self.name
