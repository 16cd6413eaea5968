"""How the jobs stand: when each ran and runs, what failed, what waits, who works. Six queries at most."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from newsdesk.jobs.job import terms_of
from newsdesk.jobs.models import PeriodicRun, Worker
from newsdesk.jobs.periodic import Periodic, periodic_jobs

# What has waited this long waits in vain.
TOO_LONG = timedelta(minutes=10)
SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodicRow:
    """A periodic job with its last and next run; `late` where it should have run long ago."""

    periodic: Periodic
    run: PeriodicRun | None
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedJob:
    """A job that is not tried again by itself."""

    key: str
    label: str
    tries: int
    at: datetime | None
    failure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """`waiting` jobs could run now, the first of them since `since`; `later` ones wait for another try."""

    periodic: Sequence[PeriodicRow]
    failed: Sequence[FailedJob]
    number_failed: int
    waiting: int
    since: datetime | None
    later: int
    running: int
    workers: Sequence[Worker]
    now: datetime

    @property
    def faults(self) -> list[str]:
        """Sentences of what has to be looked at; none where all is well."""
        found = []
        waits = self.since is not None and self.since < self.now - TOO_LONG
        late = [row.periodic.label for row in self.periodic if row.late]
        if (waits or late) and not self.workers:
            found.append("No worker runs: start manage.py run_worker.")
        if waits:
            jobs = "1 job has" if self.waiting == 1 else f"{self.waiting} jobs have"
            found.append(f"{jobs} been waiting, the first for {_span(self.now, self.since)}.")
        if late:
            found.append(f"Late: {', '.join(late)}.")
        if self.number_failed:
            jobs = "1 job" if self.number_failed == 1 else f"{self.number_failed} jobs"
            found.append(f"{jobs} failed and will not be tried again by itself.")
        return found


def overview() -> Overview:
    """Return how all jobs stand now."""
    now = timezone.now()
    runs = {run.name: run for run in PeriodicRun.objects.all()}
    rows = DBTaskResult.objects.all()
    failed = rows.failed().order_by("-finished_at")
    told = [_failed(row) for row in failed[:SHOWN]]
    ready = rows.ready().aggregate(number=Count("pk"), since=Min("enqueued_at"))
    counted = rows.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]).order_by()
    numbers = dict(counted.values_list("status").annotate(Count("pk")))
    return Overview(
        periodic=[_row(each, runs.get(each.name), now) for each in periodic_jobs()],
        failed=told,
        number_failed=failed.count() if len(told) == SHOWN else len(told),
        waiting=ready["number"],
        since=ready["since"],
        later=numbers.get(TaskResultStatus.READY, 0) - ready["number"],
        running=numbers.get(TaskResultStatus.RUNNING, 0),
        workers=list(Worker.objects.alive().order_by("host", "started_at")),
        now=now,
    )


def try_failed_again(key: str) -> str | None:
    """Let a failed job run once more, now; return what it is called, None where it has not failed."""
    try:
        row = DBTaskResult.objects.failed().filter(pk=uuid.UUID(key)).first()
    except ValueError:
        return None
    if row is None:
        return None
    fresh = {"status": TaskResultStatus.READY, "worker_ids": [], "run_after": timezone.now()}
    changed = DBTaskResult.objects.failed().filter(pk=row.pk).update(finished_at=None, **fresh)
    return terms_of(row.task_path).label if changed else None


def _row(periodic: Periodic, run: PeriodicRun | None, now: datetime) -> PeriodicRow:
    last = run.ran_at if run else None
    # By the last run and not by when it is due: a job may be handed in and never run.
    late = last is not None and last < now - periodic.every - periodic.grace
    late = late or (run is not None and last is None and run.is_late(now, periodic.grace))
    return PeriodicRow(periodic=periodic, run=run, late=late)


def _failed(row: DBTaskResult) -> FailedJob:
    last = row.traceback.strip().rpartition("\n")[2]
    return FailedJob(
        key=str(row.pk),
        label=terms_of(row.task_path).label,
        tries=len(row.worker_ids),
        at=row.finished_at,
        failure=last or row.exception_class_path,
    )


def _span(now: datetime, since: datetime | None) -> str:
    minutes = int((now - since).total_seconds() // 60) if since else 0
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{minutes // 60} hours" if minutes < 48 * 60 else f"{minutes // 1440} days"
