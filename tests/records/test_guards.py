"""Guards: every way round them is tried, on both databases."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, models, transaction

from records import checks, guards, triggers
from records.middleware import guard_name
from records.models import AuditEntry, AuditHead
from tests.records.tables import table_for

pytestmark = pytest.mark.django_db


class Plan(models.Model):  # noqa: DJ008
    code = models.CharField(max_length=8, unique=True)
    state = models.CharField(max_length=8, default="draft")
    note = models.CharField(max_length=8, null=True)

    class Meta:
        app_label = "records_tests"
        managed = False
        db_table = "records_tests_plan"
        constraints = [
            models.UniqueConstraint(name="one_draft", fields=["note"], condition=models.Q(state="draft"))
        ]


class Sheet(models.Model):  # noqa: DJ008
    plan = models.ForeignKey(Plan, models.PROTECT)

    class Meta:
        app_label = "records_tests"
        managed = False
        db_table = "records_tests_sheet"


class Cell(models.Model):  # noqa: DJ008
    sheet = models.ForeignKey(Sheet, models.PROTECT)
    value = models.IntegerField(default=0)

    class Meta:
        app_label = "records_tests"
        managed = False
        db_table = "records_tests_cell"


class Line(models.Model):  # noqa: DJ008
    number = models.IntegerField(unique=True)
    text = models.CharField(max_length=8)

    class Meta:
        app_label = "records_tests"
        managed = False
        db_table = "records_tests_line"


GUARDS = [
    guards.AppendOnly(Line),
    guards.Frozen(Plan, when="{row}.state <> 'draft'", allow=("state",)),
    guards.Transitions(Plan, "state", [("draft", "active"), ("active", "retired")], initial=["draft"]),
    guards.FrozenBy(Cell, path=[("sheet", Sheet), ("plan", Plan)], when="{row}.state = 'active'"),
]


@pytest.fixture(autouse=True)
def guarded(monkeypatch):
    monkeypatch.setattr(guards, "_registry", dict(guards._registry))
    guards.register(*GUARDS)
    with table_for(Plan, Sheet, Cell, Line):
        guards.install()
        yield


def refused(name, act):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    assert guard_name(caught.value) == name


def sql(statement, *params):
    def run():
        with connection.cursor() as cursor:
            cursor.execute(statement, params)

    return run


def test_append_only_rows_take_no_change_by_any_way():
    line = Line.objects.create(number=1, text="a")
    Line.objects.bulk_create([Line(number=2, text="b")])
    line.text = "z"
    ways = [
        line.save,
        line.delete,
        Line.objects.all().delete,
        lambda: Line.objects.filter(pk=line.pk).update(text="z"),
        lambda: Line.objects.bulk_update([line], ["text"]),
        lambda: Line.objects.update_or_create(number=1, defaults={"text": "z"}),
        lambda: Line.objects.bulk_create(
            [Line(number=1, text="z")],
            update_conflicts=True,
            update_fields=["text"],
            unique_fields=["number"],
        ),
        sql("UPDATE records_tests_line SET text = 'z'"),
        sql("DELETE FROM records_tests_line"),
    ]
    for way in ways:
        refused("line_append_only", way)
    assert list(Line.objects.order_by("number").values_list("text", flat=True)) == ["a", "b"]


@pytest.mark.sqlite_only(reason="INSERT OR REPLACE is SQLite's")
def test_insert_or_replace_is_no_way_round():
    line = Line.objects.create(number=1, text="a")
    refused("line_append_only", sql("INSERT OR REPLACE INTO records_tests_line VALUES (%s, 9, 'z')", line.pk))
    refused("line_append_only", sql("REPLACE INTO records_tests_line (number, text) VALUES (1, 'z')"))
    sql("INSERT OR REPLACE INTO records_tests_line (number, text) VALUES (2, 'b')")()
    plan = Plan.objects.create(code="A")
    Plan.objects.update(state="active")
    refused("plan_state_steps", sql("REPLACE INTO records_tests_plan (code, state) VALUES ('A', 'draft')"))
    sheet = Sheet.objects.create(plan=Plan.objects.create(code="B"))
    with guards.lifted():
        cell = Cell.objects.create(sheet=Sheet.objects.create(plan=plan))
    steal = sql("REPLACE INTO records_tests_cell (id, sheet_id, value) VALUES (%s, %s, 5)", cell.pk, sheet.pk)
    refused("cell_frozen_by_plan", steal)


@pytest.mark.sqlite_only(reason="the guard against REPLACE is SQLite's")
def test_a_conditional_uniqueness_conflicts_only_under_its_condition():
    Plan.objects.create(code="A", note="n")
    Plan.objects.update(state="active")
    Plan.objects.create(code="B", note="n")


@pytest.mark.postgres_only(reason="TRUNCATE and triggers that a session can switch off are PostgreSQL's")
def test_truncate_and_replica_mode_are_no_way_round():
    Line.objects.create(number=1, text="a")
    refused("line_append_only", sql("TRUNCATE records_tests_line"))
    refused("line_append_only", sql("TRUNCATE records_tests_line CASCADE"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    refused("line_append_only", sql("DELETE FROM records_tests_line"))


def test_a_frozen_row_keeps_all_but_what_is_allowed():
    plan = Plan.objects.create(code="A")
    Plan.objects.filter(pk=plan.pk).update(note="x")
    Plan.objects.filter(pk=plan.pk).update(state="active")
    refused("plan_frozen", lambda: Plan.objects.update(note="y"))
    refused("plan_frozen", lambda: Plan.objects.update(note=None))
    refused("plan_frozen", lambda: Plan.objects.update(state="retired", code="B"))
    refused("plan_frozen", Plan.objects.all().delete)
    plan.refresh_from_db()
    plan.state = "retired"
    plan.save()


def test_states_move_only_along_the_drawn_steps():
    refused("plan_state_steps", lambda: Plan.objects.create(code="A", state="active"))
    Plan.objects.create(code="A")
    refused("plan_state_steps", lambda: Plan.objects.update(state="retired"))
    Plan.objects.update(state="active")
    Plan.objects.update(state="active")
    refused("plan_state_steps", lambda: Plan.objects.update(state="draft"))


def test_a_frozen_parent_freezes_its_rows():
    final, draft = Plan.objects.create(code="A"), Plan.objects.create(code="B")
    kept, free = Sheet.objects.create(plan=final), Sheet.objects.create(plan=draft)
    cell, other = Cell.objects.create(sheet=kept), Cell.objects.create(sheet=free)
    Plan.objects.filter(pk=final.pk).update(state="active")
    cell.value = 5
    ways = [
        cell.save,
        cell.delete,
        lambda: Cell.objects.create(sheet=kept),
        lambda: Cell.objects.bulk_create([Cell(sheet=kept)]),
        lambda: Cell.objects.filter(pk=cell.pk).update(sheet=free),
        lambda: Cell.objects.filter(pk=other.pk).update(sheet=kept),
        sql("UPDATE records_tests_cell SET value = 1"),
        sql("DELETE FROM records_tests_cell"),
    ]
    for way in ways:
        refused("cell_frozen_by_plan", way)
    other.value = 5
    other.save()
    other.delete()


def test_the_audit_trail_only_grows():
    AuditEntry.objects.create(sequence=1, at="2026-01-01T00:00Z", digest="0")
    refused("audit_append_only", lambda: AuditEntry.objects.update(reason="x"))
    refused("audit_append_only", AuditEntry.objects.all().delete)
    AuditHead.objects.update(sequence=5)
    refused("audit_head_forward", lambda: AuditHead.objects.update(sequence=4))
    refused("audit_head_forward", lambda: AuditHead.objects.update(digest="x"))
    refused("audit_head_forward", AuditHead.objects.all().delete)


def test_nothing_is_missing_and_a_second_installation_changes_nothing():
    assert guards.missing() == []
    before = triggers.installed(connection)
    guards.install()
    assert triggers.installed(connection) == before


def test_a_dropped_or_altered_guard_is_missed_and_comes_back():
    name = "guard_line_append_only_update"
    trigger = next(t for t in guards.expected(connection) if t.name == name)
    with connection.cursor() as cursor:
        triggers._drop(connection, cursor, name, trigger.table)
    assert guards.missing() == [name]
    with pytest.raises(ImproperlyConfigured, match=name):
        checks.require_guards()
    assert [m.id for m in checks.guards_present(None, ["default"])] == ["records.W001"]
    guards.install()
    checks.require_guards()
    assert checks.guards_present(None, ["default"]) == checks.guards_present(None) == []


@pytest.mark.postgres_only(reason="SQLite can't switch a trigger off")
def test_a_guard_switched_off_is_missed():
    sql("ALTER TABLE records_tests_line DISABLE TRIGGER guard_line_append_only_delete")()
    assert guards.missing() == ["guard_line_append_only_delete"]
    guards.install()
    assert guards.missing() == []


def test_a_guard_of_other_days_is_removed():
    old = guards.AppendOnly(Sheet, name="of_other_days")
    triggers.synchronise(connection, [*guards.expected(connection), *old.triggers(connection)])
    guards.install()
    assert not [name for name in triggers.installed(connection) if "of_other_days" in name]


def test_lifted_guards_come_back():
    line = Line.objects.create(number=1, text="a")
    with guards.lifted():
        line.delete()
    assert guards.missing() == []


def test_a_table_not_yet_made_is_left_out():
    assert guards.expected(connection)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE records_tests_cell")
    assert not [t for t in guards.expected(connection) if t.table == "records_tests_cell"]


def test_names_are_unique_and_fit():
    with pytest.raises(ValueError, match="two guards"):
        guards.register(guards.AppendOnly(Plan, name="line_append_only"))
    guards.register(guards.AppendOnly(Line))
    with pytest.raises(ValueError, match="63"):
        _ = triggers.Trigger("x" * 60, "t", "UPDATE", "1 = 1").name
