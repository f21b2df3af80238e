"""What the home page offers of the record and of the installation itself."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from records import audit_queries, chain, guards, reminding
from records.models import AuditEntry, Job, Reminder
from records.navigation import HomeCard, Todo

LATEST = 6


def todos(user: Any, now: datetime) -> list[Todo]:
    """What others reminded the account of, before everything else."""
    return [
        Todo(
            one.title,
            one.url,
            hint=_("%(who)s于 %(at)s 提醒") % {"who": one.sent_by or _("系统"), "at": _moment(one)},
            icon="bell",
            tone="warn",
            done_url=reverse("records:reminder-seen", args=[one.pk]),
            order=0,
        )
        for one in reminding.waiting_for(user)
    ]


def _moment(reminder: Reminder) -> str:
    return f"{timezone.localtime(reminder.sent_at):%m-%d %H:%M}"


def cards(user: Any, now: datetime) -> list[HomeCard]:
    found = []
    if user.can("account.manage"):
        found.append(HomeCard("records/_home_system.html", _system(), size="full", order=20))
    if user.can("audit.read"):
        found.append(HomeCard("records/_home_audit.html", _audit(now), size="full", order=10))
    return found


def _system() -> dict[str, Any]:
    """Whether the installation is sound, in four figures."""
    return {
        "database": connection.vendor,
        "missing": len(guards.missing()),
        "entries": _entries(),
        "failed": Job.objects.filter(state=Job.State.FAILED).count(),
        "mail": reminding.mail_counts() if reminding.mail_works() else None,
        "waiting": Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).count(),
    }


def _audit(now: datetime) -> dict[str, Any]:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    latest = audit_queries.page_of(AuditEntry.objects.all(), before=None, after=None)
    return {
        "lines": latest.lines[:LATEST],
        "today": AuditEntry.objects.filter(at__gte=midnight).count(),
        "entries": _entries(),
    }


def _entries() -> int:
    """How many rows the trail has: the chain counts without a gap."""
    return int(chain.head().partition("-")[0])
