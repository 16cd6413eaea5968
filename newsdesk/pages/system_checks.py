"""What `manage.py migrate` and `check --database default` say of the machine that the desk runs on."""

from collections.abc import Sequence

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

MOST = 2  # seconds
# By which a desk is known that was laid down before migrations began anew.
BEFORE = ("stories", "0001_first")


@register(Tags.database)
def one_clock(*, databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """Warn where this machine's clock differs from the database's.

    Pages appear by the clock of whichever server is asked: two of them that differ show a scheduled page
    at different seconds. SQLite has no clock of its own.
    """
    return [
        Warning(
            f"The clock of this machine is {abs(ahead):.0f} seconds "
            f"{'ahead of' if ahead > 0 else 'behind'} the clock of the database “{name}”.",
            hint="Scheduled pages appear by it. Let all machines follow the same time servers (NTP).",
            id="publishing.W001",
        )
        for name in databases or ()
        if connections[name].vendor == "postgresql" and abs(ahead := _ahead(name)) > MOST
    ]


@register(Tags.database)
def laid_down_before(
    *, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Refuse a database from before the first release, whose tables no migration leads on from."""
    return [
        Error(
            f"The database “{name}” was laid down before migrations began anew: it cannot be led on.",
            hint="Move it away (with `make run` that is the folder var/), and lay the desk down again.",
            id="pages.E001",
        )
        for name in databases or ()
        if BEFORE in MigrationRecorder(connections[name]).applied_migrations()
    ]


def _ahead(name: str) -> float:
    """Return by how many seconds this machine's clock is ahead."""
    with connections[name].cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone()
    return (timezone.now() - theirs).total_seconds()
