"""Do a deed in a process of its own and kill that, and know how far it had come.

The process tells through a pipe: that it began, each statement that has written, where each COMMIT
began and ended, and that it is done. So a kill is known to have hit the middle, rather than assumed.
"""

import os
import signal
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from django.db import connection, connections

BEGUN, WRITTEN, COMMITTING, COMMITTED, DONE, FAILED = b"B", b"w", b"c", b"C", b"D", b"F"
WRITES = ("INSERT", "UPDATE", "DELETE")
# Nothing here takes as long; a deed that does hangs.
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a process told before its end, and after how many seconds it told each."""

    told: bytes
    times: tuple[float, ...]

    @property
    def writes(self) -> int:
        return self.told.count(WRITTEN)

    @property
    def commits(self) -> int:
        return self.told.count(COMMITTED)

    @property
    def ended(self) -> bool:
        return DONE in self.told

    @property
    def hit(self) -> str:
        """Return what the kill hit: "before" the first write, the open "transaction", the "commit",
        what comes "after" the commit, or nothing, "ended".
        """
        if self.ended:
            return "ended"
        since = self.told.rpartition(COMMITTED)[2]
        if COMMITTING in since:
            return "commit"
        if WRITTEN in since:
            return "transaction"
        return "after" if self.commits else "before"

    @property
    def gap(self) -> float:
        """Return the seconds between two writes, on average; 0 where there were none."""
        if not self.writes:
            return 0
        return self.times[self.told.rindex(WRITTEN)] / self.writes

    @property
    def afterwards(self) -> float:
        """Return the seconds from the last commit to the end."""
        return self.times[-1] - self.times[self.told.rindex(COMMITTED)]


@dataclass(frozen=True, slots=True)
class Kill:
    """Kill as soon as `mark` was told `times` times, and `seconds` more have passed."""

    mark: bytes = BEGUN
    times: int = 1
    seconds: float = 0


def attempt(deed: Callable[[], object], *, kill: Kill | None = None) -> Attempt:
    """Do `deed` in a fork; kill it, or let it end."""
    connections.close_all()
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Newer Pythons warn of forks beside threads; this child starts none and asks for no lock.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(reading)
        _do(deed, writing)
    os.close(writing)
    try:
        return _watched(child, reading, kill)
    finally:
        os.close(reading)
        _until_alone()


def _watched(child: int, reading: int, kill: Kill | None) -> Attempt:
    told, times, begun, pending = b"", [], 0.0, kill
    while more := os.read(reading, 4096):
        begun = begun or time.monotonic()
        told += more
        times += [time.monotonic() - begun] * len(more)
        if pending and told.count(pending.mark) >= pending.times:
            time.sleep(pending.seconds)
            os.kill(child, signal.SIGKILL)
            pending = None
    _, status = os.waitpid(child, 0)
    if FAILED in told or not told.startswith(BEGUN):
        raise AssertionError(f"The deed failed by itself: {told.partition(FAILED)[2].decode()}")
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert killed or DONE in told, f"It ended with status {status} after {told!r}."
    return Attempt(told, tuple(times))


def _do(deed: Callable[[], object], telling: int) -> NoReturn:
    """Be the process that does it. SIGKILL leaves no time for anything else."""
    signal.alarm(LONGEST)
    try:
        connection.ensure_connection()
        database: Any = connection  # What commits has no public name.
        commit = database._commit

        def telling_commit() -> Any:
            os.write(telling, COMMITTING)
            commit()
            os.write(telling, COMMITTED)

        def telling_writes(execute: Any, sql: str, *rest: Any) -> Any:
            result = execute(sql, *rest)
            if sql.lstrip().upper().startswith(WRITES):
                os.write(telling, WRITTEN)
            return result

        database._commit = telling_commit
        with connection.execute_wrapper(telling_writes):
            os.write(telling, BEGUN)
            deed()
            os.write(telling, DONE)
    except BaseException as error:
        os.write(telling, FAILED + repr(error).encode())
    finally:
        os._exit(0)


def _until_alone() -> None:
    """Wait until a PostgreSQL server has noticed that the process is gone, and has rolled back."""
    if connection.vendor != "postgresql":
        return
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    end = time.monotonic() + 20
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(others)
            if cursor.fetchone()[0] == 0:
                return
            time.sleep(0.01)
    raise AssertionError("A session of a killed process is still open.")
