"""Writers at the same time. SQLite hides races, so they run on PostgreSQL, each with a control that must
fail.
"""

import threading

import pytest
from django.db import connection

from records import audit, chain, imports
from records.models import AuditEntry, AuditHead
from tests.records import people, test_imports

WRITERS, WRITES = 4, 12
pytestmark = pytest.mark.django_db(transaction=True)
races = pytest.mark.postgres_only(reason="SQLite hides races")


def at_once(work, count=WRITERS):
    """Run `work(number)` in threads that start together; return what each raised or gave."""
    outcomes, gate = [None] * count, threading.Barrier(count)

    def run(number):
        gate.wait()
        try:
            outcomes[number] = work(number)
        except Exception as error:
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def write_rows(number):
    region = people.county()
    for step in range(WRITES):
        with audit.act(None, action="region.rename") as trail:
            trail.add(region, {"n": step}, {"n": step + 1}, label=f"{number}")


def test_the_chain_holds_under_many_writers():
    people.county()
    assert at_once(write_rows) == [None] * WRITERS
    sequences = list(AuditEntry.objects.order_by("sequence").values_list("sequence", flat=True))
    assert sequences == list(range(1, WRITERS * WRITES + 1))
    assert list(audit.faults()) == []


@races
def test_without_the_lock_on_its_head_it_would_break(monkeypatch):
    people.county()
    monkeypatch.setattr(chain, "locked_head", lambda: AuditHead.objects.get(pk=AuditHead.ONLY))
    assert any(isinstance(outcome, Exception) for outcome in at_once(write_rows))


def test_one_confirmation_has_one_effect_however_many_press():
    people.county()
    clerk = people.user("clerk")
    staged = test_imports.stage(clerk, test_imports.data("新县"))
    outcomes = at_once(lambda _number: imports.confirm(staged.key, clerk).result)
    assert outcomes == [{"renamed": 1}] * WRITERS
    assert AuditEntry.objects.filter(action="region.rename").count() == 1
