"""What the side bar offers of organisations, people and accounts."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from centres.models import User
from records.navigation import Group, NavItem


def sections(user: User) -> list[NavItem]:
    found = []
    if user.can("centre.read"):
        address = reverse("centres:list")
        found.append(
            NavItem(pgettext_lazy("list", "乡镇卫生院"), address, icon="building", group=Group.DATA, order=10)
        )
        address = reverse("centres:hospitals")
        found.append(
            NavItem(pgettext_lazy("list", "支援医院"), address, icon="building", group=Group.DATA, order=14)
        )
    if user.can("centre.read") or user.can("own.read"):
        clinics, staff = reverse("centres:clinics"), reverse("centres:staff")
        found += [
            NavItem(pgettext_lazy("list", "村卫生室"), clinics, icon="building", group=Group.DATA, order=12),
            NavItem(pgettext_lazy("list", "职工"), staff, icon="people", group=Group.DATA, order=20),
        ]
    if user.can("centre.edit"):
        found += [
            _list("directorterm", pgettext_lazy("list", "院长任期"), "user", 30),
            _list("post", pgettext_lazy("list", "岗位"), "table", 40),
        ]
    if user.can("account.manage"):
        accounts = reverse("centres:accounts")
        found.append(
            NavItem(pgettext_lazy("list", "账号"), accounts, icon="key", group=Group.SYSTEM, order=10)
        )
    if user.can("region.manage"):
        found.append(_list("region", pgettext_lazy("list", "行政区划"), "map", 20, Group.SYSTEM))
    if not found or user.can("own.read"):
        return found
    everything = NavItem(_("全部数据表"), reverse("admin:index"), icon="database", group=Group.DATA, order=90)
    return [*found, everything]


def _list(model: str, label: object, icon: str, order: int, group: Group = Group.DATA) -> NavItem:
    return NavItem(
        str(label), reverse(f"admin:centres_{model}_changelist"), icon=icon, group=group, order=order
    )
