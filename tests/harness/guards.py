"""Emptying the tables after a test that committed.

Guarded tables refuse DELETE and TRUNCATE, Django's `flush` included: the guards are lifted around it and
are back before the next test, so every test, the committing ones too, runs behind them.
"""

import pytest
from django.test import TransactionTestCase

_flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def _flush_behind_lifted_guards(case: TransactionTestCase) -> None:
    from records import guards

    with guards.lifted():
        _flush(case)


def pytest_configure() -> None:
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", _flush_behind_lifted_guards)
