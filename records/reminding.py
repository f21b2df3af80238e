"""Sending reminders, seeing them, and mailing them where the county has a mail server.

In the app a reminder stands first on the recipient's home page. By e-mail it goes to accounts that have an
address, through the queue, so that a slow mail server holds nobody up; nothing of it is lost when the server
doesn't answer, because the reminder itself is in the app.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from records import audit
from records.errors import Invalid
from records.models import Reminder
from records.models.reminders import MAX_TITLE
from records.navigation import Todo


def mail_works() -> bool:
    """Whether a mail server is set up; without one reminders stay inside the app."""
    return bool(settings.EMAIL_HOST)


def remind(
    *, actor: Any, to: Iterable[Any], title: str, url: str, now: datetime, county_code: str = ""
) -> list[Reminder]:
    """Remind these accounts of a page; return the new reminders.

    Nobody gets a second one for the same page before having seen the first, and nobody one from themselves.
    Whether the actor may remind of that page is for the caller to say. Raises Invalid for a blank text.
    """
    if not title.strip():
        raise Invalid(_("请写明提醒什么。"), code="reminder_blank")
    with audit.act(actor, action="reminder.send", county_code=county_code) as trail:
        waiting = set(Reminder.objects.filter(url=url, seen_at=None).values_list("recipient", flat=True))
        made = [
            Reminder.objects.create(
                recipient=one, sent_by=actor, title=title.strip()[:MAX_TITLE], url=url, sent_at=now
            )
            for one in to
            if one.is_active and one.pk not in waiting and one != actor
        ]
        for reminder in made:
            after = {"recipient": reminder.recipient.username, "title": reminder.title}
            trail.add(reminder, None, after, label=reminder.title)
        if mail_works():
            ids = [one.pk for one in made if one.recipient.email]
            transaction.on_commit(lambda: [mail_reminder.enqueue(pk) for pk in ids])
    return made


def seen(*, user: Any, reminder_id: int, now: datetime) -> bool:
    """Take a reminder off the recipient's own list; False where there is none that waits."""
    mine = Reminder.objects.filter(pk=reminder_id, recipient=user, seen_at=None)
    return bool(mine.update(seen_at=now))


def waiting_for(user: Any) -> list[Reminder]:
    """What the account was reminded of and hasn't acknowledged, newest first (1 query)."""
    return list(Reminder.objects.filter(recipient=user, seen_at=None).select_related("sent_by"))


def count_for(user: Any) -> int:
    return Reminder.objects.filter(recipient=user, seen_at=None).count()


def mail_counts() -> dict[str, int]:
    """For the system administrator: reminders to accounts with an address, and how many mails went out."""
    with_address = Reminder.objects.exclude(recipient__email="")
    return with_address.aggregate(wanted=Count("pk"), mailed=Count("pk", filter=Q(mailed_at__isnull=False)))


@task()
def mail_reminder(reminder_id: int) -> None:
    """Mail one reminder, once: a second run of the task finds it mailed."""
    reminder = Reminder.objects.select_related("recipient", "sent_by").get(pk=reminder_id)
    if reminder.mailed_at is not None:
        return
    send(reminder.recipient.email, reminder.title, [_line(reminder)])
    Reminder.objects.filter(pk=reminder_id).update(mailed_at=timezone.now())


def _line(reminder: Reminder) -> str:
    who = str(reminder.sent_by or _("系统"))
    return _("%(who)s提醒您：%(title)s") % {"who": who, "title": reminder.title}


def send(address: str, subject: str, lines: Sequence[str]) -> None:
    """One plain mail, from the address of the installation, with the way to its home page."""
    foot = (
        [_("登录后可在首页办理：%(site)s") % {"site": settings.SITE_ADDRESS}] if settings.SITE_ADDRESS else []
    )
    send_mail(subject, "\n".join([*lines, "", *foot]).strip() + "\n", None, [address])


def mail_digest(user: Any, todos: Sequence[Todo]) -> bool:
    """Mail an account what waits for it; False where nothing does or the account has no address."""
    if not todos or not user.email or not mail_works():
        return False
    lines = [f"{number}. {_in_words(todo)}" for number, todo in enumerate(todos, start=1)]
    send(user.email, _("有 %(count)d 件事等您办理") % {"count": len(todos)}, lines)
    return True


def _in_words(todo: Todo) -> str:
    notes = [str(part) for part in (todo.due, todo.hint) if part]
    return f"{todo.title}（{'；'.join(notes)}）" if notes else str(todo.title)
