"""Triggers that hold append-only tables to their promise. No models here: app configurations import this."""

from collections.abc import Iterable

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models import Model

REFUSAL = "Editions and events are never changed or deleted."


def create_triggers(sender: AppConfig, using: str, **kwargs: object) -> None:
    """Receiver of post_migrate: (re)create the triggers of the app's append-only tables.

    Not in a migration: on SQLite an ordinary AlterField rebuilds the table and drops its triggers.
    """
    connection = connections[using]
    tables = _tables(sender.get_models(), connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and tables:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION newsdesk_refuse_change() RETURNS trigger AS $$ "
                f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$ LANGUAGE plpgsql"
            )
        for table in tables:
            for statement in _statements(connection.vendor, table):
                cursor.execute(statement)


def drop_triggers(using: str) -> None:
    """Remove the triggers of all append-only tables, as a test's flush needs on SQLite."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in _tables(apps.get_models(), connection.introspection.table_names()):
            for verb in ("update", "delete"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")


def _tables(candidates: Iterable[type[Model]], existing: list[str]) -> list[str]:
    return [
        model._meta.db_table
        for model in candidates
        if getattr(model, "append_only", False) and model._meta.db_table in existing
    ]


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f"CREATE OR REPLACE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION newsdesk_refuse_change()"
            for verb in ("update", "delete")
        ]
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb in ("update", "delete")
    ]
