"""What appraisal offers to the side bar."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appraisal.rights import has
from centres.models import User
from records.navigation import Group, NavItem


def sections(user: User) -> list[NavItem]:
    """The entries this account may open."""
    items = []
    if user.can("scheme.read") or user.can("own.read"):
        items.append(
            NavItem(_("考核方案"), reverse("appraisal:schemes"), icon="scheme", group=Group.WORK, order=40)
        )
    if has(user, "round.read"):
        items.append(
            NavItem(_("考核轮次"), reverse("appraisal:rounds"), icon="rounds", group=Group.WORK, order=20)
        )
    if has(user, "score.read"):
        items.append(
            NavItem(_("佐证材料"), reverse("appraisal:evidence"), icon="document", group=Group.WORK, order=25)
        )
    if user.can("score.read"):
        items.append(
            NavItem(_("情景测算"), reverse("appraisal:whatif"), icon="scale", group=Group.WORK, order=45)
        )
    if has(user, "result.read"):
        items.append(
            NavItem(_("考核结果"), reverse("appraisal:results"), icon="medal", group=Group.WORK, order=40)
        )
    if user.can("own.read") or user.can("self.read"):
        items.append(
            NavItem(_("本院考核结果"), reverse("appraisal:own"), icon="medal", group=Group.WORK, order=40)
        )
    return items
