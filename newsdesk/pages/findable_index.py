"""An index of the groups of three letters in what Findable rows are found by, so that a word in the middle
of a hundred thousand texts is found without reading them; and one of the whole text where that is a line. No
models here: the app configuration imports this.

SQLite has a table of FTS5 for it, kept by triggers; PostgreSQL a GIN index over a function, so that no
extension is needed. Made after each migrate: neither holds anything that cannot be made again.
"""

from typing import cast

from django.apps import AppConfig
from django.db import connections, models

SHORTEST = 3  # What is shorter than one group has none.
_FUNCTION = """
CREATE OR REPLACE FUNCTION newsdesk_grams(text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr($1, n, 3)), '{}') FROM generate_series(1, length($1) - 2) n
$$
"""
_SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS {table}_grams_insert AFTER INSERT ON {table} BEGIN"
    " INSERT INTO {table}_grams (rowid, folded) VALUES (new.id, new.folded); END",
    "CREATE TRIGGER IF NOT EXISTS {table}_grams_delete AFTER DELETE ON {table} BEGIN"
    " INSERT INTO {table}_grams ({table}_grams, rowid, folded) VALUES ('delete', old.id, old.folded); END",
    "CREATE TRIGGER IF NOT EXISTS {table}_grams_update AFTER UPDATE OF folded ON {table} BEGIN"
    " INSERT INTO {table}_grams ({table}_grams, rowid, folded) VALUES ('delete', old.id, old.folded);"
    " INSERT INTO {table}_grams (rowid, folded) VALUES (new.id, new.folded); END",
)


def create_indexes(sender: AppConfig, using: str, **kwargs: object) -> None:
    """Receiver of post_migrate, for every app."""
    connection = connections[using]
    existing = connection.introspection.table_names()
    found = [
        model
        for model in sender.get_models()
        if getattr(model, "found_by", ()) and model._meta.db_table in existing
    ]
    with connection.cursor() as cursor:
        for model in found:
            table = model._meta.db_table
            if is_one_line(model):
                # The letters of one line may fold into more bytes than a tree of PostgreSQL takes.
                using_hash = "USING hash " if connection.vendor == "postgresql" else ""
                cursor.execute(
                    f"CREATE INDEX IF NOT EXISTS {table}_line ON {table} {using_hash}(folded)"
                )
            if connection.vendor == "postgresql":
                cursor.execute(_FUNCTION)
                cursor.execute(
                    f"CREATE INDEX IF NOT EXISTS {table}_grams ON {table}"
                    " USING gin (newsdesk_grams(folded))"
                )
                continue
            # What a migration has rebuilt has lost its triggers, and what was written meanwhile.
            cursor.execute(f"DROP TABLE IF EXISTS {table}_grams")
            cursor.execute(
                f"CREATE VIRTUAL TABLE {table}_grams USING fts5(folded, content='{table}',"
                " content_rowid='id', tokenize='trigram case_sensitive 1')"
            )
            for statement in _SQLITE:
                cursor.execute(statement.format(table=table))
            cursor.execute(f"INSERT INTO {table}_grams ({table}_grams) VALUES ('rebuild')")  # noqa: S608


def is_one_line(model: type[models.Model]) -> bool:
    """Tell whether rows of a Findable model are found by one line, so that `folded` is that line or empty."""
    names = cast("tuple[str, ...]", getattr(model, "found_by", ()))
    return len(names) == 1 and isinstance(model._meta.get_field(names[0]), models.CharField)
