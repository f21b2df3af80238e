"""Guards survive migrations: SQLite drops a table's triggers when it alters a field."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.state import ProjectState

from records import guards, triggers
from records.apps import install_guards, lift_guards

pytestmark = pytest.mark.django_db(transaction=True)


def alter_the_audit_table(max_length):
    model = ProjectState.from_apps(apps).apps.get_model("records", "AuditEntry")
    old = model._meta.get_field("object_label")
    new = models.CharField(max_length=max_length)
    new.set_attributes_from_name("object_label")
    new.model = model
    with connection.schema_editor() as editor:
        editor.alter_field(model, old, new, strict=False)


def test_guards_survive_a_migration_that_alters_a_field():
    lift_guards("default", plan=[("a migration", False)])
    alter_the_audit_table(190)
    install_guards("default")
    assert guards.missing() == []
    alter_the_audit_table(200)
    install_guards("default")


@pytest.mark.sqlite_only(reason="the trap is SQLite's")
def test_without_reinstalling_they_would_be_gone():
    alter_the_audit_table(190)
    assert "guard_audit_append_only_update" in guards.missing()
    install_guards("default")
    assert guards.missing() == []


@pytest.mark.sqlite_only(reason="the trap is SQLite's")
def test_a_plan_lifts_the_guards_and_no_plan_leaves_them():
    lift_guards("default", plan=[])
    assert triggers.installed(connection)
    lift_guards("default", plan=[("a migration", False)])
    assert not triggers.installed(connection)
    install_guards("default")


def test_migrate_heals_missing_guards():
    guards.remove()
    assert guards.missing()
    call_command("migrate", verbosity=0, interactive=False)
    assert guards.missing() == []
