"""Reading the audit record: what an account may see of it, filtered, page by page.

Pages go by sequence (before this one, after this one), so a page costs the same however long the record is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from records import audit_words
from records.audit_values import Names, actor_words, names_in, worded
from records.chain import BATCH, digest_of
from records.errors import NotAllowed
from records.models import AuditEntry

PAGE = 50
SHOWN_CHANGES = 4


def entries_for(user: Any) -> QuerySet[AuditEntry]:
    """All entries for who reads the whole record, those of the own county for a leader; NotAllowed for
    others.
    """
    if user.can("audit.read"):
        return AuditEntry.objects.all()
    if user.can("audit.county") and user.region:
        return AuditEntry.objects.filter(county_code=user.region.code)
    raise NotAllowed(_("您的角色不能查看审计记录。"), code="audit.read")


def filtered(entries: QuerySet[AuditEntry], wanted: dict[str, Any]) -> QuerySet[AuditEntry]:
    """Apply the cleaned values of `AuditFilter`; empty ones ask nothing."""
    simple = {
        "actor": "actor_name__icontains",
        "object_type": "object_type",
        "object_id": "object_id",
        "county": "county_code",
        "centre": "centre_code__iexact",
        "request": "request_id",
    }
    asked = {lookup: wanted[name] for name, lookup in simple.items() if wanted.get(name)}
    if wanted.get("verb"):
        asked["action__endswith"] = "." + wanted["verb"]
    entries = entries.filter(**asked)
    if wanted.get("since"):
        entries = entries.filter(at__gte=_midnight(wanted["since"]))
    if wanted.get("until"):
        entries = entries.filter(at__lt=_midnight(wanted["until"] + timedelta(days=1)))
    if text := wanted.get("q"):
        places = ("object_label", "reason", "before", "after", "actor_name", "centre_code")
        found = Q()
        for place in places:
            found |= Q(**{f"{place}__icontains": text})
        entries = entries.filter(found)
    return entries


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True, slots=True)
class Changed:
    """One field of an entry; None where it had or has no value on record."""

    name: str
    old: Any
    new: Any

    @property
    def said(self) -> bool:
        """Whether it had or has a value at all: a new row is on record with its empty fields too."""
        return any(value not in (None, "") for value in (self.old, self.new))


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as the list shows it."""

    entry: AuditEntry
    actor: str
    action: str
    kind: str
    changes: list[Changed]
    more: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the record, newest first; `older` and `newer` are sequences to go on from, or None."""

    lines: list[Line]
    older: int | None
    newer: int | None


def page_of(entries: QuerySet[AuditEntry], *, before: int | None, after: int | None) -> Page:
    """The page below `before`, or above `after`, or the newest. One query."""
    if after is not None:
        rows = list(entries.filter(sequence__gt=after).order_by("sequence")[: PAGE + 1])
        more_newer, rows = len(rows) > PAGE, rows[:PAGE][::-1]
        older = rows[-1].sequence if rows else None
        return Page(lines_of(rows), older, rows[0].sequence if more_newer else None)
    below = entries.filter(sequence__lt=before) if before is not None else entries
    rows = list(below.order_by("-sequence")[: PAGE + 1])
    older = rows[PAGE - 1].sequence if len(rows) > PAGE else None
    newer = rows[0].sequence if rows and before is not None else None
    return Page(lines_of(rows[:PAGE]), older, newer)


def lines_of(entries: list[AuditEntry]) -> list[Line]:
    """Entries in words, with the names behind their keys."""
    names = names_in(entries)
    return [_line(entry, names) for entry in entries]


def _line(entry: AuditEntry, names: Names) -> Line:
    every = [one for one in changes_of(entry, names) if one.said]
    return Line(
        entry=entry,
        actor=actor_words(entry.actor_name),
        action=audit_words.action_name(entry.action, entry.object_type),
        kind=audit_words.type_name(entry.object_type),
        changes=every[:SHOWN_CHANGES],
        more=len(every) - min(len(every), SHOWN_CHANGES),
    )


def changes_of(entry: AuditEntry, names: Names | None = None) -> list[Changed]:
    """Every changed field under its readable name, its values in words."""
    old, new, kind = entry.old, entry.new, entry.object_type
    return [
        Changed(
            audit_words.field_name(kind, key),
            worded(kind, key, old.get(key), names),
            worded(kind, key, new.get(key), names),
        )
        for key in sorted(old.keys() | new.keys())
    ]


def is_intact(entry: AuditEntry) -> bool:
    """Whether the entry is the one that was recorded, by its own link of the chain."""
    before = AuditEntry.objects.filter(sequence=entry.sequence - 1).values_list("digest", flat=True).first()
    return entry.digest == digest_of(before or "", entry)


def table_of(entries: QuerySet[AuditEntry]) -> Iterator[list[str]]:
    """Rows for an export, oldest first, in bounded memory."""
    for entry in entries.order_by("sequence").iterator(BATCH):
        yield [
            str(entry.sequence),
            timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
            actor_words(entry.actor_name),
            audit_words.role_name(entry.role),
            audit_words.action_name(entry.action, entry.object_type),
            audit_words.type_name(entry.object_type),
            entry.object_label,
            entry.county_code,
            entry.centre_code,
            "；".join(f"{c.name}：{_text(c.old)} → {_text(c.new)}" for c in changes_of(entry)),
            entry.reason,
            entry.ip,
            entry.digest,
        ]


def _text(value: Any) -> str:
    return "—" if value is None or value == "" else str(value)
