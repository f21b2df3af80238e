"""A table for a model of a test, as long as the test lasts."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models


@contextmanager
def table_for(*tables: type[models.Model]) -> Iterator[None]:
    """Make the tables, and drop them (by plain SQL: SQLite's editor refuses inside a transaction)."""
    with connection.cursor() as cursor:
        for table in tables:
            for statement in creation(table):
                cursor.execute(statement)
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in reversed(tables):
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table._meta.db_table)}")


def creation(table: type[models.Model]) -> list[str]:
    editor = connection.schema_editor(collect_sql=True, atomic=False)
    editor.deferred_sql = []
    sql, params = editor.table_sql(table)
    assert not params, params
    return [sql, *map(str, editor.deferred_sql)]
