"""Guards around tests: lifted to empty tables after a test that committed, and lifted cheaply on SQLite.

Guarded tables refuse DELETE and TRUNCATE, Django's `flush` included: the guards are lifted around it and
are back before the next test, so every test, the committing ones too, runs behind them.

On SQLite `guards.lifted` would drop and make the triggers. Once a transaction has done that, SQLite reads the whole
schema again after each rollback to a savepoint, for the rest of the transaction: a tenth of a second for every test
of a file. Here it switches the connection's triggers off and on instead, as Python 3.12's `setconfig` does.
"""

import _sqlite3
import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

ENABLE_TRIGGER = 1003  # SQLITE_DBCONFIG_ENABLE_TRIGGER
_flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
_sqlite = ctypes.CDLL(_sqlite3.__file__)


def _flush_behind_lifted_guards(case: TransactionTestCase) -> None:
    from records import guards

    with guards.lifted():
        _flush(case)


def switch(connection: BaseDatabaseWrapper, on: bool) -> None:
    """Let the triggers of a connection to SQLite fire or not."""
    connection.ensure_connection()
    # The first field of Python's connection object is SQLite's own.
    handle = ctypes.c_void_p.from_address(id(connection.connection) + object.__basicsize__)
    stands = ctypes.c_int(-1)
    _sqlite.sqlite3_db_config(handle, ENABLE_TRIGGER, ctypes.c_int(on), ctypes.byref(stands))
    assert stands.value == on


def pytest_configure() -> None:
    from records import triggers

    suspended = triggers.suspended

    @contextmanager
    def switched_off(connection: BaseDatabaseWrapper) -> Iterator[None]:
        if connection.vendor != "sqlite":
            with suspended(connection):
                yield
            return
        switch(connection, False)
        try:
            yield
        finally:
            switch(connection, True)

    patch = pytest.MonkeyPatch()
    patch.setattr(triggers, "suspended", switched_off)
    patch.setattr(TransactionTestCase, "_fixture_teardown", _flush_behind_lifted_guards)
