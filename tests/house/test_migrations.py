"""The migrations make the tables that the models describe. Every other test does without them."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from tests.house.rules import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "newsdesk_from_zero"
APPS = ("newsdesk", "stories", "faqs", "entities")


@pytest.fixture
def migrated(tmp_path) -> Iterator[BaseDatabaseWrapper]:
    """A database that `manage.py migrate` has made from nothing."""
    sqlite = connection.vendor == "sqlite"
    if sqlite:
        url = f"sqlite:///{tmp_path / NAME}.sqlite3"
    else:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")
            cursor.execute(f"CREATE DATABASE {NAME}")
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{NAME}"
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    environment = os.environ | {"DATABASE_URL": url, "NEWSDESK_VAR": str(tmp_path)}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=300)
    other = connection.copy()
    other.settings_dict["NAME"] = str(tmp_path / f"{NAME}.sqlite3") if sqlite else NAME
    yield other
    other.close()
    if not sqlite:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {NAME}")


def described(database: BaseDatabaseWrapper) -> dict[str, set]:
    """Return what each table of the models is made of: columns with type and null, indexes, constraints."""
    found = {}
    with database.cursor() as cursor:
        for model in _ours():
            table = model._meta.db_table
            columns = {
                (column.name, column.type_code, column.null_ok)
                for column in database.introspection.get_table_description(cursor, table)
            }
            constraints = {
                (tuple(each["columns"]), each["primary_key"], each["unique"], each["index"])
                for each in database.introspection.get_constraints(cursor, table).values()
            }
            found[table] = columns | constraints
    return found


def _ours() -> list[type[Model]]:
    """Return the models of our own apps: what the migrations of others make is theirs to test."""
    configs = [c for c in apps.get_app_configs() if c.name.partition(".")[0] in APPS]
    return [m for config in configs for m in config.get_models(include_auto_created=True)]


def triggers(database: BaseDatabaseWrapper) -> set[str]:
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with database.cursor() as cursor:
        cursor.execute(asked[database.vendor])
        return {name for (name,) in cursor.fetchall()}


def test_migrations_make_what_the_models_describe(migrated):
    from_models, from_migrations = described(connection), described(migrated)
    assert len(from_models) > 40
    assert from_migrations == from_models
    assert triggers(migrated) == triggers(connection)
    assert triggers(connection)


def _told():
    found = run_checks(tags=["database"], databases=["default"])
    return [each for each in found if each.id == "pages.E001"]


def test_a_desk_from_before_migrations_began_anew_is_told_and_left_alone():
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    assert not _told()
    recorder.record_applied("stories", "0001_first")
    (told,) = _told()
    assert "lay the desk down again" in told.hint
    with pytest.raises(SystemCheckError, match="began anew"):
        call_command("migrate", verbosity=0, skip_checks=False)
    recorder.record_unapplied("stories", "0001_first")
