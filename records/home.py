"""What the home page offers of the record and of the installation itself."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from records import audit_queries, chain, guards
from records.models import AuditEntry, Job
from records.navigation import HomeCard

LATEST = 6


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
