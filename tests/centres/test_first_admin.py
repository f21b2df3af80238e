"""The first administrator: one code, one account, until it expires."""

import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from centres.actions import first_admin
from centres.models import FirstAdminCode, User
from centres.roles import Role
from records.errors import Conflict

pytestmark = pytest.mark.django_db
PAGE = "/accounts/first-sign-in/"


def code(*options: str) -> str:
    out = io.StringIO()
    call_command("create_admin", "--json", *options, stdout=out)
    answer = json.loads(out.getvalue())
    assert answer["page"] == PAGE
    return str(answer["code"])


def filled(code: str, **values: str) -> dict[str, str]:
    words = {
        "username": "chief",
        "display_name": "陈管理",
        "password1": "Some-word-1",
        "password2": "Some-word-1",
    }
    return {"code": code, **words, **values}


def test_the_code_makes_one_administrator_who_signs_in() -> None:
    client, given = Client(), code()
    assert client.post(PAGE, filled(given)).headers["Location"] == "/accounts/login/"
    chief = User.objects.get()
    assert (chief.role, chief.must_change_password) == (Role.SYSADMIN, False)
    client.post("/accounts/login/", {"login": "chief", "password": "Some-word-1"})
    assert client.get("/centres/accounts/").status_code == 200


def test_the_code_works_once() -> None:
    given = code()
    Client().post(PAGE, filled(given))
    answer = Client().post(PAGE, filled(given, username="second"))
    assert "代码无效、已使用或已过期" in answer.content.decode()
    assert User.objects.count() == 1


def test_the_code_expires() -> None:
    given = code()
    FirstAdminCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    Client().post(PAGE, filled(given))
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"code": "made-up"},
        {"password2": "Other-word-1"},
        {"password1": "weak", "password2": "weak"},
        {"username": ""},
        {"username": "no spaces"},
    ],
)
def test_a_faulty_form_makes_nobody_and_leaves_the_code(values: dict[str, str]) -> None:
    given = code()
    assert Client().post(PAGE, filled(given) | values).status_code == 200
    assert not User.objects.exists()
    assert first_admin.is_open(given, timezone.now())


def test_only_the_hash_is_kept() -> None:
    assert code() not in str(FirstAdminCode.objects.values())


def test_a_second_one_takes_a_word(person: Callable[..., User]) -> None:
    person(Role.SYSADMIN)
    with pytest.raises(CommandError, match="--another"):
        call_command("create_admin")
    assert code("--another")


def test_the_command_speaks_to_people_too() -> None:
    out = io.StringIO()
    call_command("create_admin", "--minutes", "5", stdout=out)
    assert PAGE in out.getvalue()


def test_a_used_code_is_refused_by_the_action() -> None:
    with pytest.raises(Conflict):
        first_admin.use_code(code="x", username="a", display_name="b", password="c", now=timezone.now())
