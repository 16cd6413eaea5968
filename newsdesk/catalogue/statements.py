"""What a view asked the database, kept so that it can be asked again without the view.

Where the same statements find the same rows, the view would answer the same: it follows from them, the
address and the day alone. So a page that a publish elsewhere has not changed is found again instead of
rendered. Statements are kept with the time as a place to fill in; it is the only thing in them that a
second visit has otherwise.
"""

import hashlib
import marshal
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DatabaseError, InterfaceError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from newsdesk.catalogue.generation import EPOCH, Epoch, epoch_of

_READS = ("SELECT ", "(SELECT ", "WITH ")
_PLACE = re.compile("%(?:s|%)")
# What stands for the time of the request among kept parameters.
_NOW = b"now"
# As PostgreSQL says "this statement's rows", all in one answer.
_ROWS = "(SELECT md5(string_agg(found::text, chr(10))) FROM ({}) found)"


@dataclass(slots=True)
class Recorder:
    """Notes the statements of one request; install it as an execute wrapper."""

    began: datetime = field(default_factory=timezone.now)
    asked: list[tuple[str, Sequence[object]]] = field(default_factory=list)
    only_reads: bool = True
    tells_all: bool = True

    def __call__(
        self,
        execute: Callable[..., object],
        sql: str,
        params: Sequence[object] | Mapping[str, object] | None,
        many: bool,
        context: object,
    ) -> object:
        if many or not sql.startswith(_READS):
            self.only_reads = False
        if isinstance(params, Mapping):  # What is kept has its parameters in order.
            self.only_reads = self.tells_all = False
        else:
            self.asked.append((sql, params or ()))
        return execute(sql, params, many, context)


class Now:
    """Stands among parameters for the time of whoever asks."""


NOW = Now()
Asked = list[tuple[str, Sequence[object]]]


@contextmanager
def noting(using: str) -> Iterator[Asked]:
    """Note what is asked within the block, for `repeat`; the list is filled when the block is over.

    It stays empty where a statement does more than read.
    """
    connection, recorder = connections[using], Recorder()
    noted: Asked = []
    with connection.execute_wrapper(recorder):
        yield noted
    span = Span.until_now(recorder.began, connection)
    if recorder.only_reads:
        for sql, params in recorder.asked:
            noted.append((sql, [NOW if span.holds(value) else value for value in params]))


def repeat(using: str, noted: Asked) -> None:
    """Say that the answer being made holds what these statements found in an earlier request.

    For whatever is kept as long as an epoch lasts: without this the statements of the answer would not
    tell of it, and would find the answer unchanged where that has changed. Nothing noted is told as such.
    """
    for wrapper in connections[using].execute_wrappers:
        if isinstance(wrapper, Recorder):
            wrapper.asked.extend(noted)
            wrapper.tells_all = wrapper.tells_all and bool(noted)


