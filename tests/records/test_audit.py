"""The audit trail: one row per change, in the write's transaction, chained."""

import json
import time
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test.utils import CaptureQueriesContext

from records import audit, context, guards
from records.models import AuditEntry, AuditHead
from tests.records import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return people.user("clerk")


def change(actor, obj, before, after, **options):
    with audit.act(actor, action="region.rename", county=obj, reason="更名") as trail:
        trail.add(obj, before, after, **options)


def fail_after(trail, obj):
    trail.add(obj, None, {"b": 1})
    trail.add(obj, None, {"b": object()})


def test_a_row_says_who_what_when_and_why(clerk):
    region = people.county()
    change(clerk, region, {"name": "甲", "level": "county"}, {"name": "乙", "level": "county"})
    entry = AuditEntry.objects.get()
    assert (entry.sequence, entry.actor, entry.actor_name, entry.role) == (1, clerk, "甲clerk", "clerk")
    assert (entry.object_type, entry.object_id, entry.object_label) == (
        "centres.region",
        str(region.pk),
        "临江县",
    )
    assert (entry.county_code, entry.reason, entry.action) == ("360123", "更名", "region.rename")
    assert (entry.old, entry.new) == ({"name": "甲"}, {"name": "乙"})


def test_nothing_changed_is_nothing_recorded(clerk):
    change(clerk, people.county(), {"name": "甲"}, {"name": "甲"})
    assert not AuditEntry.objects.exists()


def test_values_are_kept_without_loss(clerk):
    after = {
        "d": Decimal("85.10"),
        "on": date(2026, 6, 30),
        "at": datetime(2026, 6, 30, 1, tzinfo=UTC),
        "n": None,
        "name": "买买提·艾力 𠅤",
        "b": True,
        "l": [Decimal("1")],
    }
    change(clerk, people.county(), None, after)
    entry = AuditEntry.objects.get()
    assert entry.old == {}
    assert json.loads(entry.after) == {
        "d": "85.10",
        "on": "2026-06-30",
        "at": "2026-06-30T01:00:00.000000Z",
        "n": None,
        "name": "买买提·艾力 𠅤",
        "b": True,
        "l": ["1"],
    }
    assert "𠅤" in entry.after


def test_a_float_is_an_error(clerk):
    with pytest.raises(TypeError):
        change(clerk, people.county(), None, {"points": 85.1})
    assert not AuditEntry.objects.exists()


def test_a_failed_write_leaves_no_row(clerk):
    region = people.county()
    with pytest.raises(TypeError), audit.act(clerk, action="x.y") as trail:
        fail_after(trail, region)
    assert not AuditEntry.objects.exists()
    assert audit.head() == "0-"


def test_inner_acts_hand_their_rows_to_the_outer_one(clerk):
    region = people.county()
    with audit.act(clerk, action="outer.do") as outer:
        with audit.act(clerk, action="inner.do") as inner:
            inner.add(region, None, {"a": 1})
        with pytest.raises(TypeError), audit.act(clerk, action="lost.do") as lost:
            fail_after(lost, region)
        assert not AuditEntry.objects.exists()
        outer.add(region, {"a": 1}, {"a": 2})
    assert list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True)) == [
        "inner.do",
        "outer.do",
    ]


def test_one_row_costs_three_queries(clerk):
    region = people.county()
    with CaptureQueriesContext(transaction.get_connection()) as queries:
        change(clerk, region, None, {"a": 1})
    own = [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]]
    assert len(own) == 3, own


def test_the_actor_is_the_sessions_user(clerk):
    other, region = people.user("leader"), people.county()
    with context.acting_as(clerk):
        change(clerk, region, None, {"a": 1})
        for wrong in (other, None):
            with pytest.raises(audit.WrongActor):
                change(wrong, region, {"a": 1}, {"a": 2})
    with context.acting(context.Origin(user=AnonymousUser)):
        change(None, region, {"a": 1}, {"a": 2})
    assert AuditEntry.objects.latest("sequence").actor_name == "system"


