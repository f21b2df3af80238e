"""Who is acting, and from where: known to the audit trail without being passed through every call.

`RecordsMiddleware` sets it for a request, a command or a job with `acting_as`. The audit trail refuses an
actor who isn't this user (invariant 16).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a write comes from. `user` is called late, so that a page that writes nothing asks no query."""

    user: Callable[[], Any]
    request_id: str = ""
    ip: str | None = None


_origin: ContextVar[Origin | None] = ContextVar("origin", default=None)


def origin() -> Origin | None:
    return _origin.get()


@contextmanager
def acting(where: Origin) -> Iterator[Origin]:
    """Everything inside is written by this origin's user."""
    token = _origin.set(where)
    try:
        yield where
    finally:
        _origin.reset(token)


@contextmanager
def acting_as(user: Any, request_id: str = "") -> Iterator[Origin]:
    """For commands (`--as USERNAME`) and jobs: everything inside is written by `user`."""
    with acting(Origin(user=lambda: user, request_id=request_id)) as where:
        yield where
