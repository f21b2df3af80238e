"""What a person does with the own account: signing in, password, second factor; and the ends of sessions."""

from collections.abc import Mapping
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from centres.models import User
from records import audit
from records.errors import Invalid


def note_sign_in(user: User, *, method: str) -> None:
    """`method` is "password" or "second_factor"."""
    _note(user, "account.sign_in", {"method": method})


def note_second_factor(user: User, *, on: bool) -> None:
    _note(user, "account.second_factor", {"second_factor": on})


def note_recovery_codes(user: User) -> None:
    _note(user, "account.recovery_codes", {"recovery_codes": "new"})


def change_own_password(*, user: User, password: str, now: datetime) -> None:
    """Set a new password that a form has checked; it must differ from the old one."""
    if user.check_password(password):
        raise Invalid(_("新密码不能与原密码相同。"), code="same_password")
    with audit.act(user, action="account.password") as trail:
        user.set_password(password)
        user.must_change_password = False
        user.password_changed_at = now
        user.save(update_fields=["password", "must_change_password", "password_changed_at"])
        trail.note({"password": "changed"}, label=str(user))


def end_all(user: User) -> None:
    """End every session of the account, wherever it is open."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def _note(user: User, action: str, detail: Mapping[str, object]) -> None:
    with audit.act(user, action=action) as trail:
        trail.note(detail, label=str(user))
