"""What a password must be, when it is too old, and first passwords that people can type off a slip."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from centres.models import User

CLASSES = (str.islower, str.isupper, str.isdigit)
NEEDED = 3
# Without the look-alikes 0 O 1 l I.
LOWER, UPPER, DIGITS = "abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"


def classes_in(password: str) -> int:
    """How many of lower case, upper case, digits and other signs occur."""
    found = sum(any(test(sign) for sign in password) for test in CLASSES)
    others = any(not any(test(sign) for test in CLASSES) for sign in password)
    return found + others


class CharacterClassesValidator:
    """At least 3 of the 4 classes (等保)."""

    def validate(self, password: str, user: Any = None) -> None:
        if classes_in(password) < NEEDED:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        return _("密码须含小写字母、大写字母、数字、其他符号四类中的至少三类。")


def first_password() -> str:
    """A random first password such as "kpTR-7mWq-x4Hc": 12 signs of 55, all classes in it."""
    while True:
        parts = ["".join(secrets.choice(LOWER + UPPER + DIGITS) for _sign in range(4)) for _part in range(3)]
        password = "-".join(parts)
        if classes_in(password) == len(CLASSES) + 1:
            return password


def must_change(user: User, now: datetime) -> bool:
    """Whether the account has to choose a new password before anything else: a first one, or one too old."""
    if user.must_change_password:
        return True
    limit = settings.PASSWORD_MAX_DAYS
    return bool(limit and user.password_changed_at and user.password_changed_at < now - timedelta(days=limit))
