"""What a password must be, when it has to change, and what a first one looks like."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from centres.models import User
from centres.passwords import classes_in, first_password, must_change
from centres.roles import Role
from records.models import AuditEntry
from tests.centres.conftest import PASSWORD


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("abcdefghij", 1),
        ("Abcdefghij", 2),
        ("Abcdefgh12", 3),
        ("Abcdefg-12", 4),
        ("密码密码密码密码密码", 1),
        ("", 0),
    ],
)
def test_classes_are_counted(password: str, found: int) -> None:
    assert classes_in(password) == found


@pytest.mark.parametrize(
    ("password", "fits"),
    [
        ("Abc-12345", False),  # nine signs
        ("Abc-123456", True),
        ("abcdefgh-1", True),
        ("abcdefghi1", False),  # two classes
        ("Password123", False),  # on the list of common ones, whatever its case
        ("Zhoumin-2026", False),  # the username
        ("临江卫健平安-Ab1", True),
    ],
)
def test_rules(password: str, fits: bool) -> None:
    user = User(username="zhoumin2026", display_name="周敏")
    try:
        validate_password(password, user)
        valid = True
    except ValidationError:
        valid = False
    assert valid is fits


def test_first_passwords_obey_the_rules_and_differ() -> None:
    made = {first_password() for _number in range(50)}
    assert len(made) == 50
    assert all(classes_in(password) == 4 and len(password) == 14 for password in made)
    assert not set("".join(made)) & set("0O1lI")


@pytest.mark.parametrize(("days", "due"), [(89, False), (91, True)])
def test_a_password_grows_old(days: int, due: bool) -> None:
    now = timezone.now()
    assert must_change(User(password_changed_at=now - timedelta(days=days)), now) is due


def test_age_can_be_switched_off(settings: Any) -> None:
    settings.PASSWORD_MAX_DAYS = 0
    now = timezone.now()
    assert not must_change(User(password_changed_at=now - timedelta(days=900)), now)


@pytest.fixture
def owing(person: Callable[..., User], signed: Callable[[User], Client]) -> Client:
    return signed(person(Role.CLERK, must_change_password=True))


def test_a_first_password_leads_to_its_change_and_nowhere_else(owing: Client) -> None:
    for page in ("/", "/admin/", "/admin/centres/centre/", "/accounts/sessions/", "/accounts/second-factor/"):
        assert owing.get(page).headers["Location"] == "/accounts/password/"
    assert owing.get("/", headers={"Accept": "application/json"}).status_code == 403
    assert owing.get("/accounts/password/").status_code == 200
    assert owing.post("/i18n/setlang/", {"language": "en"}).status_code == 302


def test_after_the_change_everything_opens(owing: Client) -> None:
    new = "Another-word-1"
    owing.post("/accounts/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert owing.get("/").status_code == 200
    user = User.objects.get()
    assert (user.must_change_password, user.check_password(new)) == (False, True)
    entry = AuditEntry.objects.get(action="account.password")
    assert new not in f"{entry.before}{entry.after}{entry.reason}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Wrong-word-1", "Another-word-1", "当前密码"),
        (PASSWORD, PASSWORD, "新密码不能与原密码相同"),
        (PASSWORD, "short-A1", "10"),
        (PASSWORD, "onlylowercase", "至少三类"),
    ],
)
def test_a_faulty_change_says_why_and_changes_nothing(owing: Client, old: str, new: str, said: str) -> None:
    answer = owing.post("/accounts/password/", {"oldpassword": old, "password1": new, "password2": new})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_the_page_has_its_form_once_and_in_its_frame(client: Client, django_user_model: type[User]) -> None:
    client.force_login(django_user_model.objects.create_user("somebody", password=PASSWORD, role="sysadmin"))
    page = client.get(reverse("account_change_password")).content.decode()
    assert page.count('name="oldpassword"') == 1
    assert "<form" not in page.partition("<body")[2].partition(">")[0]
