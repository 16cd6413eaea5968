"""Periodic jobs: what is to run every so often, and the handing in of what is due.

A worker does it every minute; `manage.py run_periodic` does the same, for a timer. However many do it at
once, each is handed in once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task

from newsdesk.jobs.job import hand_in, terms_of
from newsdesk.jobs.models import PeriodicRun


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job without arguments that runs every so often. `name` is its key in the database."""

    name: str
    every: timedelta
    job: Task[[], None]

    @property
    def label(self) -> str:
        return terms_of(self.job.module_path).label

    @property
    def grace(self) -> timedelta:
        """How late it may be before the desk says so."""
        return max(self.every / 2, timedelta(minutes=15))


_registered: dict[str, Periodic] = {}


def register(name: str, *, every: timedelta) -> Callable[[Task[[], None]], Task[[], None]]:
    """Run a job every so often. Modules that call it are imported by the `ready` of their app."""

    def put(work: Task[[], None]) -> Task[[], None]:
        _registered[name] = Periodic(name, every, work)
        return work

    return put


def periodic_jobs() -> list[Periodic]:
    return list(_registered.values())


def named(path: str) -> Periodic | None:
    """Return the periodic job that runs the function at that path."""
    return next((each for each in periodic_jobs() if each.job.module_path == path), None)


def hand_in_due(now: datetime | None = None) -> list[Periodic]:
    """Hand in whatever is due and return it. A run that was missed is made up for once."""
    now = now or timezone.now()
    known = set(PeriodicRun.objects.values_list("name", flat=True))
    new = [PeriodicRun(name=name, due_at=now) for name in _registered if name not in known]
    PeriodicRun.objects.bulk_create(new, ignore_conflicts=True)
    return [each for each in periodic_jobs() if _hand_in(each, now)]


@transaction.atomic
def _hand_in(each: Periodic, now: datetime) -> bool:
    """Hand a job in if nobody else has: whoever moves the time on does it."""
    due = PeriodicRun.objects.filter(name=each.name, due_at__lte=now)
    if not due.update(due_at=now + each.every):
        return False
    hand_in(each.job)
    return True


def keep_outcome(path: str, *, seconds: float, failure: str = "") -> None:
    """Keep how the run of a periodic job went; of any other job nothing."""
    if not (periodic := named(path)):
        return
    now = timezone.now()
    run = PeriodicRun.objects.filter(name=periodic.name)
    if failure:
        run.update(failed_at=now, failure=failure)
    else:
        run.update(ran_at=now, seconds=seconds, failed_at=None, failure="")
