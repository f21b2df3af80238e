"""Writing changed rows back: one prepared UPDATE for all of them.

`bulk_update` builds a CASE WHEN over every row and field; for a score sheet that is four fifths of the time of
saving it. Here the database gets one short statement and a list of values.
"""

from collections.abc import Sequence

from django.db import connection, models


def update_rows(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Store the named fields of kept rows of one model. Guards and constraints apply as to any UPDATE."""
    if not rows:
        return
    meta = type(rows[0])._meta
    kept = {field.name: field for field in meta.concrete_fields}
    fields = [kept[name] for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    statement = f"UPDATE {quote(meta.db_table)} SET {columns} WHERE {quote(str(meta.pk.column))} = %s"  # noqa: S608
    values = [
        [*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields), row.pk]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
