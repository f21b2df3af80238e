"""The second factor: set up, asked for, required by a setting, taken away by an administrator."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from centres.actions import accounts
from centres.models import User
from centres.roles import Role
from records.models import AuditEntry
from tests.centres.conftest import PASSWORD

pytestmark = pytest.mark.django_db
ACTIVATE = "/accounts/second-factor/activate/"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Failed codes are counted in the cache."""
    cache.clear()


def code_for(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def sign_in(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    return client


def confirm(client: Client) -> None:
    """Type the password once more, as every change of the second factor asks."""
    asked = client.get(ACTIVATE).headers["Location"]
    assert asked.startswith("/accounts/reauthenticate/")
    assert client.post(asked, {"password": PASSWORD}).headers["Location"] == ACTIVATE


def activate(client: Client) -> str:
    """Set the second factor up on its page; return the secret."""
    confirm(client)
    secret = client.get(ACTIVATE).context["form"].secret
    answer = client.post(ACTIVATE, {"code": code_for(secret)})
    assert answer.headers["Location"] == "/accounts/second-factor/codes/"
    return str(secret)


def test_setting_up_shows_recovery_codes_and_is_on_the_trail(person: Callable[..., User]) -> None:
    client = sign_in(person(Role.CLERK))
    activate(client)
    assert len(client.get("/accounts/second-factor/codes/").context["unused_codes"]) == 10
    assert AuditEntry.objects.get(action="account.second_factor").new == {"second_factor": True}


def test_the_secret_is_kept_encrypted(person: Callable[..., User]) -> None:
    secret = activate(sign_in(person(Role.CLERK)))
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in kept


def test_signing_in_then_asks_for_a_code(person: Callable[..., User]) -> None:
    clerk = person(Role.CLERK)
    secret = activate(sign_in(clerk))
    client = sign_in(clerk)
    assert client.get("/").headers["Location"].startswith("/accounts/login/")
    page = "/accounts/second-factor/sign-in/"
    assert client.post(page, {"code": "000000"}).status_code == 200
    assert client.post(page, {"code": code_for(secret, steps=1)}).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert AuditEntry.objects.filter(action="account.sign_in").latest("sequence").new == {
        "method": "second_factor"
    }


def test_guessing_codes_is_stopped(person: Callable[..., User]) -> None:
    clerk = person(Role.CLERK)
    secret = activate(sign_in(clerk))
    client = sign_in(clerk)
    for _try in range(5):
        client.post("/accounts/second-factor/sign-in/", {"code": "000000"})
    answer = client.post("/accounts/second-factor/sign-in/", {"code": code_for(secret, steps=1)})
    assert answer.status_code == 200
    assert "稍后再试" in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "owes"),
    [
        (Role.LEADER, True),
        (Role.FINANCE, True),
        (Role.SYSADMIN, True),
        (Role.AUDITADMIN, True),
        (Role.CLERK, False),
        (Role.DIRECTOR, False),
    ],
)
def test_required_by_the_setting(person: Callable[..., User], settings: Any, role: str, owes: bool) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    answer = sign_in(person(role)).get("/")
    assert (answer.status_code == 302 and answer.headers["Location"] == ACTIVATE) is owes


def test_not_required_by_default(person: Callable[..., User]) -> None:
    assert sign_in(person(Role.LEADER)).get("/").status_code == 200


def test_who_must_have_it_gets_in_after_setting_it_up_and_cannot_drop_it(
    person: Callable[..., User], settings: Any
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client = sign_in(person(Role.LEADER))
    activate(client)
    assert client.get("/").status_code == 200
    client.post("/accounts/second-factor/deactivate/")
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_who_may_have_it_drops_it(person: Callable[..., User]) -> None:
    client = sign_in(person(Role.CLERK))
    activate(client)
    assert client.post("/accounts/second-factor/deactivate/").status_code == 302
    assert not Authenticator.objects.exists()


def test_an_administrator_takes_a_lost_one_away(person: Callable[..., User], admin: User) -> None:
    clerk = person(Role.CLERK)
    client = sign_in(clerk)
    activate(client)
    accounts.reset_second_factor(actor=admin, user_id=clerk.pk)
    assert not Authenticator.objects.filter(user=clerk).exists()
    assert client.get("/").status_code == 302
    assert sign_in(clerk).get("/").status_code == 200
