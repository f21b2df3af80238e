"""Guards in the database itself: registry and installation follow in this file."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def lifted() -> Iterator[None]:
    """For tests only: no guard stands inside."""
    yield
