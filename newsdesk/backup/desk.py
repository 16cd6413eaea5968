"""What is asked of a desk beside its rows: what it is made of, and what is meant to be the same elsewhere."""

import getpass
import os
import platform
import sqlite3

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from newsdesk.release import version

# Settings that change what readers and editors see of the same rows, by the variable that sets them.
_NAMED = {
    "NEWSDESK_SITE_URL": "SITE_URL",
    "NEWSDESK_SITE_NAME": "SITE_NAME",
    "NEWSDESK_TIME_ZONE": "TIME_ZONE",
    "NEWSDESK_SECOND_READER": "SECOND_READER",
    "NEWSDESK_SECOND_MODERATOR_FROM": "NEWSDESK_SECOND_MODERATOR_FROM",
    "NEWSDESK_SECOND_FACTOR": "SECOND_FACTOR",
}


def settings_named() -> dict[str, object]:
    """Return them as JSON has them. SECURITY: no key, password or address of a database is among them."""
    found = {name: getattr(settings, attribute) for name, attribute in _NAMED.items()}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in found.items()}


def versions() -> dict[str, str]:
    """Return which release this is, and what it runs on."""
    number = getattr(connection, "pg_version", sqlite3.sqlite_version)
    return {
        "newsdesk": version(),
        "django": django.get_version(),
        "python": platform.python_version(),
        connection.vendor: str(number),
    }


def migrations() -> list[str]:
    """Return the applied migrations: "stories.0001_initial"."""
    return sorted(".".join(each) for each in MigrationRecorder(connection).applied_migrations())


def system_user() -> str:
    """Return who runs this, as the system knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # No name for the number, as in some containers.
        return str(os.getuid())