@dataclass(frozen=True, slots=True)
class StatementResult:
    """What kept statements find: a digest of all rows, and the epoch in which they are these."""

    epoch: Epoch
    digest: str


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of one answer, packed."""

    packed: bytes

    def find(self, using: str) -> StatementResult | None:
        """Ask them now, all of one state of the database; None where that fails.

        SECURITY: `using` is what this request reads, not what the answer was made from: a replica may have
        been left behind since.
        """
        connection, now = connections[using], timezone.now()
        find = _find_in_sqlite if connection.vendor == "sqlite" else _find_in_postgresql
        try:
            with connection.wrap_database_errors:
                connection.ensure_connection()
                return find(connection, marshal.loads(zlib.decompress(self.packed)), now)  # noqa: S302
        except (DatabaseError, InterfaceError):
            return None


@dataclass(frozen=True, slots=True)
class Span:
    """The time that a request took, as the application and as the database writes it."""

    first: datetime
    last: datetime
    stored: tuple[str, str] | None

    @classmethod
    def until_now(cls, first: datetime, connection: BaseDatabaseWrapper) -> "Span":
        last, adapt = timezone.now(), connection.ops.adapt_datetimefield_value
        text = connection.vendor == "sqlite"
        return cls(first, last, (str(adapt(first)), str(adapt(last))) if text else None)

    def holds(self, value: object) -> bool:
        if value is NOW:
            return True
        if isinstance(value, datetime):
            return self.first <= value <= self.last
        if isinstance(value, str) and self.stored:
            return self.stored[0] <= value <= self.stored[1]
        return False


def statements(recorder: Recorder, using: str, *, since: Epoch) -> Statements | None:
    """Return what was recorded in the epoch `since`, to be asked again; None for what cannot be.

    A time within the request is its clock's, unless a page began or ended in just that time.
    """
    connection = connections[using]
    span = Span.until_now(recorder.began, connection)
    if not recorder.tells_all or span.holds(since.begun) or span.holds(since.ended):
        return None
    write = _for_sqlite if connection.vendor == "sqlite" else _for_postgresql
    try:
        written = [write(connection, sql, params, span) for sql, params in recorder.asked]
        return Statements(zlib.compress(marshal.dumps(written), 1))
    except (ValueError, DatabaseError):
        return None


# PostgreSQL: one statement finds the epoch and a digest of the rows of each.


def _for_postgresql(
    connection: BaseDatabaseWrapper,
    sql: str,
    params: Sequence[object],
    span: Span,
) -> str:
    """Return a statement with its parameters in it, and `%(now)s` for the time. Raises ValueError.

    Written as Django's own cursor writes them: PostgreSQL cannot tell the types of all of them apart.
    """
    from psycopg import Error
    from psycopg.sql import Literal

    left = iter(params)

    def fill(place: re.Match[str]) -> str:
        if place[0] == "%%":
            return "%%"
        value = next(left)
        return (
            "%(now)s"
            if span.holds(value)
            else Literal(value).as_string(connection.connection).replace("%", "%%")
        )

    try:
        return _PLACE.sub(fill, sql)
    except Error as error:
        raise ValueError("This cannot be written into a statement.") from error


def _find_in_postgresql(
    connection: BaseDatabaseWrapper, asked: list[str], now: datetime
) -> StatementResult:
    from psycopg import Cursor
    from psycopg.rows import TupleRow

    columns = ", ".join([EPOCH.format(now="%(now)s"), *map(_ROWS.format, asked)])
    cursor: Cursor[TupleRow]
    with Cursor(connection.connection) as cursor:
        row = cursor.execute(f"SELECT {columns}".encode(), {"now": now}).fetchone()
    assert row is not None  # noqa: S101
    return StatementResult(epoch_of((row[0], row[1], row[2]), now), "".join(map(str, row[3:])))


# SQLite: one transaction, which reads one state.


def _for_sqlite(
    connection: BaseDatabaseWrapper,
    sql: str,
    params: Sequence[object],
    span: Span,
) -> tuple[str, tuple[object, ...]]:
    """Return a statement as SQLite takes it, and its parameters with _NOW for the time."""
    asked = _PLACE.sub(lambda place: "?" if place[0] == "%s" else "%", sql)
    return asked, tuple(_NOW if span.holds(value) else _plain(value) for value in params)


def _plain(value: object) -> object:
    """Return a text as no more than a text: a safe string says nothing else to the database."""
    return str.__str__(value) if isinstance(value, str) else value


def _find_in_sqlite(
    connection: BaseDatabaseWrapper,
    asked: list[tuple[str, tuple[object, ...]]],
    now: datetime,
) -> StatementResult:
    stored = connection.ops.adapt_datetimefield_value(now)
    raw: sqlite3.Connection = connection.connection
    began = not raw.in_transaction
    if began:
        raw.execute("BEGIN")
    try:
        row = raw.execute(f"SELECT {EPOCH.format(now='?1')}", (stored,)).fetchone()
        digest = hashlib.sha256()
        for sql, params in asked:
            given = [stored if value == _NOW else value for value in params]
            digest.update(repr(raw.execute(sql, given).fetchall()).encode())
    finally:
        if began:
            raw.execute("COMMIT")
    return StatementResult(epoch_of(row, now), digest.hexdigest())
