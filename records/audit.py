"""The one way into the audit trail.

    with audit.act(user, action="score.save", county=region) as trail:
        before = audit.snapshot(score, "points", "reason")
        …
        trail.add(score, before, audit.snapshot(score, "points", "reason"), centre=centre)

`act` opens a transaction, collects what changed, and at its end appends one row per change to the hash
chain, in that same transaction. The head of the chain is locked last, so two writers wait only for each
other's last step and can't deadlock over it: keep `act` the outermost block of a write. Acts nest: an
inner one hands its rows to the outer one, or loses them with its own rollback.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from django.db import models, transaction
from django.utils import timezone

from records import context
from records.chain import BATCH, Draft, anchor_holds, append, faults, head, plain, text
from records.models import AuditEntry

__all__ = [
    "Trail",
    "WrongActor",
    "act",
    "anchor_holds",
    "changed",
    "faults",
    "head",
    "object_faults",
    "snapshot",
]

_current: ContextVar["Trail | None"] = ContextVar("trail", default=None)


class HasCode(Protocol):
    """A county or a centre: all that the trail knows of them."""

    @property
    def code(self) -> str: ...


class WrongActor(RuntimeError):  # noqa: N818
    """A write in the name of somebody who isn't the session's user (invariant 16)."""


class Trail:
    """The changes of one act, in order."""

    def __init__(self, actor: Any, action: str, county_code: str, reason: str) -> None:
        self.actor, self.action, self.county_code, self.reason = actor, action, county_code, reason
        self.drafts: list[Draft] = []

    def add(
        self,
        obj: models.Model,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any] | None,
        *,
        reason: str = "",
        label: str = "",
        centre: HasCode | None = None,
        centre_code: str = "",
        action: str = "",
    ) -> bool:
        """Record what changed of `obj`; only differing fields are kept. False when nothing changed.

        `before` is None or empty when the object was just made, `after` when it is removed (call before
        deleting: the primary key is needed). Values may be Decimal, date, datetime, str, int, bool, None,
        lists and dicts of these; a float is an error.
        """
        if obj.pk is None:
            raise ValueError("an object without a primary key can't be recorded: save first, delete after")
        old, new = changed(before or {}, after or {})
        if not old and not new:
            return False
        self._draft(
            action=action or self.action,
            object_type=obj._meta.label_lower,
            object_id=str(obj.pk),
            object_label=(label or str(obj))[:200],
            centre_code=centre_code or (centre.code if centre else ""),
            before=text(old),
            after=text(new),
            reason=reason or self.reason,
        )
        return True

    def note(self, detail: Mapping[str, Any], *, label: str = "", action: str = "", reason: str = "") -> None:
        """Record an event that changes no row: an export, a failed import, a sign-in."""
        self._draft(
            action=action or self.action,
            object_label=label[:200],
            after=text({key: plain(value) for key, value in detail.items()}),
            reason=reason or self.reason,
        )

    def _draft(self, **values: str) -> None:
        self.drafts.append(Draft(actor=self.actor, county_code=self.county_code, **values))


@contextmanager
def act(
    actor: Any,
    *,
    action: str,
    county: HasCode | None = None,
    county_code: str = "",
    reason: str = "",
) -> Iterator[Trail]:
    """One write and its trail, in one transaction.

    `actor` is the session's user, or None for the system itself (nobody signed in). `action` is
    "<model>.<verb>". Raises WrongActor when somebody else is signed in.
    """
    _check(actor)
    outer = _current.get()
    trail = Trail(actor, action, county_code or (county.code if county else ""), reason)
    with transaction.atomic():
        token = _current.set(trail)
        try:
            yield trail
        finally:
            _current.reset(token)
        if outer is None:
            append(trail.drafts, at=timezone.now(), where=context.origin())
        else:
            outer.drafts += trail.drafts


def _check(actor: Any) -> None:
    where = context.origin()
    user = where.user() if where else None
    if user is None or not user.is_authenticated:
        return
    if actor is None or actor.pk != user.pk:
        raise WrongActor(f"{user} is signed in, but the write is in the name of {actor}")


def snapshot(obj: models.Model, *names: str) -> dict[str, Any]:
    """The named fields of `obj` (all but the primary key by default), a related object as its key."""
    fields = [field for field in obj._meta.concrete_fields if not field.primary_key]
    return {
        field.name: plain(getattr(obj, field.attname)) for field in fields if not names or field.name in names
    }


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The differing fields of both sides, in values that JSON can carry."""
    old = {key: plain(value) for key, value in before.items()}
    new = {key: plain(value) for key, value in after.items()}
    if not old or not new:
        return old, new
    missing = object()
    differs = {key for key in old.keys() | new.keys() if old.get(key, missing) != new.get(key, missing)}
    return (
        {key: value for key, value in old.items() if key in differs},
        {key: value for key, value in new.items() if key in differs},
    )


def object_faults(
    objects: models.QuerySet[Any], current: Callable[[Any], Mapping[str, Any]] = snapshot
) -> Iterator[str]:
    """Check that each object's rows form a chain that ends at what is kept (invariant 14).

    For each field: old = the previous new, and the last new = `current(obj)`. Fields that were never recorded
    aren't compared; an object without any row is a fault. Bounded memory: 500 objects at a time.
    """
    batch: list[Any] = []
    for obj in objects.iterator(BATCH):
        batch.append(obj)
        if len(batch) == BATCH:
            yield from _batch_faults(batch, current)
            batch = []
    if batch:
        yield from _batch_faults(batch, current)


def _batch_faults(batch: list[Any], current: Callable[[Any], Mapping[str, Any]]) -> Iterator[str]:
    kind = batch[0]._meta.label_lower
    entries = AuditEntry.objects.filter(object_type=kind, object_id__in=[str(obj.pk) for obj in batch])
    known: dict[str, dict[str, Any]] = {}
    for entry in entries.order_by("sequence").only("sequence", "object_id", "before", "after"):
        state, old = known.setdefault(entry.object_id, {}), entry.old
        for key in sorted(key for key, value in old.items() if key in state and state[key] != value):
            yield f"{kind} {entry.object_id}: row {entry.sequence} starts from another {key}"
        state.update(entry.new)
    for obj in batch:
        if str(obj.pk) not in known:
            yield f"{kind} {obj.pk}: nothing is on record"
            continue
        state, now = known[str(obj.pk)], current(obj)
        for key in sorted(key for key in state.keys() & now.keys() if state[key] != plain(now[key])):
            yield f"{kind} {obj.pk}: {key} is not what was last recorded"
