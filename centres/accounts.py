"""Reads about accounts, for the system administrator's pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Lower

from centres.models import User
from centres.passwords import must_change
from centres.roles import Role

RECENT = 10


@dataclass(frozen=True, slots=True)
class SignIn:
    """One attempt to sign in, as the packages logged it."""

    at: datetime
    ip: str
    browser: str
    succeeded: bool


def listed(params: Mapping[str, str], now: datetime) -> QuerySet[User]:
    """The accounts that the filters `q`, `role` and `state` leave, with what the list shows of each."""
    totp = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    accounts = User.objects.select_related("region", "centre__county").annotate(
        has_second_factor=Exists(totp)
    )
    if words := params.get("q", "").strip():
        accounts = accounts.filter(
            Q(username__icontains=words)
            | Q(display_name__icontains=words)
            | Q(centre__name__icontains=words)
            | Q(region__name__icontains=words)
        )
    if params.get("role") in Role.values:
        accounts = accounts.filter(role=params["role"])
    return _in_state(accounts, params.get("state", ""), now).order_by("-is_active", "role", "username")


def _in_state(accounts: QuerySet[User], state: str, now: datetime) -> QuerySet[User]:
    if state == "active":
        return accounts.filter(is_active=True)
    if state == "closed":
        return accounts.filter(is_active=False)
    if state == "locked":
        return accounts.annotate(lower=Lower("username")).filter(lower__in=locked_names(now))
    return accounts


def locked_names(now: datetime) -> set[str]:
    """Lower-cased names whose sign-in is paused at this moment."""
    since = now - settings.AXES_COOLOFF_TIME
    recent = AccessAttempt.objects.filter(attempt_time__gte=since).values("username")
    failed = recent.annotate(failures=Sum("failures_since_start"))
    return {
        str(row["username"]).lower()
        for row in failed
        if row["username"] and row["failures"] >= settings.AXES_FAILURE_LIMIT
    }


def counts(now: datetime) -> dict[str, int]:
    """How many accounts are in use, closed, protected by a second factor, paused."""
    second = Authenticator.objects.filter(type=Authenticator.Type.TOTP, user__is_active=True)
    return {
        "active": User.objects.filter(is_active=True).count(),
        "closed": User.objects.filter(is_active=False).count(),
        "second": second.values("user").distinct().count(),
        "locked": len(locked_names(now)),
    }


def signed_in_since(user: User, now: datetime) -> int:
    """How many sessions of the account may still be open."""
    oldest = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return int(UserSession.objects.filter(user=user, created_at__gte=oldest).count())


def recent_sign_ins(user: User) -> list[SignIn]:
    """The last sign-ins and failures, newest first."""
    good = AccessLog.objects.filter(username=user.username).order_by("-attempt_time")[:RECENT]
    bad = AccessFailureLog.objects.filter(username=user.username).order_by("-attempt_time")[:RECENT]
    found = [_sign_in(row, True) for row in good] + [_sign_in(row, False) for row in bad]
    return sorted(found, key=lambda attempt: attempt.at, reverse=True)[:RECENT]


def _sign_in(row: Any, succeeded: bool) -> SignIn:
    return SignIn(row.attempt_time, row.ip_address or "", row.user_agent, succeeded)


def owes_password(user: User, now: datetime) -> bool:
    return must_change(user, now)
