"""Reminders: who gets them, once; seen by their recipient only; mailed where a server is set, once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centres.models import User
from centres.roles import Role
from records import home, reminding
from records.errors import Invalid
from records.models import AuditEntry, Reminder
from tests.factories import CountyFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, 1, 30, tzinfo=UTC)


@pytest.fixture
def leader() -> User:
    return UserFactory(role=Role.LEADER, display_name="王局长")


@pytest.fixture
def clerk(leader: User) -> User:
    return UserFactory(county=leader.region, email="clerk@county.example")


@pytest.fixture
def server(settings: Any) -> None:
    settings.EMAIL_HOST, settings.SITE_ADDRESS = "mail.county.example", "https://jixiao.example"


def remind(
    leader: User, *to: User, title: str = "6月考核还有 12 格未评", url: str = "/rounds/1/"
) -> list[Reminder]:
    return reminding.remind(actor=leader, to=to, title=title, url=url, now=NOW)


def test_a_reminder_stands_first_on_the_home_page(client: Client, leader: User, clerk: User) -> None:
    remind(leader, clerk)
    (todo,) = home.todos(clerk, NOW)
    assert (todo.title, todo.url, todo.order) == ("6月考核还有 12 格未评", "/rounds/1/", 0)
    assert todo.hint == "王局长于 07-01 09:30 提醒"
    client.force_login(clerk)
    page = client.get("/").content.decode()
    assert "6月考核还有 12 格未评" in page
    assert page.index("6月考核还有 12 格未评") < page.index("todos-title") + 2000
    assert "条提醒" in page


def test_it_goes_once_seen_and_only_its_recipient_can_see_to_that(
    client: Client, leader: User, clerk: User
) -> None:
    (reminder,) = remind(leader, clerk)
    address = reverse("records:reminder-seen", args=[reminder.pk])
    client.force_login(leader)
    assert client.post(address).status_code == 404
    client.force_login(clerk)
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 404
    assert reminding.waiting_for(clerk) == []
    assert "条提醒" not in client.get("/").content.decode()


def test_nobody_is_reminded_twice_of_a_page_they_have_not_looked_at(leader: User, clerk: User) -> None:
    (first,) = remind(leader, clerk)
    assert remind(leader, clerk) == []
    assert len(remind(leader, clerk, url="/rounds/2/")) == 1
    reminding.seen(user=clerk, reminder_id=first.pk, now=NOW)
    assert len(remind(leader, clerk)) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(recipient=clerk, title="又一次", url="/rounds/2/", sent_at=NOW)


def test_neither_oneself_nor_a_closed_account(leader: User, clerk: User) -> None:
    clerk.is_active = False
    assert remind(leader, leader, clerk) == []


def test_a_reminder_without_words_is_refused(leader: User, clerk: User) -> None:
    with pytest.raises(Invalid):
        remind(leader, clerk, title="　 ")


def test_it_is_on_the_record_and_can_not_be_rewritten(leader: User, clerk: User) -> None:
    (reminder,) = remind(leader, clerk)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.actor_name, entry.object_label) == ("reminder.send", "王局长", reminder.title)
    rows = Reminder.objects.filter(pk=reminder.pk)
    for change in (lambda: rows.update(title="别的"), lambda: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert rows.update(seen_at=NOW) == 1


def test_it_leads_to_a_page_of_ours(leader: User, clerk: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        remind(leader, clerk, url="https://elsewhere.example/")


def test_without_a_mail_server_nothing_leaves_the_house(
    leader: User, clerk: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        remind(leader, clerk)
    assert mail.outbox == []
    assert not reminding.mail_digest(clerk, home.todos(clerk, NOW))


@pytest.mark.usefixtures("server")
def test_with_one_it_is_mailed_once(
    leader: User, clerk: User, django_capture_on_commit_callbacks: Any
) -> None:
    silent = UserFactory(county=leader.region)
    with django_capture_on_commit_callbacks(execute=True):
        reminder, _other = remind(leader, clerk, silent)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["clerk@county.example"], "6月考核还有 12 格未评")
    assert sent.body == "王局长提醒您：6月考核还有 12 格未评\n\n登录后可在首页办理：https://jixiao.example\n"
    reminder.refresh_from_db()
    assert reminder.mailed_at is not None
    reminding.mail_reminder.call(reminder.pk)
    assert len(mail.outbox) == 1
    assert reminding.mail_counts() == {"wanted": 1, "mailed": 1}


@pytest.mark.usefixtures("server")
def test_a_mail_server_that_fails_loses_no_reminder(
    leader: User, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_values: Any, **_named: Any) -> int:
        raise ConnectionRefusedError

    (reminder,) = remind(leader, clerk)
    monkeypatch.setattr(reminding, "send_mail", down)
    with pytest.raises(ConnectionRefusedError):
        reminding.mail_reminder.call(reminder.pk)
    reminder.refresh_from_db()
    assert reminder.mailed_at is None
    assert reminding.waiting_for(clerk) == [reminder]


@pytest.mark.usefixtures("server")
def test_the_morning_mail_lists_what_waits(
    leader: User, clerk: User, capsys: pytest.CaptureFixture[str]
) -> None:
    remind(leader, clerk)
    remind(leader, clerk, title="补交材料", url="/rounds/2/")
    call_command("remind", "--dry-run")
    assert mail.outbox == []
    call_command("remind")
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["clerk@county.example"], "有 2 件事等您办理")
    assert "1. 补交材料（王局长于 07-01 09:30 提醒）" in sent.body
    assert "2 things wait; 1 mails sent" in capsys.readouterr().out
    assert AuditEntry.objects.latest("sequence").action == "reminder.digest"


def test_the_morning_mail_needs_a_server() -> None:
    with pytest.raises(CommandError, match="EMAIL_HOST"):
        call_command("remind")


def test_the_home_page_asks_as_often_for_many_as_for_one(leader: User, clerk: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            home.todos(clerk, NOW + timedelta(days=1))
        return len(asked)

    remind(leader, clerk)
    one = queries()
    for number in range(2, 8):
        remind(leader, clerk, url=f"/rounds/{number}/")
    assert queries() == one == 1


def test_others_see_none_of_it(leader: User, clerk: User) -> None:
    remind(leader, clerk)
    assert home.todos(UserFactory(county=CountyFactory()), NOW) == []
