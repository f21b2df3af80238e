"""Signing in by username and password, and the account behind a session."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from centres.models import User


class AccountBackend(ModelBackend):
    """Fetches the account with its scope, so that a page's frame asks nothing more.

    An account that was disabled gets None: its sessions end with the next request.
    """

    def get_user(self, user_id: Any) -> User | None:
        try:
            user = User.objects.select_related("region", "centre__county").get(pk=user_id)
        except User.DoesNotExist:
            return None
        return user if self.user_can_authenticate(user) else None
