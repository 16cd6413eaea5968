"""Databases of tests: emptied quickly, and filled with rows that were there before."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from newsdesk.catalogue.search_tables import TABLES
from newsdesk.pages.triggers import create_triggers, drop_triggers

# Made by migrate and by `sync_roles`, and the same for every test.
KEPT = frozenset(
    {
        "django_migrations",
        "django_content_type",
        "auth_permission",
        "auth_group",
        "auth_group_permissions",
        "catalogue_generation",
    }
)


ATTEMPTS = 5


def empty(alias: str) -> None:
    """Take the rows out of all tables but those of KEPT.

    Django's flush goes through every table and then makes permissions, content types and triggers anew;
    a test leaves rows in a dozen.
    """
    connection = connections[alias]
    full = filled(connection)
    if not full:
        return
    if connection.vendor == "postgresql":
        for left in reversed(range(ATTEMPTS)):
            try:
                return _empty_without_triggers(connection, full)
            except OperationalError:
                # A request that a closed browser left running, and this, waited for each other.
                if not left:
                    raise
        return
    drop_triggers(alias)
    # Rows point at each other: the constraints are asked when all of them are gone.
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for name in full:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")
    for config in apps.get_app_configs():
        create_triggers(config, alias)


def _empty_without_triggers(connection: BaseDatabaseWrapper, full: list[str]) -> None:
    """Delete the rows of these tables of PostgreSQL, asking neither constraints nor what guards history.

    That takes a superuser, which tests are on a server of their own. TRUNCATE does for anybody else, and
    makes the files of every table anew that points at one of them: hundreds, where ten tables hold rows.
    """
    names = list(map(connection.ops.quote_name, full))
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        if cursor.fetchone() != ("on",):
            cursor.execute(f"TRUNCATE {', '.join(names)} CASCADE")
            return
        cursor.execute("SET LOCAL session_replication_role = replica")
        # The triggers that tell of what readers see are not asked either.
        told = "UPDATE catalogue_generation SET mark = replace(gen_random_uuid()::text, '-', '')"
        cursor.execute("; ".join((*(f"DELETE FROM {name}" for name in names), told)))


def filled(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables that hold rows. One query."""
    tables = {
        *connection.introspection.django_table_names(only_existing=True),
        *TABLES[connection.vendor],
    } - KEPT
    asked = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})"
        for name in sorted(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Rows:
    """What the tables held at one moment, all but those of KEPT: for each its columns and its rows."""

    tables: dict[str, tuple[list[str], Any]]

    @classmethod
    def taken(cls, connection: BaseDatabaseWrapper) -> "Rows":
        """Read the tables that hold rows, past Django's converters."""
        found = {}
        with connection.cursor() as wrapped:
            cursor: Any = wrapped.cursor
            for name in filled(connection):
                columns = _columns(connection, name)
                if connection.vendor == "postgresql":
                    with cursor.copy(f"COPY {name} ({', '.join(columns)}) TO STDOUT") as copy:
                        found[name] = (columns, b"".join(map(bytes, copy)))
                else:
                    # What is computed, as by a plus sign, comes as it is stored.
                    stored = ", ".join(f"+{column}" for column in columns)
                    rows = cursor.execute(f"SELECT {stored} FROM {name}").fetchall()
                    found[name] = (columns, rows)
        return cls(found)

    def lay(self, connection: BaseDatabaseWrapper) -> None:
        """Put the rows into empty tables, with the keys that they had."""
        with transaction.atomic(using=connection.alias), connection.cursor() as wrapped:
            cursor: Any = wrapped.cursor
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA defer_foreign_keys = ON")
            for name, (columns, rows) in self.tables.items():
                names = ", ".join(columns)
                if connection.vendor == "postgresql":
                    with cursor.copy(f"COPY {name} ({names}) FROM STDIN") as copy:
                        copy.write(rows)
                else:
                    places = ", ".join(["%s"] * len(columns))
                    insert = f"INSERT INTO {name} ({names}) VALUES ({places})"
                    cursor.executemany(insert, rows)


def _columns(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    names = [connection.ops.quote_name(column.name) for column in described]
    # Search finds pages by the number of the row.
    return (
        ["rowid", *names] if connection.vendor == "sqlite" and table in TABLES["sqlite"] else names
    )