def test_the_request_is_recorded(clerk):
    with context.acting(context.Origin(user=lambda: clerk, request_id="abc", ip="10.0.0.1")):
        change(clerk, people.county(), None, {"a": 1})
    assert (AuditEntry.objects.get().request_id, AuditEntry.objects.get().ip) == ("abc", "10.0.0.1")


def test_an_event_without_an_object(clerk):
    with audit.act(clerk, action="audit.export", county_code="360123") as trail:
        trail.note({"rows": 12}, label="2026")
    assert AuditEntry.objects.get().new == {"rows": 12}


def test_the_chain_holds_and_its_anchors_too(clerk):
    region = people.county()
    for n in range(3):
        change(clerk, region, {"n": n}, {"n": n + 1})
    assert list(audit.faults()) == []
    anchor = audit.head()
    assert audit.anchor_holds(anchor)
    change(clerk, region, {"n": 3}, {"n": 4})
    assert audit.anchor_holds(anchor)
    assert audit.anchor_holds("0-")
    for wrong in ("", "x", "1-0000000000000000", "99-" + anchor[-16:], "٣-" + anchor[-16:], anchor[:-1]):
        assert not audit.anchor_holds(wrong)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda: AuditEntry.objects.filter(sequence=2).update(after='{"n":9}'), "row 2 is not"),
        (lambda: AuditEntry.objects.filter(sequence=2).update(actor_name="乙"), "row 2 is not"),
        (lambda: AuditEntry.objects.filter(sequence=2).delete(), "rows 2 to 2 are missing"),
        (lambda: AuditEntry.objects.filter(sequence=3).delete(), "the chain ends at 2"),
        (lambda: AuditHead.objects.update(sequence=2), "the chain ends at 2"),
        (lambda: AuditHead.objects.update(digest="0" * 64), "its head says"),
        (
            lambda: AuditEntry.objects.create(sequence=4, at=datetime.now(UTC), digest="0"),
            "row 4 lies beyond",
        ),
    ],
)
def test_every_harm_shows(clerk, harm, said):
    region = people.county()
    for n in range(3):
        change(clerk, region, {"n": n}, {"n": n + 1})
    with guards.lifted():
        harm()
    assert any(said in fault for fault in audit.faults())


def test_each_objects_rows_form_a_chain(clerk):
    region = people.county()
    regions = type(region).objects.filter(pk=region.pk)

    def current(obj):
        return {"name": obj.name, "level": obj.level}

    assert list(audit.object_faults(regions, current)) == [
        f"centres.region {region.pk}: nothing is on record"
    ]
    change(clerk, region, None, current(region))
    change(clerk, region, {"name": "临江县"}, {"name": "新县"})
    regions.update(name="新县")
    assert list(audit.object_faults(regions, current)) == []
    regions.update(name="旧县")
    assert list(audit.object_faults(regions, current)) == [
        f"centres.region {region.pk}: name is not what was last recorded"
    ]
    change(clerk, region, {"name": "别县"}, {"name": "旧县"})
    assert list(audit.object_faults(regions, current)) == [
        f"centres.region {region.pk}: row 3 starts from another name"
    ]


def test_a_snapshot_names_its_fields(clerk):
    region = people.county()
    assert audit.snapshot(region, "name", "parent") == {"name": "临江县", "parent": region.parent_id}
    assert set(audit.snapshot(region)) == {"code", "name", "level", "parent", "bureau_name"}


def test_four_thousand_rows_at_once(clerk):
    region = people.county()
    started = time.perf_counter()
    with audit.act(clerk, action="score.import") as trail:
        for n in range(4000):
            trail.add(
                region, {"points": Decimal(n)}, {"points": Decimal(n + 1)}, label="一格", centre_code="A01"
            )
    took = time.perf_counter() - started
    assert AuditEntry.objects.count() == 4000
    assert list(audit.faults()) == []
    assert took < 4, f"{took:.2f} s"


def test_an_unsaved_object_is_an_error(clerk):
    with pytest.raises(ValueError, match="primary key"), audit.act(clerk, action="x.y") as trail:
        trail.add(type(people.county())(), None, {"a": 1})
