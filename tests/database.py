"""Databases of tests, emptied quickly."""

from django.apps import apps
from django.db import connections, transaction
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
    }
)


def empty(alias: str) -> None:
    """Take the rows out of all tables but those of KEPT.

    Django's flush goes through every table and then makes permissions, content types and triggers anew;
    a test leaves rows in a dozen.
    """
    connection = connections[alias]
    filled = _filled(connection)
    if not filled:
        return
    names = ", ".join(map(connection.ops.quote_name, filled))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {names} CASCADE")
        return
    drop_triggers(alias)
    # Rows point at each other: the constraints are asked when all of them are gone.
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for name in filled:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")
    for config in apps.get_app_configs():
        create_triggers(config, alias)


def _filled(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables that hold rows. One query."""
    tables = {*connection.introspection.django_table_names(only_existing=True), *TABLES} - KEPT
    asked = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})"
        for name in sorted(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]
