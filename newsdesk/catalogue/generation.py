"""The generation of what readers see: a mark that is drawn anew by every change of it.

The mark is one row. Triggers on each table whose model says `seen_by_readers` draw it by lot, also for SQL
that somebody typed; whoever saw a mark twice knows that nothing of these tables has changed in between.

It is drawn and not counted: a counter starts again with a restored backup, and a sequence or the greatest
key of a table of changes can be overtaken, since who began first may commit last. The row is locked from
the drawing to the commit, so that marks follow one another as the commits do. On PostgreSQL that is at
the end of each transaction, or a long one would hold all others up; on SQLite writers wait anyway.

No models here: the app configuration imports this.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.apps import AppConfig
from django.db import DatabaseError, InterfaceError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.utils import timezone

from newsdesk.catalogue.replica import answer_of

TABLE = "catalogue_generation"
EPOCH = (
    f"(SELECT mark FROM {TABLE}),"
    " (SELECT max(at) FROM (SELECT max(visible_from) AS at FROM catalogue_page"
    " WHERE visible_from <= {now} UNION ALL"
    " SELECT max(at) FROM catalogue_boundary WHERE at <= {now}) begun),"
    " (SELECT max(visible_until) FROM catalogue_page WHERE visible_until <= {now})"
)
_POSTGRESQL = f"SELECT {EPOCH.format(now='$1')}"
_SQLITE = f"SELECT {EPOCH.format(now='?1')}"


# As the database keeps it: SQLite as text.
Time = datetime | str | None
Row = tuple[str | None, Time, Time]


@dataclass(frozen=True, slots=True)
class Epoch:
    """A span of time in which nothing changes of what readers see: the same epoch, the same answer.

    `mark` is the generation; `begun` and `ended` are the latest times at which a page appeared or a
    front page changed, and at which a page ended,
    so that nothing has to run at such a time; `day` is the local date.
    """

    mark: str | None
    begun: Time
    ended: Time
    day: date


def epoch(using: str, *, told: bool = False) -> Epoch | None:
    """Return the epoch of now, by one statement; None where the database does not answer, or not in time.

    The time is that of the application, as it is for what is visible.

    Who asks while an answer is made gives it something that was kept for the length of an epoch. The
    statements of the answer do not tell of that, so that it is made again in another epoch; unless who asks
    has `told` of it, see `statements.repeat`.

    SECURITY: read it before the rows that an answer is made from, never after, and through the same
    connection: a replica that is behind would be believed to be ahead.
    """
    now = timezone.now()
    connection = connections[using]
    for wrapper in () if told else connection.execute_wrappers:
        if hasattr(wrapper, "tells_all"):
            wrapper.tells_all = False
    try:
        return epoch_of(_read(connection, now), now)
    except (DatabaseError, InterfaceError):
        return None


def epoch_of(row: Row, now: datetime) -> Epoch:
    """Return the epoch that the columns of EPOCH tell of."""
    return Epoch(*row, timezone.localtime(now).date())


def _read(connection: BaseDatabaseWrapper, now: datetime) -> Row:
    """Ask past Django's cursors, which cost more than the question, and on PostgreSQL wait for ever."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with connection.wrap_database_errors:
            stored = connection.ops.adapt_datetimefield_value(now)
            found: Row = connection.connection.execute(_SQLITE, (stored,)).fetchone()
            return found
    mark, begun, ended = answer_of(connection.alias, _POSTGRESQL, now.isoformat())
    return mark, _time(begun), _time(ended)


def _time(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def create_triggers(sender: AppConfig, using: str, **kwargs: object) -> None:
    """Receiver of post_migrate, for every app: (re)create the triggers of the tables that readers see.

    Not in a migration: on SQLite an ordinary AlterField rebuilds the table and drops its triggers.
    """
    connection = connections[using]
    existing = connection.introspection.table_names()
    tables = [table for table in seen_tables(sender.get_models()) if table in existing]
    if not tables or TABLE not in existing:
        return
    # A constraint trigger cannot be replaced: meanwhile nobody else writes.
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_DRAW)
        for table in tables:
            for statement in _statements(connection.vendor, table):
                cursor.execute(statement)
        cursor.execute(_FIRST[connection.vendor])


def seen_tables(models: Iterable[type[Model]]) -> list[str]:
    """Return the tables of those models whose rows readers see."""
    return [m._meta.db_table for m in models if getattr(m, "seen_by_readers", False)]


_LOT = {
    "postgresql": "replace(gen_random_uuid()::text, '-', '')",
    "sqlite": "lower(hex(randomblob(16)))",
}
_FIRST = {
    vendor: f"INSERT INTO {TABLE} (id, mark) SELECT 1, {lot}"
    f" WHERE NOT EXISTS (SELECT 1 FROM {TABLE})"
    for vendor, lot in _LOT.items()
}
# The setting says for the rest of the transaction that the drawing is due, and goes with a savepoint
# that is rolled back, as the deferred trigger does.
_DUE = "newsdesk.generation_is_due"
_DRAW = f"""
CREATE OR REPLACE FUNCTION newsdesk_draw_generation() RETURNS trigger AS $$
BEGIN
    PERFORM set_config('{_DUE}', '', true);
    INSERT INTO {TABLE} (id, mark) VALUES (1, {_LOT["postgresql"]})
        ON CONFLICT (id) DO UPDATE SET mark = EXCLUDED.mark;
    RETURN NULL;
END $$ LANGUAGE plpgsql
"""


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f"DROP TRIGGER IF EXISTS {table}_seen ON {table}",
            f"CREATE CONSTRAINT TRIGGER {table}_seen AFTER INSERT OR UPDATE OR DELETE ON {table} "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
            f"WHEN (current_setting('{_DUE}', true) IS DISTINCT FROM 'yes' "
            f"AND set_config('{_DUE}', 'yes', true) = 'yes') "
            "EXECUTE FUNCTION newsdesk_draw_generation()",
            f"CREATE OR REPLACE TRIGGER {table}_emptied AFTER TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION newsdesk_draw_generation()",
        ]
    # Two statements rather than INSERT OR REPLACE: within a trigger the OR of the statement outside holds.
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_seen_{verb} AFTER {verb.upper()} ON {table} "
        f"BEGIN {_FIRST['sqlite']}; UPDATE {TABLE} SET mark = {_LOT['sqlite']}; END"
        for verb in ("insert", "update", "delete")
    ]
