"""Signing in by username and password, and the account behind a session."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from centres.models import User


class AccountBackend(ModelBackend):
    """Fetches the account with its scope, so that a page's frame asks nothing more.

    An account that was disabled gets None: its sessions end with the next request.
    """

    def get_user(self, user_id: Any) -> User | None:
        accounts = User.objects.select_related("region", "centre__county")
        user = accounts.filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
