"""Which database a reader's request reads: the primary, or a replica where that shows the very same.

The choice is made once for a request and holds for all of it: for QuerySets through the router, for SQL
through `reading`, for the generation and whatever is kept by it. The reasons are in decision 0040.

* While the primary answers, the replica is read only if its generation is the primary's, asked a moment
  before: then nothing of what readers see differs, and what was withdrawn is never served.
* A replica that is later than NEWSDESK_REPLICA_LAG seconds, or does not answer, is left alone for a while.
* While the primary is away the replica is read alone: if it shows all that it has received, is not behind
  what this process has seen of the primary, and its last change is at most NEWSDESK_REPLICA_ALONE seconds
  old.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from newsdesk.outside.circuit import Away, Circuit
from newsdesk.outside.postgresql import LIMIT, Question, Row, asked, hangs

PRIMARY, REPLICA = DEFAULT_DB_ALIAS, "replica"
# Bytes of a page of PostgreSQL's log, and the most that its head takes.
PAGE, LONGEST_HEAD = 8_192, 40
_reads: ContextVar[str] = ContextVar("reads", default=PRIMARY)

PRIMARY_ASKED = Circuit("primary database", pause=3)
REPLICA_ASKED = Circuit("replica", pause=5)


class Readers:
    """The router: what a reader's request reads comes from the database that was chosen for it."""

    def db_for_read(self, model: type[Model], **hints: object) -> str | None:
        return REPLICA if _reads.get() == REPLICA else None

    def db_for_write(self, model: type[Model], **hints: object) -> str:
        return PRIMARY

    def allow_relation(self, one: Model, other: Model, **hints: object) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool | None:
        return False if db == REPLICA else None


def reading() -> BaseDatabaseWrapper:
    """Return the connection for SQL that reads what readers see."""
    return connections[_reads.get()]


@contextmanager
def reads_from(alias: str) -> Iterator[None]:
    """Read from this database within the block."""
    token = _reads.set(alias)
    try:
        yield
    finally:
        _reads.reset(token)


@dataclass(frozen=True, slots=True)
class PrimaryPosition:
    """How far the primary is: its generation, and the end of what it has written, in bytes."""

    mark: str
    end: int


@dataclass(frozen=True, slots=True)
class ReplicaPosition:
    """How far a replica is: its generation, and the end of what it shows, in bytes.

    `follows` says that it is a replica at all, `shows_all` that it holds nothing back of what it has
    received; `age` is how many seconds ago its last change was committed, None where it cannot tell.
    """

    mark: str
    end: int
    follows: bool
    shows_all: bool
    age: float | None


class Replication:
    """What this process knows of the two. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: PrimaryPosition | None = None
        self._pending: tuple[float, int] | None = None

    def learn(self, written: PrimaryPosition) -> None:
        """Note a generation of the primary, with what was written when it was first seen."""
        with self._lock:
            if self._known is None or self._known.mark != written.mark:
                self._known = written

    def lag(self, written: PrimaryPosition, shown: ReplicaPosition) -> float:
        """Return for how many seconds the replica has owed something that the primary had written."""
        now = time.monotonic()
        with self._lock:
            if self._pending is None or shown.end >= self._pending[1]:
                self._pending = (now, written.end)
                return 0.0
            return now - self._pending[0]

    def may_stand_alone(self, shown: ReplicaPosition) -> bool:
        """Tell whether readers may be given what the replica shows, without a word of the primary."""
        known = self._known
        if known and shown.mark != known.mark and shown.end < known.end:
            return False
        recent = shown.age is not None and shown.age <= settings.REPLICA_ALONE
        return shown.follows and shown.shows_all and recent


STANDING = Replication()


class ReplicaLate(Exception):
    """The replica is later than it may be."""


def choose() -> str:
    """Return the database that a reader's request is to read. Both are asked at once."""
    question = _ask_replica()
    if written := _written():
        STANDING.learn(written)
    shown = _shown(question)
    if shown is None:
        return PRIMARY
    if written is None:
        return REPLICA if STANDING.may_stand_alone(shown) else PRIMARY
    if (lag := STANDING.lag(written, shown)) > settings.REPLICA_LAG:
        give_up_replica(ReplicaLate(f"it is {lag:.0f} seconds behind"))
        return PRIMARY
    return REPLICA if shown.mark == written.mark else PRIMARY


