"""Statements that the database is asked: counted, and logged where they take too long."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from newsdesk.requests.metrics import COUNTS

logger = logging.getLogger("newsdesk.queries")

LONGEST = 1_000  # Characters of a statement in the log.
# What makes or changes tables takes as long as it takes, and nobody waits for a page meanwhile.
_OF_TABLES = ("ALTER ", "CREATE ", "DROP ")


def watch(sender: object, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Receiver of connection_created: measure whatever is asked through this connection."""
    if measured not in connection.execute_wrappers:
        connection.execute_wrappers.append(measured)


def measured(
    execute: Callable[..., object], sql: str, params: object, many: bool, context: object
) -> object:
    """Pass a statement on.

    SECURITY: the line of a slow one holds its words with places for values, never the values.
    """
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        took = time.perf_counter() - began
        slow = 0 < settings.SLOW_QUERY_MS < took * 1000 and not str(sql).startswith(_OF_TABLES)
        COUNTS.query(took, slow=slow)
        if slow:
            logger.warning("Slow query: %d ms: %s", took * 1000, str(sql)[:LONGEST])
