"""The first administrator: a one-time code from the command line, used up on a page (SAFETY).

No password is shipped and none goes through a shell's history.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from centres.actions.accounts import FIELDS, Scope, take
from centres.models import FirstAdminCode, User
from centres.roles import Role
from records import audit
from records.errors import Conflict

CODE_BYTES = 15


def make_code(*, now: datetime, minutes: int, another: bool = False) -> tuple[FirstAdminCode, str]:
    """Make a code for one administrator's account; refused when there is one already, unless `another`."""
    with audit.act(None, action="account.first_admin_code") as trail:
        if not another and administrators().exists():
            raise Conflict(_("已有系统管理员；确需再建一位时请加 --another。"), code="has_admin")
        code = secrets.token_urlsafe(CODE_BYTES)
        expires = now + timedelta(minutes=minutes)
        kept = FirstAdminCode.objects.create(digest=digest(code), made_at=now, expires_at=expires)
        trail.note({"expires_at": expires}, label=str(kept))
    return kept, code


def is_open(code: str, now: datetime) -> bool:
    """Whether the code could be used at this moment."""
    return FirstAdminCode.objects.filter(
        digest=digest(code), used_at__isnull=True, expires_at__gt=now
    ).exists()


def use_code(*, code: str, username: str, display_name: str, password: str, now: datetime) -> User:
    """Use the code up and make the administrator's account with a password that a form has checked."""
    with audit.act(None, action="account.first_admin") as trail:
        open_codes = FirstAdminCode.objects.filter(
            digest=digest(code), used_at__isnull=True, expires_at__gt=now
        )
        if not open_codes.update(used_at=now):
            raise Conflict(_("代码无效、已使用或已过期，请重新生成。"), code="first_admin_code")
        user = User(username=User.normalize_username(username.strip()), display_name=display_name.strip())
        user.set_password(password)
        user.password_changed_at = now
        take(user, Scope(Role.SYSADMIN))
        user.save()
        trail.add(user, None, audit.snapshot(user, *FIELDS))
    return user


def administrators() -> QuerySet[User]:
    return User.objects.filter(role=Role.SYSADMIN, is_active=True)


def digest(code: str) -> str:
    return hashlib.sha256(code.strip().encode()).hexdigest()
