"""The database as it is at one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Let all queries of the block see one state of the database. Nobody waits for it. Writes nothing."""
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    own = vars(connections[DEFAULT_DB_ALIAS])
    # IMMEDIATE, as the desk has it, would keep everybody else from saving.
    usual, own["transaction_mode"] = own["transaction_mode"], "DEFERRED"
    try:
        with transaction.atomic(durable=True):
            yield
    finally:
        own["transaction_mode"] = usual
