"""The hash chain under the audit trail: canonical text, appending, checking.

digest(n) = SHA-256(digest(n−1) + canonical JSON of row n); digest(0) is empty. Canonical JSON: sorted
keys, no blanks, characters as themselves, Decimals as strings, dates in ISO form, times in UTC to the
microsecond.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max
from django.utils.functional import Promise

from records.context import Origin
from records.models import AuditEntry, AuditHead

BATCH = 500
HASHED = (
    *("sequence", "at", "actor_id", "actor_name", "role", "action", "object_type", "object_id"),
    *("object_label", "county_code", "centre_code", "before", "after", "reason", "request_id", "ip"),
)

ENTRY_FIELDS = AuditEntry._meta.concrete_fields
INSERT_ENTRY = "INSERT INTO {} ({}) VALUES ({})".format(  # noqa: S608
    AuditEntry._meta.db_table,
    ", ".join(str(field.column) for field in ENTRY_FIELDS),
    ", ".join("%s" for _field in ENTRY_FIELDS),
)
READ_HEAD = f"SELECT sequence, digest FROM {AuditHead._meta.db_table} WHERE id = %s"  # noqa: S608
MOVE_HEAD = (
    f"UPDATE {AuditHead._meta.db_table} SET sequence = %s, digest = %s WHERE id = %s AND sequence = %s"  # noqa: S608
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A row of the trail before it has its place in the chain."""

    actor: Any
    action: str
    county_code: str = ""
    centre_code: str = ""
    object_type: str = ""
    object_id: str = ""
    object_label: str = ""
    before: str = "{}"
    after: str = "{}"
    reason: str = ""


def plain(value: Any) -> Any:
    """The value as JSON can carry it without loss. TypeError for a float: none may get near a record."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str | Promise):
        return str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} can't be put on record")


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def text(value: Any) -> str:
    """Canonical JSON of plain values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_of(previous: str, entry: AuditEntry) -> str:
    values = {name: getattr(entry, name) for name in HASHED}
    values["at"] = moment(entry.at)
    return hashlib.sha256((previous + text(values)).encode()).hexdigest()


def append(drafts: Sequence[Draft], *, at: datetime, where: Origin | None) -> None:
    """Append rows to the chain; three queries for one row. Runs inside the write's transaction.

    Plain SQL: this is part of every write, and through the ORM it would be a third of a saved cell's work.
    """
    if not drafts:
        return
    before = locked_head()
    sequence, digest, entries = before.sequence, before.digest, []
    for draft in drafts:
        sequence += 1
        entry = _entry(draft, sequence, at, where)
        entry.digest = digest = digest_of(digest, entry)
        entries.append(entry)
    _insert(entries)
    _move_head(before.sequence, AuditHead(sequence=sequence, digest=digest))


def locked_head() -> AuditHead:
    """The head, locked until the transaction ends. Made at installation; a lost one is never made anew."""
    lock = connection.ops.for_update_sql() if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"{READ_HEAD} {lock}", [AuditHead.ONLY])
        row = cursor.fetchone()
    if row is None:
        raise RuntimeError("the audit chain has no head: run migrate")
    return AuditHead(pk=AuditHead.ONLY, sequence=row[0], digest=row[1])


def _insert(entries: list[AuditEntry]) -> None:
    rows = [
        [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in ENTRY_FIELDS]
        for entry in entries
    ]
    with connection.cursor() as cursor:
        if len(rows) == 1:
            cursor.execute(INSERT_ENTRY, rows[0])
        else:
            cursor.executemany(INSERT_ENTRY, rows)


def _move_head(old_sequence: int, new: AuditHead) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MOVE_HEAD, [new.sequence, new.digest, AuditHead.ONLY, old_sequence])
        if cursor.rowcount != 1:
            raise RuntimeError("the head of the audit chain moved while it was locked")


def _entry(draft: Draft, sequence: int, at: datetime, where: Origin | None) -> AuditEntry:
    actor = draft.actor
    return AuditEntry(
        sequence=sequence,
        at=at,
        actor_id=actor.pk if actor else None,
        actor_name=name_of(actor),
        role=str(getattr(actor, "role", "")),
        action=draft.action,
        object_type=draft.object_type,
        object_id=draft.object_id,
        object_label=draft.object_label,
        county_code=draft.county_code,
        centre_code=draft.centre_code,
        before=draft.before,
        after=draft.after,
        reason=draft.reason,
        request_id=where.request_id if where else "",
        ip=(where.ip or "") if where else "",
    )


def name_of(actor: Any) -> str:
    """The name to keep beside the key: accounts may be renamed."""
    return (actor.get_full_name() or actor.get_username())[:150] if actor else "system"


def ensure_head() -> None:
    """Make the head of a chain that has no row yet (after migrate)."""
    if not AuditHead.objects.exists() and not AuditEntry.objects.exists():
        AuditHead.objects.create(pk=AuditHead.ONLY)


def head() -> str:
    """The anchor to print on documents and keep in backups: sequence and 16 hex digits of the digest."""
    current = AuditHead.objects.filter(pk=AuditHead.ONLY).first()
    return str(current) if current else "0-"


def anchor_holds(anchor: str) -> bool:
    """Whether a printed anchor is a link of this chain (invariant 15)."""
    sequence, _dash, digest = anchor.partition("-")
    if not sequence.isascii() or not sequence.isdigit() or len(sequence) > 18:
        return False
    if sequence == "0":
        return digest == ""
    return (
        len(digest) == 16
        and AuditEntry.objects.filter(sequence=int(sequence), digest__startswith=digest).exists()
    )


def faults() -> Iterator[str]:
    """Walk the whole chain in bounded memory; yield every break (invariant 15)."""
    last = AuditHead.objects.filter(pk=AuditHead.ONLY).first() or AuditHead()
    sequence, digest = 0, ""
    for entry in AuditEntry.objects.filter(sequence__lte=last.sequence).order_by("sequence").iterator(BATCH):
        sequence += 1
        if entry.sequence != sequence:
            yield f"rows {sequence} to {entry.sequence - 1} are missing"
            sequence = entry.sequence
        elif entry.digest != digest_of(digest, entry):
            yield f"row {sequence} is not what was recorded"
        digest = entry.digest
    if (sequence, digest) != (last.sequence, last.digest):
        yield f"the chain ends at {sequence}-{digest[:16]}, its head says {last}"
    newest = AuditEntry.objects.aggregate(newest=Max("sequence"))["newest"] or 0
    if newest > (AuditHead.objects.values_list("sequence", flat=True).first() or 0):
        yield f"row {newest} lies beyond the head"
