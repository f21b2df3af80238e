"""What appraisal offers to the side bar."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appraisal.rights import has
from centres.models import User
from records.navigation import NavItem


def sections(user: User) -> list[NavItem]:
    """The entries this account may open."""
    return [*_rounds(user), *_schemes(user), *_results(user), *_after(user)]


def _rounds(user: User) -> list[NavItem]:
    items = []
    if has(user, "round.read"):
        also = "/appraisal/(draws|surveys)/"
        items.append(
            NavItem(
                pgettext_lazy("list", "考核轮次"),
                reverse("appraisal:rounds"),
                icon="rounds",
                order=20,
                also=also,
            )
        )
    if has(user, "score.read"):
        also = r"/appraisal/rounds/\d+/centres/[^/]+/evidence/"
        items.append(
            NavItem(
                pgettext_lazy("list", "佐证材料"),
                reverse("appraisal:evidence"),
                icon="document",
                order=25,
                also=also,
            )
        )
    if user.can("own.read") or user.can("self.read") or user.can("round.read"):
        title = _("自评和公示") if user.can("own.self_assess") else _("公示和申诉")
        also = r"/appraisal/(appeals/|rounds/\d+/(notice|self)/)"
        items.append(NavItem(title, reverse("appraisal:notices"), icon="flag", order=30, also=also))
    return items


def _schemes(user: User) -> list[NavItem]:
    items = []
    if user.can("scheme.read") or user.can("own.read"):
        items.append(
            NavItem(pgettext_lazy("list", "考核方案"), reverse("appraisal:schemes"), icon="scheme", order=40)
        )
    if has(user, "score.read"):
        items.append(NavItem(_("情景测算"), reverse("appraisal:whatif"), icon="scale", order=45))
    return items


def _results(user: User) -> list[NavItem]:
    items = []
    if has(user, "result.read"):
        items.append(
            NavItem(pgettext_lazy("list", "考核结果"), reverse("appraisal:results"), icon="medal", order=40)
        )
    if user.can("own.read") or user.can("self.read"):
        items.append(NavItem(_("本院考核结果"), reverse("appraisal:own"), icon="medal", order=40))
    return items


def _after(user: User) -> list[NavItem]:
    """What follows a year: rectifications, spot checks, filings, a region's counties."""
    offered = [
        (
            "rectification.read",
            "own.appraise",
            pgettext_lazy("list", "限期整改"),
            "appraisal:rectifications",
            "flag",
            50,
            "/appraisal/directors/",
        ),
        ("check.read", "", _("抽查和督查"), "appraisal:checks", "search", 55, ""),
        ("filing.read", "", _("结果备案"), "appraisal:filings", "inbox", 60, ""),
        ("check.make", "", _("各县比较"), "appraisal:counties", "map", 42, ""),
    ]
    return [
        NavItem(label, reverse(name), icon=icon, order=order, also=also)
        for one, other, label, name, icon, order, also in offered
        if user.can(one) or (other and user.can(other))
    ]
