"""What the desk stands on, asked one by one: each probe raises where something does not work.

The load balancer reads the answers (`views.py`), and `manage.py check --deploy` some of them
(`system_checks.py`).
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from entities.models.outlet import Outlet
from newsdesk.catalogue.replica import REPLICA, choose, distance, primary_is_away
from newsdesk.jobs.overview import overview
from newsdesk.workflow.roles import roles_amiss

# What is not needed as long as a replica tells that it stands in: readers' pages do without.
STANDS_IN, OF_PRIMARY = "stands_in", {"database", "migrations"}
LONGEST = 2.0  # Seconds that a probe has; after these it counts as failing.
OLDEST_BACKUP = 2  # Days.
APART = 5.0  # Seconds between two clocks.

logger = logging.getLogger("newsdesk.health")


class ProbeFailed(Exception):
    """Something answers, but not as it must; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A part that is asked, and may tell numbers of itself. Without what is `needed` no page can be answered;
    without the rest some can.
    """

    name: str
    ask: Callable[[], Mapping[str, float] | None]
    needed: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a probe found out, after so many milliseconds; `failing` is empty where all is well."""

    probe: Probe
    milliseconds: int
    failing: str = ""
    told: Mapping[str, float] = field(default_factory=dict)


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def migrations() -> None:
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise ProbeFailed(f"{len(plan)} migrations are not applied: run manage.py migrate.")


def storage() -> None:
    """Keep a small file, read it and delete it.

    It lies beside the folders of pictures: one of its own, once made, would take files where no new folder
    can be made any more, as after somebody else has copied the pictures here.
    """
    content = secrets.token_bytes(16)
    name = default_storage.save(f"probe-{secrets.token_hex(8)}", ContentFile(content))
    try:
        with default_storage.open(name) as file:
            if file.read() != content:
                raise ProbeFailed("A file came back from the store with other bytes.")
    finally:
        default_storage.delete(name)


def shared_cache() -> None:
    key, value = f"probe-{secrets.token_hex(8)}", secrets.token_hex(8)
    cache.set(key, value, timeout=10)
    if cache.get(key) != value:
        raise ProbeFailed("The cache did not keep what it was given.")
    cache.delete(key)


def roles() -> None:
    if amiss := roles_amiss():
        raise ProbeFailed(
            f"The rights of {', '.join(amiss)} are not as they should be: run manage.py sync_roles."
        )


def static_files() -> None:
    """Find the list of hashed names: without it no page can name its style sheet."""
    if isinstance(staticfiles_storage, ManifestFilesMixin) and not staticfiles_storage.hashed_files:
        raise ProbeFailed("The static files were not collected: run manage.py collectstatic.")


def backup() -> None:
    """Find a backup of the last two days where this machine keeps them."""
    times = [path.stat().st_mtime for path in settings.BACKUPS.glob("*.backup")]
    if not times:
        raise ProbeFailed(f"There is no backup in {settings.BACKUPS}: see docs/backup.md.")
    days = (time.time() - max(times)) / 86_400
    if days > OLDEST_BACKUP:
        raise ProbeFailed(f"The last backup is {days:.0f} days old: see docs/backup.md.")


def jobs() -> None:
    """Find nothing that should have run, and nothing that has failed for good."""
    if faults := overview().faults:
        raise ProbeFailed(" ".join(faults))


def clock() -> None:
    """Compare this machine's clock with that of the database; a file has none of its own."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        before = time.time()
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        [there] = cursor.fetchone()
    if not before - APART < there < time.time() + APART:
        raise ProbeFailed(
            f"The clocks of this machine and of the database are {abs(there - before):.0f} seconds apart: "
            "what is scheduled would appear at another time."
        )


def outlets() -> None:
    """Find any outlet: without them each paper that a text quotes is a new one."""
    if not Outlet.objects.exists():
        raise ProbeFailed("The desk knows no outlets: run manage.py load_outlets.")


def replica() -> Mapping[str, float]:
    """Compare the replica with the primary, and tell how far behind it is; or that it stands in for that."""
    if REPLICA not in settings.DATABASES:
        return {}
    try:
        if choose() == REPLICA and primary_is_away():
            return {STANDS_IN: True}
        how_far = distance()
    finally:
        connections[REPLICA].close()
    if how_far["seconds_behind"] > settings.REPLICA_LAG:
        raise ProbeFailed(f"The replica is {how_far['seconds_behind']:.0f} seconds behind.")
    return how_far


PROBES = (
    Probe("database", database, needed=True),
    Probe("migrations", migrations, needed=True),
    Probe("static files", static_files, needed=True),
    Probe("storage", storage, needed=False),
    Probe("cache", shared_cache, needed=False),
    Probe("roles", roles, needed=False),
    Probe("backup", backup, needed=False),
    Probe("jobs", jobs, needed=False),
    Probe("clock", clock, needed=False),
    Probe("replica", replica, needed=False),
)


class _Asking(threading.Thread):
    """Asks one probe, on a thread of its own, which may hang and then hinders nobody."""

    def __init__(self, probe: Probe) -> None:
        super().__init__(name=f"probe {probe.name}", daemon=True)
        self.probe = probe
        self.failing = ""
        self.told: Mapping[str, float] = {}
        self.seconds = 0.0

    def run(self) -> None:
        began = time.monotonic()
        try:
            self.told = self.probe.ask() or {}
        except ProbeFailed as failing:
            self.failing = str(failing)
        except Exception as error:
            # Drivers put addresses and names of accounts into their messages: these are for the log.
            logger.warning("The probe of %s failed", self.probe.name, exc_info=error)
            self.failing = f"{type(error).__name__}: see the log."
        finally:
            self.seconds = time.monotonic() - began
            connection.close()


_hanging: dict[str, _Asking] = {}
_lock = threading.Lock()


def answers(probes: Iterable[Probe] = PROBES) -> list[Answer]:
    """Ask all at once and return what they say, after LONGEST at the latest.

    One that has not answered the last time is not asked again before it does: threads do not pile up.
    """
    asking = []
    with _lock:
        for probe in probes:
            before = _hanging.get(probe.name)
            if before and before.is_alive():
                asking.append(before)
                continue
            asking.append(_Asking(probe))
            _hanging[probe.name] = asking[-1]
            asking[-1].start()
    until = time.monotonic() + LONGEST
    for thread in asking:
        thread.join(max(0.0, until - time.monotonic()))
    return [_answer(thread) for thread in asking]


def _answer(thread: _Asking) -> Answer:
    if thread.is_alive():
        late = f"No answer within {LONGEST:.0f} seconds."
        return Answer(thread.probe, round(LONGEST * 1000), late)
    return Answer(thread.probe, round(thread.seconds * 1000), thread.failing, thread.told)
