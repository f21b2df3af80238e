"""How long a session lasts and what it still owes: idle and absolute limits, password, second factor."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from centres.models import User
from centres.roles import Role

STARTED, SEEN, HAS_SECOND = "house_started", "house_seen", "house_second_factor"
WRITE_EVERY = 60  # seconds: a session is written at most once a minute
SECOND_FACTOR_ROLES = frozenset({Role.LEADER, Role.FINANCE, Role.SYSADMIN, Role.AUDITADMIN})


def start(session: SessionBase, now: datetime) -> None:
    """Note when somebody signed in: the absolute limit counts from here."""
    session[STARTED] = session[SEEN] = int(now.timestamp())


def is_over(session: SessionBase, now: datetime) -> bool:
    """Whether the session has rested or lasted too long."""
    moment = int(now.timestamp())
    rested: int = moment - session.get(SEEN, moment)
    lasted: int = moment - session.get(STARTED, moment)
    return rested >= settings.IDLE_SECONDS or lasted >= settings.SESSION_COOKIE_AGE


def touch(session: SessionBase, now: datetime) -> None:
    """Note that somebody is here, with at most one write a minute."""
    moment = int(now.timestamp())
    if STARTED not in session:
        session[STARTED] = moment
    if moment - session.get(SEEN, 0) >= WRITE_EVERY:
        session[SEEN] = moment


def by_second_factor(user: User, session: SessionBase) -> bool:
    """Whether this account gave a second factor in this session, as allauth recorded it."""
    if session.get("account_authentication_methods_user") != str(user.pk):
        return False
    methods: list[dict[str, Any]] = session.get("account_authentication_methods", [])
    return any(method.get("method") == "mfa" for method in methods)


def needs_second_factor(user: User) -> bool:
    return bool(settings.REQUIRE_SECOND_FACTOR and user.role in SECOND_FACTOR_ROLES)


def owes_second_factor(user: User, session: SessionBase) -> bool:
    """Whether the account has to set its second factor up before anything else; asks the database once."""
    if not needs_second_factor(user) or by_second_factor(user, session) or session.get(HAS_SECOND):
        return False
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        session[HAS_SECOND] = True
        return False
    return True
