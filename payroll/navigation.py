"""What money offers to the side bar."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centres.models import User
from payroll.access import OWN
from records.navigation import Group, NavItem


def sections(user: User) -> list[NavItem]:
    """The entries this account may open."""
    if user.can("release.read"):
        return [NavItem(_("补助资金"), reverse("payroll:index"), icon="money", group=Group.MONEY, order=10)]
    if user.can(OWN):
        return [NavItem(_("本院补助"), reverse("payroll:index"), icon="money", group=Group.MONEY, order=10)]
    return []
