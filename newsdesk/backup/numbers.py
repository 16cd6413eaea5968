"""The highest number that each table has given to a row, so that a restored desk gives none twice.

A row may have gone since, and its number stand in an address, a history or a notice.
"""

from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import AutoField, Model


def highest(models: Iterable[type[Model]]) -> dict[type[Model], int]:
    """Return it for each model that numbers its rows. One query."""
    numbered = [model for model in models if _is_numbered(model)]
    tables = {model._meta.db_table: model for model in numbered}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT name, pg_sequence_last_value(pg_get_serial_sequence(name, pk)::regclass)"
                " FROM unnest(%s::text[], %s::text[]) AS known (name, pk)",
                [list(tables), [_key(model) for model in numbered]],
            )
        else:
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
        given = {name: number for name, number in cursor.fetchall() if name in tables}
    return {model: given.get(name) or 0 for name, model in tables.items()}


def go_on_from(numbers: Mapping[type[Model], int]) -> None:
    """Let each table go on after this number, or after the highest of its rows."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model, number in numbers.items():
            if not _is_numbered(model):
                continue
            table, pk = model._meta.db_table, _key(model)
            cursor.execute(f"SELECT MAX({quote(pk)}) FROM {quote(table)}")  # noqa: S608
            number = max(number, cursor.fetchone()[0] or 0)
            if not number:
                continue
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, pk, number]
                )
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute(
                    "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number]
                )


def _is_numbered(model: type[Model]) -> bool:
    return isinstance(model._meta.pk, AutoField)


def _key(model: type[Model]) -> str:
    return str(model._meta.pk.column)
