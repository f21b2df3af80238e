"""Reading and writing the rows of a hot path with short statements.

`bulk_update` builds a CASE WHEN over every row and field; for a score sheet that is four fifths of the time of
saving it. Here the database gets one short statement and a list of values. And a QuerySet makes its SQL anew each
time it is asked, which for a saved cell costs more than the database takes to answer: `Columns` reads objects with
a statement that stands written in the code.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.expressions import Col

Kept = TypeVar("Kept", bound=models.Model)


class Columns(Generic[Kept]):
    """The named fields of a model, to be read by hand-written SQL: `sql` for its SELECT, `rows` for what came.

    An object knows these fields only; any other is fetched when somebody asks for it, as after `only`.
    """

    def __init__(self, model: type[Kept], *names: str) -> None:
        known = model._meta.concrete_fields
        if unknown := set(names) - {field.name for field in known}:
            raise ValueError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
        # In the model's own order: `from_db` takes values so, whatever names go with them.
        self.model, self.fields = model, [field for field in known if field.name in names]
        self.names = [field.attname for field in self.fields]

    def sql(self) -> str:
        """The columns with their table, quoted; both databases quote names alike."""
        return self._sql

    @cached_property
    def _sql(self) -> str:
        table = quoted(self.model._meta.db_table)
        return ", ".join(f"{table}.{quoted(str(field.column))}" for field in self.fields)

    def rows(self, found: Iterable[Sequence[Any]], start: int = 0) -> list[Kept]:
        """Objects of rows whose columns from `start` on are these."""
        readers, end = self._readers(), start + len(self.fields)
        return [self._object(list(values[start:end]), readers) for values in found]

    def _object(self, values: list[Any], readers: Sequence[tuple[int, Callable[[Any], Any]]]) -> Kept:
        for place, read in readers:
            values[place] = read(values[place])
        return self.model.from_db(connection.alias, self.names, values)

    def _readers(self) -> list[tuple[int, Callable[[Any], Any]]]:
        """What the ORM does to a column's value, for the columns with which it does anything."""
        ops = connection.ops
        return [
            (place, _reader(convert, column))
            for place, column in enumerate(self._columns)
            for convert in (*ops.get_db_converters(column), *column.get_db_converters(connection))
        ]

    @cached_property
    def _columns(self) -> list[Col]:
        return [field.get_col(self.model._meta.db_table) for field in self.fields]


def _reader(convert: Callable[[Any, Any, Any], Any], column: Col) -> Callable[[Any], Any]:
    return lambda value: convert(value, column, connection)


def quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


def marks(values: Iterable[object]) -> str:
    """As many placeholders as there are values, for IN (…)."""
    return ", ".join("%s" for _value in values)


def fetch(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def update_rows(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Store the named fields of kept rows of one model. Guards and constraints apply as to any UPDATE."""
    if not rows:
        return
    statement, fields = _update(type(rows[0]), tuple(names))
    values = [
        [*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields), row.pk]
        for row in rows
    ]
    with connection.cursor() as cursor:
        if len(values) == 1:  # for one row PostgreSQL's pipeline of `executemany` is only a detour
            cursor.execute(statement, values[0])
        else:
            cursor.executemany(statement, values)


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[Any]]:
    """The statement and its fields; both databases quote names alike."""
    meta = model._meta
    kept = {field.name: field for field in meta.concrete_fields}
    fields = [kept[name] for name in names]
    columns = ", ".join(f"{quoted(str(field.column))} = %s" for field in fields)
    statement = f"UPDATE {quoted(meta.db_table)} SET {columns} WHERE {quoted(str(meta.pk.column))} = %s"  # noqa: S608
    return statement, fields
