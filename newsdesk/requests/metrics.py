"""Numbers of what this machine's processes have done, counted for `/metrics`; no database, no library.

Each process counts in a slot of memory that was shared before the processes parted (gunicorn's
`preload_app`), so that whichever is asked tells of all. What a process that ended has counted stays, and one
that comes later goes on counting in its slot: the sums never fall. Started otherwise, each tells of itself.
"""

import fcntl
import mmap
import os
import tempfile
import threading
from collections.abc import Iterator, Sequence

KINDS = (
    *("home", "story", "question", "topic", "list", "search", "feed", "picture", "form"),
    *("static", "desk", "probe", "other"),
)
STATUSES = (200, 201, 204, 206, 301, 302, 304, 400, 403, 404, 405, 410, 413, 414, 429, 500, 503)
OTHER = 0  # Any other status.
# Upper bounds of durations in seconds; what took longer stands in the sum alone.
BOUNDS = (0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
# By name: what is counted one by one.
COUNTERS = (
    "kept_given_at_the_door",
    "kept_given_inside",
    "kept_not",
    "queries",
    "query_seconds",
    "slow_queries",
)
SLOTS = 64  # Processes at once; more share a slot, and may lose a number now and then.

_REQUESTS = {
    (kind, status): place
    for place, (kind, status) in enumerate((k, s) for k in KINDS for s in (*STATUSES, OTHER))
}
_DURATIONS = {kind: len(_REQUESTS) + n * (len(BOUNDS) + 1) for n, kind in enumerate(KINDS)}
_COUNTED = {
    name: len(_REQUESTS) + len(KINDS) * (len(BOUNDS) + 1) + n for n, name in enumerate(COUNTERS)
}
_WIDTH = len(_REQUESTS) + len(KINDS) * (len(BOUNDS) + 1) + len(COUNTERS)
# The first number of a slot is the process that counts in it.
_ROW = _WIDTH + 1

_LISTS = {"tags", "people", "archive", "corrections", "about", "stories", "questions", "topics"}
_ONE = {"stories": "story", "questions": "question", "topics": "topic"}
_BEGINNINGS = {
    "": "home",
    "search": "search",
    "feeds": "feed",
    "sitemaps": "feed",
    "sitemap.xml": "feed",
    "media": "picture",
    "cards": "picture",
    "ask": "form",
    "report": "form",
    "static": "static",
    "admin": "desk",
    "preview": "desk",
    "healthz": "probe",
    "readyz": "probe",
    "metrics": "probe",
}


def kind_of(path: str) -> str:
    """Return what kind of page stands at a path, one of KINDS, by its shape alone."""
    first, _, rest = path[1:].partition("/")
    if first in _LISTS:
        one = rest.count("/") == 1 and rest.endswith("/")
        return _ONE.get(first, "list") if one else "list"
    return _BEGINNINGS.get(first, "other")


class Counts:
    """Slots of numbers in memory that processes share. Safe for threads, and where a process is killed."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, SLOTS * _ROW * 8)
        self._numbers = memoryview(self._memory).cast("d")
        # Whoever is killed while it holds a lock of this kind holds it no longer.
        self._file, name = tempfile.mkstemp(prefix="newsdesk-")
        os.unlink(name)
        self._lock = threading.Lock()
        self._pid, self._start = 0, 0

    def request(self, path: str, status: int, seconds: float) -> None:
        """Count an answer."""
        kind = kind_of(path)
        place = _REQUESTS.get((kind, status), _REQUESTS[kind, OTHER])
        durations = _DURATIONS[kind]
        with self._lock:
            start = self._slot()
            self._numbers[start + place] += 1
            self._numbers[start + durations + len(BOUNDS)] += seconds
            for n, bound in enumerate(BOUNDS):
                if seconds <= bound:
                    self._numbers[start + durations + n] += 1
                    break

    def add(self, name: str, number: float = 1) -> None:
        """Count one of COUNTERS."""
        with self._lock:
            self._numbers[self._slot() + _COUNTED[name]] += number

    def query(self, seconds: float, *, slow: bool) -> None:
        """Count a statement that the database was asked."""
        with self._lock:
            start = self._slot()
            self._numbers[start + _COUNTED["queries"]] += 1
            self._numbers[start + _COUNTED["query_seconds"]] += seconds
            self._numbers[start + _COUNTED["slow_queries"]] += slow

    def sums(self) -> "Sums":
        """Return what all processes have counted together."""
        total = [0.0] * _WIDTH
        for slot in range(SLOTS):
            start = slot * _ROW + 1
            for place, number in enumerate(self._numbers[start : start + _WIDTH]):
                total[place] += number
        return Sums(total)

    def _slot(self) -> int:
        """Return where this process counts; the lock is held."""
        pid = os.getpid()
        if pid != self._pid:
            self._start = self._take(pid) * _ROW + 1
            self._pid = pid
        return self._start

    def _take(self, pid: int) -> int:
        """Take a free slot, or that of a process which has ended."""
        fcntl.lockf(self._file, fcntl.LOCK_EX)
        try:
            slot = next((n for n in range(SLOTS) if not _lives(self._owner(n))), pid % SLOTS)
            self._numbers[slot * _ROW] = pid
            return slot
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _owner(self, slot: int) -> int:
        return int(self._numbers[slot * _ROW])


class Sums:
    """What was counted, as rows of Prometheus: a name's further part, its labels, the number."""

    def __init__(self, numbers: Sequence[float]) -> None:
        self._numbers = numbers

    def counted(self, name: str) -> float:
        return self._numbers[_COUNTED[name]]

    def requests(self) -> Iterator[tuple[dict[str, str], float]]:
        """Yield the number of answers by kind and status, those that there were."""
        for (kind, status), place in _REQUESTS.items():
            if number := self._numbers[place]:
                yield {"kind": kind, "status": str(status or "other")}, number

    def durations(self) -> Iterator[tuple[str, dict[str, str], float]]:
        """Yield the histogram of each kind that was asked for."""
        for kind, start in _DURATIONS.items():
            places = [_REQUESTS[kind, status] for status in (*STATUSES, OTHER)]
            if not (count := sum(self._numbers[place] for place in places)):
                continue
            under = 0.0
            for n, bound in enumerate(BOUNDS):
                under += self._numbers[start + n]
                yield "_bucket", {"kind": kind, "le": str(bound)}, under
            yield "_bucket", {"kind": kind, "le": "+Inf"}, count
            yield "_sum", {"kind": kind}, self._numbers[start + len(BOUNDS)]
            yield "_count", {"kind": kind}, count


def _lives(pid: int) -> bool:
    if not pid:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


COUNTS = Counts()
