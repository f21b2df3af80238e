"""The only door to a county or a centre: fetch, authorise, or 404."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from centres.models import Centre, Region, Staff, SupportHospital, User, VillageClinic
from records.errors import NotAllowed


def require(user: User, capability: str) -> None:
    """Raise NotAllowed (403) unless the account's role has the capability."""
    if not user.can(capability):
        raise NotAllowed(_("您的角色没有此项权限。"), code=capability)


def counties_for(user: User) -> QuerySet[Region]:
    return Region.objects.filter(user.county_scope(), level=Region.Level.COUNTY).select_related(
        "parent__parent"
    )


def county_for(user: User, code: str) -> Region:
    """The county of that code, or 404 when it isn't in the account's scope."""
    return get_object_or_404(counties_for(user), code=code)


def centres_for(user: User) -> QuerySet[Centre]:
    return Centre.objects.visible_to(user).select_related("county")


def centre_for(user: User, code: str) -> Centre:
    """The centre of that code, or 404 when it isn't in the account's scope."""
    return get_object_or_404(centres_for(user), code=code)


def clinics_for(user: User) -> QuerySet[Centre]:
    """The village clinics in scope: a director's are those of the own centre."""
    return VillageClinic.objects.visible_to(user).select_related("county", "parent")


def hospitals_for(user: User) -> QuerySet[Centre]:
    return SupportHospital.objects.visible_to(user).select_related("county")


def staff_for(user: User) -> QuerySet[Staff]:
    """Staff in scope: the county's, or those of a director's own centre."""
    return Staff.objects.visible_to(user).select_related("centre__county", "post")


def require_any(user: User, *capabilities: str) -> None:
    """Raise NotAllowed (403) unless the account's role has one of the capabilities."""
    if not any(user.can(one) for one in capabilities):
        require(user, capabilities[0])
