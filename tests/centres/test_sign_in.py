"""Signing in by username and password; the pause after five failures (SAFETY, Accounts and pages)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from centres.models import User
from centres.roles import Role
from records.models import AuditEntry
from tests.centres.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def attempt(username: str, password: str, **extra: str) -> HttpResponse:
    return Client().post(LOGIN, {"login": username, "password": password}, **extra)


def test_the_right_password_opens_the_home_page(person: Callable[..., User]) -> None:
    clerk = person(Role.CLERK)
    answer = attempt(clerk.username, PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    entry = AuditEntry.objects.get(action="account.sign_in")
    assert (entry.actor, entry.new) == (clerk, {"method": "password"})


def test_a_page_asked_for_comes_after_signing_in(person: Callable[..., User]) -> None:
    clerk, client = person(Role.CLERK), Client()
    turned = client.get("/centres/accounts/")
    assert turned.headers["Location"] == "/accounts/login/?next=/centres/accounts/"
    answer = client.post(turned.headers["Location"], {"login": clerk.username, "password": PASSWORD})
    assert answer.headers["Location"] == "/centres/accounts/"


def test_a_foreign_address_is_not_followed(person: Callable[..., User]) -> None:
    clerk = person(Role.CLERK)
    answer = Client().post(
        f"{LOGIN}?next=https://elsewhere.example/", {"login": clerk.username, "password": PASSWORD}
    )
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_name_and_a_wrong_password_read_the_same(person: Callable[..., User], known: bool) -> None:
    name = person(Role.CLERK).username if known else "nobody"
    answer = attempt(name, "Wrong-word-1")
    assert answer.status_code == 200
    assert "用户名或密码不正确。" in answer.content.decode()
    assert name in answer.content.decode()


def test_a_disabled_account_reads_like_a_wrong_password(person: Callable[..., User]) -> None:
    clerk = person(Role.CLERK, is_active=False)
    assert "用户名或密码不正确。" in attempt(clerk.username, PASSWORD).content.decode()


def test_five_failures_pause_the_account_even_for_the_right_password(person: Callable[..., User]) -> None:
    clerk = person(Role.CLERK)
    answers = [attempt(clerk.username, "Wrong-word-1").status_code for _try in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    paused = attempt(clerk.username, PASSWORD)
    assert paused.status_code == 429
    assert "已暂停登录 15 分钟" in paused.content.decode()


def test_failures_count_from_every_address_and_browser(person: Callable[..., User]) -> None:
    clerk = person(Role.CLERK)
    for number in range(5):
        attempt(clerk.username, "Wrong-word-1", REMOTE_ADDR=f"10.0.0.{number}", HTTP_USER_AGENT=str(number))
    assert attempt(clerk.username, PASSWORD, REMOTE_ADDR="10.9.9.9").status_code == 429


def test_others_at_the_same_address_still_sign_in(person: Callable[..., User]) -> None:
    clerk, leader = person(Role.CLERK), person(Role.LEADER)
    for _try in range(6):
        attempt(clerk.username, "Wrong-word-1")
    assert attempt(leader.username, PASSWORD).status_code == 302


def test_the_pause_ends_after_fifteen_minutes(person: Callable[..., User]) -> None:
    clerk = person(Role.CLERK)
    for _try in range(5):
        attempt(clerk.username, "Wrong-word-1")
    for row in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=row.pk).update(
            attempt_time=row.attempt_time - timedelta(minutes=15, seconds=1)
        )
    assert attempt(clerk.username, PASSWORD).status_code == 302


def test_success_starts_the_count_anew(person: Callable[..., User]) -> None:
    clerk = person(Role.CLERK)
    for password in ["Wrong-word-1"] * 4 + [PASSWORD] + ["Wrong-word-1"] * 4:
        answer = attempt(clerk.username, password)
    assert answer.status_code == 200
    assert attempt(clerk.username, PASSWORD).status_code == 302


def test_no_password_is_kept_of_a_failed_attempt(person: Callable[..., User]) -> None:
    attempt(person(Role.CLERK).username, "Very-Secret-Slip-1")
    row = AccessAttempt.objects.get()
    assert "Very-Secret" not in f"{row.post_data}{row.get_data}"


def test_signing_out_takes_a_post(person: Callable[..., User], signed: Callable[[User], Client]) -> None:
    client = signed(person(Role.CLERK))
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/").status_code == 200
    assert client.post("/accounts/logout/").headers["Location"] == reverse("account_login")
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "page", ["signup/", "password/reset/", "email/", "confirm-email/", "login/code/", "social/login/error/"]
)
def test_sign_up_and_mail_pages_do_not_exist(page: str) -> None:
    assert Client().get(f"/accounts/{page}").status_code == 404
