"""A session rests 30 minutes and lasts 8 hours at most; a disabled account's ends at once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from centres.actions import accounts, sessions
from centres.models import User
from centres.roles import Role
from config import limits

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(person: Callable[..., User], signed: Callable[[User], Client]) -> Client:
    client = signed(person(Role.CLERK))
    client.get("/")
    return client


def aged(client: Client, **marks: timedelta) -> None:
    """Move the session's marks into the past."""
    session = client.session
    for mark, age in marks.items():
        session[f"house_{mark}"] -= int(age.total_seconds())
    session.save()


def test_rest_within_the_limit_keeps_the_session(client: Client) -> None:
    aged(client, seen=timedelta(minutes=29))
    assert client.get("/").status_code == 200


def test_thirty_minutes_of_rest_end_it_and_the_page_comes_back_after_sign_in(client: Client) -> None:
    aged(client, seen=timedelta(minutes=30))
    answer = client.get("/admin/?a=1")
    assert answer.headers["Location"] == "/accounts/login/?next=/admin/%3Fa%3D1"
    assert "登录已超时" in client.get("/accounts/login/").content.decode()


def test_eight_hours_end_it_however_busy(client: Client) -> None:
    aged(client, started=timedelta(hours=8))
    assert client.get("/").status_code == 302


def test_a_script_is_told_in_json(client: Client) -> None:
    aged(client, seen=timedelta(minutes=31))
    answer = client.post("/theme/", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["page"] == "/accounts/login/"


def test_a_busy_session_is_written_once_a_minute(
    client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    before = Session.objects.get().session_data
    client.get("/")
    assert Session.objects.get().session_data == before
    aged(client, seen=timedelta(seconds=61))
    stale = Session.objects.get().session_data
    client.get("/")
    assert Session.objects.get().session_data != stale


def test_marks_move_at_most_once_a_minute() -> None:
    session: dict[str, int] = {}
    now = datetime(2026, 7, 1, tzinfo=timezone.get_current_timezone())
    for seconds, seen in ((0, 0), (59, 0), (60, 60), (61, 60)):
        limits.touch(session, now + timedelta(seconds=seconds))  # type: ignore[arg-type]
        assert session[limits.SEEN] == int(now.timestamp()) + seen


def test_disabling_an_account_ends_its_sessions_at_once(
    person: Callable[..., User], signed: Callable[[User], Client], admin: User
) -> None:
    clerk = person(Role.CLERK)
    client = signed(clerk)
    assert client.get("/").status_code == 200
    accounts.deactivate(actor=admin, user_id=clerk.pk, reason="离岗")
    assert client.get("/").status_code == 302
    assert sessions.UserSession.objects.filter(user=clerk).count() == 0


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(
    person: Callable[..., User], signed: Callable[[User], Client]
) -> None:
    clerk = person(Role.CLERK)
    here, there = signed(clerk), signed(clerk)
    new = {"oldpassword": "Pass-word-2026", "password1": "Neues-wort-2027", "password2": "Neues-wort-2027"}
    assert here.post("/accounts/password/", new).headers["Location"] == "/"
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
