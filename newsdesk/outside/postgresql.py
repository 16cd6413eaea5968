"""One row of PostgreSQL, waited for no longer than some seconds: psycopg itself waits for an answer for ever.

For what is asked before all else of a request. Whoever has the answer goes on with Django's own connection.
"""

import time
import zlib
from select import POLLIN, poll
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError, connections

if TYPE_CHECKING:
    from psycopg.pq.abc import PGconn, PGresult

LIMIT = 2.0  # Seconds for an answer. A new connection has those of its settings.

Row = list[str | None]

# Of a psycopg connection: names of statements that are prepared in it, by their text.
_KNOWN = "newsdesk_prepared"
# Such a statement is gone, or its tables have other columns since.
_SQLSTATE, _PREPARE_ANEW = ord("C"), (b"26000", b"0A000")


class TooLate(OperationalError):
    """There was no answer within the limit."""


class Question:
    """A statement on its way to a database; `values` stand for its $1, $2 … Sent as it is made, waited for
    `limit` seconds.

    Raises OperationalError or InterfaceError, then and by `answer`. A connection that the server has closed
    since the last request is opened anew.
    """

    def __init__(self, alias: str, sql: str, *values: str, limit: float = LIMIT) -> None:
        self._connection, self._limit = connections[alias], limit
        self._sql, self._values = sql.encode(), [value.encode() for value in values]
        self._was_open = self._connection.connection is not None
        try:
            self._send()
        except (OperationalError, InterfaceError) as error:
            self._open_anew(error)

    def answer(self) -> Row:
        """Return the one row that it finds, as text."""
        try:
            found = self._receive()
        except (OperationalError, InterfaceError) as error:
            self._open_anew(error)
            try:
                found = self._receive()
            except BaseException:
                self._connection.close()
                raise
        if found is not None and found.error_field(_SQLSTATE) in _PREPARE_ANEW:
            vars(self._connection.connection).get(_KNOWN, {}).clear()
            self._send_unprepared()
            found = self._receive()
        if found is None or found.ntuples != 1:
            raise OperationalError(found.error_message.decode() if found else "No answer.")
        # Django would ask it once more in this request whether it answers.
        vars(self._connection)["health_check_done"] = True
        values = (found.get_value(0, column) for column in range(found.nfields))
        return [None if value is None else value.decode() for value in values]

    def _open_anew(self, error: Exception) -> None:
        """Send it once more by another connection. Raises `error` where that would be no better."""
        late = isinstance(error, TooLate)
        if self._connection.in_atomic_block and not late:
            raise error
        self._connection.close()
        if late or not self._was_open:
            raise error
        self._was_open = False
        self._send()

    def _send(self) -> None:
        self._connection.ensure_connection()
        with self._connection.wrap_database_errors:
            line: PGconn = self._connection.connection.pgconn
            if not (name := self._prepared(line)):
                self._send_unprepared()
                return
            line.send_query_prepared(name, self._values)
            line.flush()

    def _send_unprepared(self) -> None:
        with self._connection.wrap_database_errors:
            line: PGconn = self._connection.connection.pgconn
            line.send_query_params(self._sql, self._values)
            line.flush()

    def _prepared(self, line: "PGconn") -> bytes:
        """Return the name of the statement in this connection, b"" where it may not be known there.

        A pool does not know it. Psycopg forgets all of them when it rolls back; within a transaction that
        would be an error which ends it.
        """
        raw = self._connection.connection
        if raw.prepare_threshold is None or self._connection.in_atomic_block:
            return b""
        known: dict[bytes, bytes] = vars(raw).setdefault(_KNOWN, {})
        if self._sql not in known:
            name = f"newsdesk_{zlib.crc32(self._sql):08x}".encode()
            line.send_prepare(name, self._sql)
            line.flush()
            _result(line, self._limit)
            known[self._sql] = name
        return known[self._sql]

    def _receive(self) -> "PGresult | None":
        with self._connection.wrap_database_errors:
            return _result(self._connection.connection.pgconn, self._limit)


def asked(alias: str, sql: str, *values: str, limit: float = LIMIT) -> Row:
    """Return the one row that a statement finds, as text. Raises OperationalError or InterfaceError."""
    return Question(alias, sql, *values, limit=limit).answer()


def hangs(error: Exception) -> bool:
    """Tell whether a server did not answer, rather than refuse: the next one would wait as long."""
    from psycopg.errors import ConnectionTimeout

    return isinstance(error, TooLate) or isinstance(error.__cause__, ConnectionTimeout)


def _result(line: "PGconn", limit: float) -> "PGresult | None":
    """Return what a statement found, once all that belongs to its answer has come."""
    until, waiting = time.monotonic() + limit, poll()
    waiting.register(line.socket, POLLIN)
    found = None
    while True:
        while line.is_busy():
            # What has come counts, even where this thread was late itself to look: a busy machine is no
            # server that hangs.
            left = max(0.0, until - time.monotonic())
            if not waiting.poll(left * 1000):
                raise TooLate(f"No answer within {limit:.0f} seconds.")
            line.consume_input()
        more = line.get_result()
        if more is None:
            return found
        found = more
