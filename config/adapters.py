"""How signing in is adapted to this house: no sign-up, our lock-out, every change on the trail."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres.actions import sessions
from config import limits
from records.middleware import client_ip


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's account flows. Failed passwords are axes' business, not allauth's."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("用户名或密码不正确。"),
        "too_many_login_attempts": _("验证失败次数过多，请稍后再试。"),
        "rate_limited": _("操作过于频繁，请稍后再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: axes counts failures in the database, over all processes."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_ip(request) or ""

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        sessions.change_own_password(user=user, password=password, now=timezone.now())  # type: ignore[arg-type]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        limits.start(request.session, timezone.now())
        by_second = limits.by_second_factor(user, request.session)
        sessions.note_sign_in(user, method="second_factor" if by_second else "password")
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The authenticator's secret is kept encrypted under the installation's key."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not limits.needs_second_factor(authenticator.user)


def _cipher() -> MultiFernet:
    """The current key first, then those it replaced."""
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    hashes = [hashlib.sha256(b"second factor" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in hashes])
