"""Triggers of both vendors: their SQL, what is installed, and making one agree with the other."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Model = type[models.Model]
INSERT, UPDATE, DELETE, TRUNCATE = "INSERT", "UPDATE", "DELETE", "TRUNCATE"
# Asked of each inserted row when its transaction commits: PostgreSQL only.
COMMIT = "COMMIT"
PREFIX = "guard_"
# PostgreSQL's pg_trigger.tgtype: row 1, before 2, insert 4, delete 8, update 16, truncate 32.
TYPE_BITS = {INSERT: 1 | 2 | 4, DELETE: 1 | 2 | 8, UPDATE: 1 | 2 | 16, TRUNCATE: 2 | 32, COMMIT: 1 | 4}
ENABLED_ALWAYS = "A"


@dataclass(frozen=True, slots=True)
class Trigger:
    """Refuse `operation` on `table` when the SQL condition `when` holds."""

    guard: str
    table: str
    operation: str
    when: str

    @property
    def name(self) -> str:
        name = f"{PREFIX}{self.guard}_{self.operation.lower()}"
        if len(name) > 63:
            raise ValueError(f"{name} is longer than 63 characters: give the guard a shorter name")
        return name

    def sqlite(self) -> str:
        return (
            f'CREATE TRIGGER "{self.name}" BEFORE {self.operation} ON "{self.table}" FOR EACH ROW '
            f"WHEN {self.when} BEGIN SELECT RAISE(ABORT, 'guard:{self.guard}'); END"
        )

    def body(self) -> str:
        """The PostgreSQL function's source."""
        row = "OLD" if self.operation in {DELETE, TRUNCATE} else "NEW"
        return (
            f"BEGIN IF {self.when} THEN RAISE EXCEPTION USING MESSAGE = 'guard:{self.guard}', "
            f"ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END"
        )

    def postgresql(self) -> list[str]:
        each = "STATEMENT" if self.operation == TRUNCATE else "ROW"
        when = f'TRIGGER "{self.name}" BEFORE {self.operation} ON "{self.table}"'
        if self.operation == COMMIT:
            when = f'CONSTRAINT TRIGGER "{self.name}" AFTER INSERT ON "{self.table}" DEFERRABLE INITIALLY DEFERRED'
        return [
            f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql '
            f"AS $guard${self.body()}$guard$",
            f'CREATE {when} FOR EACH {each} EXECUTE FUNCTION "{self.name}"()',
            f'ALTER TABLE "{self.table}" ENABLE ALWAYS TRIGGER "{self.name}"',
        ]


def column(model: Model, field: str) -> str:
    return f'"{_name(model, field)}"'


def _name(model: Model, field: str) -> str:
    return str(getattr(model._meta.get_field(field), "column", field))


def differs(model: Model, allow: Iterable[str]) -> str:
    """SQL: a column outside `allow` changes. NULLs compare as values."""
    allowed = {column(model, name) for name in allow}
    columns = [f'"{field.column}"' for field in model._meta.concrete_fields]
    return " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in columns if name not in allowed)


def frozen_parent(model: Model, path: Sequence[tuple[str, Model]], when: str, row: str) -> str:
    """SQL: the parent that `path` leads to from `row` fulfils `when`."""
    (field, parent), *rest = path
    above = "p" + str(len(path))
    inner = frozen_parent(parent, rest, when, above) if rest else f"({when.format(row=above)})"
    return (
        f'EXISTS (SELECT 1 FROM "{parent._meta.db_table}" {above} '  # noqa: S608 – names of our own
        f'WHERE {above}."{_pk(parent)}" = {row}.{column(model, field)} AND {inner})'
    )


def conflict(model: Model, protected: str, connection: BaseDatabaseWrapper) -> str:
    """SQL for SQLite: the row to insert would replace a protected one (INSERT OR REPLACE fires no DELETE)."""
    same = " OR ".join(f"({term})" for term in _unique_terms(model, connection))
    return (
        f'EXISTS (SELECT 1 FROM "{model._meta.db_table}" kept '  # noqa: S608 – names of our own
        f"WHERE ({same}) AND ({protected.format(row='kept')}))"
    )


def _unique_terms(model: Model, connection: BaseDatabaseWrapper) -> list[str]:
    meta = model._meta
    sets = [[str(field.column)] for field in meta.concrete_fields if field.unique]
    sets += [[_name(model, field) for field in fields] for fields in meta.unique_together]
    terms = [_equal(columns) for columns in sets]
    for constraint in meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            columns = [_name(model, field) for field in constraint.fields]
            terms.append(_equal(columns) + _condition(constraint, model, connection))
    return terms