def give_up_replica(error: Exception) -> None:
    """Ask it no more for a while."""
    REPLICA_ASKED.fail(error)


def distance() -> dict[str, float]:
    """Return how far the replica is behind. Raises OperationalError where one of the two does not answer."""
    written = _written_of(asked(PRIMARY, _OF_PRIMARY))
    shown = _shown_of(asked(REPLICA, _OF_REPLICA))
    owed = max(0, written.end - shown.end)
    return {"seconds_behind": round(STANDING.lag(written, shown), 1), "bytes_behind": owed}


def primary_is_away() -> bool:
    return PRIMARY_ASKED.is_open


def answer_of(alias: str, sql: str, *values: str, limit: float = LIMIT) -> Row:
    """Return the one row that a statement finds, as text; whoever hung a moment ago is not asked.

    Raises OperationalError or InterfaceError. A server that refuses costs nobody time, and is asked again.
    """
    circuit = PRIMARY_ASKED if alias == PRIMARY else REPLICA_ASKED
    try:
        circuit.begin()
        found = asked(alias, sql, *values, limit=limit)
    except Away as error:
        raise OperationalError(str(error)) from error
    except (DatabaseError, InterfaceError) as error:
        if hangs(error):
            circuit.fail(error)
        raise
    circuit.answered()
    return found


def _written() -> PrimaryPosition | None:
    """Ask the primary; None where it is away."""
    try:
        with PRIMARY_ASKED.asking(_is_away):
            return _written_of(asked(PRIMARY, _OF_PRIMARY))
    except (Away, DatabaseError, InterfaceError):
        return None


def _written_of(row: Row) -> PrimaryPosition:
    mark, end = row
    place = int(end or 0)
    # The head of a page of the log counts as written before anything stands under it.
    head = place % PAGE
    return PrimaryPosition(str(mark), place - head if head <= LONGEST_HEAD else place)


def _ask_replica() -> Question | None:
    """Send the replica its question; None where it is away."""
    try:
        REPLICA_ASKED.begin()
        return Question(REPLICA, _OF_REPLICA)
    except Away:
        return None
    except (DatabaseError, InterfaceError) as error:
        REPLICA_ASKED.fail(error)
        return None


def _shown(question: Question | None) -> ReplicaPosition | None:
    """Wait for the replica's answer; None where it is away."""
    if question is None:
        return None
    try:
        shown = _shown_of(question.answer())
    except (DatabaseError, InterfaceError) as error:
        REPLICA_ASKED.fail(error)
        return None
    REPLICA_ASKED.answered()
    return shown


def _shown_of(row: Row) -> ReplicaPosition:
    mark, end, follows, shows_all, age = row
    known_age = None if age is None else float(age)
    return ReplicaPosition(str(mark), int(end or 0), follows == "t", shows_all == "t", known_age)


_MARK = "(SELECT mark FROM catalogue_generation)"
_OF_PRIMARY = f"SELECT {_MARK}, (pg_current_wal_insert_lsn() - '0/0')::bigint"
_OF_REPLICA = f"""SELECT {_MARK}, (pg_last_wal_replay_lsn() - '0/0')::bigint, pg_is_in_recovery(),
    COALESCE(pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn(), true),
    EXTRACT(EPOCH FROM now() - pg_last_xact_replay_timestamp())"""  # noqa: S608


def _is_away(error: Exception) -> bool:
    return isinstance(error, DatabaseError | InterfaceError)
