"""What the home page offers of accounts and of the own account."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from centres import accounts
from centres.models import User
from records.navigation import HomeCard, Todo

WARN_DAYS = 10


def todos(user: User, now: datetime) -> list[Todo]:
    found = []
    if user.can("account.manage") and (locked := accounts.locked_names(now)):
        found.append(
            Todo(
                _("%(count)d 个账号被暂停登录") % {"count": len(locked)},
                f"{reverse('centres:accounts')}?state=locked",
                hint="、".join(sorted(locked)[:5]),
                icon="lock",
                tone="warn",
                order=10,
            )
        )
    if (days := days_left(user, now)) is not None and days <= WARN_DAYS:
        found.append(
            Todo(
                _("密码将在 %(days)d 天后到期") % {"days": days},
                reverse("account_change_password"),
                icon="key",
                order=500,
            )
        )
    return found


def cards(user: User, now: datetime) -> list[HomeCard]:
    if not user.can("account.manage"):
        return []
    return [HomeCard("centres/_home_accounts.html", accounts.counts(now), size="full", order=10)]


def days_left(user: User, now: datetime) -> int | None:
    """Whole days until the password is too old; None when it never is."""
    if not settings.PASSWORD_MAX_DAYS or user.password_changed_at is None:
        return None
    return (user.password_changed_at + timedelta(days=settings.PASSWORD_MAX_DAYS) - now).days