def _equal(columns: Iterable[str | None]) -> str:
    return " AND ".join(f'kept."{name}" = NEW."{name}"' for name in columns)


def _condition(constraint: models.UniqueConstraint, model: Model, connection: BaseDatabaseWrapper) -> str:
    """A conditional constraint's condition, asked of both rows."""
    editor = connection.schema_editor(collect_sql=True)
    sql = constraint._get_condition_sql(model, editor)  # type: ignore[attr-defined]
    if not sql:
        return ""
    names = "|".join(re.escape(str(field.column)) for field in model._meta.concrete_fields)
    asked = [re.sub(f'"({names})"', row + r'."\1"', sql) for row in ("kept", "NEW")]
    return f" AND ({asked[0]}) AND ({asked[1]})"


def _pk(model: Model) -> str:
    return str(model._meta.pk.column)


def synchronise(connection: BaseDatabaseWrapper, wanted: Sequence[Trigger]) -> None:
    """Drop every guard that isn't wanted as it stands, make those that lack."""
    found = installed(connection)
    names = {trigger.name for trigger in wanted}
    stale = [trigger for trigger in wanted if trigger.name in found and not _same(connection, trigger, found)]
    gone = (found.keys() - names) | {trigger.name for trigger in stale}
    lacking = [trigger for trigger in wanted if trigger.name not in found or trigger in stale]
    if not gone and not lacking:
        return
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Pending deferred checks of foreign keys would forbid to alter their tables.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in sorted(gone):
            _drop(connection, cursor, name, found[name][0])
        for trigger in lacking:
            for statement in [trigger.sqlite()] if connection.vendor == "sqlite" else trigger.postgresql():
                cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def missing(connection: BaseDatabaseWrapper, wanted: Sequence[Trigger]) -> list[str]:
    found = installed(connection)
    return sorted(
        trigger.name
        for trigger in wanted
        if trigger.name not in found or not _same(connection, trigger, found)
    )


def installed(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, ...]]:
    """What stands in the database: by name, the table and all that tells whether it is as wanted."""
    with connection.cursor() as cursor:
        cursor.execute(SQLITE_INSTALLED if connection.vendor == "sqlite" else POSTGRESQL_INSTALLED)
        return {row[0]: tuple(map(str, row[1:])) for row in cursor.fetchall()}


SQLITE_INSTALLED = """
    SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'guard_*'
"""
POSTGRESQL_INSTALLED = """
    SELECT t.tgname, c.relname, p.prosrc, t.tgenabled, t.tgtype
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND left(t.tgname, 6) = 'guard_' AND pg_table_is_visible(c.oid)
"""


@contextmanager
def suspended(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Switch off every guard that stands in the database, and on again as it stood: see guards.lifted."""
    found = {} if connection.vendor == "postgresql" else installed(connection)
    drop = [f'DROP TRIGGER "{name}"' for name in found]
    _run(connection, drop or [POSTGRESQL_SWITCH.format(act="DISABLE")])
    try:
        yield
    finally:
        create = [sql for _table, sql in found.values()]
        _run(connection, create or [POSTGRESQL_SWITCH.format(act="ENABLE ALWAYS")])


def _run(connection: BaseDatabaseWrapper, statements: Sequence[str]) -> None:
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


# Dropping and making them again takes fifty times as long. Pending checks forbid to alter a table: see synchronise.
POSTGRESQL_SWITCH = """
    DO $$ DECLARE one record; BEGIN
        SET CONSTRAINTS ALL IMMEDIATE;
        FOR one IN
            SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE NOT t.tgisinternal AND left(t.tgname, 6) = 'guard_' AND pg_table_is_visible(c.oid)
        LOOP
            EXECUTE format('ALTER TABLE %I {act} TRIGGER %I', one.relname, one.tgname);
        END LOOP;
        SET CONSTRAINTS ALL DEFERRED;
    END $$
"""


def _same(connection: BaseDatabaseWrapper, trigger: Trigger, found: dict[str, tuple[str, ...]]) -> bool:
    if connection.vendor == "sqlite":
        return found[trigger.name] == (trigger.table, trigger.sqlite())
    kind = str(TYPE_BITS[trigger.operation])
    return found[trigger.name] == (trigger.table, trigger.body(), ENABLED_ALWAYS, kind)


def _drop(connection: BaseDatabaseWrapper, cursor: object, name: str, table: str) -> None:
    execute = cursor.execute  # type: ignore[attr-defined]
    if connection.vendor == "sqlite":
        execute(f'DROP TRIGGER "{name}"')
        return
    execute(f'DROP TRIGGER "{name}" ON "{table}"')
    execute(f'DROP FUNCTION IF EXISTS "{name}"()')
