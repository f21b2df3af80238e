"""Accounts: a role and a scope each (RULES 13)."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from centres.models.people import Staff
from centres.models.places import Centre, Region
from centres.roles import CENTRE_ROLES, COUNTY_ROLES, REGION_ROLES, SYSTEM_ROLES, Role, capabilities_of

NOTHING = Q(pk__in=[])


class User(AbstractUser):
    """A person's account. Its role says what it may do, its region or centre what it may see.

    Deactivated rather than deleted once anything bears its name.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    display_name = models.CharField(_("姓名"), max_length=60)
    role = models.CharField(_("角色"), max_length=12, choices=Role.choices)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="users", verbose_name=_("管辖区划")
    )
    centre = models.ForeignKey(
        Centre, models.PROTECT, null=True, blank=True, related_name="users", verbose_name=_("所属卫生院")
    )
    staff = models.OneToOneField(
        Staff, models.PROTECT, null=True, blank=True, related_name="user", verbose_name=_("对应职工")
    )
    must_change_password = models.BooleanField(_("须修改密码"), default=False)
    password_changed_at = models.DateTimeField(_("密码修改时间"), null=True, blank=True, editable=False)

    objects: ClassVar[UserManager[Any]] = UserManager()
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name", "role"]

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = pgettext_lazy("list", "账号")
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                name="user_scope_fits_role",
                condition=(
                    Q(role__in=sorted(COUNTY_ROLES | REGION_ROLES), region__isnull=False, centre__isnull=True)
                    | Q(role__in=sorted(CENTRE_ROLES), region__isnull=True, centre__isnull=False)
                    | Q(role__in=sorted(SYSTEM_ROLES), region__isnull=True, centre__isnull=True)
                ),
            )
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    def can(self, capability: str) -> bool:
        return self.is_active and capability in capabilities_of(self.role)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's permissions aren't used: the admin asks `can`, as everything else does."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False

    def county_scope(self, prefix: str = "") -> Q:
        """The counties (Region rows) this account may see, as a filter; `prefix` leads to a county."""
        if self.role in COUNTY_ROLES:
            return Q(**{f"{prefix}pk": self.region_id})
        if self.role == Role.PREFECTURE:
            return Q(**{f"{prefix}parent": self.region_id})
        if self.role == Role.PROVINCE:
            return Q(**{f"{prefix}parent__parent": self.region_id})
        return NOTHING

    def sees_county(self, county: Region) -> bool:
        """Whether a county at hand is in `county_scope`; for an account of the county no query."""
        if self.role in COUNTY_ROLES:
            return bool(county.pk == self.region_id)
        return Region.objects.filter(self.county_scope(), pk=county.pk).exists()

    def centre_scope(self, prefix: str = "") -> Q:
        """The centres this account may see, as a filter; `prefix` leads to a centre, e.g. "centre__"."""
        if self.role in CENTRE_ROLES:
            return Q(**{f"{prefix}pk": self.centre_id})
        return self.county_scope(f"{prefix}county__")

    def clinic_scope(self, prefix: str = "") -> Q:
        """The village clinics this account may see; a director's are those of the own centre."""
        if self.role in CENTRE_ROLES:
            return Q(**{f"{prefix}parent": self.centre_id})
        return self.county_scope(f"{prefix}county__")

    def document_scope(self) -> Q:
        """The issued documents this account may read: of its counties; a director's own centre's, and the county's
        that are open to all its centres.
        """
        if self.role == Role.DIRECTOR and self.centre is not None:
            county = self.centre.county.code
            return Q(centre_code=self.centre.code) | Q(open_to_county=True, county_code=county)
        if self.role in COUNTY_ROLES and self.region is not None:
            return Q(county_code=self.region.code)
        if self.role in REGION_ROLES:
            counties = Region.objects.filter(self.county_scope(), level=Region.Level.COUNTY)
            return Q(county_code__in=counties.values("code"))
        return NOTHING
