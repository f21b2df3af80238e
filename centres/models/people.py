"""Posts, staff and directors' terms of office (RULES 1)."""

from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from centres.models.places import Centre, Region
from records.fields import PointsField

if TYPE_CHECKING:
    from centres.models.users import User


STAFF_NUMBER = RegexValidator(r"^[\w.-]{1,24}\Z", _("工号为 1–24 位字母、数字、点、横线或下划线。"))


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, user: "User") -> "PostQuerySet":
        return self.filter(user.county_scope("county__"))


class StaffQuerySet(models.QuerySet["Staff"]):
    def visible_to(self, user: "User") -> "StaffQuerySet":
        return self.filter(user.centre_scope("centre__"))


class DirectorTermQuerySet(models.QuerySet["DirectorTerm"]):
    def visible_to(self, user: "User") -> "DirectorTermQuerySet":
        return self.filter(user.centre_scope("centre__"))


class Post(models.Model):
    """A post 岗位 with its position coefficient 岗位系数 (篇1 六(三))."""

    county = models.ForeignKey(Region, models.PROTECT, related_name="posts", verbose_name=_("所属县"))
    name = models.CharField(_("岗位名称"), max_length=40)
    position_coefficient = PointsField(_("岗位系数"))

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("岗位")
        verbose_name_plural = pgettext_lazy("list", "岗位")
        ordering = ["county", "name"]
        constraints = [models.UniqueConstraint(name="post_once_a_county", fields=["county", "name"])]

    def __str__(self) -> str:
        return self.name


class Staff(models.Model):
    """A member of a centre's staff 职工; 在编 and 聘用 are treated alike (篇1 六(二))."""

    class Employment(models.TextChoices):
        PERMANENT = "permanent", _("在编")
        CONTRACT = "contract", _("聘用")

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="staff", verbose_name=_("卫生院"))
    number = models.CharField(_("工号"), max_length=24, validators=[STAFF_NUMBER])
    name = models.CharField(_("姓名"), max_length=60)
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="staff", verbose_name=_("岗位")
    )
    employment = models.CharField(
        _("用工形式"), max_length=12, choices=Employment.choices, default=Employment.PERMANENT
    )
    key_talent = models.BooleanField(_("技术骨干"), default=False)
    started_on = models.DateField(_("到岗日期"), null=True, blank=True)
    ended_on = models.DateField(_("离岗日期"), null=True, blank=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = _("职工")
        verbose_name_plural = pgettext_lazy("list", "职工")
        ordering = ["centre", "number"]
        constraints = [
            models.UniqueConstraint(name="staff_number_once_a_centre", fields=["centre", "number"])
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """What stands where an institution has its code."""
        return self.number


class DirectorTerm(models.Model):
    """A dated term of office of a centre's director; the centre's grade is the director's (篇1 五(一))."""

    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="director_terms", verbose_name=_("卫生院")
    )
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="director_terms", verbose_name=_("院长"))
    started_on = models.DateField(_("任职日期"))
    ended_on = models.DateField(_("离任日期"), null=True, blank=True)

    objects = DirectorTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("院长任期")
        verbose_name_plural = pgettext_lazy("list", "院长任期")
        ordering = ["centre", "-started_on"]
        constraints = [
            models.CheckConstraint(
                name="term_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("started_on")),
            ),
            models.UniqueConstraint(
                name="one_open_term_a_centre", fields=["centre"], condition=Q(ended_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.started_on}"
