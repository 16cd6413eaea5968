"""Many rows at once, past the ORM, the same on SQLite and PostgreSQL; and copies of a whole database."""

import gc
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.color import no_style
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, models

from newsdesk.catalogue.search_tables import TABLES

BATCH = 2_000
Values = Mapping[str, Any]

_INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    " AND tbl_name = %s AND sql NOT LIKE 'CREATE UNIQUE%%'",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
    " AND tablename = %s AND indexdef NOT LIKE 'CREATE UNIQUE%%'",
}


# What is looked up in while pages are made findable.
_WANTED = {"catalogue_word_word", "catalogue_called_page"}
# FTS5 merges what it has written again and again; so much of it, in bytes, it gathers before it writes.
MUCH, _USUALLY = 64 * 2**20, 2**20
_FULL_TEXT = ("catalogue_search", "catalogue_titled")


@contextmanager
def at_full_speed(*tables: type[models.Model]) -> Iterator[None]:
    """Load rows with neither triggers nor checks of foreign keys, and index `tables` and those of search
    afterwards.
    """
    sqlite = connection.vendor == "sqlite"
    names = [table._meta.db_table for table in tables] + [*TABLES[connection.vendor]]
    with connection.cursor() as cursor:
        for statement in _HURRY[connection.vendor]:
            cursor.execute(statement)
        indexes = [index for name in names for index in _indexes(cursor, name)]
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        if sqlite:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
            gather(cursor, MUCH, *_FULL_TEXT)
    # Nothing that is made on the way refers to itself, and to look for that takes a tenth of the time.
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
    with connection.cursor() as cursor:
        for _, statement in indexes:
            cursor.execute(statement.replace("%", "%%"))
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
        if sqlite:
            gather(cursor, _USUALLY, *_FULL_TEXT)
    if sqlite:  # Triggers come back as after a migration, with the tables that they keep.
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    analyse()
    connection.close()


# Whoever loses the database on the way makes it again.
_HURRY = {
    "sqlite": [
        "PRAGMA foreign_keys = OFF",
        "PRAGMA journal_mode = OFF",
        "PRAGMA synchronous = OFF",
        "PRAGMA cache_size = -400000",
        "PRAGMA temp_store = MEMORY",
    ],
    "postgresql": [
        "SET session_replication_role = replica",
        "SET maintenance_work_mem = '512MB'",
        "SET synchronous_commit = off",
    ],
}


def _indexes(cursor: Any, table: str) -> list[tuple[str, str]]:
    cursor.execute(_INDEXES[connection.vendor], [table])
    found: list[tuple[str, str]] = cursor.fetchall()
    return [each for each in found if each[0] not in _WANTED]


def gather(cursor: Any, size: int, *tables: str) -> None:
    """Let tables of FTS5 gather `size` bytes before they write."""
    for table in tables:
        cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', {size})")  # noqa: S608


def analyse() -> None:
    """Let the database look at how its rows are distributed, and tidy what an index tells without them."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def load(model: type[models.Model], rows: Iterable[Values]) -> None:
    """Insert rows, each the values of some columns by their names; the others get their defaults."""
    fields = [
        field for field in model._meta.concrete_fields if not getattr(field, "generated", False)
    ]
    given = iter(rows)
    if (first := next(given, None)) is None:
        return
    named = [field for field in fields if field.attname in first or not field.primary_key]
    columns = [field.column for field in named]
    values = [_Value(field) for field in named]
    lines = (tuple(value.of(row) for value in values) for row in chain([first], given))
    if connection.vendor == "postgresql":
        _copy(model._meta.db_table, columns, lines)
    else:
        _insert(model._meta.db_table, columns, lines)


class _Value:
    """What stands in one column: what a row says, else its default, as both databases take it."""

    def __init__(self, field: "models.Field[Any, Any]") -> None:
        self.name = field.attname
        of_each = field.has_default() and callable(field.default)
        self._of_each = field.get_default if of_each else None
        if isinstance(field, models.DateTimeField) and (field.auto_now or field.auto_now_add):
            self._usual = _stored(datetime.now(UTC))
        else:
            self._usual = _stored(field.get_default())

    def of(self, row: Values) -> Any:
        if self.name in row:
            return _stored(row[self.name])
        return _stored(self._of_each()) if self._of_each else self._usual


def _stored(value: Any) -> Any:
    """Return what both databases take for a value."""
    stored = _STORED.get(type(value))
    return stored(value) if stored else value


@lru_cache(maxsize=1_000)  # A page hands its times on to all that hangs on it.
def _moment(value: datetime) -> str:
    """Return a time as Django writes it on SQLite; PostgreSQL reads it in the session's time zone: UTC."""
    return str(value.astimezone(UTC).replace(tzinfo=None))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


_STORED: dict[type, Callable[[Any], Any]] = {
    datetime: _moment,
    date: date.isoformat,
    UUID: lambda value: value.hex,
    dict: _json,
    list: _json,
}


def _copy(table: str, columns: list[str], lines: Iterable[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        while some := list(islice(lines, BATCH)):
            copy.write("".join("\t".join(map(_copied, line)) + "\n" for line in some))


def _copied(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
    return str(value)


def _insert(table: str, columns: list[str], lines: Iterable[tuple[Any, ...]]) -> None:
    names, marks = ", ".join(f'"{c}"' for c in columns), ", ".join(["%s"] * len(columns))
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608
    with connection.cursor() as cursor:
        while some := list(islice(lines, BATCH)):
            cursor.executemany(statement, some)


def connect(name: str) -> None:
    """Lead Django's connection to the database of this name: a file on SQLite."""
    connection.close()
    connection.settings_dict["NAME"] = name


def exists(name: str) -> bool:
    """Tell whether there is a database of this name."""
    if connection.vendor == "sqlite":
        return Path(name).exists()
    with _maintenance() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def create(name: str) -> None:
    """Make an empty database; on SQLite the first connection makes the file."""
    if connection.vendor == "postgresql":
        with _maintenance() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')


def copy(old: str, new: str) -> None:
    """Make the database `new` a copy of `old`, in place of one that is there."""
    connection.close()
    drop(new)
    if connection.vendor == "sqlite":
        shutil.copy(old, new)
        return
    with _maintenance() as cursor:
        cursor.execute(f'CREATE DATABASE "{new}" TEMPLATE "{old}" STRATEGY file_copy')


def rename(old: str, new: str) -> None:
    """Give the database `old` the name `new`."""
    connection.close()
    if connection.vendor == "sqlite":
        Path(old).rename(new)
        return
    with _maintenance() as cursor:
        cursor.execute(f'ALTER DATABASE "{old}" RENAME TO "{new}"')


def drop(name: str) -> None:
    """Remove the database of this name, if there is one."""
    connection.close()
    if connection.vendor == "sqlite":
        for end in ("", "-wal", "-shm"):
            Path(f"{name}{end}").unlink(missing_ok=True)
        return
    with _maintenance() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def _maintenance() -> Iterator[Any]:
    """Yield a cursor on the server's own database, where databases are made and dropped."""
    with connection._nodb_cursor() as cursor:
        yield cursor
