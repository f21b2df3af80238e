"""What every page's frame needs; evaluated only by a page that shows the frame."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from config.navigation import NavGroup, groups_for
from records import reminding

THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Frame:
    groups: list[NavGroup]
    scope: str
    strings: dict[str, str]
    idle_seconds: int
    account: str = ""
    reminders: int = 0


def theme_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("theme", "auto")
    return chosen if chosen in THEMES else "auto"


def scope_of(user: Any) -> str:
    """Where the account belongs: its health centre, its bureau, or (for the system's own roles) its role."""
    if user.centre_id:
        return str(user.centre.name)
    if user.region_id:
        return str(user.region.bureau_name or user.region.name)
    return str(user.get_role_display())


def shell_strings() -> dict[str, str]:
    """Every text that config/static/js/shell.js may show."""
    return {
        "close": _("关闭"),
        "copied": _("已复制"),
        "failed": _("操作没有成功，请稍后再试。"),
        "offline": _("网络中断，刚才的操作没有送达。"),
        "idle": _("您已较长时间没有操作，即将自动退出。继续操作即可保持登录。"),
        "leave_title": _("退出登录"),
        "leave_words": _(
            "本机还有 %(n)s 格现场录入没有交回。退出登录会把它们从本机清除。要保留请先取消，连上网络后交回。"
        ),
        "leave_stay": _("取消"),
        "leave_go": _("清除并退出"),
    }


def build(request: HttpRequest) -> Frame:
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Frame([], "", shell_strings(), 0)
    groups, waiting = groups_for(user, request.path), reminding.count_for(user)
    return Frame(groups, scope_of(user), shell_strings(), settings.IDLE_SECONDS, str(user.pk), waiting)


def frame(request: HttpRequest) -> dict[str, Any]:
    """`frame` for the page's frame, `theme` for the root element."""
    return {"frame": SimpleLazyObject(lambda: build(request)), "theme": theme_of(request)}
